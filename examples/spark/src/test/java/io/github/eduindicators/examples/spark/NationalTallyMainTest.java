package io.github.eduindicators.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NationalTallyMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return NationalTallyMain.run(
                List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void writesTheFilesOfTheReview(@TempDir Path folder) {
        Path review = folder.resolve("review");
        int status = run("--regions", "2", "--schools", "12", "--way", "rdd", "--serialisation", "kryo", "--output", review.toString());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("24 schools, 26 assessments", "schools call for a look");
        assertThat(review.resolve("findings.json")).isNotEmptyFile();
    }

    @Test
    void measuresWhatCountingTakes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("figures.json");
        assertThat(run("--measure", file.toString(), "--regions", "2", "--schools", "5")).isZero();
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        JsonNode one = json.get("one-process");
        assertThat(one.get("schools").intValue()).isEqualTo(10);
        SyntheticCountry country = SyntheticCountry.of(1821, 2, 5);
        assertThat(one.get("results").longValue()).isEqualTo(count(country));
        assertThat(one.get("tally-bytes").longValue()).isPositive();
        for (String cluster : List.of("cluster-java", "cluster-kryo")) {
            for (String way : List.of("aggregator", "rdd")) {
                assertThat(json.get(cluster).get(way).get("tallies-shuffled").intValue()).as(cluster + way).isPositive();
                assertThat(json.get(cluster).get(way).get("shuffle-bytes").intValue()).as(cluster + way).isPositive();
            }
        }
    }

    private static long count(SyntheticCountry country) {
        long rows = 0;
        for (Iterator<Row> all = country.results(); all.hasNext(); all.next()) {
            rows++;
        }
        return rows;
    }

    @Test
    void wrongArgumentsAreToldAndNothingStarts() {
        assertThat(run("--schools", "none")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--schools must be a whole number, got none");
        assertThat(run("--way", "sideways")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--way must be one of [aggregator, rdd], got sideways");
        assertThat(run("--regions", "1000")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--regions must be within 1..999, got 1000");
        assertThat(run("--output")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--output needs a value");
        assertThat(run("--input", "x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("got --input");
        assertThat(out.size()).isZero();
    }
}
