package io.github.eduindicators.examples;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: everything is written to a temporary folder beside it, which is moved at the end.
 *
 * <p>An empty folder, or one with an earlier review and nothing else, is replaced; any other is left alone and refused.
 */
final class OutputFolder implements AutoCloseable {
    private static final String PAGES = "reports";
    private static final Set<String> OURS = Set.of(
            "problems.csv", "findings.json", "schools.csv", "evidence.csv", "index.csv", "lists.csv",
            "effectiveness.csv", "scorecards.csv", "trends.csv", "tables.xlsx", "report.html", PAGES);
    /** What an input never holds: a folder with a schools.csv alone may be somebody's data. */
    private static final Set<String> MARKS_OF_A_REVIEW = Set.of("findings.json", "report.html");

    private final Path target;
    private final Path temporary;
    private final Deque<Path> madeParents;
    private final Thread hook = new Thread(this::clear);
    private boolean published;

    private OutputFolder(Path target, Path temporary, Deque<Path> madeParents) {
        this.target = target;
        this.temporary = temporary;
        this.madeParents = madeParents;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static OutputFolder prepare(Path wanted) throws IOException {
        Path target = wanted.toAbsolutePath().normalize();
        refuseOthers(target);
        Deque<Path> made = new ArrayDeque<>();
        try {
            Path parent = target.getParent();
            if (parent == null) {
                throw new FileAlreadyExistsException(target.toString());
            }
            for (Path missing = parent; missing != null && !Files.exists(missing); missing = missing.getParent()) {
                made.push(missing);
            }
            Files.createDirectories(parent);
            return new OutputFolder(target, beside(target), made);
        } catch (IOException e) {
            remove(made);
            throw e;
        }
    }

    private static void refuseOthers(Path target) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "there is something that is not a folder");
        }
        Set<String> names = names(target);
        for (String name : names) {
            if (!OURS.contains(name)) {
                throw notOurs(target, name);
            }
        }
        if (!names.isEmpty() && !names.containsAll(MARKS_OF_A_REVIEW)) {
            throw notOurs(target, names.iterator().next());
        }
        if (names.contains(PAGES)) {
            for (String name : names(target.resolve(PAGES))) {
                if (!name.matches("[0-9]+.*\\.html")) {
                    throw notOurs(target, PAGES + "/" + name);
                }
            }
        }
    }

    private static FileAlreadyExistsException notOurs(Path target, String name) {
        return new FileAlreadyExistsException(target.toString(), name, "the folder holds other files");
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** A new folder beside the target, with the rights that new folders have here; a temporary one would be closed to others. */
    private static Path beside(Path target) throws IOException {
        return Files.createDirectory(target.resolveSibling(".review-" + UUID.randomUUID()));
    }

    Path folder() {
        return temporary;
    }

    /** Puts the temporary folder in the place of the target. */
    void publish() throws IOException {
        refuseOthers(target);
        if (Files.exists(target)) {
            Path old = beside(target);
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
            delete(old);
        } else {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        published = true;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // The machine is going down and the hook does the work.
        }
        clear();
    }

    private void clear() {
        if (!published) {
            delete(temporary);
            remove(madeParents);
        }
    }

    private static void remove(Deque<Path> emptyFolders) {
        emptyFolders.descendingIterator().forEachRemaining(OutputFolder::deleteOne);
    }

    private static void delete(Path folder) {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            return;
        }
        deepestFirst.forEach(OutputFolder::deleteOne);
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // What cannot be deleted stays; the review itself is not affected.
            return;
        }
    }
}
