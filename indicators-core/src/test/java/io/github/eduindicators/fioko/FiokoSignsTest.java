package io.github.eduindicators.fioko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.SpearmanFormula;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The oracle is {@code src/test/oracle/fioko.py}, which computes everything independently with numpy and scipy. */
class FiokoSignsTest {
    private static final FiokoSigns.Work GRADE_6 = FiokoSigns.Work.of(Procedure.VPR, Subject.MATHEMATICS, 6);
    private static final Map<String, Assessment> ASSESSMENTS = Map.of(
            "ma4-2020", vpr("ma4-2020", 2020, Season.AUTUMN, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15)),
            "ru4-2020", vpr("ru4-2020", 2020, Season.AUTUMN, Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33)),
            "ma5-2021", vpr("ma5-2021", 2021, Season.SPRING, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            "ru5-2021", vpr("ru5-2021", 2021, Season.SPRING, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39)),
            "ma6-2021", vpr("ma6-2021", 2021, Season.SPRING, Subject.MATHEMATICS, 6, ScoreScale.of(16, 6, 10, 14)),
            "oge-2021", Assessment.builder(Procedure.OGE, 2021, Subject.MATHEMATICS)
                    .id(AssessmentId.of("oge-2021"))
                    .grade(9)
                    .scale(ScoreScale.of(31, 8, 15, 22))
                    .build());
    private static final SchoolResults RESULTS = load();
    private static final FiokoSigns.Result SIGNS = FiokoSigns.withDefaults().run(RESULTS);

    static Assessment vpr(String id, int year, Season season, Subject subject, int grade, ScoreScale scale) {
        return Assessment.builder(Procedure.VPR, year, subject)
                .id(AssessmentId.of(id))
                .season(season)
                .grade(grade)
                .scale(scale)
                .build();
    }

    static List<String[]> resource(String name) {
        try (var in = FiokoSignsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchoolResults load() {
        return load(id -> id);
    }

    private static SchoolResults load(UnaryOperator<String> renamed) {
        ScoreTally tally = ScoreTally.create();
        Map<SchoolId, School> schools = new TreeMap<>();
        for (String[] row : resource("fioko-input.csv")) {
            SchoolId id = SchoolId.of(renamed.apply(row[0]));
            schools.put(id, School.builder(id).municipality(Municipality.of(Region.of(row[1]), row[2])).build());
            tally.add(id, ASSESSMENTS.get(row[3]), Integer.parseInt(row[4]),
                    row[5].isEmpty() ? ScoreDistribution.NO_MARK : Integer.parseInt(row[5]));
        }
        return tally.snapshot().withSchools(schools.values());
    }

    private static Map<String, Double> flagged(FiokoSigns.Result signs) {
        Map<String, Double> map = new TreeMap<>();
        for (Finding finding : signs.findings()) {
            if (finding.outcome() == Outcome.FLAGGED) {
                AssessmentId last = finding.assessments().get(finding.assessments().size() - 1);
                map.put(finding.method().id() + " " + finding.unit() + " " + last, finding.statistic().orElseThrow());
            }
        }
        return map;
    }

    private static Map<String, Double> expected(boolean grade6) {
        Map<String, Double> map = new TreeMap<>();
        for (String[] row : resource("fioko-expected.csv")) {
            if (row[0].equals("sign") && (grade6 || !row[3].equals("ma6-2021"))) {
                map.put(row[1] + " " + row[2] + " " + row[3], Double.parseDouble(row[4]));
            }
        }
        return map;
    }

    private static void assertSame(Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> assertThat(actual.get(key)).as(key).isCloseTo(value, within(1e-9)));
    }

    @Test
    void signsAreThoseOfTheOracle() {
        assertSame(flagged(SIGNS), expected(false));
        assertThat(SIGNS.signs()).hasSize(expected(false).size()).allMatch(Sign::official);
    }

    @Test
    void addedProceduresAreReportedButStayOutsideTheIndex() {
        FiokoSigns.Result added = FiokoSigns.withDefaults().withProcedures(GRADE_6).run(RESULTS);
        assertSame(flagged(added), expected(true));
        assertThat(added.index()).isEqualTo(SIGNS.index());
        assertThat(added.assessments()).hasSize(6);
        assertThat(SIGNS.assessments()).hasSize(5).doesNotContain(AssessmentId.of("ma6-2021"));
        assertThat(added.signs()).filteredOn(sign -> !sign.official()).isNotEmpty()
                .allMatch(sign -> sign.finding().assessments().toString().contains("ma6"));
    }

    @Test
    void indexIsThatOfTheOracle() {
        Map<String, IndexRow> rows = new TreeMap<>();
        SIGNS.index().forEach(row -> rows.put(row.unit() + " " + row.year(), row));
        int compared = 0;
        for (String[] row : resource("fioko-expected.csv")) {
            if (row[0].equals("index")) {
                IndexRow actual = rows.get(row[1] + " " + row[2]);
                assertThat(actual.schools() + " " + actual.flagged()).as(row[1]).isEqualTo(row[3]);
                String[] values = row[4].split(" ");
                assertThat(actual.index()).isCloseTo(Double.parseDouble(values[0]), within(1e-9));
                assertThat(actual.participantsShare()).isCloseTo(Double.parseDouble(values[1]), within(1e-9));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(rows.size()).isEqualTo(14);
    }

    @Test
    void cohortLimitsAreThoseOfTheOracle() {
        for (String[] row : resource("fioko-expected.csv")) {
            if (row[0].equals("limit")) {
                Finding any = SIGNS.signs().stream()
                        .map(Sign::finding)
                        .filter(f -> f.method().id().startsWith("fioko-2019/cohort") && f.assessments().get(1).value().equals(row[1]))
                        .findFirst()
                        .orElseThrow();
                assertThat(any.fact("schools").orElseThrow().value()).isEqualTo(Long.parseLong(row[2]));
                assertThat(any.fact("limit-lower").orElseThrow().number()).hasValueCloseTo(Double.parseDouble(row[3]), within(1e-9));
                assertThat(any.fact("limit-upper").orElseThrow().number()).hasValueCloseTo(Double.parseDouble(row[4]), within(1e-9));
            }
        }
    }

    @Test
    void expectedFalseAlarmsOfTheMeanAreThoseOfDrawingAtRandom() {
        double expected = Double.parseDouble(
                resource("fioko-expected.csv").stream().filter(row -> row[0].equals("expected")).findFirst().orElseThrow()[4]);
        // Both figures are simulated; about 100 schools and works with 4,000 and 20,000 deals: standard error about 0.03.
        assertThat(SIGNS.expectedFalseAlarms(SignKind.INFLATED_MEAN)).hasValueCloseTo(expected, within(0.12));
        assertThat(SIGNS.expectedFalseAlarms(SignKind.JOURNAL_MISMATCH).orElseThrow()).isBetween(20.0, 60.0);
        assertThat(SIGNS.expectedFalseAlarms(SignKind.COHORT_RISE)).isEmpty();
    }

    private static Finding summary(FiokoSigns.Result signs, String school, SignKind kind) {
        List<Finding> found = signs.findings().stream()
                .filter(f -> f.unit().code().equals(school) && f.method().id().equals(kind.methodId()) && f.outcome() != Outcome.FLAGGED)
                .toList();
        assertThat(found).as("one summary of " + school).hasSize(1);
        return found.get(0);
    }

    @Test
    void equalScoresMakeTheIntervalAPointAndSaySo() {
        Finding point = SIGNS.signs(SchoolId.of("A02")).stream().map(Sign::finding)
                .filter(f -> f.assessments().get(0).value().equals("ma4-2020")).findFirst().orElseThrow();
        assertThat(point.category()).isEqualTo("zero-spread");
        assertThat(point.fact("school-lower").orElseThrow().value()).isEqualTo(18.0);
        assertThat(point.fact("small").orElseThrow().value()).isEqualTo(3L);
    }

    @Test
    void onePupilAndConstantMarksAreInsufficientAndNoMarksAreNotApplicable() {
        assertThat(summary(SIGNS, "A01", SignKind.INFLATED_MEAN).fact("insufficient").orElseThrow().value()).isEqualTo(1L);
        assertThat(summary(SIGNS, "A02", SignKind.JOURNAL_MISMATCH).fact("insufficient").orElseThrow().value()).isEqualTo(1L);
        assertThat(summary(SIGNS, "B02", SignKind.JOURNAL_MISMATCH).fact("not-applicable").orElseThrow().value()).isEqualTo(1L);
        assertThat(summary(SIGNS, "A04", SignKind.COHORT_FALL).fact("insufficient").orElseThrow().value()).isEqualTo(1L);
    }

    @Test
    void theFormulaOfTheCorrelationIsAnOption() {
        FiokoSigns.Result pearson = FiokoSigns.withDefaults().with(SpearmanFormula.PEARSON_OF_MIDRANKS).run(RESULTS);
        assertThat(pearson.signs(SchoolId.of("B03"))).anyMatch(sign -> sign.kind() == SignKind.JOURNAL_MISMATCH);
        assertThat(SIGNS.signs(SchoolId.of("B03"))).noneMatch(sign -> sign.kind() == SignKind.JOURNAL_MISMATCH);
    }

    @Test
    void minimumOfParticipantsIsAnOption() {
        assertThatThrownBy(() -> FiokoSigns.withDefaults().withMinimumParticipants(1)).hasMessageContaining("at least 2");
        assertThat(flagged(FiokoSigns.withDefaults().withMinimumParticipants(5).run(RESULTS)))
                .doesNotContainKey("fioko-2019/inflated-mean A02 ma4-2020")
                .containsKey("fioko-2019/inflated-mean A14 ma5-2021");
    }

    @Test
    void twoWorksOfOneYearRefuseThePairOfThatSchoolOnly() {
        Assessment spring = vpr("ma4-spring", 2020, Season.SPRING, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15));
        ScoreTally tally = ScoreTally.create();
        for (String id : List.of("one", "two")) {
            for (int score = 4; score < 16; score++) {
                tally.add(SchoolId.of(id), ASSESSMENTS.get("ma4-2020"), score);
                tally.add(SchoolId.of(id), ASSESSMENTS.get("ma5-2021"), score);
            }
        }
        tally.add(SchoolId.of("two"), spring, 12);
        FiokoSigns.Result signs = FiokoSigns.withDefaults().run(tally.snapshot());
        Finding refused = summary(signs, "two", SignKind.COHORT_RISE);
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(refused.fact("two-works").orElseThrow().value()).isEqualTo(1L);
        assertThat(summary(signs, "one", SignKind.COHORT_RISE).outcome()).isEqualTo(Outcome.CLEAR);
    }

    @Test
    void aSchoolWithoutOfficialWorksIsNotApplicableAndOutsideTheIndex() {
        ScoreTally tally = ScoreTally.create();
        tally.add(SchoolId.of("s1"), ASSESSMENTS.get("ma6-2021"), 10);
        tally.add(SchoolId.of("s1"), ASSESSMENTS.get("ma6-2021"), 11);
        FiokoSigns.Result signs = FiokoSigns.withDefaults().run(tally.snapshot());
        assertThat(signs.index()).isEmpty();
        assertThat(signs.findings()).hasSize(4).allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
        assertThat(signs.judgedYears(SchoolId.of("s1"))).isEmpty();
    }

    @Test
    void theMethodAndASignPrintInOneLine() {
        assertThat(FiokoSigns.withDefaults()).hasToString("FiokoSigns[NO_TIES_WITH_MIDRANKS, quartiles TYPE_7, at least 2 pupils]");
        assertThat(FiokoSigns.withDefaults().withProcedures(FiokoSigns.Work.of(Procedure.VPR, Subject.MATHEMATICS, 6)).toString())
                .endsWith(", added [VPR-mathematics-6]]");
        School school = School.of(SchoolId.of("s"));
        Finding finding = SIGNS.signs().get(0).finding();
        Sign sign = new Sign(SignKind.COHORT_FALL, school, 2017, false, finding.assessments(), () -> finding);
        assertThat(sign).hasToString("COHORT_FALL s " + finding.assessments() + " (not official)")
                .isEqualTo(new Sign(SignKind.COHORT_FALL, school, 2017, false, finding.assessments(), () -> finding))
                .isNotEqualTo(new Sign(SignKind.COHORT_RISE, school, 2017, false, finding.assessments(), () -> finding));
    }

    @Test
    void repetitionCountsYearsRunsAndMarkers() {
        School school = School.of(SchoolId.of("s"));
        Finding finding = SIGNS.signs().get(0).finding();
        List<Sign> signs = List.of(
                new Sign(SignKind.INFLATED_MEAN, school, 2017, true, finding.assessments(), () -> finding),
                new Sign(SignKind.COHORT_FALL, school, 2017, true, finding.assessments(), () -> finding),
                new Sign(SignKind.INFLATED_MEAN, school, 2018, true, finding.assessments(), () -> finding),
                new Sign(SignKind.INFLATED_MEAN, school, 2020, true, finding.assessments(), () -> finding),
                new Sign(SignKind.INFLATED_MEAN, school, 2021, false, finding.assessments(), () -> finding));
        Repetition repetition = Repetition.of(signs);
        assertThat(repetition).isEqualTo(new Repetition(3, 2, 4, java.util.OptionalInt.of(2020)));
        assertThat(Repetition.of(List.of())).isEqualTo(new Repetition(0, 0, 0, java.util.OptionalInt.empty()));
    }

    @Test
    void findingsAndSignsAreInTheirOrder() {
        assertThat(SIGNS.findings()).hasSizeGreaterThan(4).isSortedAccordingTo(Finding.order());
        assertThat(SIGNS.signs()).hasSizeGreaterThan(1).isSortedAccordingTo(Comparator.comparing((Sign sign) -> sign.school().id())
                .thenComparingInt(Sign::year)
                .thenComparing(Sign::kind));
    }

    @Test
    void schoolsOfTwoRegionsMayStandInAnyOrder() {
        // In the file those of region A come first; the reversed hash mixes them, with the old name behind.
        UnaryOperator<String> mixed = id -> String.format(Locale.ROOT, "%03d-%s", Integer.reverse(id.hashCode()) >>> 22, id);
        SchoolResults results = load(mixed);
        List<Region> order = results.schools().stream().map(School::region).toList();
        assertThat(IntStream.range(1, order.size()).filter(i -> !order.get(i).equals(order.get(i - 1))).count())
                .as("how often the region changes from one school to the next").isGreaterThan(3);
        Map<String, Double> renamed = new TreeMap<>();
        expected(false).forEach((key, value) -> {
            String[] words = key.split(" ");
            renamed.put(words[0] + " " + mixed.apply(words[1]) + " " + words[2], value);
        });
        Map<String, Double> found = flagged(FiokoSigns.withDefaults().run(results));
        assertThat(found.keySet()).isEqualTo(renamed.keySet());
        renamed.forEach((key, value) -> assertThat(found.get(key)).as(key).isCloseTo(value, within(1e-9)));
    }
}
