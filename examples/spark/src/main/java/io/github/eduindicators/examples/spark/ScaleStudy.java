package io.github.eduindicators.examples.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag$;

/**
 * Measures what counting a country needs, in one process and on a cluster: memory of a tally, bytes of tallies that travel, processor time
 * of a million results, processor time of the screening. Fails if any way counts otherwise than one process.
 *
 * <p>Processor time of the cluster is that of the threads that run tasks; rows are generated in the tasks, and the time of generating them
 * alone is measured beside it.
 */
final class ScaleStudy {
    private static final int BLOCK = 10_000;
    private static final double MILLION = 1e6;
    private static final double SECOND = 1e9;

    private final SyntheticCountry country;
    private final List<Assessment> assessments;
    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private long rows;
    private long counting;

    private ScaleStudy(SyntheticCountry country) {
        this.country = country;
        this.assessments = country.assessments();
    }

    /** The figures as JSON. */
    static String measured(SyntheticCountry country, String master, int partitions) throws IOException {
        ObjectNode figures = new ScaleStudy(country).run(master, partitions);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures) + "\n";
    }

    private ObjectNode run(String master, int partitions) throws IOException {
        json.put("what", "national tally: one process beside " + master)
                .put("country", country.toString())
                .put("partitions", partitions)
                .put("java", Runtime.version().toString())
                .put("spark", package$.MODULE$.SPARK_VERSION())
                .put("processors", Runtime.getRuntime().availableProcessors());
        SchoolResults expected = oneProcess();
        for (NationalTally.Serialisation serialisation : NationalTally.Serialisation.values()) {
            cluster(master, partitions, serialisation, expected);
        }
        screening(expected);
        return json;
    }

    private SchoolResults oneProcess() {
        // The first pass lets the machine compile; it is not counted.
        tallied();
        long start = threadNanos();
        ScoreTally tally = tallied();
        long generatedAndCounted = threadNanos() - start;
        SchoolResults results = tally.snapshot().withSchools(country.schools());
        long cells = cells(results);
        json.putObject("one-process")
                .put("results", rows)
                .put("schools", results.schools().size())
                .put("assessments", results.assessments().size())
                .put("cells-of-class-and-assessment", cells)
                .put("cells-of-school-and-assessment", schoolCells(results))
                .put("tally-bytes", tally.bytes())
                .put("tally-bytes-a-cell", rounded((double) tally.bytes() / cells))
                .put("java-serialised-bytes", serialised(new JavaSerializer(new SparkConf()).newInstance(), tally))
                .put("kryo-serialised-bytes",
                        serialised(new KryoSerializer(NationalTally.Serialisation.KRYO.configure(new SparkConf())).newInstance(), tally))
                .put("generating-and-counting-seconds-a-million", perMillion(generatedAndCounted))
                .put("counting-seconds-a-million", perMillion(counting));
        return results;
    }

    private ScoreTally tallied() {
        ResultColumns columns = ResultColumns.of(assessments);
        ScoreTally tally = ScoreTally.create();
        List<Row> block = new ArrayList<>();
        rows = 0;
        counting = 0;
        for (Iterator<Row> all = country.results(); all.hasNext();) {
            block.add(all.next());
            if (block.size() == BLOCK || !all.hasNext()) {
                long start = threadNanos();
                block.forEach(row -> columns.count(row, tally));
                counting += threadNanos() - start;
                rows += block.size();
                block.clear();
            }
        }
        return tally;
    }

    private static int serialised(SerializerInstance serializer, ScoreTally tally) {
        return serializer.serialize(tally, ClassTag$.MODULE$.apply(ScoreTally.class)).remaining();
    }

    private long cells(SchoolResults results) {
        return results.schools().stream()
                .mapToLong(school -> assessments.stream().mapToLong(a -> results.classes(school.id(), a.id()).size()).sum())
                .sum();
    }

    private static long schoolCells(SchoolResults results) {
        return results.schools().stream().mapToLong(school -> results.results(school.id()).size()).sum();
    }

    private void cluster(String master, int partitions, NationalTally.Serialisation serialisation, SchoolResults expected) throws IOException {
        TaskCosts costs = new TaskCosts();
        ObjectNode node = json.putObject("cluster-" + serialisation.name().toLowerCase(Locale.ROOT));
        SparkConf conf = serialisation.configure(NationalTallyMain.settings(master));
        try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
            spark.sparkContext().addSparkListener(costs);
            Dataset<Row> generated = country.results(spark, partitions);
            spark.sparkContext().setJobDescription("warm-up");
            generated.write().format("noop").mode("overwrite").save();
            for (NationalTally.Way way : NationalTally.Way.values()) {
                method(way, serialisation).tally(generated, assessments);
            }
            spark.sparkContext().setJobDescription("generate");
            generated.write().format("noop").mode("overwrite").save();
            for (NationalTally.Way way : NationalTally.Way.values()) {
                spark.sparkContext().setJobDescription(way.name());
                long start = threadNanos();
                SchoolResults counted = method(way, serialisation).tally(generated, assessments);
                long driver = threadNanos() - start;
                if (!counted.withSchools(country.schools()).equals(expected)) {
                    throw new IllegalStateException(way + " with " + serialisation + " counts otherwise than one process");
                }
                node.putObject(way.name().toLowerCase(Locale.ROOT)).put("driver-seconds", seconds(driver));
            }
        }
        node.put("generating-seconds-a-million", perMillion(costs.of("generate").cpuNanos));
        for (NationalTally.Way way : NationalTally.Way.values()) {
            TaskCosts.Sum sum = costs.of(way.name());
            ((ObjectNode) node.get(way.name().toLowerCase(Locale.ROOT)))
                    .put("generating-and-counting-seconds-a-million", perMillion(sum.cpuNanos))
                    .put("tasks", sum.tasks)
                    .put("tallies-shuffled", sum.shuffleRecords)
                    .put("shuffle-bytes", sum.shuffleBytes)
                    .put("largest-result-bytes", sum.largestResult);
        }
    }

    private static NationalTally method(NationalTally.Way way, NationalTally.Serialisation serialisation) {
        return NationalTally.withDefaults().withWay(way).withSerialisation(serialisation);
    }

    private void screening(SchoolResults results) {
        long start = processNanos();
        ObjectivityScreening.Result screening = ObjectivityScreening.standard().run(results);
        json.putObject("screening")
                .put("findings", screening.findings().size())
                .put("processor-seconds", seconds(processNanos() - start));
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private double perMillion(long nanos) {
        return rounded(nanos / SECOND * MILLION / rows);
    }

    private static double seconds(long nanos) {
        return rounded(nanos / SECOND);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
