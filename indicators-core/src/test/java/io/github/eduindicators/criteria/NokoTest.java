package io.github.eduindicators.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.criteria.Noko.Aggregation;
import io.github.eduindicators.criteria.Noko.InfoFormula;
import io.github.eduindicators.criteria.Noko.Rounding;
import io.github.eduindicators.criteria.Noko.ZeroDenominator;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values: by hand, and in exact fractions by {@code src/test/oracle/noko.py}, which made the resources. */
class NokoTest {
    private static final Period YEAR = Period.of(2021);
    private static final Region REGION = Region.of("R");
    private static final Municipality A = Municipality.of(REGION, "A");
    private static final Municipality B = Municipality.of(REGION, "B");
    private static final Function<Unit, Optional<Municipality>> NOWHERE = unit -> Optional.empty();

    private static List<String[]> resource(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(NokoTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scorecard score(Noko noko, NokoCounts counts) {
        return counts.scored(noko);
    }

    private static double points(Scorecard card, String code) {
        return NokoCounts.points(card, code);
    }

    @Test
    void theWorkedExampleByHand() {
        Scorecard card = score(Noko.education(), NokoCounts.example());
        assertThat(NokoCounts.criteria(card))
                .containsEntry("1.1", 87.5).containsEntry("1.1-stand", 80.0).containsEntry("1.1-site", 95.0)
                .containsEntry("1.2", 90.0).containsEntry("1.3", 91.875).containsEntry("K1", 90.0)
                .containsEntry("2.1", 80.0).containsEntry("2.3", 87.5).containsEntry("K2", 83.75)
                .containsEntry("3.1", 40.0).containsEntry("3.2", 100.0).containsEntry("3.3", 75.0).containsEntry("K3", 74.5)
                .containsEntry("4.1", 95.83333333333333).containsEntry("4.2", 95.0).containsEntry("K4", 96.0)
                .containsEntry("5.1", 92.5).containsEntry("5.2", 90.0).containsEntry("5.3", 95.0).containsEntry("K5", 93.25)
                .containsEntry("S", 87.5)
                .doesNotContainKey("2.2");
        assertThat(card.total().points()).hasValue(87.5);
        assertThat(card.total().attainable()).isEqualTo(100);
        assertThat(card.scores()).allSatisfy(score -> assertThat(score.note()).isEmpty());
    }

    @Test
    void theOrderOfTheScoresIsThatOfTheTable() {
        assertThat(score(Noko.general(), NokoCounts.example()).scores()).extracting(Scorecard.Score::code).containsExactly(
                "S", "K1", "1.1", "1.1-stand", "1.1-site", "1.2", "1.3", "1.3-stand", "1.3-site",
                "K2", "2.1", "2.2", "2.2-score", "2.2-timely", "2.3",
                "K3", "3.1", "3.2", "3.3", "K4", "4.1", "4.2", "4.3", "K5", "5.1", "5.2", "5.3");
    }

    @Test
    void agreesWithExactFractionsUnderAllOptions() {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        Map<Unit, Municipality> places = new HashMap<>();
        for (String[] row : resource("noko-input.csv")) {
            Unit unit = NokoCounts.unit(row[0]);
            places.put(unit, Municipality.of(REGION, row[1]));
            builder.add(unit, "noko." + row[2], YEAR, IndicatorValue.of(Double.parseDouble(row[3])));
        }
        IndicatorValues values = builder.build();
        Map<String, Noko.Result> results = new HashMap<>();
        int compared = 0;
        for (String[] row : resource("noko-expected.csv")) {
            Noko noko = (row[0].equals("general") ? Noko.general() : Noko.education())
                    .withZeroDenominator(ZeroDenominator.valueOf(row[1]))
                    .withInfo(InfoFormula.valueOf(row[2]))
                    .withRounding(Rounding.valueOf(row[3]), RoundingMode.valueOf(row[4]))
                    .withAggregation(
                            row[5].startsWith("respondents:") ? Aggregation.BY_RESPONDENTS : Aggregation.UNWEIGHTED_MEAN);
            Noko.Result result = results.computeIfAbsent(
                    noko.method().toString() + noko.method().parameters(),
                    key -> noko.run(values, unit -> Optional.of(places.get(unit))));
            String unit = row[5].substring(row[5].indexOf(':') + 1);
            double actual;
            if (row[5].contains(":")) {
                actual = result.aggregate(Municipality.of(REGION, unit), YEAR).orElseThrow().means().get(row[6]).value();
            } else {
                Scorecard card = result.scorecards().get(0).of(NokoCounts.unit(unit)).orElseThrow();
                Scorecard.Score score = card.score(row[6]).orElseThrow();
                if (row[7].isEmpty()) {
                    assertThat(score.points()).as(String.join(",", row)).isEmpty();
                    assertThat(score.state()).as(String.join(",", row)).isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
                    compared++;
                    continue;
                }
                // What a policy puts in the place of an indicator that does not apply stands in the group, not in the indicator.
                if (score.points().isEmpty() && !row[1].equals("NOT_APPLICABLE")) {
                    continue;
                }
                actual = score.points().orElseThrow();
            }
            assertThat(actual).as(String.join(",", row)).isCloseTo(Double.parseDouble(row[7]), within(1e-9));
            compared++;
        }
        assertThat(compared).isGreaterThan(2_500);
    }

    @Test
    void whereNobodyCouldBeAskedTheOthersTakeTheWeight() {
        NokoCounts none = NokoCounts.example()
                .with("disabled_n", 0).with("sat_access", 0).with("remote_n", 0).with("polite_remote", 0);
        Scorecard card = score(Noko.education(), none);
        // K3 = (0.3·40 + 0.4·100) / 0.7, K4 = (0.4·95.8333 + 0.4·95) / 0.8
        assertThat(points(card, "K3")).isCloseTo(52 / 0.7, within(1e-12));
        assertThat(points(card, "K4")).isCloseTo((230 / 2.4 + 95) / 2, within(1e-12));
        assertThat(card.score("3.3").orElseThrow().state()).isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
        assertThat(card.score("K3").orElseThrow().note()).contains("reweighted");
        assertThat(card.score("K4").orElseThrow().note()).contains("reweighted");
        assertThat(card.score("K5").orElseThrow().note()).isEmpty();
        Scorecard hundred = score(Noko.education().withZeroDenominator(ZeroDenominator.HUNDRED), none);
        assertThat(points(hundred, "K3")).isCloseTo(12 + 40 + 30, within(1e-12));
        Scorecard zero = score(Noko.education().withZeroDenominator(ZeroDenominator.ZERO), none);
        assertThat(points(zero, "K3")).isCloseTo(12 + 40, within(1e-12));
        assertThat(points(zero, "K4")).isCloseTo(0.4 * 230 / 2.4 + 38, within(1e-12));
    }

    @Test
    void theNumeratorOverNobodyNeedNotBeWritten() {
        NokoCounts written = NokoCounts.example().with("disabled_n", 0).with("sat_access", 0);
        assertThat(NokoCounts.criteria(score(Noko.education(), written.without("sat_access"))))
                .isEqualTo(NokoCounts.criteria(score(Noko.education(), written)));
    }

    @Test
    void oneOfStandAndSiteCountsForBoth() {
        for (Noko noko : List.of(Noko.education(), Noko.education().withRounding(Rounding.STEPWISE_2),
                Noko.education().withInfo(InfoFormula.POOLED))) {
            Scorecard site = score(noko, NokoCounts.example().with("sat_stand", 0).with("sat_stand_n", 0));
            assertThat(points(site, "1.3")).isEqualTo(93.75);
            Scorecard stand = score(noko, NokoCounts.example().with("sat_site", 0).with("sat_site_n", 0));
            assertThat(points(stand, "1.3")).isEqualTo(90);
            Scorecard noStand = score(noko, NokoCounts.example().with("info_stand", 0).with("info_stand_norm", 0));
            assertThat(points(noStand, "1.1")).isEqualTo(95);
        }
    }

    @Test
    void noNormAtAllIsNoAssessment() {
        Scorecard card = score(Noko.education(), NokoCounts.example()
                .with("info_stand", 0).with("info_stand_norm", 0).with("info_site", 0).with("info_site_norm", 0));
        assertThat(card.score("K1").orElseThrow().points()).isEmpty();
        assertThat(card.total().points()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"info_stand", "info_site_norm", "channels", "sat_site", "sat_site_n", "comfort", "respondents",
        "access_service", "disabled_n", "sat_access", "remote_n", "recommend"})
    void aCountThatIsNotKnownLeavesNoTotal(String variable) {
        for (ZeroDenominator zero : ZeroDenominator.values()) {
            Scorecard card = score(Noko.education().withZeroDenominator(zero), NokoCounts.example().without(variable));
            assertThat(card.total().points()).as(zero.name()).isEmpty();
            assertThat(card.total().state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sat_access,disabled_n,3.3", "overall,respondents,5.3", "polite_remote,remote_n,4.3", "sat_stand,sat_stand_n,1.3",
        "info_site,info_site_norm,1.1"
    })
    void aPartLargerThanItsWholeIsNoAnswer(String part, String whole, String code) {
        NokoCounts example = NokoCounts.example();
        for (Rounding rounding : List.of(Rounding.NONE, Rounding.STEPWISE_2)) {
            Noko noko = Noko.education().withRounding(rounding);
            Scorecard card = score(noko, example.with(part, example.get(whole) + 1));
            assertThat(card.score(code).orElseThrow().points()).isEmpty();
            assertThat(card.total().points()).isEmpty();
            if (!whole.equals("respondents")) {
                Scorecard ofNobody = score(noko, example.with(whole, 0));
                assertThat(ofNobody.score(code).orElseThrow().points()).isEmpty();
                assertThat(ofNobody.total().points()).isEmpty();
            }
        }
    }

    @Test
    void withoutRespondentsThereIsNoTotal() {
        NokoCounts nobody = NokoCounts.example().with("respondents", 0);
        for (String part : List.of("sat_comfort", "polite_first", "polite_service", "recommend", "org_conditions", "overall")) {
            nobody = nobody.with(part, 0);
        }
        for (ZeroDenominator zero : ZeroDenominator.values()) {
            assertThat(score(Noko.education().withZeroDenominator(zero), nobody).total().points()).isEmpty();
        }
    }

    @Test
    void roundingAtEachStepDiffersFromRoundingAtTheEnd() {
        NokoCounts counts = NokoCounts.example().with("polite_first", 202).with("overall", 209);
        // 4.1 = 84.17, 4.3 = 98.33, K4 = 33.668 + 38 + 19.666 = 91.33; 5.3 = 87.08, K5 = 27.75 + 18 + 43.54 = 89.29;
        // S = (90 + 83.75 + 74.5 + 91.33 + 89.29) / 5 = 85.774
        Scorecard steps = score(Noko.education().withRounding(Rounding.STEPWISE_2), counts);
        assertThat(NokoCounts.criteria(steps)).containsEntry("4.1", 84.17).containsEntry("4.3", 98.33).containsEntry("K4", 91.33)
                .containsEntry("5.3", 87.08).containsEntry("K5", 89.29).containsEntry("S", 85.77);
        // K4 = 91.3333, K5 = 89.291667; S = 428.875 / 5 = 85.775
        Scorecard end = score(Noko.education().withRounding(Rounding.FINAL_2), counts);
        assertThat(points(end, "K4")).isCloseTo(274 / 3.0, within(1e-12));
        assertThat(points(end, "K5")).isCloseTo(89.25 + 1 / 24.0, within(1e-12));
        assertThat(points(end, "S")).isEqualTo(85.78);
    }

    @Test
    void theHalvesOfAnIndicatorAreNotRoundedBeforeTheirMean() {
        // 1/800 = 0.125 and 3/800 = 0.375: the mean is 0.25; of 0.13 and 0.38 it would be 0.255, so 0.26.
        NokoCounts counts = NokoCounts.example()
                .with("sat_stand", 1).with("sat_stand_n", 800).with("sat_site", 3).with("sat_site_n", 800);
        assertThat(points(score(Noko.education().withRounding(Rounding.STEPWISE_2), counts), "1.3")).isEqualTo(0.25);
    }

    private static double rounded(Rounding rounding, RoundingMode halves, NokoCounts counts, String code) {
        return points(score(Noko.education().withRounding(rounding, halves), counts), code);
    }

    @Test
    void halvesGoUpUnlessToldOtherwise() {
        assertThat(Noko.education().withRounding(Rounding.FINAL_0).method())
                .isEqualTo(Noko.education().withRounding(Rounding.FINAL_0, RoundingMode.HALF_UP).method());
        // 5.3 = 204/240 = 85 %: K5 = 88.25 and S = 86.5.
        NokoCounts tie = NokoCounts.example().with("overall", 204);
        assertThat(points(score(Noko.education(), tie), "S")).isEqualTo(86.5);
        assertThat(rounded(Rounding.FINAL_0, RoundingMode.HALF_UP, tie, "S")).isEqualTo(87);
        assertThat(rounded(Rounding.FINAL_0, RoundingMode.HALF_EVEN, tie, "S")).isEqualTo(86);
        // 1.3 = ½·(721/800 + 150/160): K1 = 90.025 and S = 87.505, which no binary number is.
        NokoCounts decimal = NokoCounts.example().with("sat_stand", 721).with("sat_stand_n", 800);
        assertThat(rounded(Rounding.FINAL_2, RoundingMode.HALF_UP, decimal, "S")).isEqualTo(87.51);
        assertThat(rounded(Rounding.FINAL_2, RoundingMode.HALF_EVEN, decimal, "S")).isEqualTo(87.5);
        // 1/32 = 3.125 %
        NokoCounts step = NokoCounts.example().with("polite_remote", 1).with("remote_n", 32);
        assertThat(rounded(Rounding.STEPWISE_2, RoundingMode.HALF_UP, step, "4.3")).isEqualTo(3.13);
        assertThat(rounded(Rounding.STEPWISE_2, RoundingMode.HALF_EVEN, step, "4.3")).isEqualTo(3.12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Noko.education().withRounding(Rounding.FINAL_0, RoundingMode.CEILING))
                .withMessageContaining("CEILING");
    }

    @Test
    void thirtyPointsAChannelAndTwentyACondition() {
        int[] channels = {0, 30, 60, 90, 100, 100};
        int[] conditions = {0, 20, 40, 60, 80, 100, 100};
        for (int i = 0; i < conditions.length; i++) {
            Scorecard card = score(Noko.education(), NokoCounts.example()
                    .with("channels", Math.min(i, 5)).with("comfort", i).with("access_env", i).with("access_service", i));
            assertThat(points(card, "1.2")).isEqualTo(channels[Math.min(i, 5)]);
            assertThat(points(card, "2.1")).isEqualTo(conditions[i]);
            assertThat(points(card, "3.1")).isEqualTo(conditions[i]);
            assertThat(points(card, "3.2")).isEqualTo(conditions[i]);
        }
    }

    @Test
    void pooledEqualsSplitWhereNormsAndRespondentsAreEqual() {
        NokoCounts equal = NokoCounts.example()
                .with("info_site", 7).with("info_site_norm", 10).with("sat_site", 111).with("sat_site_n", 200);
        Scorecard split = score(Noko.education(), equal);
        Scorecard pooled = score(Noko.education().withInfo(InfoFormula.POOLED), equal);
        assertThat(points(pooled, "1.1")).isEqualTo(points(split, "1.1")).isEqualTo(75);
        assertThat(points(pooled, "1.3")).isEqualTo(points(split, "1.3")).isEqualTo(72.75);
        // 46 of 50 materials and 330 of 360 respondents otherwise
        Scorecard other = score(Noko.education().withInfo(InfoFormula.POOLED), NokoCounts.example());
        assertThat(points(other, "1.1")).isEqualTo(92);
        assertThat(points(other, "1.3")).isCloseTo(33000 / 360.0, within(1e-12));
    }

    @Test
    void theWaitingTimeAsTheMeanOfItsNeighboursChangesNothing() {
        NokoCounts counts = NokoCounts.example().with("waiting_score", 80).with("waiting_timely", 210);
        assertThat(points(score(Noko.general(), counts), "2.2")).isEqualTo(83.75);
        assertThat(points(score(Noko.general(), counts), "K2")).isEqualTo(83.75);
        assertThat(points(score(Noko.education(), counts), "K2")).isEqualTo(83.75);
        assertThat(points(score(Noko.general(), counts.with("waiting_score", 10)), "K2"))
                .isCloseTo(83.75 - 0.2 * 70, within(1e-12));
        assertThat(score(Noko.general(), NokoCounts.example()).total().points()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2017, -", "2018-H1, -", "2018, 1", "2018-H2, 1", "2019-H1, 1", "2019, 1", "2024, 1", "2024-H2, 1", "2025-H1, 2", "2025, 2"
    })
    void theEditionIsThatOfTheFirstDay(String text, String edition) {
        Period period = Period.parse(text);
        IndicatorValues values = NokoCounts.example().addTo(IndicatorValues.builder(), "a", period).build();
        Noko.Result result = Noko.education().run(values, NOWHERE);
        assertThat(result.scorecards()).extracting(run -> run.methodology().edition())
                .isEqualTo(edition.equals("-") ? List.of() : List.of(edition));
        assertThat(result.periodsOutside()).isEqualTo(edition.equals("-") ? List.of(period) : List.of());
    }

    @Test
    void aPeriodIsOfTheEditionInForceOnItsFirstDay() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        NokoCounts.example().addTo(values, "a", Period.of(2023));
        NokoCounts.example().addTo(values, "a", Period.of(2024));
        NokoCounts.example().addTo(values, "a", Period.of(2025));
        assertThat(Noko.education().run(values.build(), NOWHERE).scorecards())
                .extracting(run -> run.methodology().edition() + " " + run.all().get(0).total().note())
                .containsExactly("1 ", "1 ", "2 ");
    }

    @Test
    void methodologiesAreThoseOfTheOrder() {
        List<Methodology> education = Noko.education().methodologies();
        assertThat(education).extracting(Methodology::id).containsOnly("noko-344n-education");
        assertThat(Noko.general().methodologies()).extracting(Methodology::id).containsOnly("noko-344n-general");
        assertThat(education.get(0).validFrom()).contains(LocalDate.of(2018, 10, 23));
        assertThat(education.get(0).validTo()).contains(LocalDate.of(2024, 10, 4));
        assertThat(education.get(1).validFrom()).contains(LocalDate.of(2024, 10, 5));
        assertThat(education.get(1).validTo()).isEmpty();
        assertThat(education.get(1).root()).isEqualTo(education.get(0).root());
        assertThat(education.get(1).source()).contains("408н", "неизвестны");
        assertThat(education.get(0).status()).isEqualTo(Methodology.Status.ORDER);
        assertThat(education.get(0).metrics()).hasSize(23).allMatch(code -> code.startsWith("noko."));
        assertThat(Noko.general().methodologies().get(0).metrics()).hasSize(25);
        assertThat(Noko.education().withInfo(InfoFormula.POOLED).methodologies().get(0).metrics())
                .isEqualTo(education.get(0).metrics());
    }

    private static Noko.Result three(Noko noko) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        NokoCounts.example().addTo(values, "a", YEAR);
        NokoCounts.example().with("overall", 204).addTo(values, "b", YEAR);
        // Half of 4 respondents, half of 2 disabled, all shares 50 %, but materials and conditions as in the example
        NokoCounts.of(8, 10, 38, 40, 3, 2, 4, 2, 4, 4, 2, 4, 2, 5, 1, 2, 2, 2, 2, 4, 2, 2, 2).addTo(values, "c", YEAR);
        NokoCounts.example().without("overall").addTo(values, "d", YEAR);
        NokoCounts.example().addTo(values, "e", YEAR);
        Map<String, Municipality> places = Map.of("a", A, "b", A, "c", B, "d", B);
        return noko.run(values.build(), unit -> Optional.ofNullable(places.get(unit.code())));
    }

    @Test
    void municipalitiesAndRegionsAreMeansOfOrganisations() {
        Noko.Result result = three(Noko.education());
        Scorecard c = result.scorecards().get(0).of(NokoCounts.unit("c")).orElseThrow();
        // K1 = 26.25 + 27 + 20, K2 = 65, K3 = 12 + 40 + 15, K4 = K5 = 50
        assertThat(c.total().points()).hasValue((73.25 + 65 + 67 + 50 + 50) / 5);
        Noko.Aggregate a = result.aggregate(A, YEAR).orElseThrow();
        assertThat(a.total()).contains(new Noko.Mean(87, 2));
        assertThat(a.means().get("K5")).isEqualTo(new Noko.Mean((93.25 + 88.25) / 2, 2));
        assertThat(a.aggregation()).isEqualTo(Aggregation.UNWEIGHTED_MEAN);
        assertThat(a.edition()).isEqualTo("1");
        assertThat(a.without()).isEmpty();
        Noko.Aggregate b = result.aggregate(B, YEAR).orElseThrow();
        assertThat(b.total().orElseThrow().value()).isEqualTo(61.05);
        assertThat(b.without()).containsExactly(NokoCounts.unit("d"));
        // The mean of three organisations, not of two municipalities
        Noko.Aggregate region = result.aggregate(REGION, YEAR).orElseThrow();
        assertThat(region.total().orElseThrow().value()).isCloseTo((87.5 + 86.5 + 61.05) / 3, within(1e-12));
        assertThat(region.total().orElseThrow().organisations()).isEqualTo(3);
        assertThat(result.unplaced()).containsExactly(NokoCounts.unit("e"));
        assertThat(result.aggregates()).extracting(Noko.Aggregate::unit).containsExactly(A, B, REGION);
    }

    @Test
    void respondentsCanBeWeights() {
        Noko noko = Noko.education().withAggregation(Aggregation.BY_RESPONDENTS);
        Noko.Aggregate region = three(noko).aggregate(REGION, YEAR).orElseThrow();
        assertThat(region.aggregation()).isEqualTo(Aggregation.BY_RESPONDENTS);
        assertThat(region.total().orElseThrow().value()).isCloseTo((87.5 * 240 + 86.5 * 240 + 61.05 * 4) / 484, within(1e-12));
    }

    @Test
    void aggregatesAreRoundedOnceFromWhatWasNotRounded() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        // S = 86.5 and 87.5: rounded first they would be 87 and 88, the mean 87.5 and that 88.
        NokoCounts.example().addTo(values, "a", YEAR);
        NokoCounts.example().with("overall", 204).addTo(values, "b", YEAR);
        Noko noko = Noko.education().withRounding(Rounding.FINAL_0);
        Noko.Result result = noko.run(values.build(), unit -> Optional.of(A));
        assertThat(result.aggregate(A, YEAR).orElseThrow().total()).contains(new Noko.Mean(87, 2));
    }

    @Test
    void coverageNamesWhoWasNotAssessedInThreeYears() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        NokoCounts.example().addTo(values, "edu000001", Period.of(2019));
        NokoCounts.example().addTo(values, "b", Period.ofHalf(2020, 2));
        NokoCounts.example().without("overall").addTo(values, "c", Period.of(2021));
        NokoCounts.example().addTo(values, "d", Period.of(2022));
        NokoCounts.example().addTo(values, "d", Period.of(2023));
        Noko.Result result = Noko.education().run(values.build(), NOWHERE);
        List<Unit> all = List.of(SchoolId.of("sch000001"), NokoCounts.unit("b"), NokoCounts.unit("c"), NokoCounts.unit("d"),
                NokoCounts.unit("e"), NokoCounts.unit("b"));
        Noko.Coverage of2021 = result.coverage(all, 2021);
        assertThat(of2021.organisations()).isEqualTo(5);
        assertThat(of2021.overdue()).containsExactly(NokoCounts.unit("c"), NokoCounts.unit("d"), NokoCounts.unit("e"));
        assertThat(of2021.share()).hasValue(0.4);
        Noko.Coverage of2022 = result.coverage(all, 2022);
        assertThat(of2022.overdue())
                .containsExactly(SchoolId.of("edu000001"), NokoCounts.unit("c"), NokoCounts.unit("e"));
        assertThat(of2022.assessed()).isEqualTo(2);
        assertThat(result.coverage(List.of(), 2022).share()).isEmpty();
    }

    @Test
    void otherUnitsAndIndicatorsArePassedOver() {
        IndicatorValues values = NokoCounts.example().addTo(IndicatorValues.builder(), "a", YEAR)
                .add(SchoolId.of("s"), "noko.channels", YEAR, IndicatorValue.of(3))
                .add(NokoCounts.unit("z"), "pass_rate", YEAR, IndicatorValue.of(1))
                .build();
        Noko.Result result = Noko.education().run(values, NOWHERE);
        assertThat(result.scorecards()).hasSize(1);
        assertThat(result.scorecards().get(0).all()).extracting(Scorecard::unit).containsExactly(NokoCounts.unit("a"));
        assertThat(Noko.education().run(IndicatorValues.empty(), NOWHERE).scorecards()).isEmpty();
    }

    @Test
    void namesItsOptions() {
        Noko noko = Noko.education().withRounding(Rounding.FINAL_2).withAggregation(Aggregation.BY_RESPONDENTS);
        assertThat(noko).hasToString("noko-344n-education SPLIT NOT_APPLICABLE FINAL_2 BY_RESPONDENTS");
        assertThat(noko.method().parameters().toString())
                .isEqualTo("[info=SPLIT, zero-denominator=NOT_APPLICABLE, rounding=FINAL_2 HALF_UP, aggregation=BY_RESPONDENTS]");
    }
}
