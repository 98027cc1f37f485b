package io.github.eduindicators.io.methodology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Documents of the tests. */
final class RecommendationsTexts {
    /** Every field of version 1, as it was written first; later versions of the reader must go on reading it. */
    static final String VERSION_1 = resource("recommendations-v1.json");
    static final String SHIPPED = resource("recommendations-example.json");

    private RecommendationsTexts() {}

    private static String resource(String name) {
        try (InputStream in = RecommendationsTexts.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
