package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeAgainstRegionTest {
    private static final Period FROM = Period.of(2022);
    private static final Period TO = Period.of(2023);
    private static final ChangeAgainstRegion METHOD = ChangeAgainstRegion.withDefaults();

    private static YearSeries school(Point... points) {
        return series(YearSeries.builder(SchoolId.of("edu280417"), "mean_z"), points);
    }

    private static YearSeries region(Point... points) {
        return series(YearSeries.builder(Region.of("Amur"), "mean_z"), points);
    }

    private static YearSeries series(YearSeries.Builder builder, Point... points) {
        for (Point point : points) {
            builder.add(point);
        }
        return builder.build();
    }

    /**
     * The four cases of a table of differences in differences worked out in Python with double precision:
     * {@code did = (y1-y0)-(R1-R0); se = sqrt(sum(s**2*(1-2*w)+r**2))}, p by {@code scipy.stats.norm.sf}. Numbers of pupils are chosen
     * so that n of the school over n of the region is the share w of the table.
     */
    @ParameterizedTest
    @CsvSource({
        "3.42,.08,3.61,.09, 3.5,.01,3.58,.01,   20,20,1000, .19,.08,.11, .11882760622010358,.9257108133294178,.354596286807778",
        "48,2.1,44,2.4, 51,.2,50.5,.2,          10,12,1000, -4,-.5,-3.5, 3.1660006317118765,-1.1054956732928787,.26894486817723284",
        ".55,.06,.7,.06, .6,.004,.66,.004,      4,4,1000,   .15,.06,.09, .08470182996842512,1.0625508331230833,.287985693917961"
    })
    void theUnitIsPartOfItsRegion(double y0, double s0, double y1, double s1, double r0, double e0, double r1, double e1,
            long n0, long n1, long all, double change, double regionChange, double did, double error, double z, double p) {
        var result = METHOD.test(
                school(Point.ofMean(2022, y0, 1, n0).withStandardError(s0), Point.ofMean(2023, y1, 1, n1).withStandardError(s1)),
                region(Point.ofMean(2022, r0, 1, all).withStandardError(e0), Point.ofMean(2023, r1, 1, all).withStandardError(e1)),
                FROM, TO);
        assertThat(result.unit().orElseThrow().value()).isCloseTo(change, within(1e-12));
        assertThat(result.region().orElseThrow().value()).isCloseTo(regionChange, within(1e-12));
        var difference = result.difference().orElseThrow();
        assertThat(difference.value()).isCloseTo(did, within(1e-12));
        assertThat(difference.standardError()).isCloseTo(error, within(1e-12));
        assertThat(difference.z()).isCloseTo(z, within(1e-10));
        assertThat(difference.p()).isCloseTo(p, within(1e-10));
        assertThat(difference.interval().upper()).isCloseTo(did + 1.959963984540054 * error, within(1e-9));
        assertThat(result.reasons()).isEmpty();
    }

    /** The same table, region and unit independent. */
    @ParameterizedTest
    @CsvSource({
        "3.42,.08,3.61,.09, 3.5,.01,3.58,.01, .1212435565298214,.9072647087265538,.36426683198105236",
        "48,2.1,44,2.4, 51,.2,50.5,.2,        3.2015621187164243,-1.0932163332202425,.27429882739587585",
        ".55,.06,.7,.06, .6,.004,.66,.004,    .0850411665018772,1.0583109769315453,.28991369014648694",
        "60,3,60,3, 58,.1,62,.1,              4.244997055358225,-.9422856948630909,.3460463900688766"
    })
    void theUnitAndTheRestAreIndependent(double y0, double s0, double y1, double s1, double r0, double e0, double r1, double e1,
            double error, double z, double p) {
        var difference = METHOD.with(ChangeAgainstRegion.Reference.REST).test(
                school(Point.ofMean(2022, y0, 1, 20).withStandardError(s0), Point.ofMean(2023, y1, 1, 20).withStandardError(s1)),
                region(Point.ofMean(2022, r0, 1, 1000).withStandardError(e0), Point.ofMean(2023, r1, 1, 1000).withStandardError(e1)),
                FROM, TO).difference().orElseThrow();
        assertThat(difference.standardError()).isCloseTo(error, within(1e-12));
        assertThat(difference.z()).isCloseTo(z, within(1e-10));
        assertThat(difference.p()).isCloseTo(p, within(1e-10));
    }

    @Test
    void withoutNumbersOfPupilsTheShareIsTakenAsNothing() {
        var difference = METHOD.test(
                school(Point.of(2022, 3.42, .08), Point.of(2023, 3.61, .09)),
                region(Point.of(2022, 3.5, .01), Point.of(2023, 3.58, .01)), FROM, TO).difference().orElseThrow();
        assertThat(difference.standardError()).isCloseTo(.1212435565298214, within(1e-12));
    }

    /** PISA, mathematics in Germany 2012 to 2015 (PMC7264417, table 6): sampling 4.1, linking 3.5, together 5.4. */
    @Test
    void theErrorOfLinkingWidensTheChangeOfTheUnitAndNotTheDifference() {
        double half = 4.1 / Math.sqrt(2);
        YearSeries unit = school(Point.of(2022, 514, half), Point.of(2023, 506, half));
        YearSeries region = region(Point.of(2022, 490, 1), Point.of(2023, 488, 1));
        var linked = METHOD.withLinkError(3.5).test(unit, region, FROM, TO);
        assertThat(linked.unit().orElseThrow().standardError()).isCloseTo(5.4, within(.05));
        assertThat(linked.unit().orElseThrow().standardError()).isCloseTo(Math.sqrt(4.1 * 4.1 + 3.5 * 3.5), within(1e-12));
        assertThat(linked.region().orElseThrow().standardError()).isCloseTo(Math.sqrt(2 + 3.5 * 3.5), within(1e-12));
        assertThat(linked.difference()).isEqualTo(METHOD.test(unit, region, FROM, TO).difference());
    }

    @Test
    void shocksMoveTheUnitTwiceAndStayOutOfTheRegion() {
        YearSeries unit = school(Point.of(2022, 1, .3), Point.of(2023, 2, .4));
        YearSeries region = region(Point.of(2022, 1, .1), Point.of(2023, 1, .1));
        var result = METHOD.withShock(.5).test(unit, region, FROM, TO);
        assertThat(result.unit().orElseThrow().standardError()).isCloseTo(Math.sqrt(.09 + .16 + 1), within(1e-12));
        assertThat(result.region().orElseThrow().standardError()).isCloseTo(Math.sqrt(.02), within(1e-12));
        assertThat(result.difference().orElseThrow().standardError()).isCloseTo(Math.sqrt(1.25 + .02), within(1e-12));
    }

    @Test
    void aRegionIsNoSurerThanThePartOfItThatIsTheUnit() {
        // The unit is four fifths of the region: var(S - R) is at least (1 - w)^2 s^2, .04 of 1 in each period.
        var difference = METHOD.test(
                school(Point.ofMean(2022, 0, 1, 80).withStandardError(1), Point.ofMean(2023, 1, 1, 80).withStandardError(1)),
                region(Point.ofMean(2022, 0, 1, 100).withStandardError(.01), Point.ofMean(2023, 1, 1, 100).withStandardError(.01)),
                FROM, TO).difference().orElseThrow();
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(.08), within(1e-12));
    }

    @Test
    void aUnitThatIsItsRegionHasNoDifferenceAndALargerOneNeither() {
        YearSeries unit = school(Point.ofMean(2022, 1, 1, 80), Point.ofMean(2023, 2, 1, 80));
        var same = METHOD.test(unit, region(Point.ofMean(2022, 1, 1, 80), Point.ofMean(2023, 2, 1, 90)), FROM, TO);
        assertThat(same.difference()).isEmpty();
        assertThat(same.reasons()).extracting(Object::toString).containsExactly("difference 2022 part-is-whole");
        var larger = METHOD.test(unit, region(Point.ofMean(2022, 1, 1, 90), Point.ofMean(2023, 2, 1, 70)), FROM, TO);
        assertThat(larger.reasons()).extracting(Object::toString).containsExactly("difference 2023 part-larger-than-whole");
    }

    @Test
    void aMissingPeriodIsAnAnswerForEveryQuantityThatNeedsIt() {
        var result = METHOD.test(
                school(Point.of(2022, 1, .3)), region(Point.of(2022, 1, .1), Point.of(2023, 1.5, .1)), FROM, TO);
        assertThat(result.unit()).isEmpty();
        assertThat(result.region()).isPresent();
        assertThat(result.difference()).isEmpty();
        assertThat(result.reasons()).extracting(Object::toString).containsExactly("unit 2023 no-point", "difference 2023 no-point");
        assertThat(result).hasToString("Change[edu280417 mean_z 2022..2023: unknown, [unit 2023 no-point, difference 2023 no-point]]");
    }

    @Test
    void autumnWorksAreComparedWithTheRegionOfThatAutumnOnly() {
        Point autumn = Point.of(2022, 1, .3).withSeason(Season.AUTUMN).withComparability(Comparability.RELATIVE_ONLY);
        Point autumnOfRegion = Point.of(2022, 2, .1).withSeason(Season.AUTUMN).withComparability(Comparability.RELATIVE_ONLY);
        YearSeries unit = school(autumn, Point.of(2023, 2, .4));
        var inSeason = METHOD.test(unit, region(autumnOfRegion, Point.of(2023, 2, .1)), FROM, TO);
        assertThat(inSeason.unit()).isEmpty();
        assertThat(inSeason.region()).isEmpty();
        assertThat(inSeason.difference().orElseThrow().value()).isCloseTo(1, within(1e-12));
        assertThat(inSeason.reasons()).extracting(Object::toString)
                .containsExactly("unit 2022 not-comparable", "region 2022 not-comparable");
        var acrossSeasons = METHOD.test(unit, region(Point.of(2022, 2, .1), Point.of(2023, 2, .1)), FROM, TO);
        assertThat(acrossSeasons.difference()).isEmpty();
        assertThat(acrossSeasons.reasons()).extracting(Object::toString)
                .containsExactly("unit 2022 not-comparable", "difference 2022 other-season");
        assertThat(METHOD.admitting(Comparability.RELATIVE_ONLY).change(unit, FROM, TO).unit()).isPresent();
    }

    @Test
    void pointsThatCompareWithNothingAndOtherScalesAreReasons() {
        YearSeries flat = region(Point.of(2022, 2, .1), Point.of(2023, 2, .1));
        var none = METHOD.test(
                school(Point.of(2022, 1, .3).withComparability(Comparability.NONE), Point.of(2023, 2, .4)), flat, FROM, TO);
        assertThat(none.reasons()).extracting(Object::toString)
                .containsExactly("unit 2022 not-comparable", "difference 2022 not-comparable");
        var scales = METHOD.test(school(Point.of(2022, 1, .3), Point.of(2023, 2, .4).withScale("new")), flat, FROM, TO);
        assertThat(scales.reasons()).extracting(Object::toString).containsExactly("unit 2023 other-scale", "difference 2023 other-scale");
    }

    @Test
    void aPointWithoutAnErrorIsAReason() {
        var result = METHOD.test(
                school(Point.of(2022, 1), Point.of(2023, 2, .4)), region(Point.of(2022, 2, .1), Point.of(2023, 2, .1)), FROM, TO);
        assertThat(result.unit()).isEmpty();
        assertThat(result.difference()).isEmpty();
        assertThat(result.reasons()).extracting(Object::toString)
                .containsExactly("unit 2022 no-standard-error", "difference 2022 no-standard-error");
    }

    @Test
    void aSeriesByItselfHasAChangeAndNoReasonsAboutARegion() {
        var result = METHOD.withConfidence(.8).change(school(Point.of(2022, 48, 2.1), Point.of(2023, 44, 2.4)), FROM, TO);
        var change = result.unit().orElseThrow();
        assertThat(change.value()).isEqualTo(-4);
        assertThat(change.standardError()).isCloseTo(Math.sqrt(2.1 * 2.1 + 2.4 * 2.4), within(1e-12));
        assertThat(change.interval().lower()).isCloseTo(-4 - 1.2815515655446004 * change.standardError(), within(1e-9));
        assertThat(result.region()).isEmpty();
        assertThat(result.difference()).isEmpty();
        assertThat(result.reasons()).isEmpty();
        assertThat(result).hasToString("Change[edu280417 mean_z 2022..2023: -4.000 [-8.087; 0.08692], p 0.210]");
    }

    @Test
    void numbersBeyondReckoningAreAReason() {
        var result = METHOD.withShock(1e308).change(school(Point.of(2022, 1, 1), Point.of(2023, 2, 1)), FROM, TO);
        assertThat(result.unit()).isEmpty();
        assertThat(result.reasons()).extracting(Object::toString).containsExactly("unit 2023 no-number");
    }

    @Test
    void mistakesOfTheCallerAreRefused() {
        YearSeries one = school(Point.of(2022, 1, 1), Point.of(2023, 2, 1));
        assertThatThrownBy(() -> METHOD.change(one, TO, FROM)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2023");
        assertThatThrownBy(() -> METHOD.change(one, TO, TO)).isInstanceOf(IllegalArgumentException.class);
        YearSeries other = YearSeries.builder(Region.of("Amur"), "share_2").add(Point.of(2022, 1, 1)).build();
        assertThatThrownBy(() -> METHOD.test(one, other, FROM, TO)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share_2");
        assertThatThrownBy(() -> METHOD.withLinkError(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
        assertThatThrownBy(() -> METHOD.withShock(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> METHOD.withConfidence(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMethodNamesItsParameters() {
        assertThat(METHOD.withLinkError(.5).method()).hasToString("trend/change-against-region 1 "
                + "[link-error=0.5, omega2=0.0, confidence=0.95, admitting=FULL, region=WHOLE]");
    }
}
