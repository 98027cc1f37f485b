package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.ResidualGain.Band;
import io.github.eduindicators.effectiveness.ResidualGain.Fit;
import io.github.eduindicators.effectiveness.ResidualGain.Gain;
import io.github.eduindicators.effectiveness.ResidualGain.Pupils;
import io.github.eduindicators.effectiveness.SmallShares.Estimate;
import io.github.eduindicators.effectiveness.SmallShares.Position;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GainPropertiesTest {
    private static final ResidualGain METHOD = ResidualGain.withDefaults().withGroups(5);

    private record Pupil(SchoolId school, double prior, double outcome) {}

    private static List<Pupil> pupils(long seed, int schools) {
        Random random = new Random(seed);
        List<Pupil> pupils = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            double effect = random.nextGaussian();
            for (int i = random.nextInt(30); i >= 0; i--) {
                double ability = random.nextGaussian();
                pupils.add(new Pupil(SchoolId.of("s" + s), ability + random.nextGaussian() / 2, ability + effect / 2 + random.nextGaussian()));
            }
        }
        return pupils;
    }

    private static Pupils table(List<Pupil> pupils) {
        Pupils.Builder builder = Pupils.builder();
        pupils.forEach(pupil -> builder.add(pupil.school, pupil.prior, pupil.outcome));
        return builder.build();
    }

    @Property(tries = 15)
    void theOrderOfPupilsAndOfMergingChangesNoBit(@ForAll long seed) {
        List<Pupil> pupils = pupils(seed, 12);
        Fit fit = METHOD.fit(table(pupils));
        Collections.shuffle(pupils, new Random(seed + 1));
        Pupils one = table(pupils.subList(0, pupils.size() / 3));
        Pupils other = table(pupils.subList(pupils.size() / 3, pupils.size()));
        assertThat(one.plus(other)).isEqualTo(other.plus(one)).isEqualTo(table(pupils));
        Fit again = METHOD.fit(one.plus(other));
        assertThat(again.schools()).isEqualTo(fit.schools());
        assertThat(again.groups()).isEqualTo(fit.groups());
        assertThat(again.varianceBetween()).isEqualTo(fit.varianceBetween());
    }

    @Property(tries = 15)
    void withoutAFloorGainsOfAllPupilsAddUpToNothing(@ForAll long seed) {
        Fit fit = METHOD.withoutFloor().fit(table(pupils(seed, 12)));
        double sum = fit.schools().values().stream().mapToDouble(gain -> gain.gain().value() * gain.pupils()).sum();
        assertThat(sum).isCloseTo(0, within(1e-9));
        assertThat(fit.floored()).isZero();
    }

    @Property(tries = 15)
    void aRisingChangeOfPriorResultsAndAShiftOfOutcomesChangeNoGain(@ForAll long seed) {
        List<Pupil> pupils = pupils(seed, 12);
        Fit fit = METHOD.fit(table(pupils));
        Fit moved = METHOD.fit(table(
                pupils.stream().map(p -> new Pupil(p.school, 3 * p.prior + 7, p.outcome + 100)).toList()));
        fit.schools().forEach((school, gain) -> {
            assertThat(moved.schools().get(school).gain().value()).isCloseTo(gain.gain().value(), within(1e-9));
            assertThat(moved.schools().get(school).pupils()).isEqualTo(gain.pupils());
        });
    }

    @Property(tries = 15)
    void shrunkGainsLieBetweenTheMeanAndTheGain(@ForAll long seed) {
        Fit fit = METHOD.withoutFloor().fit(table(pupils(seed, 12)));
        for (Gain gain : fit.schools().values()) {
            double raw = gain.gain().value();
            double shrunk = gain.shrunk().orElseThrow().gain().value();
            assertThat(shrunk).isBetween(Math.min(0, raw) - 1e-9, Math.max(0, raw) + 1e-9);
            assertThat(gain.shrunk().orElseThrow().reliability()).isBetween(0.0, 1.0);
        }
    }

    @Property(tries = 15)
    void bandsFollowTheInterval(@ForAll long seed) {
        for (Gain gain : METHOD.fit(table(pupils(seed, 12))).schools().values()) {
            Interval interval = gain.gain();
            boolean above = gain.band() == Band.ABOVE || gain.band() == Band.WELL_ABOVE;
            boolean below = gain.band() == Band.BELOW || gain.band() == Band.WELL_BELOW;
            assertThat(above).isEqualTo(interval.lower() > 0);
            assertThat(below).isEqualTo(interval.upper() < 0);
        }
    }

    @Property(tries = 15)
    void aBetterPupilNeverLowersTheOwnSchoolAmongGivenExpectations(@ForAll long seed, @ForAll @IntRange(max = 5) int school) {
        List<Pupil> pupils = pupils(seed, 12);
        SchoolId own = SchoolId.of("s" + school);
        Fit before = METHOD.fit(table(pupils), own::equals);
        List<Pupil> better = pupils.stream().map(p -> p.school.equals(own) ? new Pupil(own, p.prior, p.outcome + 0.5) : p).toList();
        Fit after = METHOD.fit(table(better), own::equals);
        assertThat(after.schools().get(own).gain().value()).isGreaterThanOrEqualTo(before.schools().get(own).gain().value());
        assertThat(after.groups()).isEqualTo(before.groups());
    }

    private static IndicatorValues shares(long seed, int units, double spread) {
        Random random = new Random(seed);
        long[][] counts = new long[units][];
        for (int i = 0; i < units; i++) {
            double p = Math.min(1, Math.max(0, 0.6 + spread * random.nextGaussian()));
            int n = 1 + random.nextInt(60);
            long x = 0;
            for (int k = 0; k < n; k++) {
                x += random.nextDouble() < p ? 1 : 0;
            }
            counts[i] = new long[] {x, n};
        }
        return SmallSharesTest.shares(counts);
    }

    @Property(tries = 15)
    void shrunkSharesLieBetweenTheOwnAndTheExpectedOne(@ForAll long seed) {
        SmallShares.Fit fit = SmallShares.withDefaults().fit(shares(seed, 30, 0.2));
        double centre = fit.alpha().isPresent()
                ? fit.alpha().getAsDouble() / (fit.alpha().getAsDouble() + fit.beta().orElseThrow())
                : fit.centre().orElseThrow();
        for (Estimate unit : fit.units().values()) {
            Interval shrunk = unit.shrunk().orElseThrow();
            double raw = unit.share().value();
            assertThat(shrunk.value()).isBetween(Math.min(raw, centre) - 1e-12, Math.max(raw, centre) + 1e-12);
            assertThat(shrunk.lower()).isBetween(0.0, shrunk.value());
            assertThat(shrunk.upper()).isBetween(shrunk.value(), 1.0);
        }
    }

    @Property(tries = 15)
    void limitsAndPositionAgreeAndNarrowWithN(@ForAll long seed) {
        SmallShares.Fit fit = SmallShares.withDefaults().fit(shares(seed, 30, 0.1));
        List<Estimate> bySize = fit.units().values().stream().sorted(java.util.Comparator.comparingLong(Estimate::n)).toList();
        for (int i = 0; i < bySize.size(); i++) {
            SmallShares.Funnel funnel = bySize.get(i).funnel().orElseThrow();
            double share = bySize.get(i).share().value();
            assertThat(funnel.position() == Position.FAR_ABOVE || funnel.position() == Position.ABOVE)
                    .isEqualTo(share > funnel.limits95().upper());
            assertThat(funnel.position() == Position.FAR_BELOW).isEqualTo(share < funnel.limits998().lower());
            assertThat(funnel.limits998().lower()).isLessThanOrEqualTo(funnel.limits95().lower());
            if (i > 0) {
                assertThat(funnel.limits95().upper())
                        .isLessThanOrEqualTo(bySize.get(i - 1).funnel().orElseThrow().limits95().upper());
            }
        }
    }

    /** The parameters of highest likelihood leave no slope: checked with differences of the likelihood in its own form. */
    @Property(tries = 10)
    void noNearbyLawIsMoreLikely(@ForAll long seed) {
        IndicatorValues rows = shares(seed, 30, 0.25);
        SmallShares.Fit fit = SmallShares.withDefaults().fit(rows);
        if (fit.alpha().isEmpty()) {
            return;
        }
        double a = fit.alpha().getAsDouble();
        double b = fit.beta().orElseThrow();
        double best = likelihood(rows, a, b);
        for (double factor : new double[] {0.99, 1.01}) {
            assertThat(likelihood(rows, a * factor, b)).isLessThan(best);
            assertThat(likelihood(rows, a, b * factor)).isLessThan(best);
            assertThat(likelihood(rows, a * factor, b * factor)).isLessThan(best);
        }
    }

    private static double likelihood(IndicatorValues rows, double a, double b) {
        return rows.values().values().stream().mapToDouble(value -> {
            double sum = 0;
            long x = (long) value.numerator().orElseThrow();
            long n = (long) value.denominator().orElseThrow();
            for (int i = 0; i < n; i++) {
                sum += i < x ? Math.log(a + i) : Math.log(b + i - x);
                sum -= Math.log(a + b + i);
            }
            return sum;
        }).sum();
    }
}
