package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendMonitorTest {
    private static List<YearSeries> of(List<YearSeries> series, int year) {
        List<YearSeries> ofYear = new ArrayList<>();
        for (YearSeries one : series) {
            List<Point> points = one.points().stream().filter(point -> point.period().year() == year).toList();
            if (!points.isEmpty()) {
                ofYear.add(YearSeries.of(one.key(), points));
            }
        }
        return ofYear;
    }

    /** Every number of every row, to the bit. */
    static List<String> bits(TrendMonitoring.Result result) {
        return result.rows().stream().map(row -> String.join(" ", row.key().toString(), row.label().toString(), row.reason(),
                row.slope().toString(), row.slopeError().toString(), row.ebSlope().toString(), row.ebError().toString(),
                row.reliability().toString(), row.probabilityUp().toString(), row.probabilityDown().toString(),
                row.probabilityAboveRegion().toString(), row.p().toString(), row.probabilityWithin().toString())).toList();
    }

    @Test
    void yearAfterYearIsAllAtOnceToTheBit() {
        TrendMonitoring monitoring = TrendMonitoring.withDefaults().withPupilDeviation(10);
        TrendMonitor monitor = TrendMonitor.of(monitoring);
        for (int year : new int[] {2018, 2019, 2021, 2022, 2023, 2024}) {
            List<YearSeries> points = new ArrayList<>(of(Panel60.series(), year));
            Collections.shuffle(points, new Random(year));
            monitor = monitor.add(points).monitor();
        }
        assertThat(bits(monitor.result())).isEqualTo(bits(monitoring.run(Panel60.series())));
        assertThat(monitor.series()).isEqualTo(Panel60.series());
        assertThat(monitor.toString()).startsWith("TrendMonitor[TrendMonitoring[mean: 60 series");
    }

    @Test
    void anAdditionChangesOnlyTheNextMonitor() {
        TrendMonitor empty = TrendMonitor.of(TrendMonitoring.withDefaults());
        TrendMonitor first = empty.add(of(Panel60.series(), 2018)).monitor();
        List<String> before = bits(first.result());
        first.add(of(Panel60.series(), 2019));
        assertThat(empty.result().rows()).isEmpty();
        assertThat(bits(first.result())).isEqualTo(before);
        assertThat(bits(first.add(List.of()).monitor().result())).isEqualTo(before);
        assertThat(first.add(List.of()).changes()).isEmpty();
    }

    @Test
    void whatChangedIsSaid() {
        TrendMonitor monitor = TrendMonitor.of(TrendMonitoring.withDefaults().relative().withShock(1));
        for (int year : new int[] {2018, 2019, 2021, 2022, 2023}) {
            monitor = monitor.add(of(Panel60.series(), year)).monitor();
        }
        TrendMonitoring.Result before = monitor.result();
        TrendMonitor.Update update = monitor.add(of(Panel60.series(), 2024));
        TrendMonitoring.Result after = update.monitor().result();
        assertThat(update.changes()).isNotEmpty().allSatisfy(change -> {
            assertThat(change.from()).contains(before.row(change.key()).orElseThrow().label());
            assertThat(change.to()).isEqualTo(after.row(change.key()).orElseThrow().label()).isNotEqualTo(change.from().orElseThrow());
            assertThat(change.reason()).isEqualTo(after.row(change.key()).orElseThrow().reason());
        });
        long changed = before.rows().stream().filter(row -> row.label() != after.row(row.key()).orElseThrow().label()).count();
        assertThat(update.changes()).hasSize((int) changed);
        assertThat(update.toString()).startsWith("Update[" + changed + " labels changed");
        // Of about sixty new points some three are beyond two errors.
        assertThat(update.surprises(2).size()).isBetween(0, 9);
        assertThat(update.surprises(0).size()).isGreaterThan(50);
        assertThatThrownBy(() -> update.surprises(Double.NaN)).hasMessageContaining("z");
    }

    @Test
    void surpriseByHand() {
        // The line through 10, 11, 12 is at 13 in 2024 with the variance (1 / 3 + 4 / 2) (0.25 + 0.75) = 7 / 3; the new point, 9, has 1 itself.
        YearSeries.Key key = YearSeries.Key.of(SchoolId.of("a"), "mean");
        TrendMonitor monitor = TrendMonitor.of(TrendMonitoring.withDefaults().withShock(0.5).withLink(0.25, 3)).add(List.of(
                YearSeries.of(key, List.of(Point.of(2021, 10, 0.5), Point.of(2022, 11, 0.5), Point.of(2023, 12, 0.5))))).monitor();
        TrendMonitor.Update update = monitor.add(List.of(YearSeries.of(key, List.of(Point.of(2024, 9, 0.5)))));
        TrendMonitor.Change change = update.surprises(1).get(0);
        assertThat(change.surprise()).hasValueCloseTo(-4 / Math.sqrt(10 / 3.0), within(1e-12));
        assertThat(change.changed()).isFalse();
        assertThat(change.toString()).isEqualTo(
                "Change[a mean: UNCERTAIN -> UNCERTAIN (few-units), new point -2.2 errors from the line]");
        assertThat(update.surprises(2.5)).isEmpty();
        assertThat(update.changes()).isEmpty();
        // Without a shock there is no measure of surprise.
        TrendMonitor without = TrendMonitor.of(TrendMonitoring.withDefaults()).add(monitor.series()).monitor();
        assertThat(without.add(List.of(YearSeries.of(key, List.of(Point.of(2024, 9, 0.5))))).surprises(0)).isEmpty();
    }

    @Test
    void aNewUnitIsAChangeAndAMissingYearToo() {
        TrendMonitor monitor = TrendMonitor.of(TrendMonitoring.withDefaults().relative().withShock(1)).add(Panel60.series()).monitor();
        YearSeries.Key fresh = YearSeries.Key.of(SchoolId.of("new"), "mean");
        TrendMonitor.Update update = monitor.add(List.of(YearSeries.of(fresh, List.of(Point.of(2025, 9, 0.5)))));
        TrendMonitor.Change change = update.changes().stream().filter(of -> of.key().equals(fresh)).findFirst().orElseThrow();
        assertThat(change.from()).isEmpty();
        assertThat(change.to()).isEqualTo(Label.INSUFFICIENT);
        assertThat(change.surprise()).isEmpty();
        assertThat(change.toString()).isEqualTo("Change[new mean: new, INSUFFICIENT (few-years)]");
        // Nobody else has a point in 2025, so nobody else has a label.
        assertThat(update.monitor().result().counts()).containsEntry(Label.INSUFFICIENT, 61);
        assertThat(update.changes()).filteredOn(of -> !of.key().equals(fresh))
                .isNotEmpty().allSatisfy(of -> assertThat(of.reason()).isEqualTo("last-year-missing"));
    }

    @Test
    void aRepeatedPeriodIsRefusedByName() {
        TrendMonitor monitor = TrendMonitor.of(TrendMonitoring.withDefaults()).add(Panel60.series()).monitor();
        assertThatThrownBy(() -> monitor.add(of(Panel60.series(), 2022)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("s00001 mean").hasMessageContaining("2022");
        YearSeries.Key key = Panel60.key(1);
        YearSeries twice = YearSeries.of(key, List.of(Point.of(2025, 1, 1)));
        assertThatThrownBy(() -> monitor.add(List.of(twice, twice))).hasMessageContaining("2025");
        YearSeries other = YearSeries.of(YearSeries.Key.of(SchoolId.of("s00001"), "share"), List.of(Point.of(2025, 1, 1)));
        assertThatThrownBy(() -> monitor.add(List.of(other))).hasMessageContaining("one indicator");
    }

    @Test
    void theStateOutlivesTheMonitor() throws Exception {
        TrendMonitoring monitoring = TrendMonitoring.withDefaults();
        TrendMonitor monitor = TrendMonitor.of(monitoring).add(Panel60.series()).monitor();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(monitor.series()));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            List<YearSeries> read = new ArrayList<>();
            for (Object series : (List<?>) in.readObject()) {
                read.add((YearSeries) series);
            }
            TrendMonitor restored = TrendMonitor.of(monitoring).add(read).monitor();
            assertThat(bits(restored.result())).isEqualTo(bits(monitor.result()));
        }
        assertThat(monitor.monitoring()).isSameAs(monitoring);
    }
}
