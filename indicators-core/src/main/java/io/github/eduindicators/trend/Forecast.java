package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Predicate;
import javax.annotation.Nullable;

/**
 * What will the next year of a school bring, within what limits, and is the year that came a surprise?
 *
 * <p>One run takes one family: the series of one indicator, of one work or pooled, over units of one kind. With t reckoned from
 * the mean time of the family's points:
 * <pre>
 * (level, slope) of a unit ~ N(mu, T);   y(t) = level + slope t + a(t) + shock(t) + pupils(t)
 * var shock = omega^2,  var pupils = s(t)^2,  a(t): by how much the whole region left its line that year
 * C = (T^-1 + X'V^-1X)^-1,  m = C (T^-1 mu + X'V^-1 y),  V = diag(s^2 + omega^2)
 * next = x'm,  variance = x'Cx + omega^2 + s(next)^2 + link,  x = (1, t next)
 * </pre>
 * Omega squared and a(t) are those of {@link YearShock}; mu and T come from the family by restricted maximum likelihood, T
 * without negative eigenvalues; {@code x'Cx} holds the error of mu too. So a unit with few or noisy years is forecast near the
 * line of its family, a large one with many years near its own.
 *
 * <p>What the whole region will do next year is not known. A forecast of a level therefore has the variance of the region's years
 * about their line, its link, and of the line carried on ({@link Parts#link}); as that rests on as many degrees of freedom as
 * there are years less two, the interval is then Student's, with degrees of freedom after Satterthwaite. {@link #relative()} is
 * for values that are relative to the region already (z, or the value less the region's mean): nothing is said of the region, and
 * nothing added.
 *
 * <p>The pupils of the coming year: their number or the standard error may be given; otherwise it is the median number (of bare
 * values the median standard error) of the unit's years. The interval covers only if that is near the truth: give the number of
 * enrolled where cohorts change. Means have the pupils' deviation of the unit's own years; a share has {@code p (1 - p) / (n +
 * 1)} with the forecast in p. Value and interval of a share are cut at 0 and 1; carried over to the logit scale by its derivative
 * they would be far too wide near 0 and 1.
 *
 * <p>{@link Result#surprise} compares a new point with the forecast from the years before it: {@code z = (y - next) / sd} and its
 * two-sided p. {@link Result#chart} does so for every year that has one before it; it takes the place of the XmR chart, which
 * cannot signal at all on four points and seldom does on seven. The law of the family is estimated from all years, so a point has
 * a small part in its own limits there; a(t) is known for the years of a chart, so the link has no part in them.
 *
 * <p>Input: values in any unit. A unit needs one usable point, the family {@value #FEWEST} units with two or more and what {@link
 * YearShock} needs (or {@link #withShock}); otherwise the {@link Result#reason} says what is missing: {@code few-series}, {@code
 * few-years}, {@code no-link} (a level, and too few years to tell how the region moves), {@code no-variance} (no errors, and
 * every series on its line) or {@code out-of-range} (numbers too large or too small to reckon with). Gaps are legal; points of a
 * period whose effect on the region is not known are left out, unless values are relative. Equal values and shares of 0 or 1 give
 * intervals of positive width where points have errors.
 *
 * <p>How well it does: fitted to 2021 to 2024 of the Polish examination of grade 8 (13,500 schools, the deviation of pupils
 * estimated from the same years), the intervals of 80 % held 80.1 % (Polish), 77.3 % (mathematics) and 75.7 % (English) of the
 * means of 2025 relative to the other schools, those of 95 % 94.2, 93.0 and 92.0 %; with the number of pupils of 2025 given 81.9,
 * 79.9 and 78.9 %, in quarters of schools by size 77 to 83 %. The mean absolute error was 5.19, 6.77 and 6.56 points; of the last
 * value 7.41, 9.24 and 9.37, of the school's mean 5.27, 6.83 and 6.92. The mean of all its pupils (5.20, 6.75, 6.80) and levels
 * drawn to their mean without any slope (5.12, 6.80, 6.62) did about as well: in one year slopes move a forecast little. The same
 * done a year before, for 2024, when the age group was halved: 60 to 64 % with the usual number of pupils, 70 to 77 % with the
 * true one, and in Polish the school's mean was better (6.59 against 6.78). {@code benchmarks/results/trend-backtest.json} has
 * all figures.
 *
 * <p>Caveats: one omega squared is taken for all units and years, and the normal law for everything; a year whose cohort is
 * unlike those before, as in 2024 there, is covered worse. Slopes are carried on: one year is what this is for. T and omega
 * squared are taken as known, which matters below some 50 units.
 *
 * <p>Cost {@code O(points)} a step of the estimates, about ten steps. The order of series changes no bit. Immutable and safe to
 * share between threads.
 *
 * <p>Reference: N. M. Laird, J. H. Ware (1982), Biometrics 38:963-974, doi:10.2307/2529876, for the model and the estimates of
 * units; the scoring and the formulas of the variance are from memory, checked against the packages lme4 and metafor.
 */
public final class Forecast {
    /** Fewer units with two years tell nothing of a family. */
    public static final int FEWEST = 10;

    private static final Forecast DEFAULTS =
            new Forecast(0.8, false, YearSeries.Comparability.FULL, OptionalDouble.empty(), unit -> true);
    /** From so many degrees of freedom on Student's law is the normal one. */
    private static final double NORMAL = 1e5;

    private final double confidence;
    private final boolean relative;
    private final YearSeries.Comparability atLeast;
    private final OptionalDouble shock;
    private final Predicate<Unit> reference;

    private Forecast(double confidence, boolean relative, YearSeries.Comparability atLeast, OptionalDouble shock,
            Predicate<Unit> reference) {
        this.confidence = confidence;
        this.relative = relative;
        this.atLeast = atLeast;
        this.shock = shock;
        this.reference = reference;
    }

    /**
     * Returns the method: intervals of 80 %, for values that can be compared as they are.
     *
     * @return the method
     */
    public static Forecast withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets how often intervals shall cover.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public Forecast withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new Forecast(level, relative, atLeast, shock, reference);
    }

    /**
     * Says that values are relative to the region already: the effects of years are neither estimated nor feared, and points that are
     * comparable as relative values count too.
     *
     * @return the method without effects of years, admitting {@link YearSeries.Comparability#RELATIVE_ONLY}
     */
    public Forecast relative() {
        return new Forecast(confidence, true, YearSeries.Comparability.RELATIVE_ONLY, shock, reference);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and
     * season
     * @return the method with it
     */
    public Forecast admitting(YearSeries.Comparability level) {
        return new Forecast(confidence, relative, Objects.requireNonNull(level, "level"), shock, reference);
    }

    /**
     * Gives the variance of school-year shocks, instead of estimating it.
     *
     * @param omegaSquared in the square of the unit of values, not negative
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Forecast withShock(double omegaSquared) {
        if (!(omegaSquared >= 0) || Double.isInfinite(omegaSquared)) {
            throw new IllegalArgumentException("the variance of shocks must not be negative, got " + omegaSquared);
        }
        return new Forecast(confidence, relative, atLeast, OptionalDouble.of(omegaSquared), reference);
    }

    /**
     * Chooses the units that shocks, effects of years and the law of the family are estimated from. Others are forecast by that
     * law.
     *
     * @param units such as those whose results nothing casts doubt on
     * @return the method with them
     */
    public Forecast withReference(Predicate<Unit> units) {
        return new Forecast(confidence, relative, atLeast, shock, Objects.requireNonNull(units, "units"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        MethodInfo method = MethodInfo.of("trend/forecast", "1", "Laird, Ware 1982, doi:10.2307/2529876")
                .with(Fact.of("confidence", confidence))
                .with(Fact.of("relative", relative ? "yes" : "no"))
                .with(Fact.of("admitting", atLeast.name()));
        return shock.isPresent() ? method.with(Fact.of("omega2", shock.getAsDouble())) : method;
    }

    /**
     * Learns from a family of series.
     *
     * @param series of one indicator, one a unit
     * @return what can be forecast; or why nothing can
     * @throws IllegalArgumentException if a series stands twice, or series differ in indicator, work, kind of unit, measure or
     *     length of periods
     */
    public Result fit(Collection<YearSeries> series) {
        TrendFamily family = TrendFamily.of(series, atLeast);
        List<TrendFamily.Member> known =
                family.members().stream().filter(member -> reference.test(member.given().key().unit())).toList();
        Optional<YearShock.Result> shocks = relative && shock.isPresent() ? Optional.empty() : Optional.of(shocks(known));
        Region region = relative ? Region.NONE : shocks.flatMap(YearShock.Result::link)
                .map(link -> Region.of(link, shocks.get().yearEffects())).orElse(Region.NONE);
        OptionalDouble omegaSquared = shock.isPresent() ? shock : shocks.orElseThrow().omegaSquared();
        Law law = new Law(this, region, omegaSquared.orElse(0), Double.NaN, null);
        List<Story> stories = family.members().stream().map(member -> law.story(member.given().key(), member.usable())).toList();
        List<Story> telling = stories.stream().filter(story -> reference.test(story.key.unit())).toList();
        if (telling.stream().filter(story -> story.time.length > 1).count() < FEWEST) {
            return new Result(law, stories, "few-series");
        } else if (omegaSquared.isEmpty()) {
            return new Result(law, stories, shocks.flatMap(YearShock.Result::reason).orElse("few-years"));
        } else if (!relative && !region.moves) {
            return new Result(law, stories, "no-link");
        }
        return learn(law, stories, telling);
    }

    private YearShock.Result shocks(List<TrendFamily.Member> known) {
        YearShock years = relative ? YearShock.withDefaults().withoutYearEffects() : YearShock.withDefaults();
        return years.admitting(atLeast).fit(known.stream().map(TrendFamily.Member::gated).toList());
    }

    private static Result learn(Law law, List<Story> stories, List<Story> telling) {
        double times = 0;
        int points = 0;
        boolean varied = law.shock > 0;
        for (Story story : telling) {
            for (double time : story.time) {
                times += time;
                points++;
            }
            varied |= story.own.length > 0 && story.own[0] > 0;
        }
        if (!varied) {
            return new Result(law, stories, "no-variance");
        }
        Law centred = law.with(times / points, null);
        Optional<LevelSlope> spread = LevelSlope.estimate(telling.stream().filter(story -> story.time.length > 0)
                .map(story -> centred.evidence(story, story.time.length)).toList());
        return spread.isEmpty()
                ? new Result(law, stories, "out-of-range")
                : new Result(law.with(times / points, spread.get()), stories, "");
    }

    /** Forecasts by a law that is given. */
    static Result by(Forecast options, LevelSlope spread, double centre, double omegaSquared, Collection<YearSeries> series) {
        Law law = new Law(options, Region.NONE, omegaSquared, centre, spread);
        return new Result(law, TrendFamily.of(series, options.atLeast).members().stream()
                .map(member -> law.story(member.given().key(), member.usable())).toList(), "");
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** How the whole region moved. */
    private record Region(SortedMap<Period, Double> effects, boolean moves, double variance, double freedom, double mean,
            double squares) {
        static final Region NONE = new Region(ImmutableSortedMap.of(), false, 0, Double.POSITIVE_INFINITY, 0, 0);

        static Region of(YearShock.Link link, SortedMap<Period, Double> effects) {
            double[] times = effects.keySet().stream().mapToDouble(Region::time).toArray();
            double mean = Arrays.stream(times).sum() / times.length;
            double squares = Arrays.stream(times).map(time -> (time - mean) * (time - mean)).sum();
            return new Region(effects, true, link.variance(), link.freedom(), mean, squares);
        }

        static double time(Period period) {
            return period.year() + (period.half() == 2 ? 0.5 : 0);
        }

        boolean knows(Period period) {
            return !moves || effects.containsKey(period);
        }

        double effect(Period period) {
            return effects.getOrDefault(period, 0.0);
        }

        /** Of a year to come: its own, and that of the line through the years before. */
        double varianceAt(double time) {
            return moves ? variance * (1 + 1.0 / effects.size() + (time - mean) * (time - mean) / squares) : 0;
        }
    }

    /** The points of a unit, less the effects of years. */
    private record Story(YearSeries.Key key, List<YearSeries.Point> points, double[] time, double[] value, double[] own) {
        int before(Period period) {
            int count = 0;
            while (count < points.size() && points.get(count).period().compareTo(period) < 0) {
                count++;
            }
            return count;
        }

        /** The variance that comes with n pupils, from the first points; NaN where points have no pupils. */
        double pupils(double n, int count, double forecast) {
            return switch (points.get(0).measure()) {
                case VALUE -> Double.NaN;
                case SHARE -> {
                    double p = (forecast * n + 0.5) / (n + 1);
                    yield p * (1 - p) / (n + 1);
                }
                case MEAN -> {
                    double squares = 0;
                    double all = 0;
                    for (int i = 0; i < count; i++) {
                        double of = points.get(i).n().orElse(0);
                        squares += of * of * own[i];
                        all += of;
                    }
                    yield squares / all / n;
                }
            };
        }

        /** The variance to expect where nothing is said of the coming pupils. */
        double usual(int count, double forecast) {
            boolean bare = points.get(0).measure() == YearSeries.Measure.VALUE;
            double[] sizes = new double[count];
            for (int i = 0; i < count; i++) {
                sizes[i] = bare ? own[i] : points.get(i).n().orElse(0);
            }
            Arrays.sort(sizes);
            double median = count % 2 == 1 ? sizes[count / 2] : (sizes[count / 2 - 1] + sizes[count / 2]) / 2;
            return bare ? median : pupils(median, count, forecast);
        }
    }

    /** What is said of the pupils of a coming year. */
    private interface Coming {
        /** The variance, NaN where it cannot be told. */
        double variance(Story story, int count, double forecast);
    }

    /** A prediction with what it is reckoned from; value and ends of shares not yet cut. */
    private record Reckoned(double value, Parts parts, double freedom, boolean share) {
        double cut(double x) {
            return share ? Math.max(0, Math.min(1, x)) : x;
        }

        double standardError() {
            return Math.sqrt(parts.total());
        }

        Optional<Prediction> prediction(Period period, double confidence) {
            double half = quantile((1 - confidence) / 2, freedom) * standardError();
            if (!Double.isFinite(value - half) || !Double.isFinite(value + half) || !(parts.total() > 0)) {
                return Optional.empty();
            }
            return Optional.of(new Prediction(period, cut(value),
                    new Interval(cut(value), cut(value - half), cut(value + half)), standardError(), parts));
        }

        Optional<Surprise> surprise(Period period, double confidence, double observed) {
            double z = (observed - cut(value)) / standardError();
            return prediction(period, confidence).filter(expected -> Double.isFinite(z)).map(expected -> new Surprise(expected, z,
                    2 * (freedom < NORMAL ? StudentLaw.upperTail(Math.abs(z), freedom) : NormalLaw.upperTail(Math.abs(z)))));
        }
    }

    /** The z or t that is exceeded so often. */
    static double quantile(double p, double freedom) {
        if (!(freedom < NORMAL)) {
            return NormalLaw.upperQuantile(p);
        }
        double low = 0;
        double high = 1;
        while (StudentLaw.upperTail(high, freedom) > p && high < Double.MAX_VALUE / 2) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-13 * high) {
            double middle = (low + high) / 2;
            if (StudentLaw.upperTail(middle, freedom) > p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** All that forecasts follow from. */
    private record Law(Forecast options, Region region, double shock, double centre, @Nullable LevelSlope spread) {
        Law with(double newCentre, @Nullable LevelSlope newSpread) {
            return new Law(options, region, shock, newCentre, newSpread);
        }

        Story story(YearSeries.Key key, List<YearSeries.Point> usable) {
            List<YearSeries.Point> points = usable.stream().filter(point -> region.knows(point.period())).toList();
            int n = points.size();
            double[] time = new double[n];
            double[] value = new double[n];
            double[] own = new double[n];
            for (int i = 0; i < n; i++) {
                YearSeries.Point point = points.get(i);
                double error = point.standardError().orElse(0);
                time[i] = point.time();
                value[i] = point.value() - region.effect(point.period());
                own[i] = error * error;
            }
            return new Story(key, points, time, value, own);
        }

        LevelSlope.Evidence evidence(Story story, int count) {
            if (count == 0) {
                return LevelSlope.Evidence.NONE;
            }
            double[] variance = new double[count];
            for (int i = 0; i < count; i++) {
                variance[i] = story.own[i] + shock;
            }
            return LevelSlope.Evidence.of(
                    Line.fit(Arrays.copyOf(story.time, count), Arrays.copyOf(story.value, count), variance), centre);
        }

        /** From the first points; the region's effect of a year is known where it is given. */
        Reckoned reckon(Story story, int count, double time, OptionalDouble effect, Coming coming) {
            LevelSlope.Posterior unit = Objects.requireNonNull(spread, "spread").posterior(evidence(story, count));
            double at = time - centre;
            double value = unit.at(at) + effect.orElse(0);
            boolean share = story.points.get(0).measure() == YearSeries.Measure.SHARE;
            double pupils = coming.variance(story, count, share ? Math.max(0, Math.min(1, value)) : value);
            Parts parts = new Parts(unit.varianceAt(at), shock, pupils, effect.isPresent() ? 0 : region.varianceAt(time));
            double linked = parts.link > 0 ? parts.link / parts.total() : 0;
            return new Reckoned(value, parts, linked > 0 ? region.freedom / (linked * linked) : Double.POSITIVE_INFINITY, share);
        }
    }

    /**
     * What the variance of a forecast is made of.
     *
     * @param unit how far level and slope of the unit are in doubt
     * @param shock what moves a year of a unit beyond its pupils
     * @param pupils that the pupils are these and not others
     * @param link what may move the whole region; 0 for relative values and for years that are known
     */
    public record Parts(double unit, double shock, double pupils, double link) {
        /**
         * Returns the variance.
         *
         * @return the sum of the parts
         */
        public double total() {
            return unit + shock + pupils + link;
        }
    }

    /**
     * The forecast of a year.
     *
     * @param period the year or half-year
     * @param value the value to expect
     * @param interval the value with the limits that the year will be within, as often as the confidence says
     * @param standardError of the forecast: how far the year will typically be from the value
     * @param parts what the square of it is made of
     */
    public record Prediction(Period period, double value, Interval interval, double standardError, Parts parts) {
        @Override
        public String toString() {
            return period + ": " + interval;
        }
    }

    /**
     * A year beside its forecast from the years before.
     *
     * @param expected the forecast
     * @param z the distance in standard errors of the forecast, positive above it
     * @param p how often a year is as far from its forecast, two-sided
     */
    public record Surprise(Prediction expected, double z, double p) {}

    /**
     * A year of a chart.
     *
     * @param point the point
     * @param surprise what it is beside the years before; empty of the first point
     */
    public record ChartPoint(YearSeries.Point point, Optional<Surprise> surprise) {}

    /**
     * How the units of a family lie, in the units of values and calendar years.
     *
     * @param centre the time that levels are for
     * @param level the mean level
     * @param slope the mean slope a year
     * @param levelVariance of units about the mean level
     * @param covariance of level and slope
     * @param slopeVariance of units about the mean slope
     * @param shock the variance of school-year shocks
     * @param link the variance of the region's years about a line; 0 for relative values
     */
    public record Family(double centre, double level, double slope, double levelVariance, double covariance, double slopeVariance,
            double shock, double link) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "level %.4g, slope %.4g a year around %.1f; sd of levels %.3g, of slopes %.3g, of shocks %.3g",
                    level, slope, centre, Math.sqrt(levelVariance), Math.sqrt(slopeVariance), Math.sqrt(shock));
        }
    }

    /** What can be forecast of a family. Immutable. */
    public static final class Result {
        private final Law law;
        private final ImmutableSortedMap<YearSeries.Key, Story> stories;
        /** Blank where there is none. */
        private final String reason;

        private Result(Law law, List<Story> stories, String reason) {
            this.law = law;
            this.stories = stories.stream().filter(story -> !story.points.isEmpty()).collect(
                    ImmutableSortedMap.toImmutableSortedMap(Comparator.naturalOrder(), Story::key, story -> story));
            this.reason = reason;
        }

        /**
         * Names the method.
         *
         * @return the identity, the edition and the options
         */
        public MethodInfo method() {
            return law.options.method();
        }

        /**
         * Returns why nothing can be forecast.
         *
         * @return {@code few-series}, {@code few-years}, {@code no-link}, {@code no-variance} or {@code out-of-range}; empty
         *     where something can
         */
        public Optional<String> reason() {
            return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        }

        /**
         * Returns the number of series that have a usable point.
         *
         * @return the number
         */
        public int series() {
            return stories.size();
        }

        /**
         * Returns how the units of the family lie.
         *
         * @return the law of levels and slopes; empty where there is a {@link #reason}
         */
        public Optional<Family> family() {
            LevelSlope spread = law.spread;
            return spread == null
                    ? Optional.empty()
                    : Optional.of(new Family(law.centre, spread.level, spread.slope, spread.spread.a(), spread.spread.c(),
                            spread.spread.b(), law.shock, law.region.variance));
        }

        /**
         * Forecasts every series.
         *
         * @param period the year or half-year
         * @return by key, with as many pupils as usual; without series that have no point before the period
         * @throws IllegalArgumentException if series are by half-years and the period is a year, or the other way round
         */
        public SortedMap<YearSeries.Key, Prediction> next(Period period) {
            ImmutableSortedMap.Builder<YearSeries.Key, Prediction> all = ImmutableSortedMap.naturalOrder();
            stories.keySet().forEach(key -> next(key, period).ifPresent(prediction -> all.put(key, prediction)));
            return all.build();
        }

        /**
         * Forecasts a series from its points before a period, with as many pupils as usual.
         *
         * @param key the series
         * @param period the year or half-year
         * @return the forecast, or empty without a usable point before the period or where there is a {@link #reason}
         * @throws IllegalArgumentException if the series is by half-years and the period is a year, or the other way round
         */
        public Optional<Prediction> next(YearSeries.Key key, Period period) {
            return next(key, period, Story::usual);
        }

        /**
         * Forecasts a series from its points before a period, for a number of pupils.
         *
         * @param key the series
         * @param period the year or half-year
         * @param n the number of pupils, positive
         * @return the forecast, or empty without a usable point before the period, for bare values, which have no pupils, or
         *     where there is a {@link #reason}
         * @throws IllegalArgumentException if n is not positive, or as {@link #next(YearSeries.Key, Period)}
         */
        public Optional<Prediction> next(YearSeries.Key key, Period period, long n) {
            if (n < 1) {
                throw new IllegalArgumentException("the number of pupils must be positive, got " + n);
            }
            return next(key, period, (story, count, forecast) -> story.pupils(n, count, forecast));
        }

        /**
         * Forecasts a series from its points before a period, for a standard error of the coming point.
         *
         * @param key the series
         * @param period the year or half-year
         * @param standardError of the pupils, positive
         * @return the forecast, or empty without a usable point before the period or where there is a {@link #reason}
         * @throws IllegalArgumentException if the error is not positive, or as {@link #next(YearSeries.Key, Period)}
         */
        public Optional<Prediction> nextWithError(YearSeries.Key key, Period period, double standardError) {
            if (!(standardError > 0) || Double.isInfinite(standardError)) {
                throw new IllegalArgumentException("a standard error must be a positive number, got " + standardError);
            }
            return next(key, period, (story, count, forecast) -> standardError * standardError);
        }

        private Optional<Prediction> next(YearSeries.Key key, Period period, Coming coming) {
            return reckon(key, period, OptionalDouble.empty(), coming)
                    .flatMap(reckoned -> reckoned.prediction(period, law.options.confidence));
        }

        /** Empty where there is nothing to reckon from. */
        private Optional<Reckoned> reckon(YearSeries.Key key, Period period, OptionalDouble effect, Coming coming) {
            Story story = stories.get(key);
            if (story == null || law.spread == null) {
                return Optional.empty();
            }
            Period first = story.points.get(0).period();
            if ((first.half() == 0) != (period.half() == 0)) {
                throw new IllegalArgumentException(key + ": points are like " + first + ", so " + period + " cannot be forecast");
            }
            int count = story.before(period);
            return count == 0 ? Optional.empty() : Optional.of(law.reckon(story, count, Region.time(period), effect, coming));
        }

        /**
         * Compares a new point with the forecast from the years before it.
         *
         * @param key the series
         * @param point the point, with its standard error or number of pupils where it has them
         * @return how far it is from what was to be expected; empty without a usable point before it, where the point cannot be
         *     compared with those (by comparability, scale or measure), or where there is a {@link #reason}
         * @throws IllegalArgumentException if the series is by half-years and the point of a year, or the other way round
         */
        public Optional<Surprise> surprise(YearSeries.Key key, YearSeries.Point point) {
            return surprise(key, point, OptionalDouble.empty());
        }

        private Optional<Surprise> surprise(YearSeries.Key key, YearSeries.Point point, OptionalDouble effect) {
            Story story = stories.get(key);
            YearSeries.Point known = story == null ? point : story.points.get(0);
            if (point.comparability() == YearSeries.Comparability.NONE || point.comparability().compareTo(law.options.atLeast) < 0
                    || !point.scale().equals(known.scale()) || point.measure() != known.measure()) {
                return Optional.empty();
            }
            return reckon(key, point.period(), effect, coming(point))
                    .flatMap(reckoned -> reckoned.surprise(point.period(), law.options.confidence, point.value()));
        }

        /** The pupils of a point that is there. A share of 0 or 1 says too little of its own variance: its forecast does. */
        private static Coming coming(YearSeries.Point point) {
            double n = point.n().orElse(0);
            if (point.measure() == YearSeries.Measure.SHARE) {
                return (story, count, forecast) -> story.pupils(n, count, forecast);
            } else if (point.standardError().isPresent()) {
                double error = point.standardError().getAsDouble();
                return (story, count, forecast) -> error * error;
            }
            return n > 0 ? (story, count, forecast) -> story.pupils(n, count, forecast) : Story::usual;
        }

        /**
         * Sets every year of a series beside what the years before it let expect.
         *
         * @param key the series
         * @return its usable points by time; empty for an unknown series or where there is a {@link #reason}
         */
        public List<ChartPoint> chart(YearSeries.Key key) {
            Story story = stories.get(key);
            if (story == null || law.spread == null) {
                return List.of();
            }
            List<ChartPoint> chart = new ArrayList<>(story.points.size());
            story.points.forEach(point ->
                    chart.add(new ChartPoint(point, surprise(key, point, OptionalDouble.of(law.region.effect(point.period()))))));
            return ImmutableList.copyOf(chart);
        }

        @Override
        public String toString() {
            return family()
                    .map(family -> String.format(Locale.ROOT,
                            "Forecast of %d series: sd of levels %.3g, of slopes %.3g, of shocks %.3g",
                            series(), Math.sqrt(family.levelVariance), Math.sqrt(family.slopeVariance), Math.sqrt(family.shock)))
                    .orElse("Forecast of " + series() + " series: " + reason);
        }
    }
}
