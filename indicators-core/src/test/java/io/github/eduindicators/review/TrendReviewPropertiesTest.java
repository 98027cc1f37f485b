package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TrendReviewPropertiesTest {
    /** Works of several years, seasons, scales and kinds; some are written twice a year, some have no boundaries. */
    private static List<Assessment> works() {
        List<Assessment> works = new ArrayList<>();
        for (int year = 2017; year <= 2022; year++) {
            for (int grade = 4; grade <= 5; grade++) {
                works.add(Assessment.vpr(year, Subject.MATHEMATICS, grade, ScoreScale.of(20, 6, 10, 15 + year % 2)));
            }
            works.add(Assessment.builder(Procedure.VPR, year, Subject.MATHEMATICS).grade(4).season(Season.AUTUMN)
                    .scale(ScoreScale.of(3, 1, 2, 3)).build());
            works.add(Assessment.builder(Procedure.VPR, year, Subject.MATHEMATICS).grade(4).id(AssessmentId.of("b" + year))
                    .scale(ScoreScale.of(10, 3, 5, 8)).build());
            works.add(Assessment.builder(Procedure.EGE, year, Subject.RUSSIAN).grade(11).scale(ScoreScale.of(100, 36)).build());
            works.add(Assessment.builder(Procedure.PISA, year, Subject.of("reading")).grade(9).scale(ScoreScale.of(1000)).build());
        }
        return works;
    }

    /** Few schools or many, in one region or two, each with some of the works; pupils alike or not; indicators of every kind. */
    private static ReviewInput input(long seed, boolean shuffled) {
        Random random = new Random(seed);
        List<Object[]> rows = new ArrayList<>();
        List<School> register = new ArrayList<>();
        List<Object[]> values = new ArrayList<>();
        int schools = 1 + random.nextInt(25);
        int chance = 1 + random.nextInt(4);
        boolean alike = random.nextInt(6) == 0;
        for (int i = 0; i < schools; i++) {
            SchoolId id = SchoolId.of("s" + i);
            register.add(School.builder(id).municipality(Municipality.of(Region.of("R" + random.nextInt(2)), "M" + random.nextInt(3))).build());
            for (Assessment work : works()) {
                int pupils = random.nextInt(chance) == 0 ? random.nextInt(12) : 0;
                for (int pupil = 0; pupil < pupils; pupil++) {
                    rows.add(new Object[] {id, work, alike ? work.scale().max() / 2 : random.nextInt(work.scale().max() + 1)});
                }
            }
            for (int year = 2019; year <= 2022; year++) {
                values.add(new Object[] {id, "share", Period.of(year), IndicatorValue.ratio(random.nextInt(5), 4 + random.nextInt(3))});
                values.add(new Object[] {Unit.of(UnitType.HEAD, id.value()), "x", Period.of(year),
                        IndicatorValue.of(alike ? 1 : random.nextGaussian() * Math.pow(10, random.nextInt(5)))});
                values.add(new Object[] {id, "share", new Period(year, 1 + random.nextInt(2)), IndicatorValue.of(random.nextInt(3))});
            }
        }
        if (shuffled) {
            Collections.shuffle(rows, new Random(1));
            Collections.shuffle(register, new Random(2));
            Collections.shuffle(values, new Random(3));
        }
        ScoreTally tally = ScoreTally.create();
        rows.forEach(row -> tally.add((SchoolId) row[0], (Assessment) row[1], (int) row[2], ScoreDistribution.NO_MARK));
        IndicatorValues.Builder indicators = IndicatorValues.builder();
        values.forEach(row -> indicators.add((Unit) row[0], (String) row[1], (Period) row[2], (IndicatorValue) row[3]));
        return ReviewInput.of(tally.snapshot().withSchools(register)).withIndicators(indicators.build());
    }

    private static List<TrendMonitoring.Row> rows(TrendReview review) {
        List<TrendMonitoring.Row> rows = new ArrayList<>();
        review.forEach(rows::add);
        return rows;
    }

    private static void finite(OptionalDouble number, TrendMonitoring.Row row) {
        assertThat(number.stream().allMatch(Double::isFinite)).as(row.toString()).isTrue();
    }

    @Property(tries = 10)
    void rowsAreSortedFiniteAndSayWhyThereIsNoLabel(@ForAll long seed) {
        TrendReview trends = Review.standard().run(input(seed, false)).trends();
        assertThat(rows(trends)).extracting(TrendMonitoring.Row::key).isSorted().doesNotHaveDuplicates();
        for (TrendMonitoring.Row row : rows(trends)) {
            boolean labelled = row.label() != Label.INSUFFICIENT && row.label() != Label.NOT_COMPARABLE;
            assertThat(row.reason().isEmpty() || !labelled || row.label() == Label.UNCERTAIN).as(row.toString()).isTrue();
            assertThat(labelled || !row.reason().isEmpty()).as(row.toString()).isTrue();
            assertThat(!labelled || row.years() >= 3 && row.slopeError().isPresent() && row.probabilityUp().isPresent()).as(row.toString())
                    .isTrue();
            finite(row.slopeError(), row);
            finite(row.ebSlope(), row);
            finite(row.probabilityUp(), row);
            row.probabilityUp().ifPresent(p -> assertThat(p).as(row.toString()).isBetween(0.0, 1.0));
            row.slope().ifPresent(slope -> assertThat(Double.isFinite(slope.value())).as(row.toString()).isTrue());
        }
        trends.families().forEach(family -> {
            long years = family.result().rows().stream().flatMap(row -> row.fit().used().stream()).map(YearSeries.Point::period).distinct().count();
            assertThat(years >= 2 || family.result().rows(Label.IMPROVING).isEmpty()).isTrue();
        });
    }

    @Property(tries = 4)
    void theOrderOfTheInputChangesNoBit(@ForAll long seed) {
        Review.Result one = Review.standard().run(input(seed, false));
        Review.Result other = Review.standard().run(input(seed, true));
        assertThat(bits(other)).isEqualTo(bits(one));
        assertThat(other.trends().findings()).isEqualTo(one.trends().findings());
        assertThat(other.lists()).isEqualTo(one.lists());
    }

    private static List<String> bits(Review.Result review) {
        return rows(review.trends()).stream().map(row -> row.key() + " " + row.years() + " " + row.slope() + row.slopeError() + row.ebSlope()
                + row.probabilityUp() + row.label() + row.reason()).toList();
    }
}
