package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
    private static String value(String raw) {
        return new Problem("f.csv", "", 1, "c", raw, Reason.BAD_VALUE, 1).value();
    }

    @Test
    void aLongValueIsShortenedAndControlCharactersAreBlanks() {
        assertThat(value("a\tb\nc")).isEqualTo("a b c");
        assertThat(value("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(value("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void theNamesOfColumnAndSheetAreShortenedToo() {
        // A cell of a spreadsheet holds 32,767 characters, a header may hold more.
        Problem problem = new Problem("f.csv", "s".repeat(201), 1, "c".repeat(40_000), "", Reason.UNKNOWN_COLUMN, 1);
        assertThat(problem.sheet()).isEqualTo("s".repeat(200) + "…");
        assertThat(problem.column()).isEqualTo("c".repeat(200) + "…");
    }

    @Test
    void nothingThatATerminalObeysOrAnEncodingLacksIsTold() {
        // Escape, its one-character form of ISO 6429, delete, and half of a pair.
        String hostile = "a\u001B[2J\u009B31m\u007F\uD800b";
        Problem problem = new Problem(hostile, hostile, 1, hostile, hostile, Reason.UNKNOWN_COLUMN, 1);
        assertThat(problem.file()).isEqualTo("a?[2J?31m??b");
        assertThat(problem.sheet()).isEqualTo("a [2J 31m  b");
        assertThat(problem.column()).isEqualTo("a [2J 31m  b");
        assertThat(problem.value()).isEqualTo("a [2J 31m  b");
        assertThat(value("\uD83D\uDE00")).as("a whole pair").isEqualTo("\uD83D\uDE00");
    }

    @Test
    void noCharacterIsCutInTwo() {
        // One character of two code units at the place of the cut: half of it could not be written in UTF-8.
        assertThat(value("x".repeat(199) + "\uD83D\uDE00y")).isEqualTo("x".repeat(199) + "…");
        assertThat(value("x".repeat(198) + "\uD83D\uDE00y")).isEqualTo("x".repeat(198) + "\uD83D\uDE00…");
    }
}
