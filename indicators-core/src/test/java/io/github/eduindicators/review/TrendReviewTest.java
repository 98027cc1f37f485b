package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.trend.TrendMonitor;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendReviewTest {
    private static final Region NORTH = Region.of("North");
    private static final Region SOUTH = Region.of("South");
    private static final Region EAST = Region.of("East");
    private static final ScoreScale SCALE = ScoreScale.of(100, 35, 50, 65);
    /** Nobody wrote in 2019. */
    private static final int[] YEARS = {2017, 2018, 2020, 2021, 2022};
    private static final double PLANTED = 0.15;

    private static final World WORLD = World.standard();
    private static final Review.Result REVIEW = WORLD.review();
    private static final TrendReview TRENDS = REVIEW.trends();

    /** Schools of forty pupils a work, whose levels go along lines with the years, up to what moves a school in one year alone. */
    private static final class World {
        /** Of n01 to n08, a planted rise, of n09 to n16 a fall. */
        static final int EACH = 8;
        static final SchoolId LIFTED = SchoolId.of("n70");
        static final SchoolId LATE = SchoolId.of("n60");
        static final SchoolId NEW = SchoolId.of("n61");
        static final SchoolId GONE = SchoolId.of("n62");
        static final SchoolId EMPTY = SchoolId.of("n99");

        final List<School> register = new ArrayList<>();
        final List<Object[]> rows = new ArrayList<>();
        final Map<SchoolId, Double> slopes = new TreeMap<>();
        final List<Object[]> values = new ArrayList<>();

        /** Seventy schools of North in ten municipalities, with indicators; nine of South with years enough; ten of East with one year. */
        static World standard() {
            World world = new World();
            world.north();
            world.south();
            Random random = new Random(3);
            for (int number = 1; number <= 10; number++) {
                SchoolId id = world.school(EAST, "e", number);
                world.pupils(id, 2022, Subject.RUSSIAN, 0.1 * number, random);
                world.values.add(new Object[] {id, "clubs", "2022", IndicatorValue.of(number)});
            }
            return world;
        }

        void north() {
            Random random = new Random(1);
            for (int number = 1; number <= 70; number++) {
                SchoolId id = school(NORTH, "n", number);
                double slope = number <= EACH ? PLANTED : number <= 2 * EACH ? -PLANTED : 0.03 * random.nextGaussian();
                slopes.put(id, slope);
                double level = 0.3 * random.nextGaussian();
                for (int year : YEARS) {
                    double shock = 0.05 * random.nextGaussian();
                    for (Subject subject : List.of(Subject.MATHEMATICS, Subject.RUSSIAN)) {
                        boolean absent = id.equals(LATE) && year < 2020 || id.equals(NEW) && year < 2021 || id.equals(GONE) && year == 2022;
                        if (!absent) {
                            pupils(id, year, subject, level + shock + slope * (year - 2020), random);
                        }
                    }
                }
                for (int year = 2019; year <= 2022; year++) {
                    double rise = Math.abs(slope) == PLANTED ? 5 * Math.signum(slope) : 0;
                    int done = (int) Math.max(0, Math.min(40, 20 + Math.rint(3 * random.nextGaussian() + rise * (year - 2020))));
                    values.add(new Object[] {id, "clubs", Integer.toString(year), IndicatorValue.ratio(done, 40)});
                    values.add(new Object[] {id, "clubs", year + "-H2", IndicatorValue.ratio(done / 2, 40)});
                }
            }
            register.add(School.builder(EMPTY).municipality(Municipality.of(NORTH, "M0")).build());
        }

        void south() {
            Random random = new Random(2);
            for (int number = 1; number <= 9; number++) {
                SchoolId id = school(SOUTH, "s", number);
                for (int year : YEARS) {
                    pupils(id, year, Subject.MATHEMATICS, 0.1 * number, random);
                }
                for (int year = 2020; year <= 2022; year++) {
                    values.add(new Object[] {id, "clubs", Integer.toString(year), IndicatorValue.ratio(random.nextInt(20), 20)});
                }
            }
        }

        private SchoolId school(Region region, String prefix, int number) {
            SchoolId id = SchoolId.of(String.format(Locale.ROOT, "%s%02d", prefix, number));
            register.add(School.builder(id).name("School " + id).municipality(Municipality.of(region, "M" + number % 10)).build());
            return id;
        }

        private void pupils(SchoolId id, int year, Subject subject, double level, Random random) {
            Assessment work = Assessment.vpr(year, subject, 5, SCALE);
            for (int pupil = 0; pupil < 40; pupil++) {
                int score = (int) Math.max(0, Math.min(100, Math.rint(50 + 12 * (level + random.nextGaussian()))));
                for (int below = 1; below <= 5; below++) {
                    if (id.equals(LIFTED) && SCALE.cuts().contains(score + below)) {
                        score += below;
                        break;
                    }
                }
                rows.add(new Object[] {id, work, score});
            }
        }

        Review.Result review() {
            ScoreTally tally = ScoreTally.create();
            rows.forEach(row -> tally.add((SchoolId) row[0], (Assessment) row[1], (int) row[2], ScoreDistribution.NO_MARK));
            IndicatorValues.Builder indicators = IndicatorValues.builder();
            values.forEach(row -> indicators.add((Unit) row[0], (String) row[1], Period.parse((String) row[2]), (IndicatorValue) row[3]));
            return Review.standard().run(
                    ReviewInput.of(tally.snapshot().withSchools(register)).withIndicators(indicators.build()));
        }

        List<SchoolId> planted(double slope) {
            return slopes.entrySet().stream().filter(entry -> entry.getValue() == slope).map(Map.Entry::getKey).toList();
        }
    }

    private static TrendReview.Overall north() {
        return TRENDS.overall().get(NORTH);
    }

    private static TrendMonitoring.Row row(SchoolId school) {
        return north().schools().row(YearSeries.Key.of(school, "mean_z")).orElseThrow();
    }

    private static List<TrendMonitoring.Row> rows(TrendReview review) {
        List<TrendMonitoring.Row> rows = new ArrayList<>();
        review.forEach(rows::add);
        return rows;
    }

    private static TrendReview.Family family(Region region, UnitType type, String indicator, String subject) {
        return TRENDS.families().stream().filter(family -> family.region().equals(region) && family.type() == type
                && family.indicator().equals(indicator) && family.subject().equals(subject)).findFirst().orElseThrow();
    }

    @Test
    void plantedTrendsAreLabelled() {
        // The error of a slope is about sqrt(1 / 80 + 0.05^2) / sqrt(17.2) = 0.03, of five years about 2019.6: a slope of 0.15 is five errors.
        assertThat(WORLD.planted(PLANTED)).hasSize(World.EACH)
                .filteredOn(school -> row(school).label() == Label.IMPROVING).hasSizeGreaterThanOrEqualTo(World.EACH - 1);
        assertThat(WORLD.planted(-PLANTED)).hasSize(World.EACH)
                .filteredOn(school -> row(school).label() == Label.DECLINING).hasSizeGreaterThanOrEqualTo(World.EACH - 1);
    }

    @Test
    void labelsAreWrongAboutAsOftenAsTheySay() {
        double expected = north().schools().expectedFalse(Label.IMPROVING) + north().schools().expectedFalse(Label.DECLINING);
        // Each label is wrong with at most 0.05; that of n labels more than 0.05 n + 3 sqrt(0.05 n) are, has a chance below 1 %.
        long labelled = north().schools().rows().stream().filter(TrendReviewTest::moves).count();
        assertThat(expected).isLessThan(0.05 * labelled);
        long wrong = north().schools().rows().stream().filter(TrendReviewTest::moves)
                .filter(row -> WORLD.slopes.get((SchoolId) row.key().unit()) > 0 != (row.label() == Label.IMPROVING)).count();
        assertThat(wrong).isLessThanOrEqualTo((long) (expected + 3 * Math.sqrt(expected) + 1));
        // Of the 54 others every slope is 0.03 or so, one error: few can be told.
        assertThat(labelled).isBetween(14L, 16L + 54 / 3);
    }

    private static boolean moves(TrendMonitoring.Row row) {
        return row.label() == Label.IMPROVING || row.label() == Label.DECLINING;
    }

    @Test
    void aYearWithoutWorksIsNotClosedUp() {
        assertThat(row(WORLD.planted(PLANTED).get(0)).years()).isEqualTo(5);
        for (double planted : new double[] {PLANTED, -PLANTED}) {
            double mean = WORLD.planted(planted).stream().mapToDouble(school -> row(school).slope().orElseThrow().value()).average().orElseThrow();
            // The mean of eight slopes has the error 0.011; by positions instead of years it would be 0.19.
            assertThat(mean).isCloseTo(planted, within(0.025));
        }
        assertThat(north().series(WORLD.planted(PLANTED).get(0)).orElseThrow().points())
                .extracting(point -> point.period().year()).containsExactly(2017, 2018, 2020, 2021, 2022);
    }

    @Test
    void aSchoolThatStartedLateHasItsOwnYears() {
        assertThat(row(World.LATE).years()).isEqualTo(3);
        assertThat(row(World.LATE).reason()).isNotEqualTo("few-years");
        assertThat(row(World.NEW).years()).isEqualTo(2);
        assertThat(row(World.NEW).label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(row(World.NEW).reason()).isEqualTo("few-years");
    }

    @Test
    void aSchoolWithoutTheLastYearIsInsufficient() {
        assertThat(row(World.GONE).years()).isEqualTo(4);
        assertThat(row(World.GONE).label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(row(World.GONE).reason()).isEqualTo("last-year-missing");
    }

    @Test
    void aDoubtfulSchoolKeepsItsRowsAndStandsOnNoListOfTrends() {
        assertThat(REVIEW.effectiveness().doubtful()).filteredOn(WORLD.slopes::containsKey).containsExactly(World.LIFTED);
        assertThat(rows(TRENDS)).filteredOn(row -> row.key().unit().equals(World.LIFTED)).extracting(row -> row.key().toString())
                .containsExactlyInAnyOrder("n70 clubs", "n70 clubs_half_yearly", "n70 mean_z", "n70 mean_z VPR mathematics 5",
                        "n70 mean_z VPR russian 5", "n70 pass_rate VPR mathematics 5", "n70 pass_rate VPR russian 5",
                        "n70 quality_rate VPR mathematics 5", "n70 quality_rate VPR russian 5");
        assertThat(REVIEW.lists()).filteredOn(row -> row.list().startsWith("trend-") && row.unit().equals(World.LIFTED)).hasSize(2)
                .allSatisfy(row -> {
                    assertThat(row.member()).isEqualTo(ListRow.Member.INSUFFICIENT_DATA);
                    assertThat(row.reasons()).containsExactly(Fact.of("reason", "doubtful-results"));
                });
    }

    @Test
    void theLawOfSlopesIsThatOfTheOthers() {
        TrendMonitoring.Result all = north().schools();
        List<YearSeries> clear = all.rows().stream().map(row -> row.key().unit()).filter(unit -> !unit.equals(World.LIFTED))
                .map(unit -> north().series(unit).orElseThrow()).toList();
        TrendMonitoring.Result others = TrendMonitoring.withDefaults().relative().admitting(YearSeries.Comparability.RELATIVE_ONLY)
                .withPupilDeviation(1).run(clear);
        assertThat(all.rows()).hasSize(others.rows().size() + 1);
        assertThat(all.shock().omegaSquared()).isEqualTo(others.shock().omegaSquared());
        assertThat(all.slopes().orElseThrow().tauSquared()).isEqualTo(others.slopes().orElseThrow().tauSquared());
        assertThat(all.slopes().orElseThrow().mean()).isEqualTo(others.slopes().orElseThrow().mean());
        assertThat(others.rows()).allSatisfy(row -> assertThat(bits(all.row(row.key()).orElseThrow())).isEqualTo(bits(row)));
    }

    private static String bits(TrendMonitoring.Row row) {
        return row.key() + " " + row.years() + " " + row.slope().map(slope -> slope.value()) + " " + row.slopeError() + " " + row.ebSlope()
                + " " + row.ebError() + " " + row.probabilityUp() + " " + row.label() + " " + row.reason();
    }

    @Test
    void aRegionWithOneYearHasNoTrends() {
        assertThat(TRENDS.overall()).containsOnlyKeys(NORTH, SOUTH);
        assertThat(TRENDS.families()).extracting(TrendReview.Family::region).doesNotContain(EAST);
        assertThat(rows(TRENDS)).extracting(row -> row.key().unit().code()).noneMatch(code -> code.startsWith("e") || code.equals("East"));
        assertThat(REVIEW.lists()).filteredOn(row -> row.list().startsWith("trend-")).extracting(row -> row.unit().code())
                .noneMatch(code -> code.startsWith("e"));
        assertThat(TRENDS.findings()).noneMatch(finding -> finding.unit().code().startsWith("e"));
    }

    @Test
    void regionsDoNotMoveEachOther() {
        World alone = new World();
        alone.north();
        Review.Result north = alone.review();
        List<String> ofNorth = rows(TRENDS).stream().filter(row -> !row.key().unit().code().matches("s\\d\\d|South"))
                .filter(row -> !(row.key().unit() instanceof Municipality place && place.region().equals(SOUTH)))
                .map(TrendReviewTest::bits).toList();
        assertThat(rows(north.trends())).extracting(TrendReviewTest::bits).isEqualTo(ofNorth).hasSizeGreaterThan(500);
        assertThat(north.lists().stream().filter(row -> row.list().startsWith("trend-")).map(row -> row + "" + row.reasons()))
                .containsExactlyElementsOf(REVIEW.lists().stream()
                        .filter(row -> row.list().startsWith("trend-") && row.unit().code().startsWith("n"))
                        .map(row -> row + "" + row.reasons()).toList());
    }

    @Test
    void theOrderOfTheInputChangesNoBit() {
        World shuffled = World.standard();
        Collections.shuffle(shuffled.rows, new Random(5));
        Collections.shuffle(shuffled.register, new Random(6));
        Collections.shuffle(shuffled.values, new Random(7));
        Review.Result review = shuffled.review();
        assertThat(rows(review.trends())).extracting(TrendReviewTest::bits)
                .containsExactlyElementsOf(rows(TRENDS).stream().map(TrendReviewTest::bits).toList());
        assertThat(review.trends().findings()).isEqualTo(TRENDS.findings());
        assertThat(review.lists()).isEqualTo(REVIEW.lists());
        assertThat(review.trends().overall().get(NORTH).forecast().toString()).isEqualTo(north().forecast().toString());
    }

    @Test
    void rowsAreInTheOrderOfTheirKeys() {
        assertThat(rows(TRENDS)).extracting(TrendMonitoring.Row::key).isSorted().doesNotHaveDuplicates();
        assertThat(rows(TRENDS)).hasSize(TRENDS.families().stream().mapToInt(family -> family.result().rows().size()).sum());
    }

    @Test
    void everyKindOfUnitAndIndicatorWithYearsIsFollowed() {
        assertThat(TRENDS.families()).filteredOn(family -> family.region().equals(NORTH)).extracting(
                        family -> family.type().code() + " " + family.indicator() + " " + family.procedure() + " " + family.subject())
                .containsExactly(
                        "school clubs  ", "school clubs_half_yearly  ",
                        "school mean_z  ", "school mean_z VPR mathematics", "school mean_z VPR russian",
                        "school pass_rate VPR mathematics", "school pass_rate VPR russian",
                        "school quality_rate VPR mathematics", "school quality_rate VPR russian",
                        "municipality mean_z  ", "municipality mean_z VPR mathematics", "municipality mean_z VPR russian",
                        "municipality pass_rate VPR mathematics", "municipality pass_rate VPR russian",
                        "municipality quality_rate VPR mathematics", "municipality quality_rate VPR russian",
                        "region pass_rate VPR mathematics", "region pass_rate VPR russian",
                        "region quality_rate VPR mathematics", "region quality_rate VPR russian");
        assertThat(family(NORTH, UnitType.SCHOOL, "clubs", "").result().rows()).hasSize(70);
        // The planted rise 5 of 40 a year; the error of four years is sqrt(2) 3 of 40 over sqrt(5), a third of that.
        assertThat(family(NORTH, UnitType.SCHOOL, "clubs", "").result().rows(Label.IMPROVING)).extracting(row -> row.key().unit())
                .filteredOn(WORLD.planted(PLANTED)::contains).hasSizeGreaterThanOrEqualTo(World.EACH / 2);
        assertThat(family(NORTH, UnitType.SCHOOL, "clubs", "").result().rows(Label.DECLINING)).extracting(row -> row.key().unit())
                .filteredOn(WORLD.planted(-PLANTED)::contains).hasSizeGreaterThanOrEqualTo(World.EACH / 2);
        assertThat(family(NORTH, UnitType.MUNICIPALITY, "mean_z", "").result().rows()).hasSize(10);
    }

    @Test
    void oneRegionOfFewSchoolsBorrowsNothing() {
        TrendMonitoring.Result south = TRENDS.overall().get(SOUTH).schools();
        assertThat(south.rows()).hasSize(9).allSatisfy(row -> {
            assertThat(row.years()).isEqualTo(5);
            assertThat(row.ebSlope()).isEmpty();
            assertThat(row.slope()).isPresent();
        });
    }

    @Test
    void findingsAreOfThePlaceOverAllWorksAndOfDeclaredIndicators() {
        List<TrendMonitoring.Result> told = TRENDS.families().stream().filter(family -> family.procedure().isEmpty())
                .map(TrendReview.Family::result).toList();
        assertThat(TRENDS.findings()).isEqualTo(TrendMonitoring.findings(told)).isSortedAccordingTo(Finding.order());
        int declining = told.stream().mapToInt(result -> result.rows(Label.DECLINING).size()).sum();
        assertThat(declining).isGreaterThanOrEqualTo(World.EACH);
        assertThat(TRENDS.findings()).filteredOn(finding -> finding.outcome() == Outcome.FLAGGED).hasSize(declining)
                .allMatch(finding -> finding.method().id().equals("trend/monitoring"));
        int all = TRENDS.families().stream().mapToInt(family -> family.result().rows(Label.DECLINING).size()).sum();
        assertThat(all).as("work by work there are more").isGreaterThan(declining);
        assertThat(REVIEW.findings()).containsAll(TRENDS.findings());
        assertThat(REVIEW.summaries()).filteredOn(summary -> summary.method().id().equals("trend/monitoring")).singleElement()
                .satisfies(summary -> {
                    assertThat(summary.flaggedUnits()).isEqualTo((int) TRENDS.findings().stream()
                            .filter(finding -> finding.outcome() == Outcome.FLAGGED).map(Finding::unit).distinct().count());
                    double expected = told.stream().mapToDouble(result -> result.expectedFalse(Label.DECLINING)).sum();
                    assertThat(summary.expectedFalseAlarms().orElseThrow()).isCloseTo(expected, within(1e-9));
                });
    }

    @Test
    void theListsOfTrendsHoldEverySchoolOnceForTheLastYear() {
        Set<Unit> schools = new TreeSet<>(Unit.order());
        TRENDS.overall().values().forEach(overall -> overall.schools().rows().forEach(row -> schools.add(row.key().unit())));
        assertThat(schools).hasSize(79).doesNotContain(World.EMPTY);
        for (String list : List.of(TrendReview.IMPROVING, TrendReview.DECLINING)) {
            List<ListRow> rows = REVIEW.lists().stream().filter(row -> row.list().equals(list)).toList();
            assertThat(rows).extracting(ListRow::unit).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(schools);
            assertThat(rows).allMatch(row -> row.year() == 2022 && !row.reasons().isEmpty());
        }
        assertThat(members(TrendReview.IMPROVING)).containsAll(north().schools().among(unit -> !unit.equals(World.LIFTED))
                .improving(MultipleTesting.BENJAMINI_HOCHBERG, 0.05).rows().stream()
                .filter(row -> row.label() != Label.INSUFFICIENT).map(row -> row.key().unit()).toList());
        assertThat(members(TrendReview.IMPROVING)).contains(WORLD.planted(PLANTED).get(0)).doesNotContain(World.NEW, World.GONE)
                .doesNotContainAnyElementsOf(WORLD.planted(-PLANTED));
        assertThat(members(TrendReview.DECLINING)).contains(WORLD.planted(-PLANTED).get(0))
                .doesNotContainAnyElementsOf(WORLD.planted(PLANTED));
        assertThat(list(TrendReview.DECLINING, World.GONE).member()).isEqualTo(ListRow.Member.INSUFFICIENT_DATA);
        assertThat(list(TrendReview.DECLINING, World.GONE).reasons()).containsExactly(Fact.of("reason", "last-year-missing"));
        assertThat(list(TrendReview.IMPROVING, WORLD.planted(PLANTED).get(0)).reasons()).extracting(Fact::key)
                .containsExactly("years", "eb_slope", "p_up");
    }

    private static List<Unit> members(String list) {
        return REVIEW.lists().stream().filter(row -> row.list().equals(list) && row.member() == ListRow.Member.YES).map(ListRow::unit).toList();
    }

    private static ListRow list(String list, Unit unit) {
        return REVIEW.lists().stream().filter(row -> row.list().equals(list) && row.unit().equals(unit)).findFirst().orElseThrow();
    }

    @Test
    void theTrackedListHasARowForEverySchoolAndYearOfTheFederalOne() {
        Map<Unit, TreeSet<Integer>> federal = new TreeMap<>(Unit.order());
        REVIEW.effectiveness().memberships().stream().filter(membership -> membership.list().equals("shnor-federal")).forEach(
                membership -> federal.computeIfAbsent(membership.unit(), unit -> new TreeSet<>()).add(membership.period().year()));
        // The year that nobody wrote in counts as one without data.
        List<String> expected = federal.entrySet().stream().flatMap(entry -> IntStream.rangeClosed(entry.getValue().first(), entry.getValue().last())
                .mapToObj(year -> entry.getKey() + " " + year)).toList();
        List<ListRow> tracked = REVIEW.lists().stream().filter(row -> row.list().equals("shnor-tracked")).toList();
        assertThat(expected).hasSizeGreaterThan(400);
        assertThat(tracked).extracting(row -> row.unit() + " " + row.year()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(tracked).allMatch(row -> !row.reasons().isEmpty());
    }

    @Test
    void oneBadYearDoesNotPutASchoolOnTheTrackedList() {
        // Once a member, a school stays for a while; who was never on the federal list is never on the tracked one.
        Set<Unit> ever = REVIEW.effectiveness().memberships().stream()
                .filter(membership -> membership.list().equals("shnor-federal") && membership.member() == Membership.Answer.YES)
                .map(Membership::unit).collect(Collectors.toSet());
        assertThat(members("shnor-tracked")).allMatch(ever::contains);
    }

    @Test
    void theWorksOfSchoolsThatMoveAreAtHand() {
        SchoolId up = WORLD.planted(PLANTED).get(0);
        assertThat(north().works(up)).extracting(series -> series.key().subject()).containsExactly("mathematics", "russian");
        north().schools().rows().stream().filter(row -> !moves(row)).forEach(
                row -> assertThat(north().works((SchoolId) row.key().unit())).as(row.toString()).isEmpty());
        assertThat(north().series(Municipality.of(NORTH, "M1"))).isPresent();
        assertThat(north().series(Municipality.of(SOUTH, "M1"))).isEmpty();
        assertThat(north().series(World.EMPTY)).isEmpty();
    }

    @Test
    void whatTheLastYearChangedIsSaid() {
        TrendMonitor.Update update = north().latest().orElseThrow();
        Map<YearSeries.Key, TrendMonitor.Change> changes =
                update.changes().stream().collect(Collectors.toMap(TrendMonitor.Change::key, change -> change));
        assertThat(changes.values()).allSatisfy(change -> assertThat(change.to())
                .isEqualTo(north().schools().row(change.key()).orElseThrow().label()));
        assertThat(changes).as("it did not write").containsKey(YearSeries.Key.of(World.GONE, "mean_z"));
        SchoolId up = WORLD.planted(PLANTED).get(0);
        assertThat(update.surprises(0)).extracting(TrendMonitor.Change::key).contains(YearSeries.Key.of(up, "mean_z"))
                .doesNotContain(YearSeries.Key.of(World.GONE, "mean_z"));
        assertThat(north().schools().last()).hasValue(Period.of(2022));
        assertThat(north().forecast().next(YearSeries.Key.of(up, "mean_z"), Period.of(2023)).orElseThrow().interval().value())
                .as("goes on rising").isGreaterThan(north().series(up).orElseThrow().points().get(2).value());
    }

    @Test
    void theFirstTwoYearsGiveRowsAndNoLabels() {
        World two = new World();
        two.north();
        two.rows.removeIf(row -> ((Assessment) row[1]).year() > 2018);
        two.values.clear();
        TrendReview review = two.review().trends();
        assertThat(rows(review)).isNotEmpty().allSatisfy(row -> {
            assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
            assertThat(row.reason()).isEqualTo("few-years");
            assertThat(row.years()).isBetween(1, 2);
        });
        assertThat(review.findings()).noneMatch(finding -> finding.outcome() == Outcome.FLAGGED);
        assertThat(review.overall().get(NORTH).latest()).isPresent();
    }

    @Test
    void withoutResultsThereIsNothing() {
        TrendReview nothing = Review.standard().run(ScoreTally.create().snapshot()).trends();
        assertThat(nothing.families()).isEmpty();
        assertThat(nothing.overall()).isEmpty();
        assertThat(nothing.findings()).isEmpty();
        assertThat(nothing.lists()).isEmpty();
        assertThat(rows(nothing)).isEmpty();
    }
}
