package io.github.eduindicators.examples.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Passes rows on, and once in a job strikes the executor that is in the middle of its second partition: what it counted of the first is
 * lost with it.
 */
final class Fault implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final int HALF_WAY = 2_000;
    private static final int KILLED = 137;
    private static final long PATIENCE_SECONDS = 60;
    /** Partitions begun in this process, by job. */
    private static final ConcurrentHashMap<String, Integer> BEGUN = new ConcurrentHashMap<>();

    enum Kind {
        /** The process ends at once, as by a fault of the machine. */
        HALT,
        /** The process says which it is and waits to be killed. */
        WAIT
    }

    private final Kind kind;
    private final String folder;
    private final LongAccumulator accumulator;

    Fault(Kind kind, Path folder, LongAccumulator accumulator) {
        this.kind = kind;
        this.folder = folder.toString();
        this.accumulator = accumulator;
    }

    Dataset<Row> in(Dataset<Row> rows) {
        return rows.mapPartitions(this, Encoders.row(ResultColumns.SCHEMA));
    }

    static Path victim(Path folder) {
        return folder.resolve("victim");
    }

    static Path released(Path folder) {
        return folder.resolve("released");
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        boolean second = BEGUN.merge(folder, 1, Integer::sum) == 2;
        return new Iterator<>() {
            private int passed;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                passed++;
                accumulator.add(1);
                if (second && passed == HALF_WAY) {
                    strike();
                }
                return rows.next();
            }
        };
    }

    private void strike() {
        try {
            Path said = Files.createFile(Path.of(folder).resolve("claimed"));
            Files.writeString(said, Long.toString(ProcessHandle.current().pid()));
            Files.move(said, victim(Path.of(folder)));
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (kind == Kind.HALT) {
            Runtime.getRuntime().halt(KILLED);
        }
        await(released(Path.of(folder)));
    }

    static void await(Path file) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + file.getFileName());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
