package io.github.eduindicators.examples.spark;

import io.github.eduindicators.examples.SyntheticRegion;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreDistribution;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A synthetic country, generated where it is counted: an executor gets a seed and numbers of regions, and no data.
 *
 * <p>A region is made of {@link SyntheticRegion}s of up to 100 schools, each with a seed of its own, so that a task holds the rows of 100
 * schools and not of a region. The same arguments give the same rows on every machine. Immutable and safe to share between threads.
 */
public final class SyntheticCountry implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BLOCK = 100;
    private static final int MOST_REGIONS = 999;
    private static final int MOST_SCHOOLS = 9_999;

    private final long seed;
    private final int regions;
    private final int schoolsPerRegion;

    /** One part of a region. */
    private record Block(int region, int number, int schools) implements Serializable {
        Region parent() {
            return Region.of(String.format(Locale.ROOT, "Синтетическая область %03d", region));
        }

        SchoolId id(SchoolId inBlock) {
            String value = inBlock.value();
            int school = BLOCK * (number - 1) + Integer.parseInt(value.substring(value.length() - 4));
            return SchoolId.of(String.format(Locale.ROOT, "syn%03d%04d", region, school));
        }
    }

    private SyntheticCountry(long seed, int regions, int schoolsPerRegion) {
        this.seed = seed;
        this.regions = regions;
        this.schoolsPerRegion = schoolsPerRegion;
    }

    /**
     * Returns a country.
     *
     * @param seed the seed; each gives another country of the same shape
     * @param regions the number of regions, 1..999
     * @param schoolsPerRegion the number of schools of each, 1..9999
     * @return the country
     * @throws IllegalArgumentException if a number is out of range
     */
    public static SyntheticCountry of(long seed, int regions, int schoolsPerRegion) {
        if (regions < 1 || regions > MOST_REGIONS || schoolsPerRegion < 1 || schoolsPerRegion > MOST_SCHOOLS) {
            throw new IllegalArgumentException("regions must be within 1.." + MOST_REGIONS + " and schools of a region within 1.."
                    + MOST_SCHOOLS + ", got " + regions + " and " + schoolsPerRegion);
        }
        return new SyntheticCountry(seed, regions, schoolsPerRegion);
    }

    /**
     * Returns the assessments.
     *
     * @return all 26, by identity
     */
    public List<Assessment> assessments() {
        return SyntheticRegion.standard().withSchools(1).assessments();
    }

    /**
     * Returns the register.
     *
     * @return all schools with name, region, municipality, type, locality and context
     */
    public List<School> schools() {
        return blocks().flatMap(this::schools).toList();
    }

    private Stream<School> schools(Block block) {
        return region(block).schools().stream().map(school -> School.builder(block.id(school.id()))
                .name(school.name() + "/" + block.number())
                .municipality(Municipality.of(block.parent(), school.municipality().name()))
                .type(school.type())
                .locality(school.locality())
                .context(school.context())
                .build());
    }

    /**
     * Returns the results as a data frame that generates them when it is asked for.
     *
     * @param spark the session
     * @param partitions how many tasks generate and count them
     * @return the rows, with the columns that {@link NationalTally} counts
     */
    public Dataset<Row> results(SparkSession spark, int partitions) {
        int count = (int) blocks().count();
        MapPartitionsFunction<Long, Row> generate = numbers -> {
            Iterable<Long> own = () -> numbers;
            List<Block> blocks = blocks().toList();
            return StreamSupport.stream(own.spliterator(), false)
                    .flatMap(number -> rows(blocks.get(Math.toIntExact(number))))
                    .iterator();
        };
        return spark.range(0, count, 1, Math.min(partitions, count)).as(Encoders.LONG())
                .mapPartitions(generate, Encoders.row(ResultColumns.SCHEMA));
    }

    /**
     * Generates the same results in this process.
     *
     * @return all rows, block by block
     */
    public Iterator<Row> results() {
        return blocks().flatMap(this::rows).iterator();
    }

    private Stream<Row> rows(Block block) {
        List<Row> rows = new ArrayList<>();
        region(block).forEachResult((assessment, school, schoolClass, pupil, score, journalMark) -> rows.add(RowFactory.create(
                assessment.id().value(), block.id(school.id()).value(), schoolClass, score,
                journalMark == ScoreDistribution.NO_MARK ? null : journalMark)));
        return rows.stream();
    }

    private SyntheticRegion region(Block block) {
        return SyntheticRegion.withSeed(seed + (long) MOST_SCHOOLS * block.region() + block.number()).withSchools(block.schools());
    }

    private Stream<Block> blocks() {
        int blocks = (schoolsPerRegion + BLOCK - 1) / BLOCK;
        return IntStream.range(0, regions * blocks).mapToObj(i -> new Block(
                1 + i / blocks, 1 + i % blocks, Math.min(BLOCK, schoolsPerRegion - BLOCK * (i % blocks))));
    }

    @Override
    public String toString() {
        return "SyntheticCountry[seed " + seed + ", " + regions + " regions of " + schoolsPerRegion + " schools]";
    }
}
