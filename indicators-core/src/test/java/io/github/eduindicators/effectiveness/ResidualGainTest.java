package io.github.eduindicators.effectiveness;

import static io.github.eduindicators.effectiveness.GainFiles.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.ResidualGain.Band;
import io.github.eduindicators.effectiveness.ResidualGain.Fit;
import io.github.eduindicators.effectiveness.ResidualGain.Gain;
import io.github.eduindicators.effectiveness.ResidualGain.Group;
import io.github.eduindicators.effectiveness.ResidualGain.Pupils;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResidualGainTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final SchoolId A = SchoolId.of("a");
    private static final SchoolId B = SchoolId.of("b");
    private static final SchoolId C = SchoolId.of("c");

    private static Pupils committed() {
        Pupils.Builder builder = Pupils.builder();
        GainFiles.committed("gain-pupils.csv").forEach(row -> builder.add(
                SchoolId.of(row.get("school")), number(row, "prior"), number(row, "outcome"), Long.parseLong(row.get("count"))));
        return builder.build();
    }

    /**
     * The numbers come from the script in the head of gain-pupils.csv: by group, size, mean and SD of the outcomes, and the lowest prior
     * result above the quantiles 3, 6.67, 10, 14, 17.
     */
    @Test
    void groupsAreThoseOfQuantilesAndExpectTheirMean() {
        Fit fit = ResidualGain.withDefaults().withGroups(6).withFloor(2).fit(committed());
        assertThat(fit.groups()).extracting(Group::pupils).containsExactly(22L, 18L, 21L, 23L, 18L, 18L);
        assertThat(fit.groups().get(0).from()).isEmpty();
        double[] cuts = {4, 7, 11, 15, 18};
        double[] expected = {166 / 22.0, 254 / 18.0, 390 / 21.0, 524 / 23.0, 474 / 18.0, 523 / 18.0};
        double[] deviations =
                {4.574538985122646, 4.651234989559716, 5.971360218337431, 4.660828269535659, 3.955636336106924, 8.36991968632648};
        for (int g = 0; g < expected.length; g++) {
            Group group = fit.groups().get(g);
            assertThat(group.expected()).isCloseTo(expected[g], CLOSE);
            assertThat(group.deviation().orElseThrow()).isCloseTo(deviations[g], CLOSE);
            assertThat(group.from().orElse(0)).isCloseTo(g == 0 ? 0 : cuts[g - 1], CLOSE);
        }
    }

    /** As computed by the script in the head of gain-pupils.csv: S, sum(fl), w and t2. */
    @Test
    void schoolsHaveTheGainsOfR() {
        Fit fit = ResidualGain.withDefaults().withGroups(6).withFloor(2).fit(committed());
        assertThat(fit.pupils()).isEqualTo(120);
        assertThat(fit.floored()).isEqualTo(2);
        assertThat(fit.deviation().orElseThrow()).isCloseTo(4.750912724353954, CLOSE);
        assertThat(fit.varianceWithin().orElseThrow()).isCloseTo(20.50575555455285, CLOSE);
        assertThat(fit.varianceBetween().orElseThrow()).isCloseTo(2.46606544841318, CLOSE);
        assertThat(fit.pupilsFor(0.9).orElseThrow()).isCloseTo(9 * 20.50575555455285 / 2.46606544841318, CLOSE);
        List<Map<String, String>> rows = GainFiles.committed("gain-expected.csv");
        assertThat(fit.schools()).hasSize(rows.size());
        for (Map<String, String> row : rows) {
            Gain gain = fit.schools().get(SchoolId.of(row.get("school")));
            assertThat(gain.pupils()).isEqualTo(Long.parseLong(row.get("n")));
            assertThat(gain.floored()).isEqualTo(Long.parseLong(row.get("floored")));
            assertThat(gain.gain().value()).isCloseTo(number(row, "gain"), CLOSE);
            assertThat(gain.gain().lower()).isCloseTo(number(row, "lower"), CLOSE);
            assertThat(gain.gain().upper()).isCloseTo(number(row, "upper"), CLOSE);
            ResidualGain.Shrunk shrunk = gain.shrunk().orElseThrow();
            assertThat(shrunk.reliability()).isCloseTo(number(row, "reliability"), CLOSE);
            assertThat(shrunk.gain().value()).isCloseTo(number(row, "shrunk"), CLOSE);
            assertThat(shrunk.gain().upper() - shrunk.gain().value()).isCloseTo(1.959963984540054 * number(row, "error"), CLOSE);
        }
        assertThat(fit.schools().get(SchoolId.of("s2")).note()).isEqualTo("small-n");
        assertThat(fit.schools().get(SchoolId.of("s3")).note()).isEmpty();
        // By the table: s5 is below 0 by its whole interval and by more than 0.5.
        assertThat(fit.schools().get(SchoolId.of("s5")).band()).isEqualTo(Band.WELL_BELOW);
        assertThat(fit.schools().get(SchoolId.of("s8")).band()).isEqualTo(Band.AVERAGE);
    }

    /** By hand: gains of 0.5 and -0.5, SD 0.5013, so an interval of 0.098 to each side. */
    @Test
    void aGainAtTheThresholdIsWellAboveOrBelow() {
        Pupils pupils = Pupils.builder().add(A, 1, 1, 100).add(B, 1, 0, 100).build();
        Fit fit = ResidualGain.withDefaults().fit(pupils);
        assertThat(fit.schools().get(A).gain().value()).isEqualTo(0.5);
        assertThat(fit.schools().get(A).gain().lower()).isCloseTo(0.5 - 1.96 * Math.sqrt(50 / 199.0) / 10, CLOSE);
        assertThat(fit.schools().get(A).band()).isEqualTo(Band.WELL_ABOVE);
        assertThat(fit.schools().get(B).band()).isEqualTo(Band.WELL_BELOW);
        Fit stricter = ResidualGain.withDefaults().withThreshold(0.51).fit(pupils);
        assertThat(stricter.schools().get(A).band()).isEqualTo(Band.ABOVE);
        assertThat(stricter.schools().get(B).band()).isEqualTo(Band.BELOW);
    }

    /** s5 of gain-expected.csv and S of its script. */
    @Test
    void scaleDividesGainsAndSpreadsAlike() {
        ResidualGain method = ResidualGain.withDefaults().withGroups(6).withFloor(2);
        Gain scaled = method.withScale(10).fit(committed()).schools().get(SchoolId.of("s5"));
        assertThat(scaled.gain().value()).isCloseTo(-0.33634673163658682, CLOSE);
        assertThat(scaled.gain().upper()).isCloseTo((-3.3634673163658682 + 1.96 * 4.750912724353954 / Math.sqrt(18)) / 10, CLOSE);
        assertThat(scaled.band()).isEqualTo(Band.BELOW);
        Fit inSds = method.inStandardDeviations().fit(committed());
        assertThat(inSds.deviation().orElseThrow()).isCloseTo(1, CLOSE);
        assertThat(inSds.schools().get(SchoolId.of("s5")).gain().value()).isCloseTo(-3.3634673163658682 / 4.750912724353954, CLOSE);
    }

    /** By hand: groups {1, 3 | 10, 14} by the cut at 5, expected 2 and 12, gains -1 1 -2 2. */
    @Test
    void givenCutsBeginTheGroupAbove() {
        Fit fit = ResidualGain.withDefaults().withCuts(5).withoutFloor().fit(
                Pupils.builder().add(A, 4.9, 1).add(B, 0, 3).add(A, 5, 10).add(B, 7, 14).build());
        assertThat(fit.groups()).extracting(Group::expected).containsExactly(2.0, 12.0);
        assertThat(fit.groups().get(1).from()).hasValue(5);
        assertThat(fit.schools().get(A).gain().value()).isEqualTo(-1.5);
        assertThat(fit.schools().get(B).gain().value()).isEqualTo(1.5);
        assertThat(fit.deviation().orElseThrow()).isCloseTo(Math.sqrt(10 / 3.0), CLOSE);
    }

    /** By hand: one group of 0 0 0 0 8 with mean 1.6; without c the mean is 0. */
    @Test
    void doubtfulSchoolsAreMeasuredByTheOthers() {
        Pupils pupils = Pupils.builder().add(A, 1, 0, 2).add(B, 1, 0, 2).add(C, 1, 8).build();
        ResidualGain method = ResidualGain.withDefaults().withGroups(1).withoutFloor();
        assertThat(method.fit(pupils).schools().get(C).gain().value()).isCloseTo(6.4, CLOSE);
        Fit fit = method.fit(pupils, C::equals);
        assertThat(fit.pupils()).isEqualTo(4);
        assertThat(fit.schools().get(C).gain().value()).isEqualTo(8);
        assertThat(fit.schools().get(C).note()).isEqualTo("doubtful-results;small-n");
        assertThat(fit.schools().get(A).gain().value()).isZero();
        assertThat(fit.schools().get(A).band()).isEqualTo(Band.AVERAGE);
    }

    @Test
    void pupilsOfAGroupWithNobodyToCompareWithHaveNoGainAndAreCounted() {
        Pupils pupils = Pupils.builder().add(A, 1, 0).add(A, 1, 2).add(B, 9, 5, 3).add(C, 1, 4).add(C, 9, 4).build();
        Fit fit = ResidualGain.withDefaults().withCuts(5).fit(pupils, school -> !school.equals(A));
        assertThat(fit.schools().keySet()).containsExactly(A, C);
        assertThat(fit.schools().get(C).pupils()).isEqualTo(1);
        assertThat(fit.unscored()).containsOnly(Map.entry(B, 3L), Map.entry(C, 1L));
        IndicatorValue none = fit.values(Period.of(2021)).value(B, "residual_gain", Period.of(2021)).orElseThrow();
        assertThat(none.state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(none.n()).hasValue(3);
    }

    @Test
    void nobodyOrOnePupilGivesNoGain() {
        Fit none = ResidualGain.withDefaults().fit(Pupils.builder().build());
        assertThat(none.schools()).isEmpty();
        assertThat(none.deviation()).isEmpty();
        assertThat(none.varianceBetween()).isEmpty();
        Fit one = ResidualGain.withDefaults().fit(Pupils.builder().add(A, 1, 1).build());
        assertThat(one.schools()).isEmpty();
        assertThat(one.unscored()).containsOnly(Map.entry(A, 1L));
        assertThat(one.pupilsFor(0.5)).isEmpty();
    }

    @Test
    void equalPriorsAreOneGroupAndEqualOutcomesNoGain() {
        Fit fit = ResidualGain.withDefaults().fit(Pupils.builder().add(A, 3, 7, 30).add(B, 3, 7, 20).build());
        assertThat(fit.groups()).hasSize(1);
        assertThat(fit.deviation()).hasValue(0);
        assertThat(fit.schools().values()).extracting(Gain::band).containsOnly(Band.AVERAGE);
        ResidualGain.Shrunk shrunk = fit.schools().get(A).shrunk().orElseThrow();
        assertThat(shrunk.reliability()).isZero();
        assertThat(shrunk.gain().value()).isZero();
    }

    @Test
    void oneSchoolCannotTellTheSpreadOfSchools() {
        Gain gain = ResidualGain.withDefaults().withGroups(1).fit(Pupils.builder().add(A, 1, 1).add(A, 1, 3).build()).schools().get(A);
        assertThat(gain.gain().value()).isZero();
        assertThat(gain.shrunk()).isEqualTo(Optional.empty());
    }

    @Test
    void pupilsSurviveSerialisation() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(committed());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(committed());
        }
    }

    @Test
    void optionsAreNamedWithTheMethod() {
        assertThat(ResidualGain.withDefaults().inStandardDeviations().withGroups(7).method().toString())
                .contains("groups").contains("7").contains("floor").contains("sd");
        assertThat(ResidualGain.withDefaults().withoutFloor().method().toString()).doesNotContain("floor");
    }

    @Test
    void rowsCarryTheBand() {
        var rows = ResidualGain.withDefaults().withGroups(6).withFloor(2).fit(committed()).values(Period.of(2021));
        IndicatorValue s5 = rows.value(SchoolId.of("s5"), "residual_gain", Period.of(2021)).orElseThrow();
        assertThat(s5.note()).isEqualTo("well-below");
        assertThat(s5.n()).hasValue(18);
        assertThat(s5.value().orElseThrow()).isCloseTo(-3.3634673163658682, CLOSE);
        assertThat(rows.value(SchoolId.of("s2"), "residual_gain", Period.of(2021)).orElseThrow().note()).isEqualTo("average;small-n");
    }

    @Test
    void unusableArgumentsAreNamed() {
        ResidualGain method = ResidualGain.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> method.withGroups(0)).withMessageContaining("groups");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withCuts(1, 1)).withMessageContaining("cuts");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withCuts()).withMessageContaining("cuts");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withFloor(0)).withMessageContaining("floor");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withScale(Double.NaN)).withMessageContaining("scale");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withThreshold(-1)).withMessageContaining("threshold");
        Pupils.Builder builder = Pupils.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(A, Double.NaN, 1)).withMessageContaining("results");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(A, 1, 1e300)).withMessageContaining("results");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(A, 1, 1, -1)).withMessageContaining("pupils");
    }

    /** 4,059 pupils of 65 schools, computed by others in R; see the README beside the files. */
    @Test
    void examDataHaveTheSharedGains() throws IOException {
        Pupils.Builder builder = Pupils.builder();
        GainFiles.shared("progress8/pupils.csv")
                .forEach(row -> builder.add(SchoolId.of(row.get("school")), number(row, "standLRT"), number(row, "normexam")));
        Pupils pupils = builder.build();
        assertThat(pupils.count()).isEqualTo(4059);
        Fit fit = ResidualGain.withDefaults().fit(pupils);
        assertThat(fit.groups()).hasSize(20);
        assertThat(fit.groups().get(0).expected()).isCloseTo(-1.184423026601, CLOSE);
        assertThat(fit.groups().get(19).expected()).isCloseTo(1.246368811957, CLOSE);
        assertThat(fit.groups().get(0).deviation().orElseThrow()).isCloseTo(0.8233718077932, CLOSE);
        assertThat(fit.floored()).isEqualTo(22);
        assertThat(fit.deviation().orElseThrow()).isCloseTo(0.8012107064334, CLOSE);
        Map<Band, Integer> bands = new EnumMap<>(Band.class);
        for (Map<String, String> row : GainFiles.shared("progress8/schools.csv")) {
            Gain gain = fit.schools().get(SchoolId.of(row.get("school")));
            assertThat(gain.pupils()).isEqualTo(Long.parseLong(row.get("n")));
            assertThat(gain.floored()).isEqualTo(Long.parseLong(row.get("n_floored")));
            assertThat(gain.gain().value()).isCloseTo(number(row, "p_adj"), CLOSE);
            assertThat(gain.gain().lower()).isCloseTo(number(row, "lo"), CLOSE);
            assertThat(gain.gain().upper()).isCloseTo(number(row, "hi"), CLOSE);
            assertThat(gain.band().name()).isEqualTo(row.get("band"));
            bands.merge(gain.band(), 1, Integer::sum);
        }
        assertThat(bands).containsOnly(
                Map.entry(Band.WELL_ABOVE, 6), Map.entry(Band.ABOVE, 8), Map.entry(Band.AVERAGE, 35),
                Map.entry(Band.BELOW, 12), Map.entry(Band.WELL_BELOW, 4));
        Fit unfloored = ResidualGain.withDefaults().withoutFloor().fit(pupils);
        assertThat(unfloored.varianceWithin().orElseThrow()).isCloseTo(0.5663075716285, CLOSE);
        assertThat(unfloored.varianceBetween().orElseThrow()).isCloseTo(0.08399002536144, CLOSE);
        assertThat(unfloored.pupilsFor(0.7).orElseThrow()).isCloseTo(15.732634061168, within(1e-8));
        for (Map<String, String> row : GainFiles.shared("progress8/mom_eb.csv")) {
            Gain gain = unfloored.schools().get(SchoolId.of(row.get("school")));
            ResidualGain.Shrunk shrunk = gain.shrunk().orElseThrow();
            assertThat(gain.gain().value()).isCloseTo(number(row, "mean"), CLOSE);
            assertThat(shrunk.reliability()).isCloseTo(number(row, "reliability"), CLOSE);
            assertThat(shrunk.gain().value()).isCloseTo(number(row, "eb"), CLOSE);
            assertThat((shrunk.gain().upper() - shrunk.gain().lower()) / 2)
                    .isCloseTo(1.959963984540054 * number(row, "posterior_se"), CLOSE);
        }
    }
}
