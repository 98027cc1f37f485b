package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextKeysTest {
    private final TextKeys keys = new TextKeys();

    @Test
    void tellsATextThatWasThereFromEveryOther() {
        assertThat(keys.add("")).isTrue();
        assertThat(keys.add("a")).isTrue();
        assertThat(keys.add("а")).as("the Cyrillic letter").isTrue();
        assertThat(keys.add("a ")).isTrue();
        assertThat(keys.add("")).isFalse();
        assertThat(keys.add("a")).isFalse();
        assertThat(keys.add("а")).isFalse();
        assertThat(keys.size()).isEqualTo(4);
    }

    @Test
    void answersAsASetOfStringsDoes() {
        Random random = new Random(5);
        Set<String> set = new HashSet<>();
        for (int i = 0; i < 300_000; i++) {
            String text = "ж".repeat(random.nextInt(12)) + random.nextInt(100_000);
            assertThat(keys.add(text)).isEqualTo(set.add(text));
        }
        assertThat(keys.size()).isEqualTo(set.size());
    }

    @Test
    void textsAreNumberedAsTheyCome() {
        Map<String, Integer> numbers = new HashMap<>();
        Random random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            String text = Integer.toString(random.nextInt(70_000));
            Integer known = numbers.putIfAbsent(text, numbers.size());
            assertThat(keys.number(text)).isEqualTo(known == null ? numbers.size() - 1 : known);
        }
    }

    @Test
    void longTextsGoOverTheEndOfAChunk() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(keys.add("x".repeat(65_000 + i))).isEqualTo(round == 0);
            }
        }
        assertThat(keys.add("y".repeat(65_535))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> keys.add("y".repeat(65_536))).withMessageContaining("65536");
    }
}
