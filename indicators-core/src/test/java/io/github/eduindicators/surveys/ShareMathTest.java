package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.ShareMath.Contrast;
import io.github.eduindicators.surveys.ShareMath.Part;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected values by R 4.2 with survey 4.1-1.
 *
 * <pre>
 * y1 &lt;- c(a=30,b=18,c=45,d=22); n1 &lt;- c(a=40,b=30,c=50,d=25); y2 &lt;- c(a=25,b=12,c=40,e=20); n2 &lt;- c(a=42,b=31,c=52,e=33)
 * rows &lt;- function(y,n,w) do.call(rbind, lapply(names(y), function(o)
 *     data.frame(org=o, wave=w, y=c(rep(1,y[[o]]), rep(0,n[[o]]-y[[o]])))))
 * d &lt;- rbind(rows(y1,n1,1), rows(y2,n2,2))
 * wil &lt;- function(p,n,z) (p+z^2/(2*n)+c(-1,1)*z*sqrt(p*(1-p)/n+z^2/(4*n^2)))/(1+z^2/n)
 * </pre>
 */
class ShareMathTest {
    private static final Offset<Double> EXACT = within(1e-10);
    private static final List<Part> FIRST =
            List.of(new Part(30, 40), new Part(18, 30), new Part(45, 50), new Part(22, 25), new Part(0, 0));
    private static final List<Part> SECOND =
            List.of(new Part(25, 42), new Part(12, 31), new Part(40, 52), new Part(0, 0), new Part(20, 33));

    /**
     * {@code m <- svymean(~y, svydesign(ids=~org,weights=~1,data=d[d$wave==1,])); p <- coef(m); v <- vcov(m); deff <- v/(p*(1-p)/145);
     * wil(p, 145/deff, qt(.975,3))}
     */
    @Test
    void aShareOverOrganisationsVariesAsTheyDo() {
        List<Part> parts = FIRST.subList(0, 4);
        assertThat(Math.sqrt(ShareMath.variance(parts).orElseThrow())).isCloseTo(0.06654094977159, EXACT);
        assertThat(ShareMath.designEffect(parts)).isCloseTo(3.912577044811, EXACT);
        Interval share = ShareMath.share(parts);
        assertThat(share.value()).isCloseTo(0.7931034482759, EXACT);
        assertThat(share.lower()).isCloseTo(0.5322644926242, within(1e-8));
        assertThat(share.upper()).isCloseTo(0.9281246010208, within(1e-8));
    }

    @Test
    void organisationsThatAreTooAlikeMakeNoShareSurerThanPeopleByThemselves() {
        List<Part> alike = List.of(new Part(10, 20), new Part(20, 40), new Part(15, 30));
        assertThat(ShareMath.variance(alike).orElseThrow()).isZero();
        assertThat(ShareMath.designEffect(alike)).isEqualTo(1);
        assertThat(ShareMath.designEffect(List.of(new Part(20, 20), new Part(30, 30)))).isEqualTo(1);
        assertThat(ShareMath.variance(List.of(new Part(3, 5)))).isEmpty();
    }

    /**
     * The roots of {@code (y/n-P)^2 - z^2*P*(1-P)/n*(N-n)/(N-1)} by {@code uniroot(tol=1e-14)}, and {@code wil(.6, 20, qnorm(.975))}.
     */
    @Test
    void theMoreOfTheInvitedAnsweredTheNarrowerIsTheInterval() {
        Interval part = ShareMath.share(12, 20, 50);
        assertThat(part.lower()).isCloseTo(0.4302169981649, EXACT);
        assertThat(part.upper()).isCloseTo(0.7487385972298, EXACT);
        Interval unknown = ShareMath.share(12, 20, 0);
        assertThat(unknown.lower()).isCloseTo(0.3865815007623, EXACT);
        assertThat(unknown.upper()).isCloseTo(0.7811934676272, EXACT);
        assertThat(ShareMath.share(12, 20, 20)).isEqualTo(new Interval(0.6, 0.6, 0.6));
    }

    /** {@code fisher.test(matrix(c(18,2,9,11),2))$p.value} and so on. */
    @Test
    void theExactTestIsThatOfR() {
        assertThat(ShareMath.fisher(18, 20, 9, 20)).isCloseTo(0.005735673700079, EXACT);
        assertThat(ShareMath.fisher(30, 40, 25, 42)).isCloseTo(0.1628924446369, EXACT);
        assertThat(ShareMath.fisher(0, 12, 5, 15)).isCloseTo(0.04700854700855, EXACT);
        assertThat(ShareMath.fisher(0, 12, 0, 15)).isEqualTo(1);
        assertThat(ShareMath.fisher(12, 12, 15, 15)).isEqualTo(1);
        assertThat(ShareMath.fisher(7, 20, 7, 20)).isEqualTo(1);
    }

    /** By {@code w1 <- wil(.9,20,qnorm(.975)); w2 <- wil(.45,20,qnorm(.975))}, {@code d-sqrt((.45-w2[1])^2+(w1[2]-.9)^2)} and so on. */
    @Test
    void theDifferenceInOneOrganisationHasNewcombesInterval() {
        Contrast contrast = ShareMath.contrast(new Part(18, 20), new Part(9, 20));
        assertThat(contrast.difference().value()).isCloseTo(-0.45, EXACT);
        assertThat(contrast.difference().lower()).isCloseTo(-0.6549178033022, EXACT);
        assertThat(contrast.difference().upper()).isCloseTo(-0.1607889501802, EXACT);
        assertThat(contrast.p()).isCloseTo(0.005735673700079, EXACT);
    }

    /**
     * {@code svycontrast(svyby(~y, ~wave, svydesign(ids=~org,weights=~1,data=d), svymean, covmat=TRUE), c(-1,1))} gives the error 0.02497,
     * less than that of independent people, {@code sqrt(p*(1-p)*(1/145+1/158))} with the pooled p; so {@code d+c(-1,1)*qt(.975,4)*s}.
     */
    @Test
    void theDifferenceOverOrganisationsIsNeverSurerThanThatOfIndependentPeople() {
        Contrast contrast = ShareMath.contrast(FIRST, SECOND);
        assertThat(contrast.difference().value()).isCloseTo(-0.179179397643, EXACT);
        assertThat(contrast.error()).isCloseTo(0.05271749527451, EXACT);
        assertThat(contrast.difference().lower()).isCloseTo(-0.3255466293562, within(1e-8));
        assertThat(contrast.difference().upper()).isCloseTo(-0.03281216592974, within(1e-8));
        assertThat(contrast.p()).isCloseTo(0.02730598545201, EXACT);
    }

    /**
     * The same with {@code y2 <- c(a=8,b=30,c=12,e=31)}: there organisations change differently, and the error is that of
     * {@code svycontrast}.
     */
    @Test
    void theDifferenceOverOrganisationsVariesAsTheirChangesDo() {
        List<Part> second = List.of(new Part(8, 42), new Part(30, 31), new Part(12, 52), new Part(0, 0), new Part(31, 33));
        Contrast contrast = ShareMath.contrast(FIRST, second);
        assertThat(contrast.difference().value()).isCloseTo(-0.2804452204278, EXACT);
        assertThat(contrast.error()).isCloseTo(0.2426832479918, EXACT);
        assertThat(contrast.p()).isCloseTo(0.3121708472225, EXACT);
    }

    @Test
    void largeNumbersAreComparedByTheNormalLaw() {
        Contrast contrast = ShareMath.contrast(new Part(600_000_000, 1_000_000_000), new Part(600_000_000, 1_000_000_000));
        assertThat(contrast.p()).isEqualTo(1);
        // 2*pnorm(-abs(.5-.51)/sqrt(.505*.495*(2/20000)))
        assertThat(ShareMath.contrast(new Part(10_000, 20_000), new Part(10_200, 20_000)).p()).isCloseTo(0.04548946597305, EXACT);
    }
}
