package io.github.eduindicators.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NationalTallyTest {
    private static final List<Assessment> ASSESSMENTS = Sample.COUNTRY.assessments();
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .config(NationalTally.Serialisation.KRYO.configure(NationalTallyMain.settings("local[2]")))
                .getOrCreate();
        // Failing tasks are what is tested here.
        spark.sparkContext().setLogLevel("OFF");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Dataset<Row> frame(Row... rows) {
        return spark.createDataFrame(Arrays.asList(rows), ResultColumns.SCHEMA);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private static SchoolResults counted(NationalTally method, Dataset<Row> rows) {
        return method.tally(rows, ASSESSMENTS).withSchools(Sample.COUNTRY.schools());
    }

    @ParameterizedTest
    @EnumSource(NationalTally.Way.class)
    void countsFilesInWhateverOrderAndColumnsTheyCome(NationalTally.Way way, @TempDir Path folder) {
        List<Row> shuffled = new ArrayList<>();
        Sample.COUNTRY.results().forEachRemaining(shuffled::add);
        Collections.shuffle(shuffled, new Random(4));
        String file = folder.resolve("results").toUri().toString();
        spark.createDataFrame(shuffled, ResultColumns.SCHEMA)
                .select("score", "school", "journal_mark", "class", "assessment")
                .repartition(5).write().parquet(file);
        NationalTally method = NationalTally.withDefaults().withWay(way);
        assertThat(counted(method.withShards(1), spark.read().parquet(file))).isEqualTo(Sample.results());
        assertThat(counted(method.withShards(128), spark.read().parquet(file))).isEqualTo(Sample.results());
    }

    @ParameterizedTest
    @EnumSource(NationalTally.Way.class)
    void countsNothing(NationalTally.Way way) {
        assertThat(NationalTally.withDefaults().withWay(way).tally(frame(), ASSESSMENTS).schools()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NationalTally.Way.class)
    void aRowThatCannotBeCountedIsNamed(NationalTally.Way way) {
        NationalTally method = NationalTally.withDefaults().withWay(way);
        Row good = row("ma4-2021", "edu1", null, 20, null);
        assertThat(method.tally(frame(good), ASSESSMENTS).count()).isEqualTo(1);
        assertThatThrownBy(() -> method.tally(frame(good, row("ma4-2021", "edu2", "А", 21, 5)), ASSESSMENTS))
                .hasStackTraceContaining("result of school edu2 in assessment ma4-2021: score must be within 0..20, got 21");
        assertThatThrownBy(() -> method.tally(frame(row("ma4-2021", "edu2", "А", 20, 1)), ASSESSMENTS))
                .hasStackTraceContaining("result of school edu2 in assessment ma4-2021: journal mark must be within 2..5");
        assertThatThrownBy(() -> method.tally(frame(row("ma4-1821", "edu2", "А", 20, 5)), ASSESSMENTS))
                .hasStackTraceContaining("result of school edu2 in assessment ma4-1821: the assessment must be one of the 26");
    }

    @ParameterizedTest
    @EnumSource(NationalTally.Way.class)
    void aBlankCellThatMustBeThereIsNamed(NationalTally.Way way) {
        NationalTally method = NationalTally.withDefaults().withWay(way);
        assertThatThrownBy(() -> method.tally(frame(row("ma4-2021", "edu1", "А", null, 5)), ASSESSMENTS))
                .hasStackTraceContaining("result of school edu1 in assessment ma4-2021: score must be given");
        assertThatThrownBy(() -> method.tally(frame(row(null, "edu1", "А", 1, 5)), ASSESSMENTS))
                .hasStackTraceContaining("result of school edu1 in assessment null: assessment must be given");
        assertThatThrownBy(() -> method.tally(frame(row("ma4-2021", null, "А", 1, 5)), ASSESSMENTS))
                .hasStackTraceContaining("result of school null in assessment ma4-2021: school must be given");
    }

    @Test
    void aMissingColumnAndAWrongNumberOfShardsAreRefused() {
        Dataset<Row> lacking = frame().drop("journal_mark");
        assertThatThrownBy(() -> NationalTally.withDefaults().tally(lacking, ASSESSMENTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the results must have a column journal_mark");
        assertThatThrownBy(() -> NationalTally.withDefaults().withShards(0)).hasMessage("shards must be within 1..128, got 0");
        assertThatThrownBy(() -> NationalTally.withDefaults().withShards(129)).hasMessage("shards must be within 1..128, got 129");
    }

    @Test
    void aCountryHasEachSchoolOnceAndRegionsOfTheirOwn() {
        SyntheticCountry country = SyntheticCountry.of(3, 2, 101);
        List<School> schools = country.schools();
        assertThat(schools).hasSize(202).extracting(School::id).doesNotHaveDuplicates();
        assertThat(schools.stream().map(School::region).distinct()).hasSize(2);
        assertThatThrownBy(() -> SyntheticCountry.of(3, 0, 101)).hasMessageContaining("got 0 and 101");
        assertThatThrownBy(() -> SyntheticCountry.of(3, 1, 10_000)).hasMessageContaining("got 1 and 10000");
    }
}
