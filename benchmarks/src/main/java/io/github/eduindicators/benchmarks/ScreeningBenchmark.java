package io.github.eduindicators.benchmarks;

import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the standard screening of a region costs: all signs and checks over 24 assessments, at the size of a large region and of the
 * whole country, all in one region, in a heap of one gigabyte that also holds the counts.
 *
 * <p>The schools are synthetic, two thirds of them small; scores pile up at the boundary of mark 3, and journal marks follow the
 * marks earned with some error.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar ScreeningBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class ScreeningBenchmark {
    /** For JMH. */
    public ScreeningBenchmark() {}

    /** The results of a synthetic region. */
    @State(Scope.Benchmark)
    public static class Schools {
        private static final long SEED = 20_190_419;
        private static final Region REGION = Region.of("Synthetic region");
        private static final double LIFTED = 0.6;
        private static final double JOURNAL_AGREES = 0.65;
        private static final double WITHOUT_JOURNAL = 0.03;
        @Param({"4000", "40000"})
        int schools;

        SchoolResults results = ScoreTally.create().snapshot();

        /** For JMH. */
        public Schools() {}

        static Schools of(int count) {
            Schools schools = new Schools();
            schools.schools = count;
            schools.draw();
            return schools;
        }

        /** Draws the results. */
        @Setup
        public final void draw() {
            SplittableRandom random = new SplittableRandom(SEED);
            ScoreTally tally = ScoreTally.create();
            List<School> register = new ArrayList<>();
            List<Assessment> works = Works.all();
            for (int i = 0; i < schools; i++) {
                SchoolId id = SchoolId.of(Rows.id(i));
                register.add(School.builder(id).municipality(Municipality.of(REGION, "District " + i % 60)).build());
                boolean small = random.nextInt(3) < 2;
                double level = 0.4 * random.nextGaussian();
                for (Assessment work : works) {
                    int pupils = small ? 4 + random.nextInt(16) : 25 + random.nextInt(96);
                    for (int pupil = 0; pupil < pupils; pupil++) {
                        int score = score(work, level + random.nextGaussian(), random);
                        tally.add(id, work, score, journalMark(work.scale().mark(score), random));
                    }
                }
            }
            results = tally.snapshot().withSchools(register);
        }

        private static int score(Assessment work, double ability, SplittableRandom random) {
            int score = (int) Math.round(work.scale().max() / (1 + Math.exp(-ability)));
            int three = work.scale().cuts().get(0);
            return score < three && score >= three - 2 && random.nextDouble() < LIFTED ? three : score;
        }

        private static int journalMark(int earned, SplittableRandom random) {
            double draw = random.nextDouble();
            if (draw < WITHOUT_JOURNAL) {
                return 0;
            }
            if (draw < WITHOUT_JOURNAL + JOURNAL_AGREES) {
                return earned;
            }
            return Math.min(5, Math.max(3, earned + (random.nextBoolean() ? 1 : -1)));
        }
    }

    /** The same results as the loop by hand keeps them; apart, since they take twice what the library does. */
    @State(Scope.Benchmark)
    public static class ByHand {
        /** The signs of ФИОКО look at works of grades 4 and 5. */
        private static final int LAST_GRADE = 5;

        HandWrittenSigns signs = HandWrittenSigns.of(ScoreTally.create().snapshot(), List.of());

        /** For JMH. */
        public ByHand() {}

        /**
         * Copies the results.
         *
         * @param schools the schools
         */
        @Setup
        public final void copy(Schools schools) {
            signs = of(schools);
        }

        static HandWrittenSigns of(Schools schools) {
            return HandWrittenSigns.of(schools.results, Works.all().stream().filter(work -> work.grade() <= LAST_GRADE).toList());
        }
    }

    /**
     * Screens all schools.
     *
     * @param schools the schools
     * @param counter the counter
     * @return the result
     */
    @Benchmark
    public ObjectivityScreening.Result screen(Schools schools, Passes counter) {
        return counter.count(schools.schools, () -> ObjectivityScreening.standard().run(schools.results));
    }

    /**
     * Looks for the signs of ФИОКО in all schools.
     *
     * @param schools the schools
     * @param counter the counter
     * @return the signs
     */
    @Benchmark
    public FiokoSigns.Result signs(Schools schools, Passes counter) {
        return counter.count(schools.schools, () -> FiokoSigns.withDefaults().run(schools.results));
    }

    /**
     * Counts the same signs by a loop written by hand.
     *
     * @param schools the schools
     * @param byHand their results
     * @param counter the counter
     * @return how many of each kind
     */
    @Benchmark
    public int[] signsByHand(Schools schools, ByHand byHand, Passes counter) {
        return counter.count(schools.schools, byHand.signs::count);
    }
}
