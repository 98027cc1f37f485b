package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Forty schools with levels from -0.95 to 1.00 that never change; expected values follow from that by hand. */
class GroupShiftsTest {
    private static final int SCHOOLS = 40;

    private static double level(int school) {
        return -0.95 + 0.05 * school;
    }

    /** The schools of a group, each less the mean of the group: what comparing with those who wrote gives. */
    private static List<YearSeries> group(int year, int from, int to) {
        double mean = IntStream.range(from, to).mapToDouble(GroupShiftsTest::level).average().orElseThrow();
        return IntStream.range(from, to).mapToObj(school -> series(year, school, level(school) - mean)).toList();
    }

    private static YearSeries series(int year, int school, double value) {
        return YearSeries.builder(SchoolId.of(String.format(Locale.ROOT, "s%02d", school)), "mean_z")
                .add(Point.ofMean(year, value, 1, 25)).build();
    }

    private static double value(List<YearSeries> group, int i) {
        return group.get(i).points().get(0).value();
    }

    @Test
    void yearsInWhichAllWroteStayAsTheyAre() {
        List<List<YearSeries>> groups = List.of(group(2019, 0, SCHOOLS), group(2020, 0, SCHOOLS), group(2021, 2, SCHOOLS));
        GroupShifts shifts = GroupShifts.of(groups);
        for (int i = 0; i < groups.size(); i++) {
            assertThat(shifts.apply(i, groups.get(i))).isSameAs(groups.get(i));
        }
    }

    @Test
    void springAndAutumnOfOneYearAreLaidSideBySide() {
        // In 2021 the best sixteen write apart: within their group their mean is 0, and so is that of the others.
        List<List<YearSeries>> groups = List.of(
                group(2019, 0, SCHOOLS), group(2020, 0, SCHOOLS), group(2021, 24, SCHOOLS), group(2021, 0, 24));
        assertThat(value(groups.get(2), 0)).isCloseTo(-0.375, within(1e-12));
        GroupShifts shifts = GroupShifts.of(groups);
        double mean = IntStream.range(0, SCHOOLS).mapToDouble(GroupShiftsTest::level).average().orElseThrow();
        for (int school = 0; school < SCHOOLS; school++) {
            boolean best = school >= 24;
            List<YearSeries> moved = shifts.apply(best ? 2 : 3, groups.get(best ? 2 : 3));
            assertThat(value(moved, best ? school - 24 : school)).isCloseTo(level(school) - mean, within(1e-9));
        }
    }

    @Test
    void aYearOfThePoorerHalfOnlyDoesNotLiftIt() {
        List<List<YearSeries>> groups = List.of(group(2019, 0, SCHOOLS), group(2020, 0, 20), group(2021, 0, SCHOOLS));
        List<YearSeries> moved = GroupShifts.of(groups).apply(1, groups.get(1));
        assertThat(value(groups.get(1), 0)).isCloseTo(-0.475, within(1e-12));
        assertThat(value(moved, 0)).isCloseTo(value(groups.get(0), 0), within(1e-9));
    }

    @Test
    void aGroupOfUnknownSchoolsComparesWithNothing() {
        List<YearSeries> strangers = IntStream.range(50, 70).mapToObj(school -> series(2021, school, 0.1 * (school - 60))).toList();
        List<List<YearSeries>> groups = List.of(group(2019, 0, SCHOOLS), group(2020, 0, SCHOOLS), strangers, group(2021, 0, 9));
        GroupShifts shifts = GroupShifts.of(groups);
        for (int group = 2; group < groups.size(); group++) {
            assertThat(shifts.apply(group, groups.get(group))).allSatisfy(series ->
                    assertThat(series.points().get(0).comparability()).isEqualTo(Comparability.NONE));
        }
    }

    @Test
    void theOrderOfSchoolsChangesNoBit() {
        List<List<YearSeries>> groups = List.of(
                group(2019, 0, SCHOOLS), group(2021, 24, SCHOOLS), group(2021, 0, 24));
        List<List<YearSeries>> turned = groups.stream().map(group -> {
            List<YearSeries> reversed = new ArrayList<>(group);
            Collections.reverse(reversed);
            return reversed;
        }).map(List::copyOf).toList();
        List<YearSeries> given = groups.get(2);
        assertThat(GroupShifts.of(turned).apply(2, given)).isEqualTo(GroupShifts.of(groups).apply(2, given));
    }
}
