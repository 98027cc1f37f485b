package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.StudyMonitoring.Result;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudyMonitoringTest {
    private static final Region AMUR = Region.of("Amur");
    private static final Region TULA = Region.of("Tula");

    /** 20 schools of 10 pupils: the first half Amur, boys and girls in turn; schools differ by up to 12 points, pupils by up to 90. */
    private static Replicated data(double amur, double girls) {
        int n = 200;
        double[] base = IntStream.range(0, n).mapToDouble(i ->
                455 + i * 53 % 91 + 3 * (i / 10 % 5) + (i < 100 ? amur : 0) + (i % 2 == 0 ? girls : 0)).toArray();
        Study study = Study.unweighted(n)
                .values("math", base, IntStream.range(0, n).mapToDouble(i -> base[i] + i % 7 - 3).toArray())
                .group("region", IntStream.range(0, n).mapToObj(i -> i < 100 ? "Amur" : "Tula").toList())
                .group("gender", IntStream.range(0, n).mapToObj(i -> i % 2 == 0 ? "girl" : "boy").toList())
                .covariate("escs", IntStream.range(0, n).mapToDouble(i -> (i * 31 % 17 - 8) / 4.0 + (base[i] - 500) / 100).toArray())
                .clusters(IntStream.range(0, n).mapToObj(i -> String.format("c%02d", i / 10)).toList()).build();
        return ReplicateWeights.jk1().apply(study);
    }

    private static Wave wave(int year, double amur, double girls) {
        return Wave.of("PISA", Period.of(year), "math", data(amur, girls)).withGroups("region", "gender")
                .withLevels(ProficiencyLevels.pisaMathematics2003()).withLinkError(2).withGradient("escs");
    }

    private static Row row(Result result, Wave wave, String label, String statistic) {
        return result.rows(wave).stream().filter(r -> r.label().equals(label) && r.statistic().equals(statistic)).findFirst().orElseThrow();
    }

    private static List<Finding> findings(Result result, Region region) {
        return result.findings().stream().filter(f -> f.unit().equals(region)).toList();
    }

    @Test
    void theIntervalOfAShareEndsAtNought() {
        // 3 of 240 pupils, all of one of twelve schools: error .0125, and Student's 2.2 of them reach below 0.
        Study study = Study.unweighted(240).values("math", IntStream.range(0, 240).mapToDouble(i -> i < 3 ? 300 : 500 + i % 9).toArray())
                .clusters(IntStream.range(0, 240).mapToObj(i -> String.format("c%02d", i / 20)).toList()).build();
        Wave wave = Wave.of("PISA", Period.of(2022), "math", ReplicateWeights.jk1().apply(study))
                .withLevels(ProficiencyLevels.pisaMathematics2003());
        Row share = row(StudyMonitoring.withDefaults().run(List.of(wave), List.of()), wave, "", "below_basic");
        assertThat(share.value()).hasValueCloseTo(3 / 240.0, within(1e-15));
        assertThat(share.estimate().orElseThrow().interval().orElseThrow().lower()).isNegative();
        assertThat(share.interval().orElseThrow().lower()).isZero();
    }

    @Test
    void aRegionThatFellIsFlaggedAndTheOtherIsNot() {
        Wave first = wave(2018, 0, 0);
        Wave last = wave(2022, -40, 0);
        Result result = StudyMonitoring.withDefaults().run(List.of(last, first), List.of(AMUR, TULA));
        assertThat(findings(result, AMUR)).extracting(Finding::category).containsExactly("below", "fell");
        assertThat(findings(result, AMUR)).extracting(Finding::outcome).containsOnly(Outcome.FLAGGED);
        assertThat(findings(result, TULA)).extracting(Finding::category).containsExactlyInAnyOrder("", "above");
        assertThat(findings(result, TULA)).extracting(Finding::outcome).containsOnly(Outcome.CLEAR);
        Finding fell = findings(result, AMUR).get(1);
        assertThat(fell.effect().orElseThrow().value()).isCloseTo(-40, within(1e-9));
        assertThat(fell.fact("link-error").orElseThrow().number()).hasValue(2);
        assertThat(fell.fact("cycle").orElseThrow().value()).isEqualTo("2022");
        assertThat(fell.fact("previous").orElseThrow().value()).isEqualTo("2018");
        assertThat(fell.adjustedP().orElseThrow()).isLessThan(0.05);
        assertThat(fell.n()).hasValue(100);
        Finding clear = findings(result, TULA).stream().filter(f -> f.category().isEmpty()).findFirst().orElseThrow();
        assertThat(clear.fact("detectable").orElseThrow().number().orElseThrow()).isBetween(5.0, 20.0);
    }

    @Test
    void aRiseIsTold() {
        Result result = StudyMonitoring.withDefaults().run(List.of(wave(2018, -40, 0), wave(2022, 0, 0)), List.of(AMUR));
        assertThat(findings(result, AMUR)).extracting(Finding::category).containsExactly("as-others", "rose");
        assertThat(findings(result, AMUR)).extracting(Finding::outcome).containsOnly(Outcome.CLEAR);
    }

    @Test
    void withoutAGroupOfItsNameTheOnlyRegionIsTheWhole() {
        Region only = Region.of("Kamchatka");
        Result result = StudyMonitoring.withDefaults().run(List.of(wave(2018, 0, 0), wave(2022, -60, 0)), List.of(only));
        assertThat(findings(result, only)).extracting(Finding::category).containsExactly("fell");
        assertThat(findings(result, only).get(0).effect().orElseThrow().value()).isCloseTo(-30, within(1e-9));
        assertThat(result.unplaced()).isEmpty();
        Result several = StudyMonitoring.withDefaults().run(List.of(wave(2022, 0, 0)), List.of(only, Region.of("Penza")));
        assertThat(several.findings()).isEmpty();
        assertThat(several.unplaced()).hasSize(1);
        assertThat(several.rows()).isNotEmpty();
    }

    @Test
    void gapsAreFlaggedOnlyIfAskedFor() {
        Region only = Region.of("Kamchatka");
        List<Wave> waves = List.of(wave(2022, 0, 45));
        assertThat(StudyMonitoring.withDefaults().run(waves, List.of(only)).findings()).extracting(Finding::category).containsExactly("first-cycle");
        Result asked = StudyMonitoring.withDefaults().withGaps(List.of("gender")).run(waves, List.of(only));
        Finding gap = asked.findings().stream().filter(f -> f.category().equals("gap")).findFirst().orElseThrow();
        assertThat(gap.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(gap.fact("label").orElseThrow().value()).isEqualTo("boy");
        assertThat(gap.effect().orElseThrow().value()).isLessThan(-30);
        Result none = StudyMonitoring.withDefaults().withGaps(List.of("gender")).run(List.of(wave(2022, 0, 0)), List.of(only));
        assertThat(none.findings()).extracting(Finding::category).containsExactlyInAnyOrder("first-cycle", "no-gap");
    }

    @Test
    void anUnknownLinkErrorIsNoZero() {
        Wave last = Wave.of("PISA", Period.of(2022), "math", data(-60, 0));
        Result result = StudyMonitoring.withDefaults().run(List.of(wave(2018, 0, 0), last), List.of(Region.of("Kamchatka")));
        assertThat(result.findings()).extracting(Finding::category).containsExactly("no-link-error");
        assertThat(result.findings()).extracting(Finding::outcome).containsExactly(Outcome.NOT_APPLICABLE);
        assertThat(row(result, last, "", "change_mean").note()).isEqualTo("no-link-error");
        assertThat(row(result, last, "", "change_mean").value().orElseThrow()).isCloseTo(-30, within(1e-9));
    }

    @Test
    void tooSmallASampleIsToldAndNotFlagged() {
        Result result = StudyMonitoring.withDefaults().withFewest(101, 5)
                .run(List.of(wave(2018, 0, 0), wave(2022, -60, 0)), List.of(AMUR));
        assertThat(findings(result, AMUR)).extracting(Finding::outcome).containsOnly(Outcome.INSUFFICIENT_DATA);
        assertThat(findings(result, AMUR)).extracting(Finding::category).containsOnly("few-pupils");
        assertThat(StudyMonitoring.withDefaults().withFewest(1, 11).run(List.of(wave(2018, 0, 0)), List.of(AMUR)).findings())
                .extracting(Finding::category).containsOnly("few-clusters");
    }

    @Test
    void rowsHaveEveryStatisticAndAgreeWithTheAnalysis() {
        Wave first = wave(2018, 0, 0);
        Wave last = wave(2022, -50, 20);
        Result result = StudyMonitoring.withDefaults().run(List.of(first, last), List.of(AMUR));
        StudyAnalysis analysis = StudyAnalysis.of(last.data().scheme());
        Study study = last.data().study();
        assertThat(row(result, last, "", "sd").value()).isEqualTo(analysis.estimate(study, "math", Statistic.standardDeviation()).value());
        assertThat(row(result, last, "", "gradient_slope").standardError())
                .isEqualTo(analysis.estimate(study, "math", Statistic.slope("escs")).standardError());
        assertThat(row(result, last, "", "gradient_r2").value().orElseThrow()).isBetween(0.0, 1.0);
        assertThat(row(result, last, "girl", "mean").n()).hasValue(100);
        Row gap = row(result, last, "girl", "difference_mean");
        assertThat(gap.standardError())
                .isEqualTo(analysis.difference(study, "math", Statistic.mean(), StudyAnalysis.Pair.withRest("gender", "girl")).standardError());
        assertThat(gap.adjustedP()).isEqualTo(gap.difference().orElseThrow().p());
        double levels = IntStream.rangeClosed(0, 6).mapToDouble(level ->
                row(result, last, "", "level_" + ProficiencyLevels.pisaMathematics2003().code(level)).value().orElseThrow()).sum();
        assertThat(levels).isCloseTo(1, within(1e-12));
        Row below = row(result, last, "", "change_below_basic");
        assertThat(below.note()).isEqualTo("approximate-link-error");
        double link = below.difference().orElseThrow().linkError();
        double up = (share(study, 422.07, 1) + share(study, 422.07, 2)) / 2;
        double down = (share(study, 418.07, 1) + share(study, 418.07, 2)) / 2;
        assertThat(link).isCloseTo((up - down) / 2, within(1e-12)).isPositive();
        assertThat(row(result, last, "Amur", "change_mean").value().orElseThrow()).isCloseTo(-40, within(1e-9));
        assertThat(result.rows(first)).noneMatch(r -> r.statistic().startsWith("change"));
    }

    private static double share(Study study, double bound, int plausible) {
        Statistic.Sample sample = study.sample("math", plausible);
        return IntStream.range(0, sample.size()).filter(i -> sample.value(i) <= bound).count() / (double) sample.size();
    }

    @Test
    void groupingsOfVeryManyGroupsAreNotTakenApart() {
        Study.Builder many = Study.unweighted(303).values("math", IntStream.range(0, 303).mapToDouble(i -> i % 10).toArray())
                .group("school", IntStream.range(0, 303).mapToObj(i -> "s" + i / 3).toList())
                .clusters(IntStream.range(0, 303).mapToObj(i -> "s" + i / 3).toList());
        Wave wave = Wave.of("own", Period.of(2022), "math", ReplicateWeights.jk1().apply(many.build())).withGroups("school");
        Result result = StudyMonitoring.withDefaults().run(List.of(wave), List.of(AMUR));
        assertThat(result.rows()).filteredOn(r -> r.group().equals("school")).singleElement()
                .satisfies(r -> assertThat(r.note()).isEqualTo("many-groups"));
    }

    @Test
    void theOrderOfWavesChangesNothing() {
        List<Wave> waves = new ArrayList<>(List.of(wave(2015, 5, 0), wave(2018, 0, 0), wave(2022, -40, 10)));
        Result straight = StudyMonitoring.withDefaults().run(waves, List.of(AMUR, TULA));
        Collections.reverse(waves);
        Result reversed = StudyMonitoring.withDefaults().run(waves, List.of(TULA, AMUR));
        assertThat(reversed.findings()).isEqualTo(straight.findings());
        assertThat(reversed.rows()).extracting(Row::toString).isEqualTo(straight.rows().stream().map(Row::toString).toList());
    }

    @Test
    void noStudiesAreAnAnswerAndTheSameTwiceIsAMistake() {
        Result none = StudyMonitoring.withDefaults().run(List.of(), List.of(AMUR));
        assertThat(none.findings()).isEmpty();
        assertThat(none.rows()).isEmpty();
        assertThatThrownBy(() -> StudyMonitoring.withDefaults().run(List.of(wave(2022, 0, 0), wave(2022, 1, 0)), List.of(AMUR)))
                .hasMessageContaining("2022");
        assertThatThrownBy(() -> wave(2022, 0, 0).withGroups("colour")).hasMessageContaining("gender");
        assertThatThrownBy(() -> wave(2022, 0, 0).withLinkError(Double.NaN)).hasMessageContaining("link");
    }

    @Test
    void everyFindingHasWordsInBothLanguages() {
        List<Finding> all = new ArrayList<>();
        Region only = Region.of("Kamchatka");
        StudyMonitoring asking = StudyMonitoring.withDefaults().withGaps(List.of("gender"));
        all.addAll(asking.run(List.of(wave(2018, 0, 0), wave(2022, -40, 45)), List.of(AMUR, TULA)).findings());
        all.addAll(asking.run(List.of(wave(2018, -40, 0), wave(2022, 0, 45)), List.of(only)).findings());
        all.addAll(asking.run(List.of(wave(2018, 0, 0), wave(2022, 0, 0)), List.of(AMUR)).findings());
        all.addAll(asking.run(List.of(wave(2018, 0, 0)), List.of(only)).findings());
        all.addAll(asking.run(List.of(wave(2018, 0, 0), Wave.of("PISA", Period.of(2022), "math", data(0, 0))), List.of(only)).findings());
        all.addAll(asking.withFewest(500, 5).run(List.of(wave(2018, 0, 0)), List.of(AMUR)).findings());
        all.addAll(asking.withFewest(5, 50).run(List.of(wave(2018, 0, 0)), List.of(AMUR, only)).findings());
        Study flat = Study.unweighted(40).values("math", new double[40]).clusters(IntStream.range(0, 40).mapToObj(i -> "c" + i / 4).toList()).build();
        Replicated equal = ReplicateWeights.jk1().apply(flat);
        all.addAll(asking.run(List.of(Wave.of("own", Period.of(2018), "math", equal).withLinkError(0),
                Wave.of("own", Period.of(2022), "math", equal).withLinkError(0)), List.of(only)).findings());
        assertThat(all).extracting(Finding::category)
                .contains("fell", "rose", "", "first-cycle", "no-link-error", "below", "above", "as-others", "gap", "no-gap",
                        "few-pupils", "few-clusters", "no-error");
        for (Finding finding : all) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("ru"))) {
                assertThat(finding.explain(locale)).isNotBlank().doesNotContain("{").doesNotContain("–.").doesNotContain(" – ,");
            }
        }
        Optional<Finding> fell = all.stream().filter(f -> f.category().equals("fell")).findFirst();
        assertThat(fell.orElseThrow().explain(Locale.ENGLISH)).contains("math").contains("2018").contains("2022");
    }
}
