package io.github.eduindicators.benchmarks;

import io.github.eduindicators.results.ScoreTally;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What counting results costs, beside a loop written by hand over the same arrays and the same layout ({@code ...ByHand}).
 *
 * <p>One operation is one pass over all rows by one thread; the counter {@code results} gives results per second. On both sides,
 * {@code add...} counts into cells that exist already, and so allocates no cell; {@code countFromNothing} starts each time from
 * an empty tally and lays all cells. With schools as text each row's identifier is decoded from bytes into a string of its own,
 * as a reader of files does, again on both sides.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar TallyBenchmark -prof gc
 * }</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
public class TallyBenchmark {
    /** For JMH. */
    public TallyBenchmark() {}

    /** Counts results, so that they are reported per second whatever the number of rows. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Results {
        /** Results counted in the iteration. */
        public long results;

        /** For JMH. */
        public Results() {}
    }

    /**
     * Counts results and the processor time of the counting thread. Other work on the machine takes wall-clock time, but no
     * processor time of this thread, so {@code cpuNanos / results} is what a result costs also where the machine is busy.
     */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Passes {
        /** Results counted in the iteration. */
        public long results;
        /** Nanoseconds of processor time that counting them took. */
        public long cpuNanos;

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        /** For JMH. */
        public Passes() {}

        void count(Rows rows, Runnable pass) {
            long before = threads.getCurrentThreadCpuTime();
            pass.run();
            cpuNanos += threads.getCurrentThreadCpuTime() - before;
            results += rows.rows;
        }
    }

    /** What the counts of a tally take: one value an iteration in JMH's raw data, whose score adds the iterations up. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Memory {
        /** Bytes of the counts and their index. */
        public long bytes;

        /** For JMH. */
        public Memory() {}
    }

    /** A tally that has met all rows. */
    @State(Scope.Benchmark)
    public static class Tallied {
        ScoreTally tally = ScoreTally.create();

        /** For JMH. */
        public Tallied() {}

        /**
         * Counts the rows once.
         *
         * @param rows the rows
         */
        @Setup
        public void count(Rows rows) {
            tally = Tallies.counted(rows);
        }
    }

    /** A second tally of the same rows, its cells lying in another order. */
    @State(Scope.Benchmark)
    public static class Second {
        ScoreTally tally = ScoreTally.create();

        /** For JMH. */
        public Second() {}

        /**
         * Counts the rows once, from the last.
         *
         * @param rows the rows
         */
        @Setup
        public void count(Rows rows) {
            tally = Tallies.empty(rows);
            Tallies.countBackwards(tally, rows);
        }
    }

    /** Counts by hand that have met all rows. */
    @State(Scope.Benchmark)
    public static class ByHand {
        HandWritten counts;

        /** For JMH. */
        public ByHand() {}

        /**
         * Counts the rows once.
         *
         * @param rows the rows
         */
        @Setup
        public void count(Rows rows) {
            counts = HandWritten.counted(rows);
        }
    }

    /** Second counts by hand of the same rows, the cells lying in another order. */
    @State(Scope.Benchmark)
    public static class SecondByHand {
        HandWritten counts;

        /** For JMH. */
        public SecondByHand() {}

        /**
         * Counts the rows once, from the last.
         *
         * @param rows the rows
         */
        @Setup
        public void count(Rows rows) {
            counts = HandWritten.empty(rows);
            counts.allocateAndCountBackwards(rows);
        }
    }

    /** The identifiers of the rows' schools as text. */
    @State(Scope.Benchmark)
    public static class Text {
        byte[] ids = {};

        /** For JMH. */
        public Text() {}

        /**
         * Writes the identifiers.
         *
         * @param rows the rows
         */
        @Setup
        public void write(Rows rows) {
            ids = rows.ids();
        }
    }

    /**
     * Counts the rows by the numbers of their schools and assessments.
     *
     * @param rows the rows
     * @param tallied the tally
     * @param counter the counter
     */
    @Benchmark
    public void addByNumber(Rows rows, Tallied tallied, Passes counter) {
        counter.count(rows, () -> Tallies.count(tallied.tally, rows));
    }

    /**
     * Counts the rows by a loop written by hand.
     *
     * @param rows the rows
     * @param byHand the counts
     * @param counter the counter
     */
    @Benchmark
    public void addByNumberByHand(Rows rows, ByHand byHand, Passes counter) {
        counter.count(rows, () -> byHand.counts.count(rows));
    }

    /**
     * Counts the rows, finding the school of each by its identifier.
     *
     * @param rows the rows
     * @param text the identifiers
     * @param tallied the tally
     * @param counter the counter
     */
    @Benchmark
    public void addByText(Rows rows, Text text, Tallied tallied, Passes counter) {
        counter.count(rows, () -> Tallies.count(tallied.tally, rows, text.ids));
    }

    /**
     * Counts the rows by a loop written by hand, finding the school of each in a hash map.
     *
     * @param rows the rows
     * @param text the identifiers
     * @param byHand the counts
     * @param counter the counter
     */
    @Benchmark
    public void addByTextByHand(Rows rows, Text text, ByHand byHand, Passes counter) {
        counter.count(rows, () -> byHand.counts.count(rows, text.ids));
    }

    /**
     * Counts the rows into a new tally.
     *
     * @param rows the rows
     * @param counter the counter
     * @param memory what the tally takes
     * @return the tally
     */
    @Benchmark
    public ScoreTally countFromNothing(Rows rows, Passes counter, Memory memory) {
        ScoreTally tally = Tallies.empty(rows);
        counter.count(rows, () -> Tallies.count(tally, rows));
        memory.bytes = tally.bytes();
        return tally;
    }

    /**
     * Counts the rows by hand, laying the cells.
     *
     * @param rows the rows
     * @param counter the counter
     * @return the counts
     */
    @Benchmark
    public Object countFromNothingByHand(Rows rows, Passes counter) {
        HandWritten counts = HandWritten.empty(rows);
        counter.count(rows, () -> counts.allocateAndCount(rows));
        return counts;
    }

    /**
     * Merges one tally of all cells into a copy of another, so that the counts do not grow from one operation to the next.
     *
     * @param rows the rows
     * @param tallied a tally
     * @param second another tally
     * @return the merged tally
     */
    @Benchmark
    public ScoreTally merge(Rows rows, Tallied tallied, Second second) {
        return ScoreTally.create().merge(tallied.tally).merge(second.tally);
    }

    /**
     * Merges by hand, into a copy too.
     *
     * @param rows the rows
     * @param byHand counts
     * @param second other counts
     * @return the merged counts
     */
    @Benchmark
    public Object mergeByHand(Rows rows, ByHand byHand, SecondByHand second) {
        HandWritten merged = byHand.counts.copy(rows);
        merged.merge(second.counts);
        return merged;
    }

    /**
     * Takes a snapshot and computes of every cell n, mean, standard deviation and the counts of marks.
     *
     * @param rows the rows
     * @param tallied the tally
     * @return a number that depends on all of them
     */
    @Benchmark
    public double snapshotAndStatistics(Rows rows, Tallied tallied) {
        return Tallies.statistics(tallied.tally.snapshot());
    }

    /**
     * Goes all the way from the rows to n, mean and standard deviation of every cell.
     *
     * @param rows the rows
     * @param counter the counter
     * @return a number that depends on all of them
     */
    @Benchmark
    public double rowsToMoments(Rows rows, Results counter) {
        counter.results += rows.rows;
        return Tallies.moments(Tallies.counted(rows).snapshot());
    }
}
