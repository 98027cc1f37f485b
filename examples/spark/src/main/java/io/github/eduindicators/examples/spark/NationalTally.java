package io.github.eduindicators.examples.spark;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/**
 * Counts the results of a country on a Spark cluster.
 *
 * <p>Every task counts its rows into tallies, one a shard of the schools; tallies of a shard are merged by {@link ScoreTally#merge} on the
 * executors, and the driver takes the merged shards one after another. So no executor holds more than the shards that it counts, what
 * travels does not grow with the number of results, and the counts are the same whatever the number of tasks, shards and executors.
 *
 * <p>Losing an executor changes nothing. What a lost task had counted is lost with it; Spark counts its rows again and merges only what a
 * task gave that ended well, once. An accumulator of Spark ({@code AccumulatorV2}) that is added to while rows are transformed is not safe
 * in that way: a task that is repeated because its output was lost is added a second time.
 *
 * <p>The columns are {@code assessment}, {@code school}, {@code class}, {@code score} (integer) and {@code journal_mark} (integer), as in
 * {@code results.csv}; class and journal mark may be null. A row that cannot be counted fails the job with an exception that names its
 * school, its assessment and the reason. Immutable and safe to share between threads.
 */
public final class NationalTally {
    private static final int SHARDS = 32;
    /** Above it Spark SQL sorts rows by shard instead of keeping a tally of each. */
    private static final int MOST_SHARDS = 128;
    private static final NationalTally DEFAULTS = new NationalTally(Way.AGGREGATOR, Serialisation.JAVA, SHARDS);

    private final Way way;
    private final Serialisation serialisation;
    private final int shards;

    /** By which interface of Spark the rows are counted. */
    public enum Way {
        /** An aggregate function of Spark SQL, {@link org.apache.spark.sql.expressions.Aggregator}. */
        AGGREGATOR {
            @Override
            Iterator<ScoreTally> merged(NationalTally method, Dataset<Row> rows, ResultColumns columns) {
                Encoder<ScoreTally> encoder = method.serialisation.encoder();
                Column[] inputs = ResultColumns.NAMES.stream().map(functions::col).toArray(Column[]::new);
                Column tally = functions.udaf(
                        new TallyAggregator(columns, method.serialisation), Encoders.row(ResultColumns.SCHEMA)).apply(inputs);
                return rows.groupBy(functions.pmod(functions.hash(functions.col("school")), functions.lit(method.shards)))
                        .agg(tally.as("tally"))
                        .select("tally")
                        .as(encoder)
                        .toLocalIterator();
            }
        },
        /** A resilient distributed dataset: a tally a task and shard, reduced by merging. */
        RDD {
            @Override
            Iterator<ScoreTally> merged(NationalTally method, Dataset<Row> rows, ResultColumns columns) {
                JavaRDD<Row> read = rows.javaRDD();
                int shards = method.shards;
                return read.mapPartitionsToPair(part -> counted(part, columns, shards))
                        .reduceByKey(ScoreTally::merge, Math.min(shards, Math.max(1, read.getNumPartitions())))
                        .values()
                        .toLocalIterator();
            }
        };

        abstract Iterator<ScoreTally> merged(NationalTally method, Dataset<Row> rows, ResultColumns columns);

        private static Iterator<Tuple2<Integer, ScoreTally>> counted(Iterator<Row> rows, ResultColumns columns, int shards) {
            ScoreTally[] tallies = new ScoreTally[shards];
            while (rows.hasNext()) {
                Row row = rows.next();
                int shard = Math.floorMod(Objects.hashCode(row.get(ResultColumns.SCHOOL)), shards);
                if (tallies[shard] == null) {
                    tallies[shard] = ScoreTally.create();
                }
                columns.count(row, tallies[shard]);
            }
            return IntStream.range(0, shards)
                    .filter(shard -> tallies[shard] != null)
                    .mapToObj(shard -> new Tuple2<>(shard, tallies[shard]))
                    .iterator();
        }
    }

    /** How tallies travel between machines. */
    public enum Serialisation {
        /** The serialisation of Java, which is the default of Spark. */
        JAVA(() -> Encoders.javaSerialization(ScoreTally.class), JavaSerializer.class),
        /** Kryo, with {@link TallyKryo}. */
        KRYO(() -> Encoders.kryo(ScoreTally.class), KryoSerializer.class);

        private final Supplier<Encoder<ScoreTally>> encoder;
        private final Class<?> serializer;

        Serialisation(Supplier<Encoder<ScoreTally>> encoder, Class<?> serializer) {
            this.encoder = encoder;
            this.serializer = serializer;
        }

        Encoder<ScoreTally> encoder() {
            return encoder.get();
        }

        /**
         * Sets what a session needs for it: {@code spark.serializer}, {@code spark.kryo.registrator} and, unless it is set, how large
         * the buffer of Kryo may grow, since with few shards a tally is larger than the 64 MB that it has otherwise.
         *
         * @param conf the settings of a session that is to be started; changed
         * @return the same settings
         */
        public SparkConf configure(SparkConf conf) {
            return conf.set("spark.serializer", serializer.getName())
                    .set("spark.kryo.registrator", TallyKryo.class.getName())
                    .setIfMissing("spark.kryoserializer.buffer.max", "1g");
        }
    }

    private NationalTally(Way way, Serialisation serialisation, int shards) {
        this.way = way;
        this.serialisation = serialisation;
        this.shards = shards;
    }

    /**
     * Returns the tally by an aggregate function, Java serialisation and 32 shards.
     *
     * @return the method
     */
    public static NationalTally withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the interface of Spark.
     *
     * @param value the interface; the results are the same
     * @return the method with it
     */
    public NationalTally withWay(Way value) {
        return new NationalTally(Objects.requireNonNull(value, "way"), serialisation, shards);
    }

    /**
     * Chooses how tallies travel.
     *
     * @param value the serialisation, for which the session must be configured; the results are the same
     * @return the method with it
     */
    public NationalTally withSerialisation(Serialisation value) {
        return new NationalTally(way, Objects.requireNonNull(value, "serialisation"), shards);
    }

    /**
     * Chooses into how many shards the schools are divided: a merged shard must fit into an executor and into the driver.
     *
     * @param value the number of shards, 1..128
     * @return the method with it
     * @throws IllegalArgumentException if the number is out of range
     */
    public NationalTally withShards(int value) {
        if (value < 1 || value > MOST_SHARDS) {
            throw new IllegalArgumentException("shards must be within 1.." + MOST_SHARDS + ", got " + value);
        }
        return new NationalTally(way, serialisation, value);
    }

    /**
     * Counts rows of results.
     *
     * @param results the rows, with the five columns
     * @param assessments the assessments that the rows name
     * @return the counts of all rows; of each school only the identity is known
     * @throws IllegalArgumentException if a column is missing
     */
    public SchoolResults tally(Dataset<Row> results, Collection<Assessment> assessments) {
        for (String name : ResultColumns.NAMES) {
            if (!List.of(results.columns()).contains(name)) {
                throw new IllegalArgumentException("the results must have a column " + name);
            }
        }
        Dataset<Row> rows = results.select(ResultColumns.NAMES.stream().map(functions::col).toArray(Column[]::new));
        ScoreTally country = ScoreTally.create();
        way.merged(this, rows, ResultColumns.of(assessments)).forEachRemaining(country::merge);
        return country.snapshot();
    }

    @Override
    public String toString() {
        return "NationalTally[" + way + ", " + serialisation + ", " + shards + " shards]";
    }
}
