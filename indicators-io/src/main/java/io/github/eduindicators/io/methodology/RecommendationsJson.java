package io.github.eduindicators.io.methodology;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.recommendations.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes catalogues of recommendations as JSON: the example that the library ships, and a region's own, for the same engine.
 *
 * <p>A file holds one edition of one catalogue. It is UTF-8 without a byte order mark, at most 2 MiB and 50 levels deep, and follows the
 * schema {@code recommendations.schema.json}, a resource of this package; all that the engine asks for (texts in both languages with the
 * same places, methods and categories that exist, rules that can fire) is checked too. A file in error gives an {@link InputException}
 * whose problem holds the name of the file, the line, the reason, and as value the place as a JSON pointer and what was found; nothing of
 * the file is kept. Immutable and safe to share between threads.
 */
public final class RecommendationsJson {
    private static final String SHIPPED = "recommendations-example.json";
    private static final String FILE = "recommendations.json";

    private RecommendationsJson() {}

    /** Reads the shipped file when it is first asked for. */
    private static final class Shipped {
        static final Catalogue CATALOGUE = read();

        private Shipped() {}

        private static Catalogue read() {
            try (InputStream in = RecommendationsJson.class.getResourceAsStream(SHIPPED)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + SHIPPED + " is missing");
                }
                return new RecommendationsReader().read(JsonDocument.parse(SHIPPED, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Returns the catalogue that the library ships: an example to start from, which no authority approved.
     *
     * @return the example
     */
    public static Catalogue shipped() {
        return Shipped.CATALOGUE;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the catalogue
     * @throws InputException if the file cannot be read, is not of this format, or is refused by the engine
     */
    public static Catalogue read(Path file) {
        Path named = file.getFileName();
        String name = named == null ? file.toString() : named.toString();
        // Opening a pipe would wait for ever.
        if (!Files.isRegularFile(file)) {
            throw new InputException(new Problem(name, "", 0, "", "", Reason.UNREADABLE_FILE, 1));
        }
        // One byte more than allowed is enough to know that the file is too large, however long it is.
        try (InputStream in = Files.newInputStream(file)) {
            return new RecommendationsReader().read(JsonDocument.parse(name, in.readNBytes(JsonDocument.MOST_BYTES + 1)));
        } catch (IOException e) {
            throw new InputException(new Problem(name, "", 0, "", "", Reason.UNREADABLE_FILE, 1), e);
        }
    }

    /**
     * Reads a text, such as one that a data base keeps.
     *
     * @param name what problems call it
     * @param json the text
     * @return the catalogue
     * @throws InputException if the text is not of this format, or is refused by the engine
     */
    public static Catalogue parse(String name, String json) {
        return new RecommendationsReader().read(JsonDocument.parse(name, json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Chooses the catalogue of a review folder: its file {@code recommendations.json}, or the shipped example where there is none. Where
     * the region's file is in error there is no catalogue: advice by other rules than the region's own would be given in its name.
     *
     * @param folder the review folder
     * @return the catalogue, or none with what is wrong with the file
     */
    public static Loaded<Optional<Catalogue>> ofFolder(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new Loaded<>(Optional.of(shipped()), List.of());
        }
        try {
            return new Loaded<>(Optional.of(read(file)), List.of());
        } catch (InputException e) {
            return new Loaded<>(Optional.empty(), List.of(e.problem()));
        }
    }

    /**
     * Writes a catalogue as text that {@link #parse} turns into an equal one.
     *
     * @param catalogue the catalogue
     * @return the text, which ends with a line feed
     */
    public static String write(Catalogue catalogue) {
        return RecommendationsWriter.write(catalogue);
    }
}
