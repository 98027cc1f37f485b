package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

class ScreeningPropertiesTest {

    /** Under the null, with a step at mark 3 in every school, small p-values are not more frequent than they say. */
    @Example
    @Tag("simulation")
    void pValuesOfHonestSchoolsAreNotTooSmall() {
        for (Check check : List.of(SchoolCutoffExcess.withDefaults(), JournalShift.withDefaults())) {
            List<Double> p = new ArrayList<>();
            int flags = 0;
            for (int seed = 1; seed <= 12; seed++) {
                SchoolResults honest = new Simulated(seed, 150).leniency(u -> 0.45 + 0.3 * u).strictnessSpread(0.12).results(0, 0);
                for (Finding finding : check.run(honest)) {
                    finding.p().ifPresent(p::add);
                    flags += finding.outcome() == Outcome.FLAGGED ? 1 : 0;
                }
            }
            // About 1,800 schools: two standard errors of a share of 0.05 are 0.010, of 0.01 are 0.005, of 0.001 are 0.0015.
            assertThat(p).as(check.method().id()).hasSizeGreaterThan(1_500);
            assertThat(share(p, 0.05)).as(check.method().id()).isLessThan(0.06);
            assertThat(share(p, 0.01)).as(check.method().id()).isLessThan(0.015);
            assertThat(share(p, 0.001)).as(check.method().id()).isLessThan(0.0025);
            assertThat(flags).as(check.method().id()).isLessThanOrEqualTo(3);
        }
    }

    private static double share(List<Double> p, double level) {
        return (double) p.stream().filter(value -> value <= level).count() / p.size();
    }

    @Example
    @Tag("simulation")
    void plantedViolationsAreFoundAndLeadTheList() {
        SchoolResults results = new Simulated(5, 400).results(6, 6);
        ObjectivityScreening.Result screening = ObjectivityScreening.standard().run(results);
        List<SchoolId> flagged = results.schools().stream()
                .map(School::id)
                .filter(id -> screening.combined(id).outcome() == Outcome.FLAGGED)
                .toList();
        List<SchoolId> planted = IntStream.range(0, 12).mapToObj(Simulated::id).toList();
        // Raising by one point, in one year: some 200 results are needed to tell it from honest leniency, 100 for journal marks.
        List<SchoolId> large = planted.stream()
                .filter(id -> results.results(id).stream().mapToLong(cell -> cell.scores().count()).sum()
                        >= (planted.indexOf(id) < 6 ? 200 : 100))
                .toList();
        assertThat(large).hasSizeGreaterThanOrEqualTo(7);
        assertThat(flagged).containsAll(large);
        assertThat(flagged).filteredOn(id -> !planted.contains(id)).hasSizeLessThanOrEqualTo(1);
        assertThat(screening.kinds(Simulated.id(1))).contains("cutoff");
        assertThat(screening.kinds(Simulated.id(8))).contains("journal").doesNotContain("cutoff");
        assertThatThrownBy(() -> screening.combined(SchoolId.of("nobody"))).hasMessageContaining("nobody");
    }

    @Property(tries = 5)
    @Tag("simulation")
    void theOrderOfResultsDoesNotMatter(@ForAll @IntRange(min = 1, max = 1_000) int seed) {
        SchoolResults results = new Simulated(seed, 30).results(1, 1);
        List<SchoolResult> cells = new ArrayList<>();
        results.assessments().forEach(a -> cells.addAll(results.results(a.id())));
        Collections.shuffle(cells, new Random(seed));
        ScoreTally tally = ScoreTally.create();
        for (SchoolResult cell : cells) {
            for (int mark : new int[] {5, 0, 3, 2, 4}) {
                for (int score = cell.assessment().scale().max(); score >= 0; score--) {
                    for (int i = 0; i < cell.scores().count(score, mark); i++) {
                        tally.add(cell.school().id(), cell.assessment(), score, mark);
                    }
                }
            }
        }
        SchoolResults shuffled = tally.snapshot().withSchools(results.schools());
        assertThat(shuffled).isEqualTo(results);
        assertThat(ObjectivityScreening.standard().run(shuffled).findings())
                .isEqualTo(ObjectivityScreening.standard().run(results).findings());
    }

    /** A region that marks kindly is no evidence against its schools, whatever other regions do. */
    @Example
    @Tag("simulation")
    void aSchoolIsComparedWithItsOwnRegion() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        add(new Simulated(11, 80).leniency(u -> 0.1).results(0, 0), "strict", tally, register);
        add(new Simulated(12, 80).leniency(u -> 0.9).results(0, 0), "kind", tally, register);
        SchoolResults both = tally.snapshot().withSchools(register);
        for (Check check : List.of(SchoolCutoffExcess.withDefaults(), JournalShift.withDefaults())) {
            long small = check.run(both).stream().filter(f -> f.p().isPresent() && f.p().getAsDouble() <= 0.01).count();
            // Of 160 schools 1.6 are expected; more than 6 come with probability 0.002.
            assertThat(small).as(check.method().id()).isLessThanOrEqualTo(6);
        }
    }

    private static void add(SchoolResults region, String name, ScoreTally tally, List<School> register) {
        for (School school : region.schools()) {
            SchoolId id = SchoolId.of(name + school.id().value());
            register.add(School.builder(id).municipality(Municipality.of(Region.of(name), "M")).build());
            for (SchoolResult cell : region.results(school.id())) {
                for (int score = 0; score <= cell.assessment().scale().max(); score++) {
                    for (int mark : new int[] {ScoreDistribution.NO_MARK, 2, 3, 4, 5}) {
                        for (int i = 0; i < cell.scores().count(score, mark); i++) {
                            tally.add(id, cell.assessment(), score, mark);
                        }
                    }
                }
            }
        }
    }

    @Example
    @Tag("simulation")
    void everySchoolHasOneCombinedOutcomeAndEveryFlagItsNumbers() {
        SchoolResults results = new Simulated(2, 80).results(3, 3);
        ObjectivityScreening.Result screening = ObjectivityScreening.standard().run(results);
        assertThat(screening.findings()).filteredOn(f -> f.method().id().equals(ObjectivityScreening.COMBINED)).hasSize(80);
        for (Finding flag : screening.flagged()) {
            assertThat(flag.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").doesNotContain("–.");
            if (!flag.method().id().startsWith("fioko")) {
                assertThat(flag.p()).isPresent();
                assertThat(flag.adjustedP().orElseThrow()).isLessThanOrEqualTo(0.05).isGreaterThanOrEqualTo(flag.p().orElseThrow());
            }
        }
        screening.findings().forEach(f -> assertThat(f.explain(Locale.ENGLISH)).doesNotContain("{"));
        assertThat(screening.summaries()).extracting(s -> s.method().id())
                .contains("fioko-2019/inflated-mean", "cutoff-excess/school", "journal/marginal-shift", "cutoff-excess/region");
    }
}
