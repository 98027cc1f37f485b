package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much honest schools differ in two effects. Oracle: honest_effects.py in the folder oracle, numpy 2.4.6. */
class HonestTest {
    private static final int SCHOOLS = 70;
    private static final int[] SUBJECT_OF = {0, 0, 1, 1};

    /** Cells of five places; school 33 has none, school 20 stands out. */
    private static final class Waves implements ScopedScores.Kind {
        @Override
        public int effects() {
            return 2;
        }

        @Override
        public double[] direction() {
            return new double[] {1, 0};
        }

        private static ScopedScores.Cell cell(int s, int t) {
            ScopedScores.Cell cell = ScopedScores.Cell.of(2, Double.POSITIVE_INFINITY, 40);
            if ((s * 3 + t) % 8 != 0 && s != 33) {
                int lift = s == 20 ? 6 : (int) Math.rint(
                        2 * Math.sin(s * 1.7) + Math.sin(s * 0.9 + SUBJECT_OF[t]) + 3 * Math.sin(s * 2.3 + t * 4.1));
                int[] counts = IntStream.of(8 - lift, 7 + s % 4, 9 - (s + t) % 3, 8 + lift, 6 + lift + s % 5).map(n -> Math.max(0, n)).toArray();
                cell.add(new double[] {0.1, 0.2, 0.3, 0.25, 0.15}, new double[][] {{-1, -0.5, 0, 0.5, 1}, {0.5, -0.5, 0, -0.5, 0.5}}, counts);
                cell.count(IntStream.of(counts).sum());
            }
            return cell;
        }

        @Override
        public List<ScopedScores.Cell> cells(int s) {
            return IntStream.range(0, 4).mapToObj(t -> cell(s, t)).toList();
        }
    }

    private static Honest honest() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < SCHOOLS; s++) {
            SchoolId id = SchoolId.of(String.format(Locale.ROOT, "s%02d", s));
            register.add(School.builder(id).municipality(Municipality.of(Region.of(s < 45 ? "A" : "B"), "M")).build());
            for (int t = 0; t < 4; t++) {
                tally.add(id, Assessment.vpr(2021, Subject.MATHEMATICS, 4 + t, ScoreScale.of(20, 7, 11, 15)), s % 21);
            }
        }
        return Honest.of(Panel.of(tally.snapshot().withSchools(register)), new Waves(), SUBJECT_OF, 2);
    }

    @Test
    void spreadsAreThoseOfTheOracle() {
        Honest honest = honest();
        double[][] directions = {{1, 0}, {0, 1}, {1, 1}, {2, -1}, {0.3, 0.4}};
        double[][] tau = {{0.33532184744645066, 0.1747032180080897, 0.12069126634183462, 0.8060254569348201, 0.06956644007150416},
            {0.3207761592152715, 0.16864173735005067, 0.1192010745769706, 0.7674848553634799, 0.06979220056694636}};
        double[][] along = {{0.2804049691589889, -0.11889442530013793}, {0.2680379071932449, -0.1110718309969749}};
        double[] predicted = {-0.31245111436862755, 0.2230724188605958};
        for (int region = 0; region < 2; region++) {
            for (int i = 0; i < directions.length; i++) {
                assertThat(honest.tau(region, directions[i])).isCloseTo(tau[region][i], within(1e-7));
            }
            int school = region == 0 ? 3 : 50;
            List<Honest.Work> works = new ArrayList<>();
            for (ScopedScores.Cell cell : new Waves().cells(school)) {
                works.add(honest.work(region, cell));
            }
            assertThat(works.get(1).along()).containsExactly(along[region], within(1e-7));
            assertThat(honest.posterior(region, works).predicted(new double[][] {{1, 0.5}, {1, 0.5}})).isCloseTo(predicted[region], within(1e-7));
        }
    }
}
