package io.github.eduindicators.benchmarks;

import io.github.eduindicators.effectiveness.ValueAdded;
import io.github.eduindicators.model.SchoolId;
import java.util.Arrays;
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
 * What value added costs: a million pupils in 26,000 schools, in no order, with one covariate and with three, added up exactly and
 * fitted by REML, in one thread.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar ValueAddedBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class ValueAddedBenchmark {
    /** For JMH. */
    public ValueAddedBenchmark() {}

    /** Pupils drawn from the model: prior score, sex, and a number that is one for the school. Values have three decimals. */
    @State(Scope.Benchmark)
    public static class Pupils {
        private static final int SCHOOLS = 26_000;
        static final String[] NAMES = {"prior", "sex", "context"};
        private static final long SEED = 20_211_122;
        private static final double UNEVEN = 1.6;
        private static final double DECIMALS = 1_000;

        @Param({"1", "3"})
        int covariates;

        @Param("1000000")
        int pupils;

        SchoolId[] ids = {};
        int[] school = {};
        double[] outcome = {};
        double[][] values = {};
        ValueAdded.Pupils sums = ValueAdded.Pupils.of();

        /** For JMH. */
        public Pupils() {}

        static Pupils of(int covariates, int count) {
            Pupils pupils = new Pupils();
            pupils.covariates = covariates;
            pupils.pupils = count;
            pupils.draw();
            return pupils;
        }

        /** Draws the pupils. */
        @Setup
        public final void draw() {
            SplittableRandom random = new SplittableRandom(SEED);
            ids = new SchoolId[SCHOOLS];
            school = new int[pupils];
            outcome = new double[pupils];
            double[] level = new double[SCHOOLS];
            double[] effect = new double[SCHOOLS];
            for (int i = 0; i < SCHOOLS; i++) {
                ids[i] = SchoolId.of(Rows.id(i));
                level[i] = rounded(0.5 * random.nextGaussian());
                effect[i] = 0.3 * random.nextGaussian();
            }
            values = new double[pupils][];
            for (int i = 0; i < pupils; i++) {
                school[i] = (int) (SCHOOLS * Math.pow(random.nextDouble(), UNEVEN));
                double prior = rounded(0.6 * level[school[i]] + random.nextGaussian());
                double sex = random.nextInt(2);
                outcome[i] = rounded(0.6 * prior + 0.1 * sex + 0.2 * level[school[i]] + effect[school[i]] + 0.75 * random.nextGaussian());
                values[i] = covariates == 1 ? new double[] {prior} : new double[] {prior, sex, level[school[i]]};
            }
            sums = sums();
        }

        private static double rounded(double value) {
            return Math.rint(value * DECIMALS) / DECIMALS;
        }

        ValueAdded.Pupils sums() {
            ValueAdded.Pupils all = ValueAdded.Pupils.of(Arrays.copyOf(NAMES, covariates));
            for (int i = 0; i < pupils; i++) {
                all.add(ids[school[i]], outcome[i], values[i]);
            }
            return all;
        }
    }

    /**
     * Adds up all pupils.
     *
     * @param pupils the pupils
     * @param counter the counter
     * @return the sums
     */
    @Benchmark
    public ValueAdded.Pupils accumulate(Pupils pupils, Passes counter) {
        return counter.count(pupils.pupils, pupils::sums);
    }

    /**
     * Fits the model to sums, with the effects of all schools.
     *
     * @param pupils the pupils
     * @param counter the counter
     * @return the fit
     */
    @Benchmark
    public ValueAdded.Fit fit(Pupils pupils, Passes counter) {
        return counter.count(pupils.pupils, () -> ValueAdded.withDefaults().fit(pupils.sums));
    }

    /**
     * Adds up all pupils and fits the model.
     *
     * @param pupils the pupils
     * @param counter the counter
     * @return the fit
     */
    @Benchmark
    public ValueAdded.Fit pupilsToEffects(Pupils pupils, Passes counter) {
        return counter.count(pupils.pupils, () -> ValueAdded.withDefaults().fit(pupils.sums()));
    }

    /**
     * Does the same for one covariate by loops written by hand.
     *
     * @param pupils the pupils
     * @param counter the counter
     * @return the variances
     */
    @Benchmark
    public double[] pupilsToEffectsByHand(Pupils pupils, Passes counter) {
        return counter.count(pupils.pupils, () -> new HandWrittenValueAdded(pupils).fit());
    }
}
