package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenPupilsTest {
    private final SeenPupils seen = new SeenPupils();

    @Test
    void tellsAPupilThatWasThereFromEveryOther() {
        assertThat(seen.add(0, 0, 1, "40001")).isTrue();
        assertThat(seen.add(0, 0, 1, "40001")).isFalse();
        assertThat(seen.add(1, 0, 1, "40001")).isTrue();
        assertThat(seen.add(0, 1, 1, "40001")).isTrue();
        assertThat(seen.add(0, 0, 2, "40001")).isTrue();
        assertThat(seen.add(0, 0, 0, "40001")).isTrue();
        assertThat(seen.add(0, 0, 1, "40002")).isTrue();
        assertThat(seen.add(0, 0, 0, "40001")).isFalse();
        assertThat(seen.kept()).isZero();
    }

    @Test
    void comparesCodesAsText() {
        assertThat(seen.add(0, 0, 0, "7")).isTrue();
        assertThat(seen.add(0, 0, 0, "07")).isTrue();
        assertThat(seen.add(0, 0, 0, "007")).isTrue();
        assertThat(seen.add(0, 0, 0, "0000007")).isTrue();
        assertThat(seen.add(0, 0, 0, "00000007")).isTrue();
        assertThat(seen.add(0, 0, 0, "А-7")).isTrue();
        assertThat(seen.add(0, 0, 0, "٧")).isTrue();
        assertThat(seen.add(0, 0, 0, "007")).isFalse();
        assertThat(seen.add(0, 0, 0, "00000007")).isFalse();
        assertThat(seen.add(0, 0, 0, "А-7")).isFalse();
        assertThat(seen.kept()).isEqualTo(3);
    }

    @Test
    void staysExactWhereNumbersOutgrowTheShortForm() {
        assertThat(seen.add(1023, (1 << 17) - 1, 1, "9999999")).isTrue();
        assertThat(seen.kept()).isZero();
        assertThat(seen.add(1024, 0, 1, "1")).isTrue();
        assertThat(seen.add(0, 1 << 17, 1, "1")).isTrue();
        assertThat(seen.add(0, 0, 1, "1")).isTrue();
        assertThat(seen.kept()).isEqualTo(2);
        assertThat(seen.add(1024, 0, 1, "1")).isFalse();
        assertThat(seen.add(0, 1 << 17, 1, "1")).isFalse();
        assertThat(seen.add(1023, (1 << 17) - 1, 1, "9999999")).isFalse();
    }

    @Test
    void staysExactWithMoreClassesThanTheShortFormHolds() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(seen.add(0, 0, i, "1")).isTrue();
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(seen.add(0, 0, i, "1")).isFalse();
        }
        assertThat(seen.kept()).isEqualTo(5_000 - 4_096);
    }

    @Test
    void tellsHalfAMillionPupilsApart() {
        int again = 0;
        for (int round = 0; round < 2; round++) {
            for (int school = 0; school < 500; school++) {
                for (int pupil = 0; pupil < 1_000; pupil++) {
                    again += seen.add(3, school, 1, Integer.toString(50_000 + pupil)) ? 0 : 1;
                }
            }
        }
        assertThat(again).isEqualTo(500_000);
    }
}
