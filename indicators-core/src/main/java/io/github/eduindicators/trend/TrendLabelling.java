package io.github.eduindicators.trend;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.SlopeBelief.Scales;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** One run of {@link TrendMonitoring}: what the family tells about shocks, years and slopes, and the rows that follow from it. */
final class TrendLabelling {
    private final TrendMonitoring.Options options;
    private final TrendMonitoring monitoring;
    private final TrendFamily family;
    private final List<TrendFamily.Member> reference;
    /** Whether there are too few units to borrow from. */
    private final boolean few;
    private final YearShock.Result shock;
    /** NaN where there is none. */
    private final double omegaSquared;
    private final Optional<TrendMonitoring.Link> link;
    private final Scales ownScales;
    private final Scales linkScales;
    /** Whether what is common to the region leaves anything to be told of a level. */
    private final boolean told;
    /** The sum of squares of the region's calendar years; 0 where effects of years were not taken out. */
    private final double regionSpread;
    private final Optional<EbTrend.Result> slopes;
    private final Optional<SlopeLaw> law;
    private final OptionalDouble delta;
    private final Optional<Period> last;

    TrendLabelling(TrendMonitoring monitoring, TrendMonitoring.Options options, TrendFamily family) {
        this.monitoring = monitoring;
        this.options = options;
        this.family = family;
        this.reference = family.members().stream()
                .filter(member -> !member.usable().isEmpty() && options.reference.test(member.gated().key().unit()))
                .toList();
        this.few = reference.stream().filter(TrendFamily.Member::sloped).count() < EbTrend.FEWEST;
        YearShock method = YearShock.withDefaults().admitting(options.atLeast);
        this.shock = (few || options.relative ? method.withoutYearEffects() : method)
                .fit(reference.stream().map(TrendFamily.Member::gated).toList());
        this.link = options.link.or(() -> shock.link().map(of -> new TrendMonitoring.Link(of.variance(), of.freedom())));
        this.omegaSquared = options.shock.orElseGet(this::estimatedShock);
        this.regionSpread = squares(shock.yearEffects().keySet());
        this.told = link.map(known -> known.freedom() > 1).orElse(few || options.relative);
        this.linkScales = told && link.isPresent() ? Scales.ofDeviation(link.get().freedom()) : Scales.KNOWN;
        this.slopes = few || Double.isNaN(omegaSquared)
                ? Optional.empty()
                : Optional.of(EbTrend.withDefaults().run(reference.stream().map(this::cleaned).toList()))
                        .filter(result -> result.mean().isPresent());
        this.ownScales = Scales.of(Math.max(1, freedom()));
        this.law = slopes.map(of -> law());
        this.delta = options.deviation.isPresent() ? product(options.deviation) : product(TrendFamily.pupilDeviation(reference));
        this.last = options.last.or(family::last);
    }

    private OptionalDouble product(OptionalDouble deviation) {
        return deviation.isPresent() ? OptionalDouble.of(options.delta * deviation.getAsDouble()) : OptionalDouble.empty();
    }

    /** Without effects of years the estimate holds the shocks that a region shares, which a link that was given holds already. */
    private double estimatedShock() {
        double estimate = shock.omegaSquared().orElse(Double.NaN);
        double shared = few ? options.link.map(TrendMonitoring.Link::variance).orElse(0.0) : 0;
        return Double.isNaN(estimate) ? estimate : Math.max(0, estimate - shared);
    }

    /** Of the variance of shocks. */
    private double freedom() {
        double ofShock = options.shock.isPresent() ? Double.POSITIVE_INFINITY : shock.freedom();
        if (!few || options.relative || options.shock.isPresent() || options.link.isPresent()) {
            return ofShock;
        }
        long years = reference.stream().flatMap(member -> member.usable().stream()).map(YearSeries.Point::period).distinct().count();
        return Math.min(ofShock, years - 2.0);
    }

    private static double squares(Collection<Period> periods) {
        double[] times = periods.stream().mapToDouble(period -> period.year() + (period.half() == 2 ? 0.5 : 0)).toArray();
        return squares(times);
    }

    private static double squares(double... times) {
        double mean = 0;
        for (double time : times) {
            mean += (time - times[0]) / times.length;
        }
        double sum = 0;
        for (double time : times) {
            double apart = time - times[0] - mean;
            sum += apart * apart;
        }
        return sum;
    }

    /** The line of a series less the effects of years. */
    private WlsTrend.Fit cleaned(TrendFamily.Member member) {
        return WlsTrend.withDefaults().admitting(options.atLeast).withShock(omegaSquared).fit(shock.cleaned(usable(member)));
    }

    /** The series, without the points that the family has no errors for. */
    private YearSeries usable(TrendFamily.Member member) {
        return member.usable().size() == member.comparable() ? member.gated() : YearSeries.of(member.gated().key(), member.usable());
    }

    TrendMonitoring.Result result() {
        List<TrendMonitoring.Row> rows = new ArrayList<>(family.members().size());
        family.members().forEach(member -> rows.add(row(member)));
        return new TrendMonitoring.Result(monitoring, shock, slopes, delta, last, rows);
    }

    private TrendMonitoring.Row row(TrendFamily.Member member) {
        boolean known = !Double.isNaN(omegaSquared);
        double together = known ? omegaSquared + link.map(TrendMonitoring.Link::variance).orElse(0.0) : 0;
        WlsTrend.Fit fit = WlsTrend.withDefaults().admitting(options.atLeast).withConfidence(options.confidence)
                .withShock(together).fit(usable(member));
        TrendMonitoring.Estimate estimate = known ? estimate(member, fit) : TrendMonitoring.Estimate.NONE;
        String reason = gate(member, fit, estimate);
        Optional<SlopeBelief> belief = estimate.believed();
        double up = belief.map(of -> of.above(0)).orElse(Double.NaN);
        double down = belief.map(of -> of.below(0)).orElse(Double.NaN);
        boolean strange = reason.equals("not-comparable") || reason.equals("other-scale");
        Label label = reason.isEmpty() ? label(belief.orElseThrow(), up, down) : strange ? Label.NOT_COMPARABLE : Label.INSUFFICIENT;
        if (label == Label.UNCERTAIN && few) {
            reason = "few-units";
        }
        return new TrendMonitoring.Row(fit, estimate, up, down, delta, label, reason, options);
    }

    /** Why there can be no label, or blank. */
    private String gate(TrendFamily.Member member, WlsTrend.Fit fit, TrendMonitoring.Estimate estimate) {
        int least = options.leastYears;
        if (member.comparable() < least) {
            if (member.given().points().size() < least) {
                return "few-years";
            }
            return family.otherScale(member) ? "other-scale" : "not-comparable";
        }
        if (member.usable().size() < least) {
            return "no-standard-error";
        }
        if (!member.usable().get(member.usable().size() - 1).period().equals(last.orElse(null))) {
            return "last-year-missing";
        }
        if (fit.slopeError().isEmpty() || Double.isNaN(omegaSquared)) {
            return "no-shock";
        }
        if (estimate.borrowed().isPresent() && estimate.borrowed().get().reliability() < options.leastReliability) {
            return slopes.orElseThrow().ranked() ? "low-reliability" : "no-difference";
        }
        return estimate.belief().isPresent() ? "" : "no-link";
    }

    private Label label(SlopeBelief belief, double up, double down) {
        boolean higher = options.direction == Direction.HIGHER_IS_BETTER;
        if (up >= options.confidence) {
            return higher ? Label.IMPROVING : Label.DECLINING;
        }
        if (down >= options.confidence) {
            return higher ? Label.DECLINING : Label.IMPROVING;
        }
        return delta.isPresent() && belief.within(delta.getAsDouble()) >= options.confidence ? Label.STABLE : Label.UNCERTAIN;
    }

    private SlopeLaw law() {
        List<SlopeLaw.Slope> own = reference.stream().filter(TrendFamily.Member::sloped).map(member -> slope(cleaned(member))).toList();
        double points = 0;
        double weights = 0;
        for (TrendFamily.Member member : reference) {
            for (YearSeries.Point point : member.usable()) {
                points++;
                weights += 1 / (square(point.standardError().orElse(0)) + omegaSquared);
            }
        }
        return SlopeLaw.of(own, omegaSquared, Math.max(0, points / weights - omegaSquared), ownScales);
    }

    /** The slope of a line that has one. */
    private static SlopeLaw.Slope slope(WlsTrend.Fit fit) {
        double[] variance = fit.slopeVariance();
        return new SlopeLaw.Slope(fit.slope().orElseThrow().value(), variance[0], variance[1]);
    }

    private static double square(double x) {
        return x * x;
    }

    private TrendMonitoring.Estimate estimate(TrendFamily.Member member, WlsTrend.Fit fit) {
        return slopes.isPresent() ? drawn(member) : alone(member, fit);
    }

    /** What is believed without the others: the slope with its error. */
    private TrendMonitoring.Estimate alone(TrendFamily.Member member, WlsTrend.Fit fit) {
        if (fit.slopeError().isEmpty()) {
            return TrendMonitoring.Estimate.NONE;
        }
        if (!told) {
            return new TrendMonitoring.Estimate(fit.slope().orElseThrow().value(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        double variance = square(fit.slopeError().getAsDouble());
        double shared = Math.min(variance, linkVariance() / ownSpread(member));
        DoubleFunction<SlopeBelief> belief =
                slope -> SlopeBelief.of(slope, variance - shared, ownScales).plus(shared, linkScales);
        return new TrendMonitoring.Estimate(fit.slope().orElseThrow().value(), Optional.of(belief), Optional.of(belief), Optional.empty());
    }

    private double linkVariance() {
        return link.map(TrendMonitoring.Link::variance).orElse(0.0);
    }

    private static double ownSpread(TrendFamily.Member member) {
        return squares(member.usable().stream().mapToDouble(YearSeries.Point::time).toArray());
    }

    /** What is believed by the law of the others' slopes. */
    private TrendMonitoring.Estimate drawn(TrendFamily.Member member) {
        WlsTrend.Fit fit = cleaned(member);
        if (fit.slopeError().isEmpty()) {
            return TrendMonitoring.Estimate.NONE;
        }
        SlopeLaw common = law.orElseThrow();
        SlopeLaw.Slope slope = slope(fit);
        Optional<SlopeLaw.Slope> seen = Optional.of(slope).filter(of -> options.reference.test(member.gated().key().unit()));
        double shared = linkVariance() / (regionSpread > 0 ? regionSpread : ownSpread(member));
        Optional<TrendMonitoring.Borrowed> borrowed = Optional.of(
                borrowed(slopes.orElseThrow(), slope.value(), slope.variance(omegaSquared), shared, common.apart(slope, seen).above(0)));
        if (!told) {
            return new TrendMonitoring.Estimate(slope.value(), Optional.empty(), Optional.empty(), borrowed);
        }
        return new TrendMonitoring.Estimate(slope.value(),
                Optional.of(own -> common.drawn(slope.withValue(own), seen).plus(shared, linkScales)),
                Optional.of(own -> SlopeBelief.of(own, slope.variance(omegaSquared), ownScales).plus(shared, linkScales)),
                borrowed);
    }

    private static TrendMonitoring.Borrowed borrowed(
            EbTrend.Result common, double slope, double variance, double shared, double aboveRegion) {
        double mean = common.mean().orElseThrow();
        double tauSquared = common.tauSquared().orElseThrow();
        double reliability = tauSquared / (tauSquared + variance);
        double rest = square(1 - reliability) * square(common.meanError().orElseThrow());
        return new TrendMonitoring.Borrowed(mean + reliability * (slope - mean),
                Math.sqrt(reliability * variance + rest + shared), reliability, aboveRegion);
    }
}
