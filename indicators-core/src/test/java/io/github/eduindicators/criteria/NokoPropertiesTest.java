package io.github.eduindicators.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.criteria.Noko.Aggregation;
import io.github.eduindicators.criteria.Noko.InfoFormula;
import io.github.eduindicators.criteria.Noko.Rounding;
import io.github.eduindicators.criteria.Noko.ZeroDenominator;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.results.IndicatorValues;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NokoPropertiesTest {
    private static final Map<String, String> SHARES = Map.of(
            "sat_stand", "sat_stand_n", "sat_site", "sat_site_n", "info_stand", "info_stand_norm", "info_site", "info_site_norm",
            "sat_access", "disabled_n", "polite_remote", "remote_n");
    private static final Period YEAR = Period.of(2021);
    private static final Municipality TOWN = Municipality.of(Region.of("R"), "A");

    @Provide
    Arbitrary<NokoCounts> counts() {
        return Arbitraries.randomValue(NokoPropertiesTest::random);
    }

    /** Each whole may be 0, but for the respondents and one of the norms. */
    private static NokoCounts random(Random random) {
        int n = 1 + random.nextInt(600);
        int[] whole = {1 + random.nextInt(13), random.nextInt(58), random.nextInt(n + 1), random.nextInt(n + 1),
            random.nextInt(20), random.nextInt(n + 1)};
        int[] part = new int[whole.length];
        for (int i = 0; i < whole.length; i++) {
            part[i] = random.nextInt(whole[i] + 1);
        }
        int[] of = random.ints(6, 0, n + 1).toArray();
        return NokoCounts.of(part[0], whole[0], part[1], whole[1], random.nextInt(7), part[2], whole[2], part[3], whole[3],
                random.nextInt(8), of[0], n, random.nextInt(8), random.nextInt(8), part[4], whole[4],
                of[1], of[2], part[5], whole[5], of[3], of[4], of[5])
                .with("waiting_score", random.nextInt(101)).with("waiting_timely", random.nextInt(n + 1));
    }

    @Provide
    Arbitrary<Noko> nokos() {
        return Combinators.combine(
                        Arbitraries.of(Noko.education(), Noko.general()),
                        Arbitraries.of(InfoFormula.class),
                        Arbitraries.of(ZeroDenominator.class),
                        Arbitraries.of(Rounding.class),
                        Arbitraries.of(RoundingMode.HALF_UP, RoundingMode.HALF_EVEN),
                        Arbitraries.of(Aggregation.class))
                .as((noko, info, zero, rounding, halves, aggregation) -> noko.withInfo(info)
                        .withZeroDenominator(zero).withRounding(rounding, halves).withAggregation(aggregation));
    }

    @Property(tries = 300)
    void allPointsLieWithinZeroAndHundred(@ForAll("counts") NokoCounts counts, @ForAll("nokos") Noko noko) {
        Scorecard card = counts.scored(noko);
        assertThat(card.total().points()).isPresent();
        assertThat(NokoCounts.criteria(card).values()).allSatisfy(points -> assertThat(points).isBetween(0.0, 100.0));
    }

    @Property(tries = 300)
    void oneMoreContentRespondentIsNeverWorse(
            @ForAll("counts") NokoCounts counts, @ForAll("nokos") Noko noko, @ForAll("numerators") String variable) {
        String whole = SHARES.getOrDefault(variable, "respondents");
        boolean counted = variable.equals("channels") || variable.equals("comfort") || variable.startsWith("access_");
        if (!counted && counts.get(variable) + 1 > counts.get(whole)) {
            return;
        }
        Map<String, Double> before = NokoCounts.criteria(counts.scored(noko));
        Map<String, Double> after = NokoCounts.criteria(counts.with(variable, counts.get(variable) + 1).scored(noko));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((code, points) -> assertThat(points).as(code).isGreaterThanOrEqualTo(before.get(code)));
    }

    @Provide
    Arbitrary<String> numerators() {
        return Arbitraries.of("info_stand", "info_site", "channels", "sat_stand", "sat_site", "comfort", "sat_comfort",
                "access_env",
                "access_service", "sat_access", "polite_first", "polite_service", "polite_remote", "recommend",
                "org_conditions", "overall", "waiting_timely");
    }

    @Property(tries = 60)
    void aShareDependsOnTheRatioAlone(
            @ForAll("counts") NokoCounts counts, @ForAll("nokos") Noko noko, @ForAll("factors") int factor) {
        Noko split = noko.withInfo(InfoFormula.SPLIT);
        Map<String, Double> before = NokoCounts.criteria(counts.scored(split));
        for (Map.Entry<String, String> share : SHARES.entrySet()) {
            NokoCounts scaled = counts.with(share.getKey(), counts.get(share.getKey()) * factor)
                    .with(share.getValue(), counts.get(share.getValue()) * factor);
            assertThat(NokoCounts.criteria(scaled.scored(split))).as(share.getKey()).isEqualTo(before);
        }
    }

    @Provide
    Arbitrary<Integer> factors() {
        return Arbitraries.integers().between(2, 7);
    }

    @Property(tries = 60)
    void theOrderOfOrganisationsMakesNoDifference(
            @ForAll("towns") List<NokoCounts> town, @ForAll("nokos") Noko noko, @ForAll Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < town.size(); i++) {
            order.add(i);
        }
        Noko.Result straight = run(noko, town, order);
        Collections.shuffle(order, random);
        Noko.Result shuffled = run(noko, town, order);
        assertThat(shuffled.scorecards()).isEqualTo(straight.scorecards());
        assertThat(shuffled.aggregates()).isEqualTo(straight.aggregates());
        double least = least(straight, 1);
        double most = -least(straight, -1);
        assertThat(straight.aggregate(TOWN, YEAR).orElseThrow().total().orElseThrow().value())
                .isBetween(least - 1e-9, most + 1e-9);
    }

    private static double least(Noko.Result result, int sign) {
        return result.scorecards().get(0).all().stream()
                .mapToDouble(card -> sign * card.total().points().orElseThrow())
                .min()
                .orElseThrow();
    }

    @Provide
    Arbitrary<List<NokoCounts>> towns() {
        return counts().list().ofMinSize(1).ofMaxSize(12);
    }

    private static Noko.Result run(Noko noko, List<NokoCounts> town, List<Integer> order) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        order.forEach(i -> town.get(i).addTo(values, "o" + i, YEAR));
        return noko.run(values.build(), unit -> Optional.of(TOWN));
    }

    @Property(tries = 100)
    void oneOrganisationAggregatesToItself(@ForAll("counts") NokoCounts counts, @ForAll("nokos") Noko noko) {
        Noko.Result result = run(noko, List.of(counts), List.of(0));
        Scorecard card = result.scorecards().get(0).all().get(0);
        for (Noko.Aggregate aggregate : result.aggregates()) {
            assertThat(aggregate.means().keySet()).isEqualTo(NokoCounts.criteria(card).keySet());
            NokoCounts.criteria(card).forEach((code, points) ->
                    assertThat(aggregate.means().get(code).value()).as(code).isEqualTo(points));
        }
        assertThat(result.aggregates()).hasSize(2);
    }

    @Property(tries = 100)
    void pooledEqualsSplitAtEqualDenominators(@ForAll("counts") NokoCounts counts) {
        NokoCounts equal = counts
                .with("info_site", Math.min(counts.get("info_site"), counts.get("info_stand_norm")))
                .with("info_site_norm", counts.get("info_stand_norm"))
                .with("sat_site", Math.min(counts.get("sat_site"), counts.get("sat_stand_n")))
                .with("sat_site_n", counts.get("sat_stand_n"));
        double split = NokoCounts.points(equal.scored(Noko.education()), "S");
        double pooled = NokoCounts.points(equal.scored(Noko.education().withInfo(InfoFormula.POOLED)), "S");
        assertThat(pooled).isCloseTo(split, within(1e-12));
    }
}
