package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both tables give what a map of the texts gives. */
class ByteKeysPropertiesTest {
    private static final int PAD = 16;

    @Provide
    Arbitrary<List<String>> texts() {
        // Few letters and common beginnings, so that texts differ late, in length alone, or in the digits alone.
        Arbitrary<String> word = Arbitraries.strings().withChars("aя0").ofMaxLength(24);
        Arbitrary<String> digits = Arbitraries.strings().withChars("019:/").ofMaxLength(6);
        return Combinators.combine(Arbitraries.of("", "", "edu", "a-school-with-a-long-name-"), word, digits)
                .as((start, middle, end) -> start + middle + end)
                .list().ofMaxSize(60);
    }

    private static byte[] padded(String text) {
        byte[] bytes = ("," + text + ",1").getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(bytes, bytes.length + PAD);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Property(tries = 500)
    void numbersAreThoseOfTheTexts(@ForAll("texts") List<String> texts) {
        ByteKeys keys = new ByteKeys();
        SchoolKeys schools = new SchoolKeys();
        Map<String, Integer> known = new HashMap<>();
        for (String text : texts) {
            int expected = known.getOrDefault(text, -1);
            assertThat(keys.find(padded(text), 1, length(text))).as(text).isEqualTo(expected);
            assertThat(schools.find(padded(text), 1, length(text))).as(text).isEqualTo(expected);
            if (expected < 0) {
                keys.put(padded(text), 1, length(text), known.size());
                schools.put(padded(text), 1, length(text), known.size());
                known.put(text, known.size());
            }
        }
        assertThat(keys.size()).isEqualTo(known.size());
    }

    @Example
    void staysExactBeyondItsFirstSizeAndItsTablesOfDigits() {
        ByteKeys keys = new ByteKeys();
        SchoolKeys schools = new SchoolKeys();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                // 300 beginnings, of which the last have no table.
                String text = (i % 2 == 0 ? "k" : "a-school-with-a-long-name-") + i % 300 + "-" + String.format(java.util.Locale.ROOT, "%04d", i);
                int expected = round == 0 ? -1 : i;
                assertThat(keys.find(padded(text), 1, length(text))).isEqualTo(expected);
                assertThat(schools.find(padded(text), 1, length(text))).isEqualTo(expected);
                if (round == 0) {
                    keys.put(padded(text), 1, length(text), i);
                    schools.put(padded(text), 1, length(text), i);
                }
            }
        }
    }

    @Example
    void aTextThatIsTooLongIsNotTakenIn() {
        ByteKeys keys = new ByteKeys();
        String longest = "x".repeat(ByteKeys.LONGEST);
        keys.put(padded(longest), 1, length(longest), 7);
        keys.put(padded(longest + "x"), 1, length(longest) + 1, 8);
        assertThat(keys.find(padded(longest), 1, length(longest))).isEqualTo(7);
        assertThat(keys.find(padded(longest + "x"), 1, length(longest) + 1)).isEqualTo(-1);
    }
}
