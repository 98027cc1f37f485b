package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.Satisfaction.Share;
import io.github.eduindicators.surveys.ShareMath.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SatisfactionPropertiesTest {
    private static final Questionnaire QUESTIONS = Questionnaire.of(List.of(
            Question.single("q").withPositive("yes"),
            Question.single("behind").withPositive("good").withFilter(new Filter("q", new TreeSet<>(List.of("yes"))))));

    /** One group of one school: yes, no, undecided, good and bad of those who passed, and how many more were invited. */
    record Row(String wave, String school, String group, int yes, int no, int undecided, int good, int silent) {
        void addTo(SurveyAnswers.Builder builder) {
            SurveyAnswers.Asked asked = new SurveyAnswers.Asked(wave, SchoolId.of(school), group);
            if (silent >= 0) {
                builder.invited(asked, (long) yes + no + undecided + silent);
            }
            builder.add(asked, "q", "yes", yes).add(asked, "q", "no", no).add(asked, "q", "затрудняюсь ответить", undecided)
                    .add(asked, "behind", "good", yes * good / 10).add(asked, "behind", "bad", yes - yes * good / 10);
        }
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 40);
        Arbitrary<List<Integer>> counts = Combinators.combine(few, few, few.map(n -> n / 4), Arbitraries.integers().between(0, 10))
                .as(List::of);
        return Combinators.combine(
                        Arbitraries.of("2022", "2023"),
                        Arbitraries.of("a1", "a2", "a3", "b1", "b2", "x"),
                        Arbitraries.of("parents", "teachers"),
                        counts,
                        Arbitraries.integers().between(-1, 60))
                .as((wave, school, group, n, silent) ->
                        new Row(wave, school, group, n.get(0), n.get(1), n.get(2), n.get(3), silent))
                .list().ofMinSize(1).ofMaxSize(24)
                .uniqueElements(row -> row.wave() + row.school() + row.group());
    }

    private static SurveyAnswers build(List<Row> rows) {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        rows.forEach(row -> row.addTo(builder));
        return builder.build();
    }

    private static Satisfaction.Result run(List<Row> rows) {
        return Satisfaction.withDefaults().run(build(rows), QUESTIONS, SurveyData::place);
    }

    private static List<String> lines(Satisfaction.Result result) {
        List<String> lines = new ArrayList<>();
        result.forEachShare(share -> lines.add(share + " " + share.value() + share.bounds() + share.note()));
        result.changes().forEach(change -> lines.add(change + " " + change.difference().p()));
        result.findings().forEach(finding -> lines.add(finding + " " + finding.facts()));
        return lines;
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfRowsMakesNoDifferenceToTheLastBit(@ForAll("rows") List<Row> rows, @ForAll long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(lines(run(shuffled))).isEqualTo(lines(run(rows))).isNotEmpty();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void aShareLiesInItsIntervalAndItsBoundsAndIsNotToldOfFewPeople(@ForAll("rows") List<Row> rows) {
        List<Share> shares = new ArrayList<>();
        run(rows).forEachShare(shares::add);
        assertThat(shares).isNotEmpty().allSatisfy(share -> {
            assertThat(share.value().isPresent()).isEqualTo(share.n() >= 10);
            share.value().ifPresent(value -> {
                assertThat(value.lower()).isBetween(0.0, value.value());
                assertThat(value.upper()).isBetween(value.value(), 1.0);
            });
            share.bounds().ifPresent(bounds -> {
                assertThat(bounds.lower()).isBetween(0.0, share.value().orElseThrow().value());
                assertThat(bounds.upper()).isBetween(share.value().orElseThrow().value(), 1.0);
                assertThat(share.invited()).isPresent();
            });
        });
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theSharesOfAllAnswersAddUpToOneAndAreThePooledCounts(@ForAll("rows") List<Row> rows) {
        Satisfaction.Result result = run(rows);
        for (String group : List.of("parents", "teachers")) {
            List<Row> of = rows.stream()
                    .filter(row -> row.wave().equals("2023") && row.group().equals(group) && !row.school().equals("x"))
                    .toList();
            long yes = of.stream().mapToLong(Row::yes).sum();
            long n = yes + of.stream().mapToLong(row -> row.no() + row.undecided()).sum();
            List<Share> told = result.shares(SurveyData.REGION).stream()
                    .filter(share -> share.wave().equals("2023") && share.group().equals(group) && share.question().equals("q"))
                    .filter(share -> share.value().isPresent())
                    .toList();
            if (n < 10) {
                assertThat(told).isEmpty();
            } else {
                assertThat(told).hasSize(4);
                assertThat(told.get(0).value().orElseThrow().value()).isEqualTo((double) yes / n);
                assertThat(told.stream().skip(1).mapToDouble(share -> share.value().orElseThrow().value()).sum())
                        .isCloseTo(1, within(1e-12));
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void everyUnitHasOneFindingThatCanBePutIntoWords(@ForAll("rows") List<Row> rows) {
        Satisfaction.Result result = run(rows);
        assertThat(result.findings()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{");
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{");
            boolean fell = result.changes().stream().anyMatch(change -> change.unit().equals(finding.unit())
                    && change.adjustedP() <= 0.05 && change.difference().value().value() < 0);
            assertThat(finding.outcome() == Outcome.FLAGGED && finding.category().equals("fell")).isEqualTo(fell);
        });
        assertThat(result.findings()).extracting(finding -> finding.unit()).doesNotHaveDuplicates();
        assertThat(result.contradictions()).isEmpty();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void onlyTheSameOrganisationsLeaveNoneThatTookPartOnce(@ForAll("rows") List<Row> rows) {
        Satisfaction.Result same = Satisfaction.withDefaults().withComposition(Satisfaction.Composition.SAME)
                .run(build(rows), QUESTIONS, SurveyData::place);
        int all = run(rows).changes().size();
        assertThat(same.changes().size()).isLessThanOrEqualTo(all);
        assertThat(same.changes()).allSatisfy(change -> {
            assertThat(change.difference().onlyFirst()).isZero();
            assertThat(change.difference().onlySecond()).isZero();
        });
    }

    @Property
    void theMoreWereInvitedTheWiderIsTheInterval(
            @ForAll @IntRange(min = 0, max = 30) int yes, @ForAll @IntRange(min = 1, max = 30) int no,
            @ForAll @IntRange(max = 500) int more) {
        Interval narrow = ShareMath.share(yes, yes + no, yes + no + more);
        Interval wide = ShareMath.share(yes, yes + no, yes + no + more + 1);
        assertThat(wide.upper() - wide.lower()).isGreaterThanOrEqualTo(narrow.upper() - narrow.lower() - 1e-15);
        assertThat(ShareMath.share(yes, yes + no, 0).upper()).isGreaterThanOrEqualTo(wide.upper());
    }

    @Property
    void theExactTestIsSymmetricAndIsNeverSmallerThanTheTableItself(
            @ForAll @IntRange(max = 25) int a, @ForAll @IntRange(max = 25) int b, @ForAll @IntRange(max = 25) int c,
            @ForAll @IntRange(max = 25) int d) {
        double p = ShareMath.fisher(a, a + b, c, c + d);
        assertThat(p).isBetween(0.0, 1.0).isPositive();
        assertThat(ShareMath.fisher(c, c + d, a, a + b)).isCloseTo(p, within(1e-9));
        assertThat(ShareMath.fisher(b, a + b, d, c + d)).isCloseTo(p, within(1e-9));
    }

    /** Schools differ, and change by themselves; nothing else does. Of 2,000 tests at 5 % about 100 may be significant. */
    @Example
    void withoutAChangeFewTestsAreSignificant() {
        SplittableRandom random = new SplittableRandom(20231);
        int single = 0;
        int clustered = 0;
        int fewClusters = 0;
        int tries = 2_000;
        for (int i = 0; i < tries; i++) {
            single += ShareMath.contrast(draw(random, 30, 0.8), draw(random, 45, 0.8)).p() <= 0.05 ? 1 : 0;
            clustered += contrast(random, 14).p() <= 0.05 ? 1 : 0;
            fewClusters += contrast(random, 4).p() <= 0.05 ? 1 : 0;
        }
        // 0.05 + 3 * sqrt(0.05 * 0.95 / 2000) = 0.0646
        assertThat(single).isLessThan(129);
        assertThat(clustered).isLessThan(129).isGreaterThan(40);
        assertThat(fewClusters).isLessThan(129);
    }

    /** Twelve municipalities of two to five schools; the first is looked at. */
    @Example
    void withoutAChangeFewMunicipalitiesAreSignificantAndTheirIntervalsHoldTheirShares() {
        SplittableRandom random = new SplittableRandom(99);
        int significant = 0;
        int held = 0;
        int tries = 500;
        for (int i = 0; i < tries; i++) {
            List<List<Part>> first = new ArrayList<>();
            List<List<Part>> second = new ArrayList<>();
            for (int place = 0; place < 12; place++) {
                double of = place == 0 ? 0.75 : random.nextDouble(0.65, 0.85);
                int schools = 2 + place % 4;
                double[] own = random.doubles(schools, of - 0.12, of + 0.12).toArray();
                int[] size = random.ints(schools, 15, 120).toArray();
                for (List<List<Part>> wave : List.of(first, second)) {
                    wave.add(IntStream.range(0, schools)
                            .mapToObj(c -> draw(random, size[c], own[c] + random.nextDouble(-0.08, 0.08)))
                            .toList());
                }
            }
            OrganisationSpread.OfChange change = OrganisationSpread.OfChange.of(first, second);
            assertThat(change.isKnown()).isTrue();
            significant += change.contrast(first.get(0), second.get(0)).p() <= 0.05 ? 1 : 0;
            Interval share = ShareMath.share(first.get(0), OrganisationSpread.of(first));
            held += share.lower() <= 0.75 && 0.75 <= share.upper() ? 1 : 0;
        }
        // 0.05 +- 4 * sqrt(0.05 * 0.95 / 500)
        assertThat(significant).isBetween(5, 45);
        assertThat(held).isBetween(455, 495);
    }

    private static ShareMath.Contrast contrast(SplittableRandom random, int schools) {
        double[] own = random.doubles(schools, 0.6, 0.9).toArray();
        int[] size = random.ints(schools, 10, 120).toArray();
        return ShareMath.contrast(
                IntStream.range(0, schools).mapToObj(i -> draw(random, size[i], own[i] + random.nextDouble(-0.1, 0.1))).toList(),
                IntStream.range(0, schools).mapToObj(i -> draw(random, size[i], own[i] + random.nextDouble(-0.1, 0.1))).toList());
    }

    private static Part draw(SplittableRandom random, int n, double share) {
        return new Part(IntStream.range(0, n).filter(i -> random.nextDouble() < share).count(), n);
    }

    /** A region of 12 schools whose true share is 0.75 on average; the interval must hold it as often as it says. */
    @Example
    void theIntervalOfARegionHoldsTheShareAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(77);
        int held = 0;
        int tries = 2_000;
        for (int i = 0; i < tries; i++) {
            double[] own = random.doubles(12, 0.6, 0.9).toArray();
            Interval share = ShareMath.share(
                    IntStream.range(0, 12).mapToObj(school -> draw(random, 20 + 10 * (school % 4), own[school])).toList());
            held += share.lower() <= 0.75 && 0.75 <= share.upper() ? 1 : 0;
        }
        assertThat(held).isBetween(1_850, 1_980);
    }

    @Example
    void unitsOfAllKindsAreThere() {
        Satisfaction.Result result = run(List.of(new Row("2023", "a1", "parents", 20, 5, 0, 5, 10)));
        assertThat(result.findings()).extracting(finding -> finding.unit().unitType())
                .containsExactly(UnitType.SCHOOL, UnitType.MUNICIPALITY, UnitType.REGION);
    }
}
