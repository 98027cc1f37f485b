package io.github.eduindicators.effectiveness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of comma-separated test files by the names of their columns; the head of each file says where its numbers come from. */
final class GainFiles {
    private GainFiles() {}

    static List<Map<String, String>> committed(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GainFiles.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            return rows(reader.lines().filter(line -> !line.startsWith("#")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where no folder {@code shared} lies beside the checkout. */
    static List<Map<String, String>> shared(String name) throws IOException {
        Path file = Path.of("..", "..", "shared", "vectors", "effectiveness").resolve(name);
        assumeTrue(Files.exists(file), "the shared vectors are not here: the check is skipped");
        return rows(Files.readAllLines(file));
    }

    private static List<Map<String, String>> rows(List<String> lines) {
        List<Map<String, String>> rows = new ArrayList<>();
        String[] names = lines.get(0).replace("\"", "").split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replace("\"", "").split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i].strip());
            }
            rows.add(row);
        }
        return rows;
    }

    static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
