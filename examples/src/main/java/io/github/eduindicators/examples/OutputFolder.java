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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: everything is written to a temporary folder beside it, which is moved at the end.
 *
 * <p>An empty folder, or one with an earlier review and nothing else, is replaced; any other is left alone and refused.
 */
final class OutputFolder implements AutoCloseable {
    private static final String REPORT = "report.html";
    private static final String WORKBOOK = "tables.xlsx";
    private static final Set<String> TABLES = Set.of(
            "problems", "schools", "evidence", "index", "lists", "effectiveness", "scorecards", "trends", "quality", "completion",
            "deficits", "staff", "studies", "satisfaction", "recommendations", "effects", "roadmap", "roadmap_indices");
    /** What a folder of ours holds: pages that are numbered, or the public version. */
    private static final Map<String, Predicate<String>> FOLDERS = Map.of(
            "reports", OutputFolder::isPage,
            "municipalities", OutputFolder::isPage,
            "public", name -> name.equals(REPORT) || name.equals(WORKBOOK) || isTable(name) || name.equals("best_practices.csv")
                    || name.equals("reports"));
    /** What an input never holds: a folder with a schools.csv alone may be somebody's data. */
    private static final Set<String> MARKS_OF_A_REVIEW = Set.of("findings.json", REPORT);

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
            if (!isOurs(name)) {
                throw notOurs(target, name);
            }
        }
        if (!names.isEmpty() && !names.containsAll(MARKS_OF_A_REVIEW)) {
            throw notOurs(target, names.iterator().next());
        }
        for (String inner : names) {
            if (FOLDERS.containsKey(inner)) {
                for (String name : names(target.resolve(inner))) {
                    if (!FOLDERS.get(inner).test(name)) {
                        throw notOurs(target, inner + "/" + name);
                    }
                }
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.equals(REPORT) || name.equals("findings.json") || name.equals(WORKBOOK) || isTable(name) || FOLDERS.containsKey(name);
    }

    private static boolean isTable(String name) {
        return name.endsWith(".csv") && TABLES.contains(name.substring(0, name.length() - ".csv".length()));
    }

    private static boolean isPage(String name) {
        return name.matches("[0-9]+.*\\.html");
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
