package io.github.eduindicators.benchmarks;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import io.github.eduindicators.io.ResultsCsv;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Subject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What reading a file of results costs, beside the least that reading can cost and beside other readers; {@code reading.sh} runs them in
 * turn. Each run is a process of its own that reads once, as a user's does, and prints one line: name, seconds of the clock, seconds
 * of the processors, rows.
 *
 * <pre>{@code
 * Reading generate FILE ROWS plain|pupils        writes a file: blank classes and pupils, or classes such as 5А and pupil codes
 * Reading count|lines FILE                       one thread counts line ends, or visits each, in the mapped file
 * Reading library|fastcsv FILE                   ResultsCsv; FastCSV with a callback that makes no object of a row
 * Reading summary FILE                           the medians of such lines, as JSON
 * }</pre>
 */
public final class Reading {
    private static final int SCHOOLS = 40_000;
    private static final int MARKS = 5;
    private static final int PUPILS = 60_000;
    private static final int FIRST_PUPIL = 40_000;
    private static final long SEED = 20_210_416;
    private static final long WINDOW = 1 << 30;
    private static final long LINE_ENDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final double NANOS = 1e9;

    private Reading() {}

    /**
     * Runs one of the readers.
     *
     * @param args what to run, and the file
     * @throws IOException if the file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "generate" -> generate(file, Integer.parseInt(args[2]), args[3].equals("pupils"));
            case "count" -> measure("count", out, () -> counted(lineEnds(file, false)));
            case "lines" -> measure("lines", out, () -> counted(lineEnds(file, true)));
            case "library" -> measure("library", out, () -> library(file));
            case "fastcsv" -> measure("fastcsv", out, () -> counted(fastCsv(file)));
            case "summary" -> out.println(summary(Files.readAllLines(file)));
            default -> throw new IllegalArgumentException("generate, count, lines, library, fastcsv or summary, got " + args[0]);
        }
    }

    /** Something that reads a file. */
    interface Reader {
        /** Reads, and returns how to find the number of rows, which is not measured. */
        LongSupplier read() throws IOException;
    }

    /** Reads once and prints the line of the run. */
    static void measure(String name, PrintStream out, Reader reader) throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        LongSupplier rows = reader.read();
        double wall = (System.nanoTime() - start) / NANOS;
        double used = (system.getProcessCpuTime() - processor) / NANOS;
        out.printf(Locale.ROOT, "%s %.3f %.3f %d%n", name, wall, used, rows.getAsLong());
    }

    static LongSupplier counted(long rows) {
        return () -> rows;
    }

    /** The assessments of the file, with identifiers as short as regions write them. */
    static List<Assessment> assessments() {
        return Works.all().stream()
                .map(work -> Assessment.builder(work.procedure(), work.year(), work.subject())
                        .grade(work.grade())
                        .scale(work.scale())
                        .id(AssessmentId.of("vpr-" + work.year() + (work.subject().equals(Subject.MATHEMATICS) ? "-math-" : "-russ-")
                                + work.grade()))
                        .build())
                .toList();
    }

    private static void generate(Path file, int rows, boolean pupils) throws IOException {
        List<Assessment> assessments = assessments();
        SplittableRandom random = new SplittableRandom(SEED);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write("assessment,school,class,pupil,score,journal_mark\n".getBytes(StandardCharsets.UTF_8));
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                Assessment work = assessments.get(random.nextInt(assessments.size()));
                row.setLength(0);
                row.append(work.id().value()).append(',').append(Rows.id(random.nextInt(SCHOOLS))).append(',');
                if (pupils) {
                    row.append(work.grade()).append(random.nextBoolean() ? 'А' : 'Б').append(',');
                    row.append(FIRST_PUPIL + i % PUPILS);
                } else {
                    row.append(',');
                }
                int max = work.scale().max();
                int mark = random.nextInt(MARKS);
                row.append(',').append((random.nextInt(max + 1) + random.nextInt(max + 1)) / 2).append(',');
                row.append(mark == 0 ? "" : String.valueOf(mark + 1)).append('\n');
                out.write(row.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static long lineEnds(Path file, boolean visit) throws IOException {
        long lines = 0;
        long longest = 0;
        long last = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            for (long from = 0; from < channel.size(); from += WINDOW) {
                MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(WINDOW, channel.size() - from));
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                if (visit) {
                    long[] found = visit(bytes, from, last, longest);
                    lines += found[0];
                    last = found[1];
                    longest = found[2];
                } else {
                    lines += count(bytes);
                }
            }
        }
        if (longest > 1 << 20) {
            throw new IllegalStateException("a line of " + longest + " bytes");
        }
        return lines - 1;
    }

    /** A byte of the mask has its highest bit where the word has a line end, and only there. */
    private static long ends(long word) {
        long difference = word ^ LINE_ENDS;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    private static long count(MappedByteBuffer bytes) {
        long lines = 0;
        int at = 0;
        for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
            lines += Long.bitCount(ends(bytes.getLong(at)));
        }
        for (; at < bytes.limit(); at++) {
            lines += bytes.get(at) == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Finds where each line ends, and of all the longest line. */
    private static long[] visit(MappedByteBuffer bytes, long base, long before, long longestBefore) {
        long lines = 0;
        long last = before;
        long longest = longestBefore;
        int at = 0;
        for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
            for (long mask = ends(bytes.getLong(at)); mask != 0; mask &= mask - 1) {
                long end = base + at + (Long.numberOfTrailingZeros(mask) >>> 3);
                longest = Math.max(longest, end - last);
                last = end;
                lines++;
            }
        }
        for (; at < bytes.limit(); at++) {
            if (bytes.get(at) == '\n') {
                longest = Math.max(longest, base + at - last);
                last = base + at;
                lines++;
            }
        }
        return new long[] {lines, last, longest};
    }

    private static LongSupplier library(Path file) {
        return ResultsCsv.of(assessments()).read(file).value()::count;
    }

    /** Takes fields and makes nothing of them but a sum, so that all are looked at. */
    private static final class Sum extends CsvCallbackHandler<Long> {
        private int fields;
        private long sum;

        @Override
        protected RecordType getRecordType() {
            return RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return fields;
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            fields = 0;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            fields++;
            sum += length;
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("comments are not asked for");
        }

        @Override
        protected void setEmpty() {
            fields = 0;
        }

        @Override
        protected Long buildRecord() {
            return 0L;
        }
    }

    private static long fastCsv(Path file) throws IOException {
        Sum sum = new Sum();
        long rows = -1;
        try (CsvReader<Long> reader = CsvReader.builder().build(sum, file)) {
            for (Long row : reader) {
                rows += 1 + Objects.requireNonNull(row);
            }
        }
        if (sum.sum == 0) {
            throw new IllegalStateException("no field");
        }
        return rows;
    }

    /** Medians by name, and how many times as long each took as the visit of all line ends. */
    private static String summary(List<String> lines) {
        Map<String, List<double[]>> runs = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            runs.computeIfAbsent(parts[0], name -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3])});
        }
        double scan = median(runs.getOrDefault("lines", List.of(new double[] {Double.NaN})), 0);
        List<String> entries = new ArrayList<>();
        runs.forEach((name, found) -> entries.add(String.format(Locale.ROOT,
                "  {\"reader\": \"%s\", \"runs\": %d, \"rows\": %.0f, \"wallSeconds\": %.3f, \"processorSeconds\": %.3f, \"timesTheLineScan\": %.2f}",
                name, found.size(), median(found, 2), median(found, 0), median(found, 1), median(found, 0) / scan)));
        return "[\n" + String.join(",\n", entries) + "\n]";
    }

    private static double median(List<double[]> runs, int which) {
        double[] sorted = runs.stream().mapToDouble(run -> run[which]).sorted().toArray();
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElseThrow();
    }
}
