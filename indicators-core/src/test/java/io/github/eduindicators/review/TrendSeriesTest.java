package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendSeriesTest {
    private static final Region NORTH = Region.of("North");
    private static final Region SOUTH = Region.of("South");
    private static final Municipality LAKE = Municipality.of(NORTH, "Lake");
    private static final Municipality HILLS = Municipality.of(NORTH, "Hills");
    private static final Set<String> COUNTED = Set.of("mean_z", "pass_rate");
    private static final ScoreScale TWENTY = ScoreScale.of(20, 7, 11, 15);

    private final ScoreTally tally = ScoreTally.create();
    private final List<School> register = new ArrayList<>();

    private static SchoolId id(int number) {
        return SchoolId.of("s" + number);
    }

    private void school(int number, Municipality place) {
        register.add(School.builder(id(number)).municipality(place).build());
    }

    private void schools(int from, int to, Municipality place) {
        IntStream.rangeClosed(from, to).forEach(number -> school(number, place));
    }

    private void scores(int school, Assessment work, int... scores) {
        for (int score : scores) {
            tally.add(id(school), work, score);
        }
    }

    private SchoolResults results() {
        return tally.snapshot().withSchools(register);
    }

    private TrendSeries series() {
        return new TrendSeries(results());
    }

    private static Assessment maths(int year, int grade) {
        return Assessment.vpr(year, Subject.MATHEMATICS, grade, TWENTY);
    }

    private static YearSeries of(List<YearSeries> all, Unit unit) {
        return all.stream().filter(series -> series.key().unit().equals(unit)).findFirst().orElseThrow();
    }

    private static double value(YearSeries series, int year) {
        return series.points().stream().filter(point -> point.period().year() == year).findFirst().orElseThrow().value();
    }

    @Test
    void worksGoByProcedureSubjectAndProgrammeWhateverTheirYear() {
        schools(1, 5, LAKE);
        List<Assessment> works = List.of(maths(2021, 5), maths(2019, 5), maths(2021, 6), Assessment.vpr(2021, Subject.RUSSIAN, 5, TWENTY),
                Assessment.builder(Procedure.OGE, 2021, Subject.MATHEMATICS).grade(9).scale(ScoreScale.of(31, 8, 15, 22)).build(),
                Assessment.builder(Procedure.VPR, 2020, Subject.MATHEMATICS).grade(5).season(Season.AUTUMN).scale(TWENTY).build());
        works.forEach(work -> IntStream.rangeClosed(1, 5).forEach(school -> scores(school, work, school, school + 3)));
        List<TrendSeries.OfWork> standing = series().standing();
        assertThat(standing).extracting(work -> work.work().key(id(1), "mean_z").toString()).containsExactlyInAnyOrder(
                "s1 mean_z VPR mathematics 5", "s1 mean_z VPR mathematics 6", "s1 mean_z VPR russian 5", "s1 mean_z OGE mathematics 9");
        TrendSeries.OfWork five = standing.stream().filter(work -> work.work().equals(TrendSeries.Work.of(maths(2021, 5)))).findFirst()
                .orElseThrow();
        assertThat(five.schools()).hasSize(5).allSatisfy(series -> assertThat(series.points())
                .extracting(point -> point.period().year() + " " + point.season())
                .containsExactly("2019 SPRING", "2020 AUTUMN", "2021 SPRING"));
        assertThat(five.schools().get(0).points()).allMatch(point -> point.comparability() == Comparability.RELATIVE_ONLY);
    }

    @Test
    void everyYearIsItsPlaceAmongThePupilsOfTheYear() {
        // In 2021 every score is twice that of 2019, on a scale twice as long, and three more: the same place.
        schools(1, 6, LAKE);
        Assessment later = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(45, 15, 25, 35));
        for (int school = 1; school <= 6; school++) {
            scores(school, maths(2019, 5), school, school + 1, school + 5);
            scores(school, later, 2 * school + 3, 2 * school + 5, 2 * school + 13);
        }
        TrendSeries.OfWork work = series().standing().get(0);
        // The scores of school s are s, s + 1, s + 5, so its mean is s + 2; of all 18 the mean is 5.5 and the squares about it are
        // 6 * 14 within schools and 3 * 17.5 between them: S^2 = 136.5 / 17. Within: 84 / 12 = 7. A school is a sixth of the pupils.
        double spread = Math.sqrt(136.5 / 17);
        for (int school = 1; school <= 6; school++) {
            YearSeries series = of(work.schools(), id(school));
            assertThat(value(series, 2019)).isCloseTo((school + 2 - 5.5) / spread, within(1e-12));
            assertThat(value(series, 2021)).isCloseTo((school + 2 - 5.5) / spread, within(1e-12));
            assertThat(series.points()).allSatisfy(point -> {
                assertThat(point.standardError().orElseThrow()).isCloseTo(Math.sqrt(7) / spread * Math.sqrt((1 - 1 / 6.0) / 3), within(1e-12));
                assertThat(point.n()).hasValue(3);
            });
        }
    }

    @Test
    void eachSeasonOfAYearIsComparedWithItself() {
        schools(1, 10, LAKE);
        Assessment autumn = Assessment.builder(Procedure.VPR, 2020, Subject.MATHEMATICS).grade(5).season(Season.AUTUMN).scale(TWENTY).build();
        for (int school = 1; school <= 5; school++) {
            scores(school, maths(2020, 5), 10 + school, 12 + school);
            scores(school + 5, autumn, school, 2 + school);
        }
        List<YearSeries> schools = series().standing().get(0).schools();
        for (int school = 1; school <= 5; school++) {
            YearSeries.Point spring = of(schools, id(school)).points().get(0);
            YearSeries.Point fall = of(schools, id(school + 5)).points().get(0);
            assertThat(fall.season()).isEqualTo(Season.AUTUMN);
            assertThat(spring.season()).isEqualTo(Season.SPRING);
            assertThat(fall.value()).as("ten points less, and the same place").isCloseTo(spring.value(), within(1e-12));
        }
    }

    @Test
    void worksOfOneYearOnTwoScalesAreOnePlaceButNoShare() {
        schools(1, 5, LAKE);
        Assessment first = maths(2021, 5);
        Assessment second = Assessment.builder(Procedure.VPR, 2021, Subject.MATHEMATICS).grade(5).id(AssessmentId.of("variant-b"))
                .scale(ScoreScale.of(40, 14, 22, 30)).build();
        for (int school = 1; school <= 5; school++) {
            scores(school, maths(2020, 5), school, school + 2, school + 4);
            scores(school, first, school, school + 2);
            scores(school, second, 30 - school, 20 - school, 25 - school, 28 - school);
        }
        TrendSeries series = series();
        for (int school = 1; school <= 5; school++) {
            YearSeries.Point both = of(series.standing().get(0).schools(), id(school)).points().get(1);
            assertThat(both.n()).hasValue(6);
            // First: means s + 1, squares 2 within each school and 2 * 10 between them. Second: means 25.75 - s, 56.75 within and 4 * 10.
            double one = (school - 3) / Math.sqrt((5 * 2 + 2 * 10) / 9.0);
            double other = (3 - school) / Math.sqrt((5 * 56.75 + 4 * 10) / 19);
            assertThat(both.value()).isCloseTo((2 * one + 4 * other) / 6, within(1e-12));
            assertThat(both.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
        }
        for (String indicator : List.of(TrendSeries.PASSED, TrendSeries.QUALITY)) {
            TrendSeries.OfWork shares = series.shares(indicator).get(0);
            List<YearSeries> all = new ArrayList<>(shares.schools());
            all.addAll(shares.municipalities());
            all.add(shares.whole().orElseThrow());
            assertThat(all).hasSize(7).allSatisfy(one -> {
                assertThat(one.points()).extracting(YearSeries.Point::comparability).containsExactly(Comparability.FULL, Comparability.NONE);
                assertThat(one.points().get(1).n().orElseThrow()).isEqualTo(one.points().get(0).n().orElseThrow() * 2);
            });
        }
    }

    @Test
    void sharesAreCountedFromScoresForSchoolsMunicipalitiesAndTheRegion() {
        school(1, LAKE);
        school(2, LAKE);
        school(3, HILLS);
        // From 7 on a pupil passed, from 11 on has 4 or 5.
        scores(1, maths(2020, 5), 6, 7, 10, 11, 20);
        scores(2, maths(2020, 5), 0, 6);
        scores(3, maths(2020, 5), 15);
        TrendSeries.OfWork passed = series().shares(TrendSeries.PASSED).get(0);
        assertThat(counts(passed)).isEqualTo(Map.of("s1", "4/5", "s2", "0/2", "s3", "1/1", "Lake", "4/7", "Hills", "1/1", "North", "5/8"));
        TrendSeries.OfWork good = series().shares(TrendSeries.QUALITY).get(0);
        assertThat(counts(good)).isEqualTo(Map.of("s1", "2/5", "s2", "0/2", "s3", "1/1", "Lake", "2/7", "Hills", "1/1", "North", "3/8"));
        assertThat(good.whole().orElseThrow().key().toString()).isEqualTo("North quality_rate VPR mathematics 5");
    }

    private static Map<String, String> counts(TrendSeries.OfWork work) {
        List<YearSeries> all = new ArrayList<>(work.schools());
        all.addAll(work.municipalities());
        all.add(work.whole().orElseThrow());
        return all.stream().collect(Collectors.toMap(series -> series.key().unit().code(), series -> {
            assertThat(series.points()).hasSize(1);
            return series.points().get(0).successes().orElseThrow() + "/" + series.points().get(0).n().orElseThrow();
        }));
    }

    @Test
    void marksOfStateExaminationsAreOneScaleAndBoundariesOfOthersMakeAnother() {
        school(1, LAKE);
        int[] years = {2019, 2020, 2021};
        ScoreScale[] scales = {ScoreScale.of(31, 8, 15, 22), ScoreScale.of(31, 8, 15, 22), ScoreScale.of(32, 9, 15, 22)};
        for (int i = 0; i < 3; i++) {
            scores(1, Assessment.builder(Procedure.OGE, years[i], Subject.MATHEMATICS).grade(9).scale(scales[i]).build(), 7, 10);
            scores(1, Assessment.vpr(years[i], Subject.MATHEMATICS, 5, scales[i]), 7, 10);
            scores(1, Assessment.builder(Procedure.EGE, years[i], Subject.RUSSIAN).grade(11).scale(ScoreScale.of(100, 36 + i)).build(), 7, 40);
        }
        List<TrendSeries.OfWork> passed = series().shares(TrendSeries.PASSED);
        Map<String, Integer> comparable = passed.stream().collect(Collectors.toMap(
                work -> work.work().procedure().code(), work -> work.schools().get(0).comparable(Comparability.FULL).used().size()));
        assertThat(comparable).as("the last VPR stands on a scale of its own").isEqualTo(Map.of("OGE", 3, "EGE", 3, "VPR", 1));
        assertThat(passed.stream().flatMap(work -> work.schools().stream()).flatMap(one -> one.points().stream()))
                .allMatch(point -> point.comparability() == Comparability.FULL && point.value() == 0.5);
        assertThat(series().shares(TrendSeries.QUALITY)).extracting(work -> work.work().procedure().code())
                .as("ЕГЭ has a minimum and no marks").containsExactlyInAnyOrder("OGE", "VPR");
    }

    @Test
    void worksWithoutBoundariesHaveAPlaceAndNoShares() {
        schools(1, 5, LAKE);
        Assessment study = Assessment.builder(Procedure.PISA, 2021, Subject.of("reading")).grade(9).scale(ScoreScale.of(1000)).build();
        IntStream.rangeClosed(1, 5).forEach(school -> scores(school, study, 400 + school, 500));
        assertThat(series().standing()).hasSize(1);
        assertThat(series().shares(TrendSeries.PASSED)).isEmpty();
        assertThat(series().shares(TrendSeries.QUALITY)).isEmpty();
    }

    @Test
    void sharesOfAutumnCompareWithNoOtherYear() {
        school(1, LAKE);
        Assessment autumn = Assessment.builder(Procedure.VPR, 2020, Subject.MATHEMATICS).grade(5).season(Season.AUTUMN).scale(TWENTY).build();
        scores(1, maths(2019, 5), 8, 3);
        scores(1, autumn, 8, 3);
        scores(1, maths(2021, 5), 8, 3);
        YearSeries school = series().shares(TrendSeries.PASSED).get(0).schools().get(0);
        assertThat(school.points()).extracting(YearSeries.Point::comparability)
                .containsExactly(Comparability.FULL, Comparability.RELATIVE_ONLY, Comparability.FULL);
        assertThat(school.comparable(Comparability.FULL).used()).extracting(point -> point.period().year()).containsExactly(2019, 2021);
    }

    @Test
    void aYearPartlyOfAutumnIsNoShareOfTheWholeRegion() {
        school(1, LAKE);
        school(2, HILLS);
        Assessment autumn = Assessment.builder(Procedure.VPR, 2020, Subject.MATHEMATICS).grade(5).season(Season.AUTUMN).scale(TWENTY).build();
        scores(1, maths(2020, 5), 8, 3);
        scores(2, autumn, 8, 3, 2);
        TrendSeries.OfWork work = series().shares(TrendSeries.PASSED).get(0);
        assertThat(of(work.schools(), id(1)).points().get(0).comparability()).isEqualTo(Comparability.FULL);
        assertThat(work.whole().orElseThrow().points()).singleElement().satisfies(point -> {
            assertThat(point.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
            assertThat(point.n()).hasValue(5);
        });
    }

    @Test
    void regionsAreComparedWithThemselves() {
        schools(1, 5, LAKE);
        schools(6, 10, Municipality.of(SOUTH, "Lake"));
        for (int school = 1; school <= 5; school++) {
            scores(school, maths(2021, 5), school, school + 2);
            scores(school + 5, maths(2021, 5), 10 + school, 12 + school);
        }
        List<TrendSeries.OfWork> standing = series().standing();
        assertThat(standing).extracting(TrendSeries.OfWork::region).containsExactlyInAnyOrder(NORTH, SOUTH);
        List<YearSeries> all = standing.stream().flatMap(work -> work.schools().stream()).toList();
        assertThat(all).hasSize(10);
        for (int school = 1; school <= 5; school++) {
            assertThat(value(of(all, id(school)), 2021)).isCloseTo(value(of(all, id(school + 5)), 2021), within(1e-12));
        }
        assertThat(series().shares(TrendSeries.PASSED)).extracting(work -> plain(work.whole().orElseThrow().points().get(0)))
                .containsExactlyInAnyOrder("2021 1/10", "2021 10/10");
    }

    @Test
    void municipalitiesStandAmongThePupilsOfTheirRegion() {
        school(1, LAKE);
        school(2, LAKE);
        schools(3, 5, HILLS);
        for (int school = 1; school <= 5; school++) {
            scores(school, maths(2021, 5), school, school + 2, school + 4);
        }
        TrendSeries.OfWork work = series().standing().get(0);
        // Means s + 2, all 5; squares 5 * 8 within and 3 * 10 between: S^2 = 70 / 14. Lake has the mean 3.5, Hills 6.
        assertThat(value(of(work.municipalities(), LAKE), 2021)).isCloseTo(-1.5 / Math.sqrt(5), within(1e-12));
        assertThat(value(of(work.municipalities(), HILLS), 2021)).isCloseTo(1 / Math.sqrt(5), within(1e-12));
        assertThat(of(work.municipalities(), HILLS).points().get(0).n()).hasValue(9);
    }

    @Test
    void anUnknownMunicipalityIsNone() {
        for (int school = 1; school <= 5; school++) {
            scores(school, maths(2021, 5), school, school + 2, 9 + school);
        }
        TrendSeries.OfWork standing = series().standing().get(0);
        assertThat(standing.schools()).hasSize(5).allMatch(series -> !series.points().isEmpty());
        assertThat(standing.municipalities()).isEmpty();
        TrendSeries.OfWork shares = series().shares(TrendSeries.PASSED).get(0);
        assertThat(shares.schools()).hasSize(5);
        assertThat(shares.municipalities()).isEmpty();
        assertThat(shares.whole().orElseThrow().points().get(0).n()).hasValue(15);
    }

    @Test
    void aYearWithFewerThanFiveSchoolsHasNoPlaces() {
        schools(1, 5, LAKE);
        for (int school = 1; school <= 4; school++) {
            scores(school, maths(2020, 5), school, school + 2);
            scores(school, maths(2021, 5), school, school + 2);
        }
        scores(5, maths(2021, 5), 5, 7);
        List<YearSeries> schools = series().standing().get(0).schools();
        assertThat(schools).hasSize(5).allSatisfy(series -> assertThat(series.points()).singleElement()
                .matches(point -> point.period().year() == 2021));
    }

    private static TrendSeries.Family family(Region region, UnitType type, String indicator) {
        return new TrendSeries.Family(region, type, indicator);
    }

    private Map<TrendSeries.Family, List<YearSeries>> declared(IndicatorValues.Builder values) {
        return series().declared(values.build(), List.of(), COUNTED::contains);
    }

    @Test
    void declaredIndicatorsAreSharesWhereAllAreWholeCounts() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder()
                .add(id(1), "counts", Period.of(2020), IndicatorValue.ratio(3, 4)).add(id(1), "counts", Period.of(2021), IndicatorValue.ratio(0, 7))
                .add(id(1), "mixed", Period.of(2020), IndicatorValue.ratio(3, 4)).add(id(1), "mixed", Period.of(2021), IndicatorValue.of(0.4))
                .add(id(1), "parts", Period.of(2020), IndicatorValue.ratio(1.5, 4)).add(id(1), "parts", Period.of(2021), IndicatorValue.ratio(2, 4))
                .add(id(1), "more", Period.of(2020), IndicatorValue.ratio(5, 4)).add(id(1), "more", Period.of(2021), IndicatorValue.ratio(2, 4))
                .add(id(1), "none", Period.of(2020), IndicatorValue.ratio(0, 0)).add(id(1), "none", Period.of(2021), IndicatorValue.ratio(2, 4));
        Map<TrendSeries.Family, List<YearSeries>> families = declared(values);
        assertThat(families.keySet()).extracting(TrendSeries.Family::indicator).containsExactly("counts", "mixed", "more", "none", "parts");
        assertThat(points(families, "counts")).containsExactly("2020 3/4", "2021 0/7");
        assertThat(points(families, "mixed")).as("values, without errors").containsExactly("2020 0.7500", "2021 0.4000");
        assertThat(points(families, "parts")).containsExactly("2020 0.3750", "2021 0.5000");
        assertThat(points(families, "more")).containsExactly("2020 1.250", "2021 0.5000");
        assertThat(points(families, "none")).as("0 of 0 does not apply").containsExactly("2021 2/4");
    }

    private static List<String> points(Map<TrendSeries.Family, List<YearSeries>> families, String indicator) {
        List<YearSeries> series = families.get(family(NORTH, UnitType.SCHOOL, indicator));
        assertThat(series).hasSize(1);
        assertThat(series.get(0).key()).isEqualTo(YearSeries.Key.of(id(1), indicator));
        return series.get(0).points().stream().map(TrendSeriesTest::plain).toList();
    }

    private static String plain(YearSeries.Point point) {
        return point.toString().replaceAll(" ±.*", "");
    }

    @Test
    void halfYearsAreASeriesOfTheirOwn() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (String period : List.of("2020", "2020-H1", "2020-H2", "2021", "2021-H1")) {
            values.add(id(1), "both", Period.parse(period), IndicatorValue.of(period.length()));
        }
        for (String period : List.of("2020-H1", "2020-H2", "2021-H1")) {
            values.add(id(1), "halves", Period.parse(period), IndicatorValue.of(1));
        }
        Map<TrendSeries.Family, List<YearSeries>> families = declared(values);
        assertThat(points(families, "both")).containsExactly("2020 4.000", "2021 4.000");
        assertThat(points(families, "both_half_yearly")).containsExactly("2020-H1 7.000", "2020-H2 7.000", "2021-H1 7.000");
        assertThat(points(families, "halves")).hasSize(3);
        assertThat(families).hasSize(3);
        assertThat(families.get(family(NORTH, UnitType.SCHOOL, "halves")).get(0).points())
                .extracting(YearSeries.Point::time).containsExactly(2020.0, 2020.5, 2021.0);
    }

    @Test
    void anIndicatorThatIsNamedAsHalfYearsOfAnotherHarmsNothing() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (String period : List.of("2020", "2020-H1", "2021-H1")) {
            values.add(id(1), "x", Period.parse(period), IndicatorValue.of(1));
        }
        for (String period : List.of("2020", "2021", "2020-H1", "2021-H1")) {
            values.add(id(1), "x_half_yearly", Period.parse(period), IndicatorValue.of(2));
        }
        Map<TrendSeries.Family, List<YearSeries>> families = declared(values);
        assertThat(families.values().stream().flatMap(List::stream).mapToInt(series -> series.points().size()).sum())
                .as("every value is a point").isEqualTo(7);
        assertThat(families.values().stream().flatMap(List::stream)).allSatisfy(series -> assertThat(
                series.points().stream().map(YearSeries.Point::value).distinct()).as("of one indicator").hasSize(1));
        assertThat(families.values().stream().flatMap(List::stream).map(YearSeries::key)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsCountedHereIsNotTakenFromTheInput() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder().add(id(1), "mean_z", Period.of(2020), IndicatorValue.of(1))
                .add(id(1), "pass_rate", Period.of(2020), IndicatorValue.ratio(1, 2)).add(id(1), "x", Period.of(2020), IndicatorValue.of(1));
        assertThat(declared(values).keySet()).containsExactly(family(NORTH, UnitType.SCHOOL, "x"));
    }

    @Test
    void aValueFarBeyondAllSenseHasNoTrend() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder().add(id(1), "x", Period.of(2020), IndicatorValue.of(1e300))
                .add(id(1), "x", Period.of(2021), IndicatorValue.of(3));
        assertThat(points(declared(values), "x")).containsExactly("2021 3.000");
    }

    @Test
    void unitsBelongToTheRegionOfTheirSchool() {
        school(1, LAKE);
        school(2, Municipality.of(SOUTH, "Lake"));
        IndicatorValues.Builder values = IndicatorValues.builder();
        List<Unit> units = List.of(id(1), id(2), Unit.of(UnitType.HEAD, "s1"), Unit.of(UnitType.HEAD, "s2"), Unit.of(UnitType.HEAD, "nobody"),
                LAKE, Municipality.of(SOUTH, "Lake"), NORTH, SOUTH);
        units.forEach(unit -> values.add(unit, "x", Period.of(2021), IndicatorValue.of(1)));
        Map<TrendSeries.Family, List<YearSeries>> families = declared(values);
        assertThat(families.keySet()).extracting(family -> family.region().name() + " " + family.type().code()).containsExactlyInAnyOrder(
                "North school", "South school", "North head", "South head", "- head", "North municipality", "South municipality",
                "North region", "South region");
        assertThat(families.values()).allMatch(series -> series.size() == 1);
    }

    @Test
    void ofOneRegionUnitsThatNobodyKnowsAreOfIt() {
        school(1, LAKE);
        IndicatorValues.Builder values =
                IndicatorValues.builder().add(Unit.of(UnitType.HEAD, "nobody"), "x", Period.of(2021), IndicatorValue.of(1));
        assertThat(declared(values).keySet()).containsExactly(family(NORTH, UnitType.HEAD, "x"));
    }

    @Test
    void valuesOfOneWorkAndTheCountsOfConditionsAreNoIndicators() {
        school(1, LAKE);
        Unit organisation = Unit.of(UnitType.ORGANISATION, "s1");
        IndicatorValues.Builder values = IndicatorValues.builder()
                .add(new IndicatorValues.Key(id(1), "of_work", Period.of(2021), "vpr"), IndicatorValue.of(1))
                .add(id(1), "insufficient", Period.of(2021), IndicatorValue.insufficient(0, "few"))
                .add(organisation, "clubs", Period.of(2021), IndicatorValue.of(1))
                .add(organisation, "overall", Period.of(2021), IndicatorValue.of(1));
        for (String count : List.of("info_stand", "respondents", "overall", "channels", "waiting_timely", "waiting_score")) {
            values.add(organisation, "noko." + count, Period.of(2021), IndicatorValue.of(10));
        }
        assertThat(declared(values).keySet()).extracting(family -> family.type().code() + " " + family.indicator())
                .containsExactlyInAnyOrder("organisation clubs", "organisation overall");
    }

    private static Methodology methodology(String edition, LocalDate from, LocalDate to) {
        return Methodology.builder("own", edition).unitTypes(UnitType.SCHOOL).validFrom(from).validTo(to)
                .root(Criterion.builder("places", Source.metric("places")).rule(Rule.Scaled.identity(10)).build()).build();
    }

    @Test
    void totalsOfScorecardsStandOnTheScaleOfTheirEdition() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int year = 2019; year <= 2021; year++) {
            values.add(id(1), "places", Period.of(year), IndicatorValue.of(year - 2015));
        }
        ScorecardReview criteria = Review.standard().run(ReviewInput.of(results()).withIndicators(values.build()).withMethodologies(List.of(
                methodology("1", LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)),
                methodology("2", LocalDate.of(2020, 1, 1), LocalDate.of(2022, 12, 31))))).criteria();
        Map<TrendSeries.Family, List<YearSeries>> families = series().declared(IndicatorValues.empty(), criteria.scorecards(), COUNTED::contains);
        assertThat(families.keySet()).containsExactly(family(NORTH, UnitType.SCHOOL, "own"));
        YearSeries totals = families.get(family(NORTH, UnitType.SCHOOL, "own")).get(0);
        assertThat(totals.points()).extracting(point -> point.period() + " " + point.value() + " edition " + point.scale())
                .containsExactly("2019 4.0 edition 1", "2020 5.0 edition 2", "2021 6.0 edition 2");
        assertThat(totals.comparable(Comparability.FULL).used()).hasSize(2);
    }

    @Test
    void anIndicatorNamedAsAMethodologyHarmsNothing() {
        school(1, LAKE);
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int year = 2019; year <= 2021; year++) {
            values.add(id(1), "places", Period.of(year), IndicatorValue.of(year - 2015)).add(id(1), "own", Period.of(year), IndicatorValue.of(100));
        }
        Review.Result review = Review.standard().run(ReviewInput.of(results()).withIndicators(values.build())
                .withMethodologies(List.of(methodology("1", LocalDate.of(2019, 1, 1), LocalDate.of(2022, 12, 31)))));
        assertThat(points(series().declared(values.build(), review.criteria().scorecards(), COUNTED::contains), "own"))
                .as("the totals have their trend, unmixed").containsExactly("2019 4.000", "2020 5.000", "2021 6.000");
        assertThat(review.trends().families()).extracting(TrendReview.Family::indicator).containsOnlyOnce("own");
    }

    @Test
    void withoutResultsAndValuesThereIsNothing() {
        assertThat(series().standing()).isEmpty();
        assertThat(series().shares(TrendSeries.PASSED)).isEmpty();
        assertThat(series().declared(IndicatorValues.empty(), List.of(), COUNTED::contains)).isEmpty();
    }
}
