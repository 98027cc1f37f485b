package io.github.eduindicators.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The index of social well-being. Expected by R 4.2.2 on six schools:
 * {@code a=c(.42,.35,.20,.55,.31,.28); b=c(.10,.22,.30,.08,.25,.18); c=c(.02,.05,.01,.00,.04,.09);
 * z=cbind(scale(a),-scale(b),-scale(c));} {@code I=rowMeans(z); 50+10*I/sd(I); Iw=z%*%c(2,1,1)/4; e=eigen(cor(z));
 * v=e$vectors[,1]; P=z%*%v/sum(abs(v)); 50+10*P/sd(P)}.
 */
class SocialIndexTest {
    private static final Period YEAR = Period.of(2021);
    private static final double[] EDUCATION = {.42, .35, .20, .55, .31, .28};
    private static final double[] ONE_PARENT = {.10, .22, .30, .08, .25, .18};
    private static final double[] REGISTERS = {.02, .05, .01, .00, .04, .09};

    private static SchoolId school(int i) {
        return SchoolId.of(String.format("edu%06d", i));
    }

    private static SocialIndex.Builder index() {
        return SocialIndex.builder("social-index").favourable("education").unfavourable("one_parent").unfavourable("registers");
    }

    private static IndicatorValues values(int from, double shift) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 6; i++) {
            values.add(school(from + i), "education", YEAR, IndicatorValue.of(EDUCATION[i] + shift));
            values.add(school(from + i), "one_parent", YEAR, IndicatorValue.of(ONE_PARENT[i]));
            values.add(school(from + i), "registers", YEAR, IndicatorValue.of(REGISTERS[i]));
        }
        return values.build();
    }

    private static PeerGroups regions(int... schoolsByRegion) {
        Map<Unit, String> regions = new HashMap<>();
        int next = 0;
        for (int region = 0; region < schoolsByRegion.length; region++) {
            for (int i = 0; i < schoolsByRegion[region]; i++) {
                regions.put(school(next++), "region " + region);
            }
        }
        return PeerGroups.of(regions);
    }

    private static void assertIndex(SocialIndex index, double... expected) {
        SocialIndex.Result result = index.evaluate(values(0, 0), YEAR, regions(6));
        for (int i = 0; i < expected.length; i++) {
            assertThat(Tables.number(result.values(), school(i), "social-index")).isCloseTo(expected[i], Tables.near(expected[i]));
        }
    }

    @Test
    void meanOfStandardisedVariables() {
        assertIndex(index().build(),
                0.683060039473977, -0.280324457506595, -0.594517991128685, 1.320965808885252, -0.404538653720167, -0.724644746003781);
    }

    @Test
    void weightsOfTheRegion() {
        SocialIndex weighted = SocialIndex.builder("social-index")
                .favourable("education", 2).unfavourable("one_parent", 1).unfavourable("registers").build();
        assertIndex(weighted,
                0.652829990357687, -0.213671025099512, -0.757807552577016, 1.398618511042288, -0.389096039529274, -0.690873884194172);
    }

    @Test
    void theTScaleHasMeanFiftyAndSpreadTen() {
        assertIndex(index().tScale().build(),
                58.3670188789331, 46.5662168877708, 42.7175607294055, 66.1809287948972, 45.0446778360194, 41.1235968729739);
    }

    @Test
    void firstComponentPositiveOnEducation() {
        assertIndex(index().firstComponent("education").build(),
                0.713611041110698, -0.246455076954298, -0.816150308909378, 1.366940103356361, -0.440745875205210, -0.577199883398174);
        assertIndex(index().firstComponent("education").tScale().build(),
                58.3728287104113, 47.1083320951175, 40.4240736973302, 66.0383663977241, 44.8287098919184, 43.2276892074984);
        CompositeResult region = index().firstComponent("education").build().evaluate(values(0, 0), YEAR, regions(6)).regions().get("region 0");
        assertThat(region.weightFacts("social-index").get(0).number()).hasValueCloseTo(2.0663924153900988, within(1e-12));
        assertThat(region.weights("social-index").get("education")).isPositive();
    }

    @Test
    void aVariableOfTheOtherSignIsKeptAndNoted() {
        SocialIndex turned = SocialIndex.builder("social-index").favourable("education").favourable("one_parent").unfavourable("registers")
                .firstComponent("education").build();
        SocialIndex.Result result = turned.evaluate(values(0, 0), YEAR, regions(6));
        assertThat(result.regions().get("region 0").changes()).extracting(CompositeResult.Change::what).contains("negative-loading");
        assertThat(Tables.number(result.values(), school(0), "social-index")).isCloseTo(0.713611041110698, within(1e-12));
    }

    @Test
    void everyRegionIsComparedWithItself() {
        SocialIndex.Result result = index().build().evaluate(values(0, 0).plus(values(6, 0.3)), YEAR, regions(6, 6));
        assertThat(result.regions().keySet()).containsExactly("region 0", "region 1");
        for (int i = 0; i < 6; i++) {
            assertThat(Tables.number(result.values(), school(6 + i), "social-index"))
                    .isCloseTo(Tables.number(result.values(), school(i), "social-index"), within(1e-12));
        }
    }

    @Test
    void aVariableThatDoesNotVaryCountsAsTheMean() {
        IndicatorValues values = IndicatorValues.builder()
                .add(school(0), "education", YEAR, IndicatorValue.of(1)).add(school(1), "education", YEAR, IndicatorValue.of(2))
                .add(school(0), "one_parent", YEAR, IndicatorValue.of(.2)).add(school(1), "one_parent", YEAR, IndicatorValue.of(.2)).build();
        SocialIndex two = SocialIndex.builder("social-index").favourable("education").unfavourable("one_parent").build();
        SocialIndex.Result result = two.evaluate(values, YEAR, regions(2));
        assertThat(Tables.number(result.values(), school(1), "social-index")).isCloseTo(Math.sqrt(0.5) / 2, within(1e-12));
        SocialIndex constant = SocialIndex.builder("social-index").unfavourable("one_parent").tScale().build();
        assertThat(Tables.number(constant.evaluate(values, YEAR, regions(2)).values(), school(1), "social-index")).isEqualTo(50);
    }

    @Test
    void tooLittleIsSaidAndNotComputed() {
        IndicatorValues few = values(0, 0).where(key -> !key.unit().equals(school(1)) || key.indicator().equals("education"));
        IndicatorValues index = index().build().evaluate(few, YEAR, regions(4, 1)).values();
        assertThat(index.value(school(1), "social-index", YEAR).orElseThrow().note()).isEqualTo("few-indicators");
        assertThat(index.value(school(4), "social-index", YEAR).orElseThrow()).isEqualTo(IndicatorValue.insufficient(1, "few-schools"));
        assertThat(index.value(school(5), "social-index", YEAR).orElseThrow()).isEqualTo(IndicatorValue.insufficient(0, "no-region"));
        assertThat(index.units()).hasSize(6);
        assertThatThrownBy(() -> SocialIndex.builder("social-index").build()).isInstanceOf(IllegalArgumentException.class);
        assertThat(index().tScale().build().method().toString()).contains("scale=t", "z-score");
    }
}
