package io.github.eduindicators.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.fioko.Sign;
import io.github.eduindicators.fioko.SignKind;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The whole job over the results of a {@link Country}, in one gigabyte: from rows in no order, schools as text, to n, mean, standard
 * deviation, histogram, shares of marks and z against the region of each of 960,000 cells, and to the signs of ФИОКО. Prints what each
 * stage took, by the clock and in processor time of the whole process, compilation and collection of garbage included.
 *
 * <pre>{@code
 * java -Xmx1g -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.WholeJob
 * }</pre>
 *
 * <p>Arguments: {@code --rows N}; {@code --text fresh}, which gives each row a string of its own, decoded from bytes as a reader of
 * files does, instead of a reference to one of 40,000 strings; {@code --warm N}, which does the job with so many rows before, in the
 * same process; {@code --write DIR}, which writes the rows for the peers and ends; {@code --answers DIR}, which writes what was
 * computed, to be compared with the peers. Used by {@code peers.sh}.
 */
public final class WholeJob {
    /** Values of a cell in the answer: n, mean, standard deviation, four shares of marks, z. */
    static final int VALUES = 8;

    private static final int FIRST_MARK = 2;
    private static final int LAST_MARK = 5;
    private static final double NANOS = 1e9;
    private static final int BULK = 1024;

    private final List<Assessment> works = Works.all();
    private final int rows;
    private final boolean fresh;
    /** The schools, given up once they are counted. */
    private String[] texts = {};
    private byte[] ids = {};
    private final byte[] work;
    private final byte[] score;
    private final byte[] mark;

    private final Map<String, double[]> stages = new LinkedHashMap<>();
    private long cpu;
    private long wall;

    /** What was computed. */
    static final class Answer {
        /** By assessment, in the order of schools. */
        final double[][] values = new double[Works.all().size()][Country.SCHOOLS * VALUES];
        /** Sum over all cells and scores of {@code (score + 1) * count * count}: whole numbers, equal only if all histograms are. */
        long histograms;
        final TreeSet<String> signs = new TreeSet<>();
    }

    private WholeJob(int rows, boolean fresh) {
        this.rows = rows;
        this.fresh = fresh;
        work = new byte[rows];
        score = new byte[rows];
        mark = new byte[rows];
        String[] known = new String[Country.SCHOOLS];
        Arrays.setAll(known, Country::id);
        if (fresh) {
            ids = new byte[Math.multiplyExact(rows, Rows.ID_LENGTH)];
        } else {
            texts = new String[rows];
        }
        Country.draw(rows, (row, school, assessment, points, journal) -> {
            if (fresh) {
                byte[] bytes = known[school].getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(bytes, 0, ids, row * Rows.ID_LENGTH, Rows.ID_LENGTH);
            } else {
                texts[row] = known[school];
            }
            work[row] = (byte) assessment;
            score[row] = (byte) points;
            mark[row] = (byte) journal;
        });
    }

    /**
     * Runs the job.
     *
     * @param args as above
     * @throws IOException if the rows or answers cannot be written
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        int rows = Integer.parseInt(options.getOrDefault("--rows", Integer.toString(Country.ROWS)));
        if (options.containsKey("--write")) {
            write(rows, Path.of(options.get("--write")));
            return;
        }
        boolean fresh = "fresh".equals(options.get("--text"));
        int warm = Integer.parseInt(options.getOrDefault("--warm", "0"));
        if (warm > 0) {
            new WholeJob(warm, fresh).run();
        }
        WholeJob job = new WholeJob(rows, fresh);
        Answer answer = job.run();
        out.println(job.json(warm > 0));
        if (options.containsKey("--answers")) {
            write(answer, Path.of(options.get("--answers")));
        }
    }

    Answer run() {
        stages.clear();
        start();
        SchoolResults counted = tally().snapshot();
        texts = new String[0];
        stage("tally");
        SchoolResults results = counted.withSchools(Country.register());
        stage("register");
        Answer answer = new Answer();
        statistics(results, answer);
        stage("statistics and z");
        FiokoSigns.Result signs = FiokoSigns.withDefaults()
                .withProcedures(
                        FiokoSigns.Work.of(Procedure.VPR, Subject.MATHEMATICS, 6), FiokoSigns.Work.of(Procedure.VPR, Subject.RUSSIAN, 6))
                .run(results);
        stage("signs");
        double expected = signs.expectedFalseAlarms(SignKind.INFLATED_MEAN).orElse(0)
                + signs.expectedFalseAlarms(SignKind.JOURNAL_MISMATCH).orElse(0);
        stage("beyond the job: expected by chance");
        if (expected < 0) {
            throw new IllegalStateException("expected numbers are not negative");
        }
        for (Sign sign : signs.signs()) {
            List<AssessmentId> of = sign.assessments();
            answer.signs.add(sign.kind().name() + "," + sign.school().id() + "," + of.get(of.size() - 1));
        }
        return answer;
    }

    private ScoreTally tally() {
        ScoreTally tally = ScoreTally.create();
        works.forEach(tally::assessment);
        if (fresh) {
            for (int i = 0; i < rows; i++) {
                String id = new String(ids, i * Rows.ID_LENGTH, Rows.ID_LENGTH, StandardCharsets.ISO_8859_1);
                tally.add(tally.school(id), work[i], score[i], mark[i]);
            }
        } else {
            for (int first = 0; first < rows; first += BULK) {
                int[] schools = new int[Math.min(BULK, rows - first)];
                tally.schools(texts, first, schools);
                for (int i = 0; i < schools.length; i++) {
                    tally.add(schools[i], work[first + i], score[first + i], mark[first + i]);
                }
            }
        }
        return tally;
    }

    private void statistics(SchoolResults results, Answer answer) {
        for (int column = 0; column < works.size(); column++) {
            for (RegionResults region : RegionResults.of(results, works.get(column))) {
                answer.histograms += statistics(region, answer.values[column]);
            }
        }
    }

    private static long statistics(RegionResults region, double[] values) {
        double mean = region.all().mean().orElseThrow();
        double deviation = Math.sqrt(region.all().variance().orElseThrow());
        long histograms = 0;
        for (SchoolResult result : region.schools()) {
            ScoreDistribution scores = result.scores();
            int at = Country.number(result.school().id()) * VALUES;
            values[at] = scores.count();
            values[at + 1] = scores.mean().orElseThrow();
            values[at + 2] = Math.sqrt(scores.variance().orElse(0));
            for (int earned = FIRST_MARK; earned <= LAST_MARK; earned++) {
                values[at + 1 + earned] = scores.markShare(earned).orElseThrow();
            }
            values[at + VALUES - 1] = (values[at + 1] - mean) / (deviation / Math.sqrt(scores.count()));
            int[] histogram = scores.histogram();
            for (int points = 0; points < histogram.length; points++) {
                histograms += (points + 1L) * histogram[points] * histogram[points];
            }
        }
        return histograms;
    }

    private void start() {
        cpu = processNanos();
        wall = System.nanoTime();
    }

    private void stage(String name) {
        long cpuNow = processNanos();
        long wallNow = System.nanoTime();
        stages.put(name, new double[] {(cpuNow - cpu) / NANOS, (wallNow - wall) / NANOS});
        start();
    }

    private static long processNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private String json(boolean warm) {
        StringJoiner list = new StringJoiner(", ");
        double job = 0;
        for (Map.Entry<String, double[]> stage : stages.entrySet()) {
            double[] took = stage.getValue();
            job += stage.getKey().startsWith("beyond") ? 0 : took[0];
            list.add(String.format(Locale.ROOT, "\"%s\": {\"cpu\": %.3f, \"wall\": %.3f}", stage.getKey(), took[0], took[1]));
        }
        return String.format(
                Locale.ROOT, "{\"who\": \"library, %s text%s\", \"rows\": %d, \"cpu\": %.3f, \"stages\": {%s}}",
                fresh ? "fresh" : "shared", warm ? ", warm" : "", rows, job, list);
    }

    private static void write(int rows, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < Country.SCHOOLS; i++) {
            ids.add(Country.id(i) + "," + Country.region(i));
        }
        Files.write(directory.resolve("schools.csv"), ids, StandardCharsets.UTF_8);
        List<String> assessments = new ArrayList<>();
        for (Assessment work : Works.all()) {
            List<Integer> cuts = work.scale().cuts();
            assessments.add(work.id() + "," + work.subject() + "," + work.grade() + "," + work.year() + "," + work.scale().max() + ","
                    + cuts.get(0) + "," + cuts.get(1) + "," + cuts.get(2));
        }
        Files.write(directory.resolve("works.csv"), assessments, StandardCharsets.UTF_8);
        try (OutputStream school = new BufferedOutputStream(Files.newOutputStream(directory.resolve("school.i32")));
                OutputStream work = new BufferedOutputStream(Files.newOutputStream(directory.resolve("work.u8")));
                OutputStream score = new BufferedOutputStream(Files.newOutputStream(directory.resolve("score.u8")));
                OutputStream mark = new BufferedOutputStream(Files.newOutputStream(directory.resolve("mark.u8")))) {
            Country.draw(rows, (row, number, assessment, points, journal) -> {
                try {
                    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                        school.write(number >>> shift);
                    }
                    work.write(assessment);
                    score.write(points);
                    mark.write(journal);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    private static void write(Answer answer, Path directory) throws IOException {
        Files.createDirectories(directory);
        int length = Country.SCHOOLS * answer.values.length * VALUES;
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int school = 0; school < Country.SCHOOLS; school++) {
            for (double[] values : answer.values) {
                for (int i = 0; i < VALUES; i++) {
                    bytes.putDouble(values[school * VALUES + i]);
                }
            }
        }
        Files.write(directory.resolve("cells.f64"), bytes.array());
        Files.write(directory.resolve("signs.csv"), answer.signs, StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("histograms.txt"), Long.toString(answer.histograms), StandardCharsets.UTF_8);
    }
}
