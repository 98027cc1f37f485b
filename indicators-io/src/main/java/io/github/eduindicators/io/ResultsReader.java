package io.github.eduindicators.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Reads a file of results by all threads of the common pool: stretches of the file are made into numbers, and the numbers counted
 * by groups of schools. What comes out, problems and their order included, is what one thread would make of the rows one by one.
 *
 * <p>Where a stretch begins is a guess, since a line break may stand in quotes; a stretch whose guess was wrong is read again.
 * Rows wait until there are many, so that those of a group are many too and find its counts in the caches.
 */
final class ResultsReader {
    private static final int STEP = 1 << 20;
    /** Stretches for each thread before those that wait in line are looked at. */
    private static final int STRETCHES = 4;
    /** Numbers that wait take an eighth of the heap at most. */
    private static final long SHARE = 8L * Long.BYTES;
    private static final int MOST_WAITING = 1 << 24;

    private final ResultsFile file;
    private final CsvTable table;
    private final ResultCounter counter;
    private final ResultJudge judge;
    private final long most;
    private final SpareArrays spare = new SpareArrays();
    private final Queue<ChunkReader> readers = new ConcurrentLinkedQueue<>();
    private final List<ResultChunk> waiting = new ArrayList<>();
    private final List<Long> firstLines = new ArrayList<>();
    private long numbers;
    /** Where the next row begins, and its line. */
    private long place;
    private long line;

    private ResultsReader(ResultsFile file, CsvTable table, ResultCounter counter, ResultJudge judge, long most) {
        this.file = file;
        this.most = most;
        this.table = table;
        this.counter = counter;
        this.judge = judge;
    }

    /** Reads all rows behind the header of a table and counts them. */
    static void read(CsvTable table, ResultCounter counter, ResultJudge judge) {
        read(table, counter, judge, STEP, Math.min(MOST_WAITING, Runtime.getRuntime().maxMemory() / SHARE));
    }

    /** Reads in stretches of another length, and lets so many numbers wait. */
    static void read(CsvTable table, ResultCounter counter, ResultJudge judge, int step, long mostWaiting) {
        try (ResultsFile file = table.bytes(step)) {
            new ResultsReader(file, table, counter, judge, mostWaiting).read();
        }
    }

    private void read() {
        ChunkReader first = reader();
        ChunkReader.Head head = first.skip(file.start(), table.line());
        readers.add(first);
        place = head.end();
        line = 1 + head.lines();
        long from = place;
        while (from < file.size()) {
            from = readSome(from);
            if (numbers > most) {
                count();
            }
        }
        count();
    }

    private ChunkReader reader() {
        ChunkReader free = readers.poll();
        return free == null ? new ChunkReader(file, judge, spare) : free;
    }

    /** Reads some stretches, and returns where the next begins. */
    private long readSome(long from) {
        List<Long> bounds = new ArrayList<>(List.of(from));
        long end = from;
        for (int i = 0; i < STRETCHES * (ForkJoinPool.getCommonPoolParallelism() + 1) && end < file.size(); i++) {
            end = file.end(end);
            bounds.add(end);
        }
        ResultChunk[] chunks = new ResultChunk[bounds.size() - 1];
        inParallel(chunks.length, i -> chunks[i] = read(bounds.get(i), bounds.get(i + 1)));
        for (int i = 0; i < chunks.length; i++) {
            long to = bounds.get(i + 1);
            if (place < to) {
                accept(chunks[i].start() == place ? chunks[i] : read(place, to));
            }
        }
        return Math.max(end, place);
    }

    private static void inParallel(int tasks, IntConsumer task) {
        IntStream.range(0, tasks).parallel().forEach(task);
    }

    private ResultChunk read(long from, long to) {
        ChunkReader reader = reader();
        ResultChunk chunk = reader.read(from, to);
        readers.add(reader);
        return chunk;
    }

    private void accept(ResultChunk chunk) {
        Optional<ResultChunk.Failure> failure = chunk.failure();
        if (failure.isPresent()) {
            InputException cause = failure.get().cause();
            throw new InputException(
                    new Problem(file.name(), "", line + failure.get().line(), "", "", cause.problem().reason(), 1), cause);
        }
        waiting.add(chunk);
        firstLines.add(line);
        numbers += chunk.size();
        place = chunk.end();
        line += chunk.lines();
        table.count(chunk.filled());
    }

    /** Counts the rows that wait, and reports what is wrong in them. */
    private void count() {
        SchoolGroup[] groups = counter.prepareGroups();
        inParallel(groups.length, group -> groups[group].count(waiting, group));
        for (int i = 0; i < waiting.size(); i++) {
            report(waiting.get(i), firstLines.get(i));
            waiting.get(i).release();
        }
        waiting.clear();
        firstLines.clear();
        numbers = 0;
    }

    private void report(ResultChunk chunk, long firstLine) {
        table.use(chunk.counted());
        for (ResultChunk.LeftOut row : chunk.leftOut()) {
            table.leaveOut(firstLine + row.line(), row.reason(), ResultJudge.name(row.column()), row.value());
        }
        chunk.rest().forEach(table::leaveOutMore);
    }
}
