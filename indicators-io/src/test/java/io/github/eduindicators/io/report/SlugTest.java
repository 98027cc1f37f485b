package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlugTest {

    @Test
    void namesBecomeLatinLettersAndHyphens() {
        assertThat(Slug.of(3, 85, "Республика Саха (Якутия)")).isEqualTo("03-respublika-sakha-yakutiya");
        assertThat(Slug.of(12, 120, "ХМАО — Югра")).isEqualTo("012-khmao-yugra");
    }

    @Test
    void noNameLeadsOutOfTheFolder() {
        assertThat(Slug.of(1, 2, "../../etc/passwd")).isEqualTo("01-etc-passwd");
        assertThat(Slug.of(2, 2, "C:\\con\u0000.html")).isEqualTo("02-c-con-html");
        assertThat(Slug.of(2, 2, "日本")).isEqualTo("02");
        assertThat(Slug.of(1, 1, "a".repeat(200))).hasSize(3 + 60);
    }
}
