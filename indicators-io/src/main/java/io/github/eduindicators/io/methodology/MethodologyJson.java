package io.github.eduindicators.io.methodology;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes methodologies as JSON: those that the library ships, and a region's own, for the same engine.
 *
 * <p>A file holds one edition of one methodology. It is UTF-8 without a byte order mark, at most 2 MiB and 50 levels deep, and
 * follows the schema {@code methodology.schema.json}, a resource of this package; all that the engine asks for (bands without
 * gaps and overlaps, weights that add up, dates in order) is checked too. A file in error gives an {@link InputException} whose
 * problem holds the name of the file, the line, the reason, and as value the place as a JSON pointer, the check and what was
 * found; nothing of the file is kept.
 *
 * <p>The codes of indicators must be codes; whether such indicators exist is checked only against a given list, because a
 * region delivers its own. Immutable and safe to share between threads.
 */
public final class MethodologyJson {
    private static final List<String> SHIPPED = List.of(
            "accreditation-general-example",
            "accreditation-general-no-pupils-example",
            "heads-effectiveness-example",
            "methodical-work-example",
            "motivating-monitoring-example",
            "municipal-mechanisms-example",
            "noko-344n-education-2018",
            "noko-344n-education-2024",
            "teachers-development-example");
    private static final String FOLDER = "methodologies";
    private static final String SUFFIX = ".json";
    private static final int MOST_FILES = 1_000;

    private MethodologyJson() {}

    /** Reads the shipped files when they are first asked for. */
    private static final class Shipped {
        static final List<Methodology> ALL = SHIPPED.stream().map(Shipped::read).toList();

        private Shipped() {}

        private static Methodology read(String name) {
            String file = name + SUFFIX;
            try (InputStream in = MethodologyJson.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + file + " is missing");
                }
                return reader(Optional.empty()).read(JsonDocument.parse(file, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Returns what the library ships: the formulas of order 344н and examples to start from. {@link Methodology#status()}
     * says which is which.
     *
     * @return all editions, by identity and the first day in force
     */
    public static List<Methodology> shipped() {
        return Shipped.ALL;
    }

    /**
     * Returns the editions of a shipped methodology; {@link Methodology#at} chooses among them by date.
     *
     * @param id the identity, such as {@code noko-344n-education}
     * @return at least one edition, in the order of time
     * @throws IllegalArgumentException if none of this identity is shipped
     */
    public static List<Methodology> shipped(String id) {
        List<Methodology> editions = shipped().stream().filter(one -> one.id().equals(id)).toList();
        if (editions.isEmpty()) {
            throw new IllegalArgumentException("a shipped methodology is one of "
                    + shipped().stream().map(Methodology::id).distinct().toList() + ", got " + id);
        }
        return editions;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the methodology
     * @throws InputException if the file cannot be read, is not of this format, or is refused by the engine
     */
    public static Methodology read(Path file) {
        return read(file, reader(Optional.empty()));
    }

    /**
     * Reads a file that may name only known indicators.
     *
     * @param file the file
     * @param metrics the codes of the indicators that exist
     * @return the methodology
     * @throws InputException if the file cannot be read, is not of this format, names another indicator, or is refused by
     *     the engine
     */
    public static Methodology read(Path file, Set<String> metrics) {
        return read(file, reader(Optional.of(Set.copyOf(metrics))));
    }

    /**
     * Reads every {@code *.json} of a folder, in the order of the names. A file in error is reported and left out as a whole,
     * and so is one that has the identity of an earlier one and its edition or a day in force in common with it; the others
     * count. With {@link Loaded#orElseThrow()} the first file in error ends the reading.
     *
     * @param folder the folder
     * @return the methodologies that could be read, and for each other file what is wrong with it
     * @throws InputException if the folder cannot be read or holds more than 1000 files
     */
    public static Loaded<List<Methodology>> readFolder(Path folder) {
        return readFolder(folder, reader(Optional.empty()));
    }

    /**
     * Reads every {@code *.json} of a folder as {@link #readFolder(Path)} does; the files may name only known indicators.
     *
     * @param folder the folder
     * @param metrics the codes of the indicators that exist
     * @return the methodologies that could be read, and for each other file what is wrong with it
     * @throws InputException if the folder cannot be read or holds more than 1000 files
     */
    public static Loaded<List<Methodology>> readFolder(Path folder, Set<String> metrics) {
        return readFolder(folder, reader(Optional.of(Set.copyOf(metrics))));
    }

    /**
     * Completes what was read of a review folder: adds the shipped methodologies and those of its folder {@code methodologies}, where
     * there is one. A methodology of the region replaces all shipped editions of the same identity, but for that of НОКО, which is after
     * an order: such a file is reported and left out.
     *
     * @param loaded what the other files of the folder hold
     * @param folder the review folder
     * @return the same with methodologies, and with what is wrong with their files
     * @throws InputException if the folder of methodologies cannot be read or holds more than 1000 files
     */
    public static Loaded<ReviewInput> complete(Loaded<ReviewInput> loaded, Path folder) {
        Path own = folder.resolve(FOLDER);
        Loaded<List<Methodology>> read = Files.isDirectory(own) ? readFolder(own) : new Loaded<>(List.of(), List.of());
        // The order is applied by Noko, with means of municipalities and regions; another of this name would say something else.
        String order = Noko.education().id();
        List<Methodology> regional = read.value().stream().filter(methodology -> !methodology.id().equals(order)).toList();
        Set<String> replaced = regional.stream().map(Methodology::id).collect(Collectors.toSet());
        List<Methodology> all = Stream.concat(
                        shipped().stream().filter(methodology -> !replaced.contains(methodology.id())), regional.stream())
                .toList();
        List<Problem> problems = new ArrayList<>(loaded.problems());
        problems.addAll(read.problems());
        if (regional.size() < read.value().size()) {
            problems.add(new Problem(FOLDER, "", 0, "", order, Reason.METHODOLOGY_DUPLICATE, 1));
        }
        return new Loaded<>(loaded.value().withMethodologies(all), problems);
    }

    /**
     * Reads a text, such as one that a data base keeps.
     *
     * @param name what problems call it
     * @param json the text
     * @return the methodology
     * @throws InputException if the text is not of this format, or is refused by the engine
     */
    public static Methodology parse(String name, String json) {
        return reader(Optional.empty()).read(JsonDocument.parse(name, json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes a methodology as text that {@link #parse} turns into an equal one.
     *
     * @param methodology the methodology
     * @return the text, which ends with a line feed
     * @throws IllegalArgumentException if an end of a range has more than 15 digits before or after the point
     */
    public static String write(Methodology methodology) {
        return MethodologyWriter.write(methodology);
    }

    private static MethodologyReader reader(Optional<Set<String>> metrics) {
        return new MethodologyReader(metrics);
    }

    private static Methodology read(Path file, MethodologyReader reader) {
        return reader.read(JsonDocument.parse(nameOf(file), bytes(file)));
    }

    private static byte[] bytes(Path file) {
        // Opening a pipe would wait for ever.
        if (!Files.isRegularFile(file)) {
            throw new InputException(new Problem(nameOf(file), "", 0, "", "", Reason.UNREADABLE_FILE, 1));
        }
        // One byte more than allowed is enough to know that the file is too large, however long it is.
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(JsonDocument.MOST_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Loaded<List<Methodology>> readFolder(Path folder, MethodologyReader reader) {
        List<Methodology> read = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : list(folder)) {
            if (!nameOf(file).toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
                problems.add(new Problem(nameOf(file), "", 0, "", "", Reason.UNKNOWN_FILE, 1));
                continue;
            }
            try {
                Methodology methodology = read(file, reader);
                alone(methodology, read, nameOf(file));
                read.add(methodology);
            } catch (InputException e) {
                problems.add(e.problem());
            }
        }
        return new Loaded<>(List.copyOf(read), problems);
    }

    private static void alone(Methodology methodology, List<Methodology> others, String file) {
        for (Methodology other : others) {
            if (other.id().equals(methodology.id())
                    && (other.edition().equals(methodology.edition()) || overlap(other, methodology))) {
                throw JsonPlace.root(file).child("id").error(Reason.METHODOLOGY_DUPLICATE,
                        methodology.id() + ", edition " + methodology.edition() + ", beside the edition " + other.edition());
            }
        }
    }

    private static boolean overlap(Methodology one, Methodology other) {
        return startsInTime(one, other) && startsInTime(other, one);
    }

    /** Whether one is in force not later than the last day of the other. */
    private static boolean startsInTime(Methodology one, Methodology other) {
        return one.validFrom().isEmpty() || other.validTo().isEmpty() || !one.validFrom().get().isAfter(other.validTo().get());
    }

    private static List<Path> list(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> paths = new ArrayList<>();
            for (Path file : files) {
                if (paths.size() == MOST_FILES) {
                    throw JsonPlace.root(nameOf(folder)).error(Reason.METHODOLOGY_TOO_LARGE,
                            "more than " + MOST_FILES + " files");
                }
                paths.add(file);
            }
            paths.sort(Comparator.comparing(MethodologyJson::nameOf).thenComparing(Comparator.naturalOrder()));
            return paths;
        } catch (IOException | DirectoryIteratorException e) {
            throw unreadable(folder, e);
        }
    }

    private static InputException unreadable(Path path, Exception cause) {
        return new InputException(new Problem(nameOf(path), "", 0, "", "", Reason.UNREADABLE_FILE, 1), cause);
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
