package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResultsCsvPropertiesTest {
    private static final String HEADER = "assessment,school,class,pupil,score,journal_mark";
    private static final List<Assessment> ASSESSMENTS = List.of(
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(5, 2, 3, 4)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(7)));

    @Provide
    Arbitrary<List<String>> rows() {
        Arbitrary<String> assessment = Arbitraries.of(ASSESSMENTS).map(known -> known.id().value());
        // Scores above the maximum, so that rows in error are shuffled too.
        Arbitrary<String> row = Combinators.combine(
                        assessment,
                        Arbitraries.of("sch280001", "edu280001", "b", "c"),
                        Arbitraries.of("", "5А", "5Б"),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of("", "2", "3", "4", "5"))
                .as((work, school, className, score, mark) -> String.join(",", work, school, className, "%s", "" + score, mark));
        return row.list().ofMinSize(1).ofMaxSize(60).map(list -> {
            // One row that is always in order, and a pupil of its own in each.
            List<String> all = new ArrayList<>(List.of(ASSESSMENTS.get(0).id() + ",b,5А,%s,1,"));
            all.addAll(list);
            for (int i = 0; i < all.size(); i++) {
                all.set(i, String.format(java.util.Locale.ROOT, all.get(i), i % 3 == 0 ? "p" + i : "" + i));
            }
            return all;
        });
    }

    private static SchoolResults read(List<List<String>> files) throws IOException {
        Path folder = Files.createTempDirectory("results");
        try {
            List<Path> paths = new ArrayList<>();
            for (List<String> rows : files) {
                List<String> lines = new ArrayList<>(List.of(HEADER));
                lines.addAll(rows);
                paths.add(InputFiles.write(folder, "results" + paths.size() + ".csv", lines.toArray(String[]::new)));
            }
            return ResultsCsv.of(ASSESSMENTS).read(paths).value();
        } finally {
            try (var written = Files.list(folder)) {
                for (Path path : written.toList()) {
                    Files.delete(path);
                }
            }
            Files.delete(folder);
        }
    }

    @Property(tries = 100)
    void theOrderOfTheRowsDoesNotMatter(@ForAll("rows") List<String> rows, @ForAll Random random) throws IOException {
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        assertThat(read(List.of(shuffled))).isEqualTo(read(List.of(rows)));
    }

    @Property(tries = 100)
    void repeatingAllRowsInASecondPlaceChangesNothing(@ForAll("rows") List<String> rows, @ForAll Random random)
            throws IOException {
        List<String> twice = new ArrayList<>(rows);
        Collections.shuffle(twice, random);
        List<String> both = new ArrayList<>(rows);
        both.addAll(twice);
        assertThat(read(List.of(both))).isEqualTo(read(List.of(rows)));
    }
}
