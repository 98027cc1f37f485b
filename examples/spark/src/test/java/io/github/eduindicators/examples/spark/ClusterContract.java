package io.github.eduindicators.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.results.SchoolResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every cluster whose executors are processes of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class ClusterContract {
    private SparkSession spark;

    abstract NationalTally.Serialisation serialisation();

    /** Starts what is needed and returns its address. */
    abstract String master() throws Exception;

    @BeforeAll
    void start() throws Exception {
        SparkConf conf = serialisation().configure(NationalTallyMain.settings(master()))
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "1g");
        spark = SparkSession.builder().config(conf).getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        // An executor that comes late would leave both kinds of fault to the other one.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (executors().count() < 2 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    private static Stream<ProcessHandle> executors() {
        return ProcessHandle.current().descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"));
    }

    private NationalTally method(NationalTally.Way way) {
        return NationalTally.withDefaults().withWay(way).withSerialisation(serialisation());
    }

    private Dataset<Row> rows() {
        return Sample.COUNTRY.results(spark, Sample.PARTITIONS);
    }

    private static SchoolResults counted(NationalTally method, Dataset<Row> rows) {
        return method.tally(rows, Sample.COUNTRY.assessments()).withSchools(Sample.COUNTRY.schools());
    }

    private static void assertSameFiles(SchoolResults counted) {
        SortedMap<String, byte[]> files = Sample.files(counted);
        assertThat(files.keySet()).contains("findings.json").isEqualTo(Sample.files().keySet());
        files.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(Sample.files().get(name)));
    }

    @Test
    void executorsAreProcessesOfTheirOwn() {
        assertThat(executors()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theAggregateFunctionCountsAsOneProcessDoes() {
        assertThat(counted(method(NationalTally.Way.AGGREGATOR), rows())).isEqualTo(Sample.results());
    }

    @Test
    void theReductionCountsAsOneProcessDoes() {
        assertThat(counted(method(NationalTally.Way.RDD), rows())).isEqualTo(Sample.results());
    }

    @Test
    void anExecutorThatDiesHalfWayChangesNoByte(@TempDir Path folder) {
        assertFaultChangesNoByte(NationalTally.Way.AGGREGATOR, Fault.Kind.HALT, folder);
    }

    @Test
    void anExecutorKilledFromOutsideChangesNoByte(@TempDir Path folder) {
        CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> {
            Fault.await(Fault.victim(folder));
            try {
                long pid = Long.parseLong(Files.readString(Fault.victim(folder)));
                boolean asked = executors().filter(process -> process.pid() == pid).allMatch(ProcessHandle::destroyForcibly);
                Files.createFile(Fault.released(folder));
                return asked;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertFaultChangesNoByte(NationalTally.Way.RDD, Fault.Kind.WAIT, folder);
        assertThat(killed.join()).isTrue();
    }

    private void assertFaultChangesNoByte(NationalTally.Way way, Fault.Kind kind, Path folder) {
        Watch watch = new Watch();
        spark.sparkContext().addSparkListener(watch);
        LongAccumulator accumulator = spark.sparkContext().longAccumulator();
        try {
            SchoolResults counted = counted(method(way), new Fault(kind, folder, accumulator).in(rows()));
            assertThat(Fault.victim(folder)).exists();
            assertThat(watch).satisfies(
                    seen -> assertThat(eventually(seen, Watch::executorsRemoved)).as("executors removed").isPositive(),
                    seen -> assertThat(eventually(seen, Watch::tasksRepeated)).as("tasks whose output was lost").isPositive());
            assertThat(counted).isEqualTo(Sample.results());
            assertSameFiles(counted);
            // What an accumulator would have made of the same fault.
            assertThat(accumulator.value()).isGreaterThan(Sample.rows());
        } finally {
            spark.sparkContext().removeSparkListener(watch);
        }
    }

    /** Listeners are told of events a little later. */
    private static long eventually(Watch seen, ToLongFunction<Watch> count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (count.applyAsLong(seen) == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return count.applyAsLong(seen);
    }
}
