package io.github.eduindicators.io;

import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Input files of the tests, written line by line. */
final class InputFiles {
    private InputFiles() {}

    /** Writes lines that end with LF, in UTF-8. */
    static Path write(Path folder, String name, String... lines) {
        return write(folder, name, StandardCharsets.UTF_8, String.join("\n", lines) + "\n");
    }

    static Path write(Path folder, String name, Charset charset, String text) {
        return write(folder, name, text.getBytes(charset));
    }

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The counted results of a folder, with all problems. */
    static Loaded<SchoolResults> results(Path folder) {
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        return new Loaded<>(loaded.value().results(), loaded.problems());
    }

    /** A problem in short: line, column, value, reason. */
    static List<String> shorts(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.line() + "|" + problem.column() + "|" + problem.value() + "|" + problem.reason().code())
                .toList();
    }
}
