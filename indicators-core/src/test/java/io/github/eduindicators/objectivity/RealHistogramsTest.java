package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is known of real histograms of whole regions: ВПР 2021 of Altai krai, where works just below mark 3 are lifted everywhere, and the
 * Polish matura of 2015, where they are in Polish (pass mark 21 of 70) and hardly in mathematics (15 of 50). The data are not part of this
 * project: the test is skipped where they are not beside it.
 */
class RealHistogramsTest {
    private static Path data(String name) {
        String named = System.getenv("INDICATORS_DATA");
        Path file = (named == null ? Path.of("..", "..", "shared", "data") : Path.of(named)).resolve(name);
        assumeThat(file).as("the data set is not here: the check is skipped").exists();
        return file;
    }

    private static Finding atFirstCut(Assessment work, int[] counts) {
        ScoreTally tally = ScoreTally.create();
        int school = tally.school("all");
        int assessment = tally.assessment(work);
        for (int score = 0; score < counts.length; score++) {
            for (int i = 0; i < counts[score]; i++) {
                tally.add(school, assessment, score, ScoreDistribution.NO_MARK);
            }
        }
        double cut = work.scale().cuts().get(0);
        return RegionCutoffExcess.withDefaults().run(tally.snapshot()).stream()
                .filter(f -> f.fact("cut").map(fact -> fact.number().orElseThrow() == cut).orElse(false))
                .findFirst()
                .orElseThrow();
    }

    private static int[] matura(String file, int max) throws IOException {
        int[] counts = new int[max + 1];
        List<String> lines = Files.readAllLines(data(file));
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",");
            // A few scores above the maximum are in the source.
            if (Integer.parseInt(cell[0]) <= max) {
                counts[Integer.parseInt(cell[0])] = Integer.parseInt(cell[1]);
            }
        }
        return counts;
    }

    @Test
    void thePolishExamOf2015IsLiftedOverThePassMarkAndMathematicsFarLess() throws IOException {
        Assessment polish = Assessment.builder(Procedure.of("MATURA"), 2015, Subject.of("polish")).grade(12).scale(ScoreScale.of(70, 21)).build();
        Assessment maths = Assessment.builder(Procedure.of("MATURA"), 2015, Subject.MATHEMATICS).grade(12).scale(ScoreScale.of(50, 15)).build();

        Finding inPolish = atFirstCut(polish, matura("matura2015_polish_histogram.csv", 70));
        Finding inMaths = atFirstCut(maths, matura("matura2015_maths_histogram.csv", 50));

        assertThat(inPolish.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(inMaths.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(surplus(inPolish)).isGreaterThan(0.5);
        assertThat(surplus(inMaths)).isLessThan(0.1);
    }

    /** Pupils at the pass mark beyond the curve, as a share of what the curve gives. */
    private static double surplus(Finding finding) {
        return finding.fact("excess").orElseThrow().number().orElseThrow()
                / finding.fact("expected-at").orElseThrow().number().orElseThrow();
    }

    @Test
    void inAltaiWorksJustBelowMarkThreeAreLiftedInTheWholeRegion() throws IOException {
        // Maxima and cut scores as published for 2021.
        Map<String, ScoreScale> scales = Map.of(
                "4,Математика", ScoreScale.of(20, 6, 10, 15), "4,Русский язык", ScoreScale.of(38, 14, 24, 33),
                "5,Математика", ScoreScale.of(20, 7, 11, 15), "5,Русский язык", ScoreScale.of(45, 18, 29, 39),
                "6,Математика", ScoreScale.of(16, 6, 10, 14), "6,Русский язык", ScoreScale.of(51, 25, 35, 45));
        List<String> lines = Files.readAllLines(data("altai_2020_2021_score_hist.csv"));
        for (Map.Entry<String, ScoreScale> entry : scales.entrySet()) {
            int[] counts = new int[entry.getValue().max() + 1];
            for (String line : lines) {
                String[] cell = line.split(",");
                if (line.startsWith("2021," + entry.getKey() + ",") && Integer.parseInt(cell[3]) < counts.length) {
                    counts[Integer.parseInt(cell[3])] = Integer.parseInt(cell[4]);
                }
            }
            String[] key = entry.getKey().split(",");
            Assessment work = Assessment.builder(Procedure.VPR, 2021, Subject.of(key[1].equals("Математика") ? "mathematics" : "russian"))
                    .grade(Integer.parseInt(key[0])).scale(entry.getValue()).build();

            Finding finding = atFirstCut(work, counts);

            assertThat(finding.outcome()).as(entry.getKey()).isEqualTo(Outcome.FLAGGED);
            assertThat(finding.fact("share").orElseThrow().number().orElseThrow()).as(entry.getKey()).isGreaterThan(25);
        }
    }
}
