package io.github.eduindicators.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RecheckPropertiesTest {
    private static final List<Assessment> WORKS = List.of(
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39)));

    private static final double EXPECTED_SHARE = 0.965029411316;

    /** Schools of several municipalities and all their works. */
    private static final class Simulated {
        private final SplittableRandom random;
        private final List<School> register = new ArrayList<>();
        private final List<RecheckWork> list = new ArrayList<>();

        Simulated(long seed, int schools, int municipalities) {
            this.random = new SplittableRandom(seed);
            for (int s = 0; s < schools; s++) {
                School school = School.builder(SchoolId.of("s" + s))
                        .municipality(Municipality.of(Region.of("R"), "M" + s % municipalities))
                        .build();
                register.add(school);
                for (Assessment assessment : WORKS) {
                    int size = random.nextInt(1, 30);
                    for (int i = 0; i < size; i++) {
                        int score = random.nextInt(assessment.scale().max() + 1);
                        list.add(RecheckWork.of(assessment.id(), school.id(), "p" + i, score));
                    }
                }
            }
        }

        SchoolResults results() {
            ScoreTally tally = ScoreTally.create();
            for (RecheckWork work : list) {
                Assessment assessment = WORKS.stream().filter(a -> a.id().equals(work.assessment())).findFirst().orElseThrow();
                tally.add(work.school(), assessment, work.score());
            }
            return tally.snapshot().withSchools(register);
        }

        List<SchoolId> flagged(int number) {
            return register.stream().limit(number).map(School::id).toList();
        }

        List<Expert> pool(int experts, int municipalities) {
            List<Expert> pool = new ArrayList<>();
            for (int e = 0; e < experts; e++) {
                pool.add(random.nextInt(3) == 0
                        ? Expert.of("e" + e, Municipality.of(Region.of("R"), "M" + random.nextInt(municipalities)))
                        : Expert.of("e" + e, register.get(random.nextInt(register.size()))));
            }
            // Two whom everybody may have, so that the assignment is possible.
            pool.add(Expert.independent("i1"));
            pool.add(Expert.independent("i2"));
            return pool;
        }
    }

    private static <T> List<T> shuffled(List<T> list, long seed) {
        List<T> other = new ArrayList<>(list);
        Collections.shuffle(other, new Random(seed));
        return other;
    }

    @Property(tries = 60)
    void planAndDrawDoNotDependOnTheOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int schools) {
        Simulated simulated = new Simulated(seed, schools, 3);
        RecheckSampling sampling = RecheckSampling.withDefaults().withControlSchools(3).withSeed(seed);
        RecheckPlan plan = sampling.run(simulated.results(), simulated.flagged(4));
        List<RecheckWork> drawn = plan.draw(simulated.list);
        List<RecheckWork> other = shuffled(simulated.list, seed);
        simulated.list.clear();
        simulated.list.addAll(other);
        RecheckPlan again = sampling.run(simulated.results(), shuffled(simulated.flagged(4), seed));
        assertThat(again).isEqualTo(plan);
        assertThat(again.draw(other)).isEqualTo(drawn);
        assertThat(drawn).hasSize((int) plan.works());
        assertThat(plan.rows()).allMatch(row -> row.works() >= 1 && row.works() <= row.population());
    }

    @Property(tries = 60)
    void aSchoolMoreDoesNotChangeWhatIsDrawnInTheOthers(@ForAll long seed) {
        Simulated simulated = new Simulated(seed, 6, 2);
        RecheckSampling sampling = RecheckSampling.withDefaults().withControlSchools(0).withSeed(seed);
        List<RecheckWork> two = sampling.run(simulated.results(), simulated.flagged(2)).draw(simulated.list);
        List<RecheckWork> three = sampling.run(simulated.results(), simulated.flagged(3)).draw(simulated.list);
        assertThat(three).containsAll(two).hasSizeGreaterThan(two.size());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void assignmentKeepsItsRulesAndItsBalance(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int schools,
            @ForAll @IntRange(min = 0, max = 10) int experts,
            @ForAll @DoubleRange(min = 0, max = 1) double twice) {
        Simulated simulated = new Simulated(seed, schools, 3);
        SchoolResults results = simulated.results();
        List<Expert> pool = simulated.pool(experts, 3);
        List<RecheckWork> works = simulated.list;
        ExpertAssignment assignment = ExpertAssignment.of(pool).withDoubleShare(twice).withSeed(seed);
        List<RecheckWork> assigned = assignment.run(works, results);

        assertThat(assigned).hasSize(works.size() + (int) Math.ceil(twice * works.size() - 1e-9));
        assertThat(assigned).doesNotHaveDuplicates();
        assertThat(assigned.stream().map(RecheckWork::key).distinct()).hasSize(works.size());
        Map<String, Integer> loads = new HashMap<>();
        Map<String, Set<SchoolId>> schoolsOf = new HashMap<>();
        Map<String, Map<SchoolId, Integer>> given = new HashMap<>();
        pool.forEach(expert -> loads.put(expert.code(), 0));
        for (RecheckWork work : assigned) {
            loads.merge(work.expert(), 1, Integer::sum);
            schoolsOf.computeIfAbsent(work.expert(), e -> new HashSet<>()).add(work.school());
            given.computeIfAbsent(work.expert(), e -> new HashMap<>()).merge(work.school(), 1, Integer::sum);
        }
        Map<SchoolId, Long> sizes = new HashMap<>();
        works.forEach(work -> sizes.merge(work.school(), 1L, Long::sum));
        for (Expert expert : pool) {
            for (SchoolId id : schoolsOf.getOrDefault(expert.code(), Set.of())) {
                School school = results.school(id).orElseThrow();
                assertThat(expert.school()).isNotEqualTo(Optional.of(id));
                assertThat(expert.municipality()).isNotEqualTo(Optional.of(school.municipality()));
                // Nobody who may take a work of this school, and does not have them all, has two works fewer.
                for (Expert other : pool) {
                    boolean may = other.mayMark(school)
                            && given.getOrDefault(other.code(), Map.of()).getOrDefault(id, 0) < sizes.get(id);
                    assertThat(!may || loads.get(expert.code()) - loads.get(other.code()) <= 1).isTrue();
                }
            }
        }
        assertThat(ExpertAssignment.of(shuffled(pool, seed)).withDoubleShare(twice).withSeed(seed).run(shuffled(works, seed), results))
                .isEqualTo(assigned);
    }

    @Property(tries = 60)
    void independentExpertsGetEqualShares(@ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int experts) {
        Simulated simulated = new Simulated(seed, 4, 2);
        List<Expert> pool = new ArrayList<>();
        for (int e = 0; e < experts; e++) {
            pool.add(Expert.independent("e" + e));
        }
        Map<String, Integer> loads = new HashMap<>();
        ExpertAssignment.of(pool).run(simulated.list, simulated.results()).forEach(work -> loads.merge(work.expert(), 1, Integer::sum));
        assertThat(Collections.max(loads.values()) - Collections.min(loads.values())).isLessThanOrEqualTo(1);
    }

    private static List<RecheckWork> marked(List<RecheckWork> assigned, SplittableRandom random, double different, int most) {
        List<RecheckWork> marked = new ArrayList<>();
        for (RecheckWork work : assigned) {
            int change = random.nextDouble() < different ? random.nextInt(-most, most + 1) : 0;
            marked.add(work.withExpertScore(Math.max(0, Math.min(20, work.score() - change))));
        }
        return marked;
    }

    @Property(tries = 40)
    void analysisDoesNotDependOnTheOrderOfRows(@ForAll long seed) {
        Simulated simulated = new Simulated(seed, 6, 3);
        simulated.list.removeIf(work -> !work.assessment().equals(WORKS.get(0).id()));
        SchoolResults results = simulated.results();
        List<RecheckWork> works = marked(
                ExpertAssignment.of(simulated.pool(5, 3)).withDoubleShare(0.3).run(simulated.list, results),
                new SplittableRandom(seed), 0.4, 3);
        RecheckAnalysis analysis = RecheckAnalysis.withDefaults().withControls(simulated.flagged(2));
        RecheckAnalysis.Result one = analysis.run(works, results);
        RecheckAnalysis.Result other = analysis.run(shuffled(works, seed), results);
        assertThat(other.schools()).isEqualTo(one.schools());
        assertThat(other.findings()).isEqualTo(one.findings());
        assertThat(other.regions()).isEqualTo(one.regions());
        assertThat(other.assessments()).isEqualTo(one.assessments());
        assertThat(other.controls()).isEqualTo(one.controls());
    }

    @Property(tries = 40)
    void aWholeSchoolMarkedAgainHasExactlyTheMeanOfTheExperts(@ForAll long seed) {
        Simulated simulated = new Simulated(seed, 1, 1);
        simulated.list.removeIf(work -> !work.assessment().equals(WORKS.get(0).id()));
        SchoolResults results = simulated.results();
        List<RecheckWork> works = marked(
                simulated.list.stream().map(work -> work.withExpert("e")).toList(), new SplittableRandom(seed), 0.5, 4);
        double mean = works.stream().mapToInt(work -> work.expertScore().orElseThrow()).average().orElseThrow();
        SchoolRecheck school = RecheckAnalysis.withDefaults().run(works, results).schools().get(0);
        assertThat(school.correctedMeans()).hasSize(1);
        assertThat(school.correctedMeans().get(0).corrected().value()).isCloseTo(mean, within(1e-9));
        assertThat(school.correctedMeans().get(0).corrected().lower()).isEqualTo(school.correctedMeans().get(0).corrected().upper());
    }

    @Example
    void honestSchoolsAreRarelyFlaggedForTheirShift() {
        // Experts and schools differ by a point or two in 3 of 10 works, in either direction alike.
        int flagged = 0;
        int tested = 0;
        for (long seed = 0; seed < 400; seed++) {
            Simulated simulated = new Simulated(seed, 1, 1);
            simulated.list.removeIf(work -> !work.assessment().equals(WORKS.get(0).id()) || work.score() < 2 || work.score() > 18);
            if (simulated.list.size() >= 10) {
                SchoolResults results = simulated.results();
                List<RecheckWork> works = marked(
                        simulated.list.stream().map(work -> work.withExpert("e")).toList(), new SplittableRandom(seed), 0.36, 2);
                RecheckAnalysis.Result result = RecheckAnalysis.withDefaults().run(works, results);
                tested++;
                flagged += result.findings().stream()
                                .anyMatch(f -> f.method().id().equals("recheck/shift") && f.outcome() == Outcome.FLAGGED)
                        ? 1
                        : 0;
            }
        }
        assertThat(tested).isGreaterThan(150);
        // At most 0.05 of about 200: 10, standard deviation 3
        assertThat(flagged).isLessThanOrEqualTo(20);
    }

    @Example
    void intervalsHoldTheTruthAlsoWhereDifferencesAreRare() {
        // One work of 20 near a boundary and one of 50 elsewhere is two points too high; 60 works, of which the plan draws about 24.
        Assessment assessment = WORKS.get(0);
        SchoolId id = SchoolId.of("s");
        int runs = 500;
        int share = 0;
        int shift = 0;
        int corrected = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            ScoreTally tally = ScoreTally.create();
            List<RecheckWork> list = new ArrayList<>();
            Map<String, Integer> truth = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                int score = Long.bitCount(random.nextLong() & 0xFFFFF);
                boolean near = Stratum.of(assessment.scale(), 1, score) == Stratum.BOUNDARY;
                truth.put("w" + i, random.nextDouble() < (near ? 0.05 : 0.02) ? Math.max(0, score - 2) : score);
                list.add(RecheckWork.of(assessment.id(), id, "w" + i, score));
                tally.add(id, assessment, score);
            }
            SchoolResults results = tally.snapshot();
            List<RecheckWork> works = RecheckSampling.withDefaults().withSeed(run).run(results, List.of(id)).draw(list).stream()
                    .map(work -> work.withExpert("e").withExpertScore(truth.get(work.work())))
                    .toList();
            SchoolRecheck school = RecheckAnalysis.withDefaults().run(works, results).schools().get(0);
            // R: b <- sum(dbinom(c(6, 7, 10, 11, 14, 15), 20, .5)); 1 - .05 * b - .02 * (1 - b); 2 * (.05 * b + .02 * (1 - b))
            share += holds(school.agreement().orElseThrow().confirmed(), EXPECTED_SHARE);
            shift += holds(school.agreement().orElseThrow().shift().orElseThrow(), 2 * (1 - EXPECTED_SHARE));
            double mean = truth.values().stream().mapToInt(Integer::intValue).average().orElseThrow();
            corrected += holds(school.correctedMeans().get(0).corrected(), mean);
        }
        // 0.95 of 500 is 475, standard deviation 5
        assertThat(share).isGreaterThanOrEqualTo(455);
        assertThat(shift).isGreaterThanOrEqualTo(455);
        assertThat(corrected).isGreaterThanOrEqualTo(455);
    }

    private static int holds(Interval interval, double value) {
        return interval.lower() - 1e-9 <= value && value <= interval.upper() + 1e-9 ? 1 : 0;
    }
}
