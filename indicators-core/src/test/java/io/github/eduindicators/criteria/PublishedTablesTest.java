package io.github.eduindicators.criteria;

import static io.github.eduindicators.criteria.Units.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.results.IndicatorValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rule tables that authorities have published, typed in from their pages, as tests of the engine.
 *
 * <ul>
 *   <li>California School Dashboard 2023, chronic absenteeism, status by change: cde.ca.gov, page fivebyfivecolortables23.
 *   <li>Tennessee A-F: documentation.md of the state's public repository tnedu/school-grading.
 *   <li>Texas A-F 2018: 70 % the better of two domains and 30 % the third; 90, 80, 70, 60.
 *   <li>Russian accreditation indicator АП3: at least 50 % 10 points, 20-49 % 5, below 20 % none.
 *   <li>Kostroma order 1272 of 05.07.2013: execution of the state task, 50-65 % 1 point … 95-100 % 5.
 * </ul>
 */
class PublishedTablesTest {
    private static final Map<String, Double> POINTS = Map.of("R", 1.0, "O", 2.0, "Y", 3.0, "G", 4.0, "B", 5.0);

    private static Rule.Matrix california() {
        List<List<Rule.Cell>> cells = new ArrayList<>();
        // Columns: increased significantly, increased, maintained, declined, declined significantly.
        for (String row : List.of("YGBBB", "OYGGB", "OOYGG", "ROOYY", "RRROY")) {
            cells.add(row.chars()
                    .mapToObj(colour -> String.valueOf((char) colour))
                    .map(colour -> new Rule.Cell(POINTS.get(colour), colour))
                    .toList());
        }
        return new Rule.Matrix(
                Rule.Bands.of("[0;100]",
                        Band.labelled("[0;2.5]", "very low"),
                        Band.labelled("[2.6;5.0]", "low"),
                        Band.labelled("[5.1;10]", "medium"),
                        Band.labelled("[10.1;20]", "high"),
                        Band.labelled("[20.1;100]", "very high")),
                Rule.Bands.of("[-100;100]",
                        Band.labelled("[3.1;100]", "increased significantly"),
                        Band.labelled("[0.5;3.0]", "increased"),
                        Band.labelled("[-0.4;0.4]", "maintained"),
                        Band.labelled("[-2.9;-0.5]", "declined"),
                        Band.labelled("[-100;-3.0]", "declined significantly")),
                new Rule.Matrix.Axis(
                        Source.change(Source.metric("absent")), Criterion.Precision.of(1), Criterion.Direction.LOWER_BETTER),
                cells);
    }

    private static final Methodology CALIFORNIA = Units.methodology(Criterion.builder("absence", "absent")
            .direction(Criterion.Direction.LOWER_BETTER)
            .decimals(1)
            .rule(california())
            .build());

    private static String colour(double status, double before) {
        return one().has("absent", status).had("absent", before).card(CALIFORNIA).total().label();
    }

    @Test
    void allTwentyFiveCellsOfTheCalifornianGrid() {
        double[] status = {2.0, 4.0, 8.0, 15.0, 30.0};
        double[] change = {5.0, 1.0, 0.0, -1.0, -5.0};
        String[] rows = {"YGBBB", "OYGGB", "OOYGG", "ROOYY", "RRROY"};
        for (int i = 0; i < 5; i++) {
            StringBuilder row = new StringBuilder();
            for (double by : change) {
                // A status of 2 cannot have risen by 5, and then the previous value is below 0: the table itself does not mind.
                row.append(colour(status[i], status[i] - by));
            }
            assertThat(row.toString()).as("status " + status[i]).isEqualTo(rows[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // status edges, no change: the middle column B G Y O R
        "2.5, 0, B", "2.6, 0, G", "5.0, 0, G", "5.1, 0, Y", "10.0, 0, Y", "10.1, 0, O", "20.0, 0, O", "20.1, 0, R",
        // rounded first, then compared: 2.54 is 2.5, 2.55 is 2.6
        "2.54, 0, B", "2.55, 0, G", "20.04, 0, O", "20.05, 0, R",
        // change edges at a low status: O Y G G B
        "4.0, 3.1, O", "4.0, 3.0, Y", "4.0, 0.5, Y", "4.0, 0.4, G", "4.0, -0.4, G", "4.0, -0.5, G", "4.0, -2.9, G",
                "4.0, -3.0, B",
        // change edges at a very high status: R R R O Y; here -0.4 and -0.5 differ
        "30.0, -0.4, R", "30.0, -0.5, O", "30.0, -2.9, O", "30.0, -3.0, Y",
        // 0.44 is maintained and 0.45 is not, also where the difference of the doubles is 0.4499999999999993
        "4.0, 0.44, G", "4.0, 0.45, Y"
    })
    void edgesOfTheCalifornianGrid(double status, double change, String expected) {
        assertThat(colour(status, status - change)).isEqualTo(expected);
    }

    @Test
    void withoutAPreviousYearThereIsNoColour() {
        Scorecard card = one().has("absent", 4).card(CALIFORNIA);
        assertThat(card.total().points()).isEmpty();
        assertThat(card.total().note()).isEqualTo("no-previous");
        assertThat(card.total().value()).hasValue(4);
    }

    private static Criterion printed(Criterion.Direction direction, String... ranges) {
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < ranges.length; i++) {
            bands.add(new Band(Range.parse(ranges[i]), ranges.length - 1.0 - i, "ABCDF".substring(i, i + 1)));
        }
        return Criterion.builder("letter", "share")
                .direction(direction)
                .rule(new Rule.Bands(Range.closed(0, 100), bands))
                .build();
    }

    private static void refused(Node root, String path, String rule) {
        assertThatExceptionOfType(MethodologyException.class)
                .isThrownBy(() -> Units.methodology(root))
                .satisfies(e -> assertThat(e.path()).isEqualTo(path))
                .satisfies(e -> assertThat(e.rule()).isEqualTo(rule))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(path + ": ").endsWith("[" + rule + "]"));
    }

    @Test
    void tennesseesPrintedTablesAreRefused() {
        // Opportunity to Learn as printed: 8 is an A and a B.
        refused(printed(Criterion.Direction.LOWER_BETTER, "[0,8]", "[8,12]", "(12,17]", "(17,24]", "(24,100]"),
                "letter/bands[1]", "bands-overlap");
        // Ready Graduate of all students as printed: 28 to 30 is a C and a D.
        refused(printed(Criterion.Direction.HIGHER_BETTER, "[50,100]", "(35,50)", "(28,35]", "(15,30)", "[0,15]"),
                "letter/bands[2]", "bands-overlap");
        // Misprints of the other kind: a number between two bands, and an end that belongs to none.
        refused(printed(Criterion.Direction.LOWER_BETTER, "[0,8]", "(8,12]", "(12,17]", "(18,24]", "(24,100]"),
                "letter/bands[3]", "bands-gap");
        refused(printed(Criterion.Direction.LOWER_BETTER, "[0,8)", "(8,12]", "(12,17]", "(17,24]", "(24,100]"),
                "letter/bands[1]", "bands-gap");
    }

    @Test
    void theSubgroupTableOfTennesseeIsSound() {
        Methodology sound = Units.methodology(
                printed(Criterion.Direction.HIGHER_BETTER, "[50,100]", "(35,50)", "(28,35]", "(16,28]", "[0,16]"));
        assertThat(one().has("share", 28).card(sound).total().label()).isEqualTo("D");
        assertThat(one().has("share", 28.01).card(sound).total().label()).isEqualTo("C");
        assertThat(one().has("share", 50).card(sound).total().label()).isEqualTo("A");
    }

    private static final Rule LETTER = Rule.Bands.of("[0;4]",
            new Band(Range.closed(0, 0), 0, "F"), new Band(Range.closed(1, 1), 1, "D"), new Band(Range.closed(2, 2), 2, "C"),
            new Band(Range.closed(3, 3), 3, "B"), new Band(Range.closed(4, 4), 4, "A"));

    private static Criterion letter(String code, double weight) {
        return Criterion.builder(code, code).decimals(0).rule(LETTER).weight(weight).minimumN(30).build();
    }

    /** The achievement score of all students: absence has the better letter of the share and of its reduction. */
    private static Methodology tennessee() {
        Group absence = Group.builder("absence", Group.Aggregation.BEST)
                .weight(0.10)
                .childrenMissing(Node.Missing.of(Node.Missing.Policy.REWEIGHT))
                .add(Criterion.builder("absolute", "absent")
                                .direction(Criterion.Direction.LOWER_BETTER)
                                .rule(Rule.Bands.of("[0;100]", new Band(Range.parse("[0;8]"), 4, "A"),
                                new Band(Range.parse("(8;12]"), 3, "B"),
                                        new Band(Range.parse("(12;17]"), 2, "C"), new Band(Range.parse("(17;24]"), 1, "D"),
                                        new Band(Range.parse("(24;100]"), 0, "F")))
                                .build(),
                        Criterion.builder("reduction", "absence_reduction")
                                .rule(Rule.Bands.of("(-inf;100]", Band.of("[12.5;100]", 4), Band.of("[6.25;12.5)", 3),
                                Band.of("(-inf;6.25)", 0)))
                                .build())
                .build();
        Group root = Group.builder("total", Group.Aggregation.WEIGHTED_MEAN)
                .add(letter("achievement", 0.30), letter("growth", 0.25), letter("ready", 0.25), absence, letter("elpa", 0.10))
                .weightSet(Group.WeightSet.without(Set.of("ready", "elpa"),
                Map.of("achievement", 0.50, "growth", 0.40, "absence", 0.10)))
                .weightSet(Group.WeightSet.without(
                        Set.of("ready"), Map.of("achievement", 0.45, "growth", 0.35, "absence", 0.10, "elpa", 0.10)))
                .weightSet(Group.WeightSet.without(
                        Set.of("elpa"), Map.of("achievement", 0.35, "growth", 0.30, "ready", 0.25, "absence", 0.10)))
                .build();
        return Methodology.builder("tennessee", "2017")
                .root(root)
                .levels(Methodology.LevelScale.POINTS,
                        Methodology.Level.of("F", Title.of("F"), "empty").callingForAttention(),
                        Methodology.Level.of("D", Title.of("D"), "[0;1]"),
                        Methodology.Level.of("C", Title.of("C"), "(1;2]"),
                        Methodology.Level.of("B", Title.of("B"), "(2;3]"),
                        Methodology.Level.of("A", Title.of("A"), "(3;4]"))
                .veto(new Methodology.Veto(
                        List.of(Condition.value("absolute", "[0;100]"), Condition.points("achievement", "[0;1)")), "F"))
                .build();
    }

    private static IndicatorValue of(int letter, long n) {
        return IndicatorValue.of(new io.github.eduindicators.stats.Interval(letter, letter, letter), n);
    }

    @Test
    void tennesseesWeightsWhereAnIndicatorLacksN() {
        // High school: 30/25/25/10/10 -> 0.3*4 + 0.25*3 + 0.25*2 + 0.1*3 + 0.1*1 = 2.85
        Units full = one().has("achievement", of(4, 100)).has("growth", of(3, 100)).has("ready", of(2, 40)).has("absent", 10)
                .has("elpa", of(1, 30));
        Scorecard card = full.card(tennessee());
        assertThat(card.total().points()).hasValue(2.85);
        assertThat(card.level().orElseThrow().code()).isEqualTo("B");
        // Too few for ELPA: 35/30/25/10 -> 1.4 + 0.9 + 0.5 + 0.3 = 3.1
        Scorecard few = one().has("achievement", of(4, 100)).has("growth", of(3, 100)).has("ready", of(2, 40)).has("absent", 10)
                .has("elpa", of(1, 29)).card(tennessee());
        assertThat(few.total().points()).hasValue(3.1);
        assertThat(few.score("elpa").orElseThrow().note()).isEqualTo("below-min-n");
        assertThat(few.level().orElseThrow().code()).isEqualTo("A");
        // K-8, 45/35/10/10: 1.8 + 1.05 + 0.3 + 0.1 = 3.25; without ELPA 50/40/10: 2 + 1.2 + 0.3 = 3.5
        assertThat(one().has("achievement", of(4, 100)).has("growth", of(3, 100)).has("absent", 10).has("elpa", of(1, 30))
                .card(tennessee()).total().points()).hasValue(3.25);
        Scorecard small = one().has("achievement", of(4, 100)).has("growth", of(3, 100)).has("absent", 10).card(tennessee());
        assertThat(small.total().points()).hasValue(3.5);
        assertThat(small.trace()).anySatisfy(step -> assertThat(step.toString())
                .isEqualTo("total WEIGHTS without=[elpa, ready] weights={absence=0.1, achievement=0.5, growth=0.4}"));
    }

    @Test
    void tennesseesLetterIsTheBestOfTheRules() {
        Units school = one().has("achievement", of(2, 50)).has("growth", of(2, 50)).has("absent", 30)
                .has("absence_reduction", 12.5);
        assertThat(school.card(tennessee()).score("absence").orElseThrow().points()).hasValue(4);
        Units other = one().has("achievement", of(2, 50)).has("growth", of(2, 50)).has("absent", 13).has("absence_reduction", 2);
        assertThat(other.card(tennessee()).score("absence").orElseThrow().points()).hasValue(2);
    }

    @Test
    void tennesseesFComesByVetoAlone() {
        // 0.5*0 + 0.4*4 + 0.1*4 = 2.0 would be a C.
        Scorecard card = one().has("achievement", of(0, 50)).has("growth", of(4, 50)).has("absent", 5).card(tennessee());
        assertThat(card.total().points()).hasValue(2);
        assertThat(card.level().orElseThrow().code()).isEqualTo("F");
        assertThat(card.total().note()).contains("veto");
        assertThat(card.trace().stream().map(Object::toString))
                .anyMatch(line -> line.equals("total LEVEL scale=POINTS number=2 range=(1;2] level=C"))
                .anyMatch(line -> line.startsWith("total VETO ") && line.endsWith("met=yes at-most=F level=F"));
        // Nothing at all would be a D, not an F: the lowest range.
        assertThat(one().has("achievement", of(1, 50)).has("growth", of(0, 50)).has("absent", 50).card(tennessee()).level()
                .orElseThrow().code())
                .isEqualTo("D");
    }

    private static Methodology texas() {
        Group better = Group.builder("better", Group.Aggregation.BEST).weight(0.7)
                .add(Units.ofHundred("achievement"), Units.ofHundred("progress")).build();
        return Methodology.builder("texas", "2018")
                .root(Group.builder("overall", Group.Aggregation.WEIGHTED_MEAN)
                        .add(better, Units.ofHundred("gaps", 0.3))
                        .cap(new Group.Cap(List.of(new Condition(
                                List.of("achievement", "progress", "gaps"), Condition.Of.POINTS, Range.lessThan(70), 2)), 89))
                        .build())
                .levels(Methodology.LevelScale.POINTS,
                        Methodology.Level.of("F", Title.of("F"), "[0;60)"), Methodology.Level.of("D", Title.of("D"), "[60;70)"),
                        Methodology.Level.of("C", Title.of("C"), "[70;80)"), Methodology.Level.of("B", Title.of("B"), "[80;90)"),
                        Methodology.Level.of("A", Title.of("A"), "[90;100]"))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "95, 60, 80, 90.5, A", // 0.7*95 + 0.3*80
        "60, 95, 80, 90.5, A",
        "90, 90, 90, 90, A",
        "89, 80, 90, 89.3, B",
        "70, 10, 70, 70, C",
        "100, 69, 69, 89, B", // 90.7, limited: two of three below 70
        "100, 70, 69, 90.7, A",
        "0, 0, 0, 0, F"
    })
    void texasTakesTheBetterOfTwoDomains(double achievement, double progress, double gaps, double points, String level) {
        Scorecard card = one().has("machievement", achievement).has("mprogress", progress).has("mgaps", gaps).card(texas());
        assertThat(card.total().points()).hasValue(points);
        assertThat(card.level().orElseThrow().code()).isEqualTo(level);
        assertThat(card.total().note().contains("cap")).isEqualTo(points == 89);
    }

    private static Criterion accreditation(Criterion.Precision precision) {
        return Criterion.builder("AP3", Source.percent("teachers_category", "teachers"))
                .precision(precision)
                .rule(Rule.Bands.of("[0;100]", Band.of("[0;20)", 0), Band.of("[20;49]", 5), Band.of("[50;100]", 10)))
                .build();
    }

    @Test
    void theAccreditationBandsHaveAGapUnlessSharesAreRounded() {
        refused(accreditation(Criterion.Precision.exact()), "AP3/bands[2]", "bands-gap");
        refused(accreditation(Criterion.Precision.of(1)), "AP3/bands[2]", "bands-gap");
        Methodology rounded = Units.methodology(accreditation(Criterion.Precision.of(0)));
        // 99 of 200 are 49.5 %, which rounds to 50; 98 of 200 are 49 %; 39 of 200 are 19.5 %, which rounds to 20.
        assertThat(one().has("teachers_category", 99).has("teachers", 200).card(rounded).total().points()).hasValue(10);
        assertThat(one().has("teachers_category", 98).has("teachers", 200).card(rounded).total().points()).hasValue(5);
        assertThat(one().has("teachers_category", 39).has("teachers", 200).card(rounded).total().points()).hasValue(5);
        assertThat(one().has("teachers_category", 38).has("teachers", 200).card(rounded).total().points()).hasValue(0);
    }

    @Test
    void kostromasBandsShareTheirEnds() {
        refused(Criterion.builder("task", "execution")
                        .rule(Rule.Bands.of("[50;100]", Band.of("[50;65]", 1), Band.of("[65;75]", 2), Band.of("[75;85]", 3),
                                Band.of("[85;95]", 4), Band.of("[95;100]", 5)))
                        .build(),
                "task/bands[1]", "bands-overlap");
    }
}
