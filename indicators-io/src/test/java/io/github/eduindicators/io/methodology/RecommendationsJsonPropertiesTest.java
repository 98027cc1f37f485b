package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.recommendations.Catalogue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Damaged documents give an error of the file or a catalogue that can be written again; never anything else. */
class RecommendationsJsonPropertiesTest {
    private static final List<byte[]> DOCUMENTS = List.of(
            RecommendationsTexts.VERSION_1.getBytes(StandardCharsets.UTF_8), RecommendationsTexts.SHIPPED.getBytes(StandardCharsets.UTF_8));

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void flippedBytes(@ForAll @IntRange(max = 1) int document,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = Integer.MAX_VALUE) Integer> places, @ForAll byte other) {
        byte[] bytes = DOCUMENTS.get(document).clone();
        places.forEach(place -> bytes[place % bytes.length] = other);
        assertAnswer(bytes);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void movedPieces(@ForAll @IntRange(max = 1) int document, @ForAll @IntRange(max = Integer.MAX_VALUE) int from,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int to, @ForAll @IntRange(min = 1, max = 60) int length) {
        byte[] bytes = DOCUMENTS.get(document).clone();
        System.arraycopy(bytes, from % (bytes.length - length), bytes, to % (bytes.length - length), length);
        assertAnswer(bytes);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void cutDocumentsAreRefused(@ForAll @IntRange(max = 1) int document, @ForAll @IntRange(max = Integer.MAX_VALUE) int end) {
        byte[] bytes = DOCUMENTS.get(document);
        assertThat(assertAnswer(Arrays.copyOf(bytes, end % (bytes.length - 2)))).isFalse();
    }

    /** Whether the document was taken; anything but an error that names the file fails. */
    private static boolean assertAnswer(byte[] bytes) {
        Catalogue catalogue;
        try {
            catalogue = new RecommendationsReader().read(JsonDocument.parse("fuzz.json", bytes));
        } catch (InputException e) {
            assertThat(e.problem().file()).isEqualTo("fuzz.json");
            assertThat(e.problem().value()).matches("(?s)[/…].*: .+");
            return false;
        }
        assertThat(RecommendationsJson.parse("again", RecommendationsJson.write(catalogue))).isEqualTo(catalogue);
        return true;
    }
}
