package io.github.eduindicators.examples.spark;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts a synthetic country on a cluster, reviews it on the driver and writes the files of the review.
 *
 * <pre>{@code
 * java -jar national-tally.jar [--master URL] [--regions N] [--schools N] [--partitions N]
 *         [--way aggregator|rdd] [--serialisation java|kryo] [--output DIR]
 * java -jar national-tally.jar --measure FILE [--master URL] [--regions N] [--schools N] [--partitions N]
 * }</pre>
 *
 * <p>The master is {@code local[2]} unless said otherwise, the country 4 regions of 100 schools. Without {@code --output} nothing is
 * written. With {@code --measure} nothing is reviewed: the file says what counting takes in one process and on the cluster, by both ways
 * and both serialisations. Exit status: 0 done; 1 the job failed or the output cannot be written; 2 wrong arguments.
 * For {@code local-cluster} the environment must name the installation that the build makes ({@code SPARK_HOME}, and
 * {@code SPARK_SCALA_VERSION=2.13}).
 */
public final class NationalTallyMain {
    private static final Set<String> OPTIONS =
            Set.of("--master", "--regions", "--schools", "--partitions", "--way", "--serialisation", "--output", "--measure");
    private static final long SEED = 1821;
    private static final int MOST_REGIONS = 999;
    private static final int MOST_SCHOOLS = 9_999;
    private static final int MOST_PARTITIONS = 100_000;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private NationalTallyMain() {}

    /**
     * Runs the job and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        Options options;
        SyntheticCountry country;
        NationalTally method;
        NationalTally.Serialisation serialisation;
        int partitions;
        try {
            options = Options.parse(args, OPTIONS);
            country = SyntheticCountry.of(
                    SEED, options.number("--regions", 4, MOST_REGIONS), options.number("--schools", 100, MOST_SCHOOLS));
            serialisation = options.choice("--serialisation", NationalTally.Serialisation.JAVA);
            method = NationalTally.withDefaults().withWay(options.choice("--way", NationalTally.Way.AGGREGATOR)).withSerialisation(serialisation);
            partitions = options.number("--partitions", 8, MOST_PARTITIONS);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return WRONG_ARGUMENTS;
        }
        String master = options.text("--master", "local[2]");
        if (options.has("--measure")) {
            return measure(country, master, partitions, Path.of(options.text("--measure", "")), err);
        }
        SparkConf conf = serialisation.configure(settings(master));
        try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
            Dataset<Row> rows = country.results(spark, partitions);
            SchoolResults results = method.tally(rows, country.assessments()).withSchools(country.schools());
            out.println(results);
            Review.Result review = Review.standard().run(results);
            review.summaries().forEach(out::println);
            long flagged = review.schools().stream().map(SchoolSummary::outcome).filter(Outcome.FLAGGED::equals).count();
            out.println(flagged + " schools call for a look");
            if (options.has("--output")) {
                Path output = Files.createDirectories(Path.of(options.text("--output", "")));
                ReviewFiles.of(review, List.of()).withNote("Synthetic data: no school of them exists.").write(output);
                out.println(output.resolve("findings.json"));
            }
            return 0;
        } catch (IOException e) {
            err.println("cannot write: " + e);
            return FAILED;
        }
    }

    private static int measure(SyntheticCountry country, String master, int partitions, Path file, PrintStream err) {
        try {
            Files.writeString(file, ScaleStudy.measured(country, master, partitions), StandardCharsets.UTF_8);
            return 0;
        } catch (IOException e) {
            err.println("cannot write: " + e);
            return FAILED;
        }
    }

    /** What every session of the example needs; properties of the process that begin with {@code spark.} count before it. */
    static SparkConf settings(String master) {
        return new SparkConf()
                .setMaster(master)
                .setAppName("national-tally")
                .setIfMissing("spark.jars", ownJars())
                .setIfMissing("spark.driver.host", "127.0.0.1")
                .setIfMissing("spark.ui.enabled", "false");
    }

    /** Our jars, which executors get from the driver: this one and those beside it in {@code own}. None where there is no jar. */
    private static String ownJars() {
        try {
            Path jar = Path.of(NationalTallyMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(jar)) {
                return "";
            }
            try (Stream<Path> beside = Files.list(jar.resolveSibling("own"))) {
                return Stream.concat(Stream.of(jar), beside.sorted()).map(Path::toString).collect(Collectors.joining(","));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("the jars of the example must lie in a folder 'own' beside it", e);
        }
    }
}
