package io.github.eduindicators.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * How much sooner two threads have counted the results of a {@link Country} than one, merging included, and whether the results are
 * the same to the last byte.
 *
 * <pre>{@code
 * java -Xmx3g -XX:+UseSerialGC -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.ParallelTally
 * }</pre>
 *
 * <p>Beside the clock stands the longest path: the processor time of the slower thread and of merging, which other work on the machine
 * does not lengthen; and what the machine itself gives: twice the time of one tally over the time of two separate ones at once, each on
 * a thread of its own over all rows, nothing shared and nothing merged. Two processors that are threads of one core give far less than
 * 2. Arguments: number of rows, of rounds. The last line is JSON: the medians of the rounds after the first.
 */
public final class ParallelTally {
    private static final int THREADS = 2;
    private static final int BULK = 1024;
    private static final double NANOS = 1e9;
    private static final List<String> FIGURES = List.of(
            "oneThreadSeconds", "twoThreadsSeconds", "timesByClock", "timesByPath", "mergingSeconds", "timesTheMachineGives", "collectorTimes");

    private final List<Assessment> works = Works.all();
    private final SchoolId[] known = new SchoolId[Country.SCHOOLS];
    private final String[] texts;
    private final int[] school;
    private final byte[] work;
    private final byte[] score;
    private final byte[] mark;

    private ParallelTally(int rows) {
        texts = new String[rows];
        school = new int[rows];
        work = new byte[rows];
        score = new byte[rows];
        mark = new byte[rows];
        String[] ids = new String[Country.SCHOOLS];
        Arrays.setAll(ids, Country::id);
        Arrays.setAll(known, i -> SchoolId.of(ids[i]));
        Country.draw(rows, (row, number, assessment, points, journal) -> {
            texts[row] = ids[number];
            school[row] = number;
            work[row] = (byte) assessment;
            score[row] = (byte) points;
            mark[row] = (byte) journal;
        });
    }

    /**
     * Runs the benchmark.
     *
     * @param args rows and rounds
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ParallelTally benchmark = new ParallelTally(args.length > 0 ? Integer.parseInt(args[0]) : Country.ROWS);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 6;
        String bytes = "";
        List<double[]> counted = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Run one = benchmark.run(1);
            Run two = benchmark.run(THREADS);
            double apart = benchmark.apart();
            Run single = benchmark.collect(1);
            Run both = benchmark.collect(THREADS);
            bytes = same(bytes, List.of(one.results, two.results, both.results));
            double[] figures = {
                one.wall, two.wall, one.wall / two.wall, one.path / two.path, two.merging, THREADS * one.wall / apart, single.wall / both.wall
            };
            out.printf(Locale.ROOT, "one thread %.2f s, two %.2f s: %.2f x, path %.2f x, merging %.2f s; the machine gives %.2f x;"
                    + " collector %.2f x%n", Arrays.stream(figures).boxed().toArray());
            if (round > 0 || rounds == 1) {
                counted.add(figures);
            }
        }
        out.println("the same bytes: " + bytes);
        StringJoiner json = new StringJoiner(", ", "{\"rows\": " + benchmark.texts.length + ", \"rounds\": " + counted.size() + ", ", "}");
        for (int i = 0; i < FIGURES.size(); i++) {
            int figure = i;
            double[] values = counted.stream().mapToDouble(figures -> figures[figure]).sorted().toArray();
            json.add(String.format(Locale.ROOT, "\"%s\": %.3f", FIGURES.get(i), values[values.length / 2]));
        }
        out.println(json);
    }

    private record Run(double wall, double path, double merging, SchoolResults results) {}

    private static String same(String before, List<SchoolResults> all) {
        List<String> digests = all.stream().map(ParallelTally::digest).distinct().toList();
        if (digests.size() > 1 || !before.isEmpty() && !digests.get(0).equals(before) || !all.get(0).equals(all.get(1))) {
            throw new IllegalStateException("results differ with the number of threads");
        }
        return digests.get(0);
    }

    private static String digest(SchoolResults results) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (ObjectOutputStream out = new ObjectOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                out.writeObject(results);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Run run(int threads) throws InterruptedException {
        ScoreTally[] tallies = new ScoreTally[threads];
        double[] took = new double[threads];
        long wall = System.nanoTime();
        Thread[] running = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int part = i;
            running[i] = new Thread(() -> {
                tallies[part] = count((int) ((long) texts.length * part / threads), (int) ((long) texts.length * (part + 1) / threads));
                took[part] = threadSeconds();
            });
            running[i].start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        double before = processSeconds();
        for (int i = 1; i < threads; i++) {
            tallies[0].merge(tallies[i]);
        }
        // Merging uses both cores; its path is half of what it takes.
        double merging = (processSeconds() - before) / threads;
        double clock = (System.nanoTime() - wall) / NANOS;
        return new Run(clock, Arrays.stream(took).max().orElse(0) + merging, merging, tallies[0].snapshot());
    }

    private double apart() throws InterruptedException {
        long wall = System.nanoTime();
        Thread[] running = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            running[i] = new Thread(() -> count(0, texts.length));
            running[i].start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        return (System.nanoTime() - wall) / NANOS;
    }

    private ScoreTally count(int from, int to) {
        ScoreTally tally = ScoreTally.create();
        works.forEach(tally::assessment);
        for (int first = from; first < to; first += BULK) {
            int[] schools = new int[Math.min(BULK, to - first)];
            tally.schools(texts, first, schools);
            for (int i = 0; i < schools.length; i++) {
                tally.add(schools[i], work[first + i], score[first + i], mark[first + i]);
            }
        }
        tally.bytes();
        return tally;
    }

    private Run collect(int threads) {
        long wall = System.nanoTime();
        IntStream rows = IntStream.range(0, texts.length);
        var collector = ScoreTally.<Integer>collector(
                row -> known[school[row]], row -> works.get(work[row]), row -> score[row], row -> mark[row]);
        SchoolResults results = threads == 1
                ? rows.boxed().collect(collector)
                : new ForkJoinPool(threads).submit(() -> rows.parallel().boxed().collect(collector)).join();
        return new Run((System.nanoTime() - wall) / NANOS, 0, 0, results);
    }

    private static double processSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / NANOS;
    }

    private static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / NANOS;
    }
}
