package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files say, run by the engine; expected figures by hand. */
class MethodologyRunTest {
    private static final Period YEAR = Period.of(2021);
    private static final Unit SCHOOL = SchoolId.of("s1");
    private static final Unit LAKE = Municipality.of(Region.of("North"), "Lake");
    private static final Unit HILL = Municipality.of(Region.of("North"), "Hill");

    private final IndicatorValues.Builder values = IndicatorValues.builder();

    private MethodologyRunTest give(Unit unit, String indicator, double value) {
        values.add(unit, indicator, YEAR, IndicatorValue.of(value));
        return this;
    }

    private MethodologyRunTest share(Unit unit, String indicator, double numerator, double denominator) {
        values.add(unit, indicator, YEAR, IndicatorValue.ratio(numerator, denominator));
        return this;
    }

    private Scorecard run(String id, Unit unit) {
        return run(MethodologyJson.shipped(id).get(0), unit);
    }

    private Scorecard run(Methodology methodology, Unit unit) {
        Scorecards scorecards = methodology.run(values.build(), YEAR);
        return scorecards.of(unit).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"85, 100, 1, 3, ok", "79, 100, 1, 2, ok", "799, 1000, 0, 1, low", "1, 2, 1, 2, ok", "0, 7, 0, 0, low"})
    void aRegionsOwnFileIsScoredByTheSameEngine(double passed, double all, double site, double points, String level) {
        Scorecard scorecard = share(SCHOOL, "pass_rate", passed, all).give(SCHOOL, "site", site)
                .run(MethodologyJson.parse("own.json", MethodologyTexts.OWN), SCHOOL);
        assertThat(scorecard.total().points()).hasValue(points);
        assertThat(scorecard.level().orElseThrow().code()).isEqualTo(level);
    }

    /** 19.9 % and 20 %, 49.9 % and 50 %: the source leaves 49 to 50 % open. */
    @ParameterizedTest
    @CsvSource({"199, 0", "200, 5", "490, 5", "499, 5", "500, 10", "1000, 10"})
    void accreditationGivesTenFiveOrNothingForTheCategoryOfTeachers(double teachers, double points) {
        Scorecard scorecard = share(SCHOOL, "teachers_category", teachers, 1000).run("accreditation-general-example", SCHOOL);
        assertThat(scorecard.score("AP3").orElseThrow().points()).hasValue(points);
        assertThat(scorecard.total().points()).as("the others are not known").isEmpty();
    }

    /** 10 + 10 + 5 + 0 + 10 + 10 + AP7. */
    @ParameterizedTest
    @CsvSource({"0.1, 45, met", "0.5, 50, met"})
    void accreditationIsMetFromFortyFivePoints(double diagnostic, double points, String level) {
        Scorecard scorecard = give(SCHOOL, "ap.structure", 1).give(SCHOOL, "ap.results", 1).give(SCHOOL, "teachers_category", 0.3)
                .give(SCHOOL, "teachers_trained_3y", 0.1).give(SCHOOL, "textbooks", 1).give(SCHOOL, "ap.sixth", 1)
                .give(SCHOOL, "ap.diagnostic_passed", diagnostic).run("accreditation-general-example", SCHOOL);
        assertThat(scorecard.total().points()).hasValue(points);
        assertThat(scorecard.level().orElseThrow().code()).isEqualTo(level);
    }

    @Test
    void accreditationIsNotMetWhereATextbookLacks() {
        Scorecard scorecard = give(SCHOOL, "ap.structure", 1).give(SCHOOL, "ap.results", 1).give(SCHOOL, "teachers_category", 0.3)
                .give(SCHOOL, "teachers_trained_3y", 0.1).share(SCHOOL, "textbooks", 999, 1000).give(SCHOOL, "ap.sixth", 1)
                .give(SCHOOL, "ap.diagnostic_passed", 0.5).run("accreditation-general-example", SCHOOL);
        assertThat(scorecard.total().points()).hasValue(40);
        assertThat(scorecard.level().orElseThrow().call()).isEqualTo(Methodology.Level.Call.ATTENTION);
    }

    /**
     * A municipality that has everything in block 1 but the goals of 1.1 (8 of 9), and in block 2 the first three positions
     * of each direction: ½·(100·(8/9 + 3)/4) + ½·(100·3/9) = 48.6111 + 16.6667.
     */
    @Test
    void municipalMechanismsAreTheMeanOfTwoBlocksOfDirections() {
        Methodology methodology = MethodologyJson.shipped("municipal-mechanisms-example").get(0);
        assertThat(methodology.metrics()).hasSize(72).contains("mm.1_1.goals", "mm.2_4.effectiveness");
        for (String metric : methodology.metrics()) {
            boolean first = metric.startsWith("mm.1") && !metric.equals("mm.1_1.goals");
            boolean early = metric.endsWith(".goals") || metric.endsWith(".indicators") || metric.endsWith(".collection");
            give(LAKE, metric, first || metric.startsWith("mm.2") && early ? 1 : 0);
        }
        Scorecard scorecard = run(methodology, LAKE);
        assertThat(scorecard.score("1.1").orElseThrow().points()).hasValue(8);
        assertThat(scorecard.total().points().orElseThrow()).isCloseTo(65.2777777778, within(1e-9));
        assertThat(scorecard.level().orElseThrow().code()).isEqualTo("middle");
    }

    /**
     * Block 1: 10 of 20 % and vacancies 4 against 2 %: 50 and 50; block 2: 45 of 90 %: 50; block 3 is not known and left
     * out. The best has 100 everywhere.
     */
    @Test
    void theBestMunicipalityHasAHundredAndTheOthersAProportion() {
        give(LAKE, "teachers_under_35", 0.2).give(HILL, "teachers_under_35", 0.1);
        give(LAKE, "teacher_vacancies", 0.02).give(HILL, "teacher_vacancies", 0.04);
        give(LAKE, "pass_rate", 0.9).give(HILL, "pass_rate", 0.45);
        give(LAKE, "quality_rate", 0.5).give(HILL, "quality_rate", 0.5);
        give(LAKE, "band_81_100", 0.3).give(HILL, "band_81_100", 0);
        Scorecard hill = run("motivating-monitoring-example", HILL);
        assertThat(run("motivating-monitoring-example", LAKE).total().points()).hasValue(100);
        assertThat(hill.score("1").orElseThrow().points()).hasValue(50);
        assertThat(hill.score("2").orElseThrow().points()).hasValue(50);
        assertThat(hill.total().points()).hasValue(50);
    }

    /** All indicators of group A and group B1 known in part: A 10, 5, 0, 10 of 10; the rest is not enough for a total. */
    @Test
    void aHeadIsScoredByGroupsAndHasNoTotalOnTooLittle() {
        Unit head = Unit.of(UnitType.HEAD, "h1");
        Scorecard scorecard = give(head, "noko_shortcomings_fixed", 1).give(head, "orders_overdue", 1)
                .share(head, "roadmap_on_time", 2, 4)
                .give(head, "noko_overall", 87.5).run("heads-effectiveness-example", head);
        assertThat(scorecard.score("A").orElseThrow().points()).hasValue(6.25);
        assertThat(scorecard.score("B").orElseThrow().points()).isEmpty();
        assertThat(scorecard.total().points()).isEmpty();
    }

    /** Everything at its best gives 100 of 100; a school without grade 11 (0 of 0) loses nothing. */
    @Test
    void aHeadWithEverythingAtItsBestHasAHundred() {
        Methodology methodology = MethodologyJson.shipped("heads-effectiveness-example").get(0);
        for (String metric : methodology.metrics()) {
            switch (metric) {
                case "orders_overdue", "below_minimum", "teacher_vacancies" -> give(SCHOOL, metric, 0);
                case "noko_overall" -> give(SCHOOL, metric, 100);
                case "clear_years" -> give(SCHOOL, metric, 3);
                case "certificates_11" -> share(SCHOOL, metric, 0, 0);
                case "value_added", "contextual_residual" -> values.add(SCHOOL, metric, YEAR,
                        IndicatorValue.of(new Interval(0.3, 0.1, 0.5), 60));
                default -> give(SCHOOL, metric, 1);
            }
        }
        Scorecard scorecard = run(methodology, SCHOOL);
        assertThat(scorecard.total().points()).hasValue(100);
        assertThat(scorecard.level().orElseThrow().code()).isEqualTo("high");
    }

    @Test
    void theNineGroupsOfTheHeadAreThere() {
        assertThat(((Group) MethodologyJson.shipped("heads-effectiveness-example").get(0).root()).children())
                .extracting(Node::code)
                .containsExactly("A", "B", "C", "D", "E", "F", "G", "H", "I");
    }

    /** Group D at its best (10), P in the middle (5), S at nothing: (40·10 + 35·5 + 0) / 100 of 10. */
    @Test
    void teachersDevelopmentWeighsItsThreeGroups() {
        give(SCHOOL, "teachers_diagnosed", 0.8).give(SCHOOL, "deficits_addressed", 0.8).give(SCHOOL, "deficits_closed", 0.6)
                .give(SCHOOL, "teachers_individual_path", 0.5);
        give(SCHOOL, "programmes_approved", 0.7).give(SCHOOL, "programmes_in_register", 0.3).give(SCHOOL, "training_gain", 0.2)
                .give(SCHOOL, "teachers_trained_3y", 0.8);
        give(SCHOOL, "low_results_teachers_trained", 0).give(SCHOOL, "rural_teachers_trained", 0)
                .give(SCHOOL, "network_participation", 0)
                .give(SCHOOL, "young_teachers_with_mentor", 0);
        Scorecard scorecard = run("teachers-development-example", SCHOOL);
        assertThat(scorecard.total().points()).hasValue(57.5);
        assertThat(scorecard.level().orElseThrow().code()).isEqualTo("acceptable");
    }

    /** H 10, Y (5 + 10 + 0) / 3 = 5, C not known: (40·10 + 30·5) / 70 of 10. */
    @Test
    void methodicalWorkLeavesOutAGroupOfWhichNothingIsKnown() {
        give(LAKE, "methodical_help", 0.9).give(LAKE, "methodical_requests_met", 0.95).give(LAKE, "methodical_associations", 1);
        give(LAKE, "young_teachers_with_mentor", 0.6).give(LAKE, "young_teachers_kept", 0.8).give(LAKE, "mentors_trained", 0.1);
        assertThat(run("methodical-work-example", LAKE).total().percent().orElseThrow()).isCloseTo(550 / 7.0, within(1e-9));
    }

    /** The hand-computed organisation of НОКО: K1 90, K2 83.75, K3 74.5, K4 96, K5 93.25, S 87.5. */
    @Test
    void theFileOfOrder344nGivesTheHandComputedOrganisation() {
        Unit org = Unit.of(UnitType.ORGANISATION, "o1");
        String[][] counts = {
            {"info_stand", "8"}, {"info_stand_norm", "10"}, {"info_site", "38"}, {"info_site_norm", "40"}, {"channels", "3"},
            {"sat_stand", "180"}, {"sat_stand_n", "200"}, {"sat_site", "150"}, {"sat_site_n", "160"}, {"comfort", "4"},
            {"sat_comfort", "210"}, {"respondents", "240"}, {"access_env", "2"}, {"access_service", "5"}, {"sat_access", "9"},
            {"disabled_n", "12"}, {"polite_first", "230"}, {"polite_service", "228"}, {"polite_remote", "118"},
            {"remote_n", "120"}, {"recommend", "222"}, {"org_conditions", "216"}, {"overall", "228"}
        };
        for (String[] count : counts) {
            give(org, "noko." + count[0], Double.parseDouble(count[1]));
        }
        Scorecard scorecard = run("noko-344n-education", org);
        assertThat(scorecard.score("K1").orElseThrow().points().orElseThrow()).isCloseTo(90.0, within(1e-9));
        assertThat(scorecard.score("K2").orElseThrow().points().orElseThrow()).isCloseTo(83.75, within(1e-9));
        assertThat(scorecard.score("K3").orElseThrow().points().orElseThrow()).isCloseTo(74.5, within(1e-9));
        assertThat(scorecard.score("K4").orElseThrow().points().orElseThrow()).isCloseTo(96.0, within(1e-9));
        assertThat(scorecard.score("K5").orElseThrow().points().orElseThrow()).isCloseTo(93.25, within(1e-9));
        assertThat(scorecard.total().points().orElseThrow()).isCloseTo(87.5, within(1e-9));
    }
}
