package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TrendMonitoringPropertiesTest {
    private static final int TRIES = 40;
    private static final Map<Label, Label> MIRROR = Map.of(Label.IMPROVING, Label.DECLINING, Label.DECLINING, Label.IMPROVING);

    /** Ragged series of a random region: gaps, points that cannot be compared, other scales, with or without errors. */
    private static List<YearSeries> region(long seed, int schools) {
        Random random = new Random(seed);
        boolean errors = random.nextInt(4) > 0;
        double spread = random.nextInt(3) * 0.4;
        List<YearSeries> all = new ArrayList<>();
        for (int i = 0; i < schools; i++) {
            double slope = spread * random.nextGaussian();
            double level = 10 + random.nextGaussian();
            List<Point> points = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                double value = level + slope * t + (errors ? 0.3 : 0.5) * random.nextGaussian();
                double error = 0.1 + 0.4 * random.nextDouble();
                Point point = errors ? Point.of(2018 + t, value, error) : Point.of(2018 + t, value);
                int kind = random.nextInt(20);
                if (kind > 3) {
                    points.add(point);
                } else if (kind == 0) {
                    points.add(point.withComparability(Comparability.NONE));
                } else if (kind == 1) {
                    points.add(point.withComparability(Comparability.RELATIVE_ONLY));
                } else if (kind == 2) {
                    points.add(point.withScale("other"));
                }
            }
            all.add(YearSeries.of(YearSeries.Key.of(SchoolId.of("s" + i), "mean"), points));
        }
        return all;
    }

    private static List<YearSeries> mapped(List<YearSeries> all, java.util.function.UnaryOperator<Point> change) {
        return all.stream().map(one -> YearSeries.of(one.key(), one.points().stream().map(change).toList())).toList();
    }

    @Property(tries = TRIES)
    void theOrderOfSeriesChangesNoBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int schools) {
        List<YearSeries> all = region(seed, schools);
        List<YearSeries> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed + 1));
        assertThat(TrendMonitorTest.bits(TrendMonitoring.withDefaults().run(shuffled)))
                .isEqualTo(TrendMonitorTest.bits(TrendMonitoring.withDefaults().run(all)));
    }

    @Property(tries = TRIES)
    void labelsHaveWhatTheyNeed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int schools,
            @ForAll @IntRange(min = 2, max = 5) int least) {
        TrendMonitoring monitoring = TrendMonitoring.withDefaults().withLeastYears(least).withPupilDeviation(3);
        TrendMonitoring.Result result = monitoring.run(region(seed, schools));
        for (TrendMonitoring.Row row : result.rows()) {
            double up = row.probabilityUp().orElse(0.5);
            double within = row.probabilityWithin().orElse(0);
            switch (row.label()) {
                case IMPROVING -> assertThat(up).isGreaterThanOrEqualTo(0.95);
                case DECLINING -> assertThat(row.probabilityDown().orElseThrow()).isGreaterThanOrEqualTo(0.95);
                case STABLE -> assertThat(within).isGreaterThanOrEqualTo(0.95);
                case UNCERTAIN -> assertThat(Math.max(within, Math.max(up, row.probabilityDown().orElseThrow()))).isLessThan(0.95);
                default -> assertThat(row.reason()).isNotEmpty();
            }
            if (row.label() != Label.INSUFFICIENT && row.label() != Label.NOT_COMPARABLE) {
                assertThat(row.years()).isGreaterThanOrEqualTo(least);
                assertThat(row.last()).isEqualTo(result.last());
                assertThat(row.reliability().orElse(1)).isGreaterThanOrEqualTo(0.3);
            }
        }
        assertThat(TrendMonitorTest.bits(result).toString()).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Property(tries = TRIES)
    void valuesUpsideDownOrAnotherDirectionTurnLabels(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int schools) {
        List<YearSeries> all = region(seed, schools);
        List<YearSeries> turned = mapped(all, point -> point.shifted(-2 * point.value()));
        TrendMonitoring monitoring = TrendMonitoring.withDefaults().withPupilDeviation(3);
        TrendMonitoring.Result plain = monitoring.run(all);
        TrendMonitoring.Result mirrored = monitoring.run(turned);
        TrendMonitoring.Result other = monitoring.withDirection(Direction.LOWER_IS_BETTER).run(all);
        for (TrendMonitoring.Row row : plain.rows()) {
            Label expected = MIRROR.getOrDefault(row.label(), row.label());
            assertThat(other.row(row.key()).orElseThrow().label()).isEqualTo(expected);
            if (Math.abs(Math.max(row.probabilityUp().orElse(0), row.probabilityDown().orElse(0)) - 0.95) > 1e-6) {
                assertThat(mirrored.row(row.key()).orElseThrow().label()).isEqualTo(expected);
            }
        }
    }

    @Property(tries = TRIES)
    void aConstantInOneYearMovesNobodyAgainstTheRegion(@ForAll long seed, @ForAll @IntRange(min = 10, max = 40) int schools,
            @ForAll @IntRange(min = 2018, max = 2023) int year) {
        List<YearSeries> all = mapped(region(seed, schools), point -> point.withScale("").withComparability(Comparability.FULL));
        TrendMonitoring.Result plain = TrendMonitoring.withDefaults().run(all);
        TrendMonitoring.Result moved = TrendMonitoring.withDefaults()
                .run(mapped(all, point -> point.shifted(point.period().year() == year ? 2 : 0)));
        if (plain.shock().yearEffects().size() == 6) {
            for (TrendMonitoring.Row row : plain.rows()) {
                TrendMonitoring.Row after = moved.row(row.key()).orElseThrow();
                assertThat(after.probabilityAboveRegion().isPresent()).isEqualTo(row.probabilityAboveRegion().isPresent());
                assertThat(after.probabilityAboveRegion().orElse(0)).isCloseTo(row.probabilityAboveRegion().orElse(0), within(1e-4));
            }
        }
    }

    @Property(tries = TRIES)
    void aLargePIsNeverStability(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int schools) {
        // Without a threshold in the unit of values no slope is stable, however large its p.
        assertThat(TrendMonitoring.withDefaults().run(region(seed, schools)).rows(Label.STABLE)).isEmpty();
    }

    @Property(tries = TRIES)
    void anotherUnitOfValuesChangesNoLabel(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int schools) {
        List<YearSeries> all = region(seed, schools);
        // A power of two, so that no bit is lost.
        List<YearSeries> scaled = mapped(all, point -> point.standardError().isPresent()
                ? point.shifted(3 * point.value()).withStandardError(4 * point.standardError().getAsDouble())
                : point.shifted(3 * point.value()));
        TrendMonitoring.Result plain = TrendMonitoring.withDefaults().withPupilDeviation(3).run(all);
        TrendMonitoring.Result other = TrendMonitoring.withDefaults().withPupilDeviation(12).run(scaled);
        for (TrendMonitoring.Row row : plain.rows()) {
            TrendMonitoring.Row after = other.row(row.key()).orElseThrow();
            assertThat(after.probabilityUp().orElse(-1)).isCloseTo(row.probabilityUp().orElse(-1), within(1e-5));
            assertThat(after.slope().map(of -> of.value() / 4).orElse(0.0)).isCloseTo(row.slope().map(of -> of.value()).orElse(0.0), within(1e-6));
        }
    }
}
