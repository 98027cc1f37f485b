package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.surveys.OrganisationSpread.OfChange;
import io.github.eduindicators.surveys.ShareMath.Contrast;
import io.github.eduindicators.surveys.ShareMath.Part;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected values by R 4.2.
 *
 * <pre>
 * m &lt;- c(1,1,1,2,2); y1 &lt;- c(30,18,45,22,9); n1 &lt;- c(40,30,50,25,20); y2 &lt;- c(8,30,12,20,0); n2 &lt;- c(42,31,52,33,0)
 * rows &lt;- function(y,n) do.call(rbind, lapply(seq_along(y), function(o) if (n[o]&gt;0)
 *     data.frame(m=factor(m[o]), o=factor(o), y=c(rep(1,y[o]), rep(0,n[o]-y[o])))))
 * aov2 &lt;- function(y,n) { a &lt;- anova(lm(y ~ m + o, rows(y,n))); w &lt;- a["Residuals","Mean Sq"]
 *     room &lt;- sum(tapply(n, m, function(x) sum(x)-sum(x^2)/sum(x)))
 *     c(max(0, (a["o","Sum Sq"]-w*a["o","Df"])/room), w, a["o","Df"]) }
 * s1 &lt;- aov2(y1,n1); s2 &lt;- aov2(y2,n2)
 * b &lt;- n1&gt;0 &amp; n2&gt;0; d &lt;- (y2/n2-y1/n1)[b]; h &lt;- (1/(1/n1+1/n2))[b]; mb &lt;- m[b]
 * f &lt;- lm(d ~ factor(mb), weights=h); room &lt;- sum(tapply(h, mb, function(x) sum(x)-sum(x^2)/sum(x)))
 * of &lt;- max(0, (sum(h*residuals(f)^2)-(s1[2]+s2[2])/2*f$df.residual)/room)/2; la &lt;- max(0, (s1[1]+s2[1])/2-of)
 * k &lt;- m==1; w1 &lt;- n1[k]/sum(n1[k]); w2 &lt;- n2[k]/sum(n2[k]); p &lt;- sum(y1[k],y2[k])/sum(n1[k],n2[k])
 * v &lt;- p*(1-p)*(1/sum(n1[k])+1/sum(n2[k])) + sum((w2-w1)^2)*la + sum(w1^2+w2^2)*of
 * D &lt;- sum(y2[k])/sum(n2[k])-sum(y1[k])/sum(n1[k]); 2*pt(-abs(D)/sqrt(v), f$df.residual)
 * </pre>
 */
class OrganisationSpreadTest {
    private static final Offset<Double> EXACT = within(1e-10);
    private static final List<Part> ONE_BEFORE = List.of(new Part(30, 40), new Part(18, 30), new Part(45, 50));
    private static final List<Part> ONE_AFTER = List.of(new Part(8, 42), new Part(30, 31), new Part(12, 52));
    private static final List<Part> TWO_BEFORE = List.of(new Part(22, 25), new Part(9, 20));
    private static final List<Part> TWO_AFTER = List.of(new Part(20, 33), new Part(0, 0));
    private static final List<Part> EVEN_AFTER = List.of(new Part(25, 42), new Part(12, 31), new Part(44, 52));

    @Test
    void theVarianceBetweenOrganisationsIsThatOfTheAnalysisOfVariance() {
        OrganisationSpread spread = OrganisationSpread.of(List.of(ONE_BEFORE, TWO_BEFORE));
        assertThat(spread.between()).isCloseTo(0.03259026243094, EXACT);
        assertThat(spread.within()).isCloseTo(0.1674375, EXACT);
        assertThat(spread.freedom()).isEqualTo(3);
        assertThat(spread.likeness()).isCloseTo(0.1629286956714, EXACT);
        assertThat(spread.designEffect(ONE_BEFORE)).isCloseTo(7.625766957303, EXACT);
        OrganisationSpread after = OrganisationSpread.of(List.of(EVEN_AFTER, TWO_AFTER));
        assertThat(after.between()).isCloseTo(0.04722091144743, EXACT);
        assertThat(after.within()).isCloseTo(0.20858379855028, EXACT);
        assertThat(after.freedom()).isEqualTo(2);
    }

    @Test
    void changesTellWhatBelongsToOneWaveAndWhatLasts() {
        OfChange uneven = OfChange.of(List.of(ONE_BEFORE, TWO_BEFORE), List.of(ONE_AFTER, TWO_AFTER));
        assertThat(uneven.ofWave()).isCloseTo(0.1374925794597, EXACT);
        assertThat(uneven.lasting()).isZero();
        assertThat(uneven.freedom()).isEqualTo(2);
        Contrast contrast = uneven.contrast(ONE_BEFORE, ONE_AFTER);
        assertThat(contrast.error()).isCloseTo(0.3154077999347, EXACT);
        assertThat(contrast.p()).isCloseTo(0.3564913959293, EXACT);
    }

    @Test
    void evenChangesAreAllLasting() {
        OfChange even = OfChange.of(List.of(ONE_BEFORE, TWO_BEFORE), List.of(EVEN_AFTER, TWO_AFTER));
        assertThat(even.ofWave()).isZero();
        assertThat(even.lasting()).isCloseTo(0.03990558693918, EXACT);
        Contrast contrast = even.contrast(ONE_BEFORE, EVEN_AFTER);
        assertThat(contrast.difference().value()).isCloseTo(-0.127, EXACT);
        assertThat(contrast.error()).isCloseTo(0.05798356477734, EXACT);
        assertThat(contrast.p()).isCloseTo(0.1599012686224, EXACT);
        assertThat(contrast.difference().lower()).isCloseTo(-0.3764831432698, within(1e-8));
    }

    @Test
    void withoutOrganisationsToCompareNothingIsKnown() {
        OrganisationSpread none = OrganisationSpread.of(List.of(List.of(new Part(3, 5)), List.of(), List.of(new Part(0, 0))));
        assertThat(none.freedom()).isZero();
        assertThat(none.isKnown()).isFalse();
        assertThat(none.likeness()).isZero();
        assertThat(OrganisationSpread.of(List.of(List.of(new Part(5, 5), new Part(9, 9)))).likeness()).isZero();
        assertThat(OrganisationSpread.of(List.of(List.of(new Part(1, 1), new Part(0, 1)))).likeness()).isEqualTo(1);
    }
}
