package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.ContextualExpectation.AssessmentFit;
import io.github.eduindicators.effectiveness.ContextualExpectation.Observations;
import io.github.eduindicators.effectiveness.ContextualFit.Line;
import io.github.eduindicators.effectiveness.ContextualFit.Model;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One look at the schools of a bundle: assessment by assessment, then over the assessments of each year. Schools are found by
 * their place in sorted lists, not in maps: with a million rows that is what takes the time.
 */
final class ContextRun {
    static final int SMALL = 10;

    private static final String DOUBTFUL = "doubtful-results";
    private static final String NO_SPREAD = "no-spread";
    private static final String NO_RESULTS = "no-results";
    private static final String HIGH_LEVERAGE = "high-leverage";
    /** The normal quantile of a power of 0.8. */
    private static final double POWER = 0.8416212335729143;

    private final ContextualExpectation options;
    private final Predicate<SchoolId> doubtful;
    private final List<AssessmentFit> fits = new ArrayList<>();
    private final TreeMap<Region, Schools> regions = new TreeMap<>();
    private final List<Place> places = new ArrayList<>();
    private final TreeMap<Integer, Double> quantiles = new TreeMap<>();

    ContextRun(ContextualExpectation options, SchoolResults results, Predicate<SchoolId> doubtful) {
        this.options = options;
        this.doubtful = doubtful;
        for (School school : results.schools()) {
            places.add(regions.computeIfAbsent(school.region(), region -> new Schools()).add(school));
        }
        for (Assessment assessment : results.assessments()) {
            for (RegionResults region : RegionResults.of(results, assessment)) {
                one(regions.get(region.region()), region);
            }
        }
    }

    ContextualExpectation.Result result() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (Place place : places) {
            place.years.forEach((year, pooled) -> {
                Period period = Period.of(year);
                values.add(place.school.id(), ContextualExpectation.INDICATOR, period, pooled.value());
                for (int i = 0; i < pooled.assessments.size(); i++) {
                    values.add(
                            new IndicatorValues.Key(
                                    place.school.id(),
                                    ContextualExpectation.INDICATOR,
                                    period,
                                    pooled.assessments.get(i).value()),
                            pooled.values.get(i));
                }
            });
        }
        return new ContextualExpectation.Result(values.build(), fits, findings());
    }

    /** A school and what is known of it so far. */
    private final class Place {
        private final School school;
        private final Schools region;
        private final boolean doubtful;
        private final TreeMap<Integer, Year> years = new TreeMap<>();

        Place(School school, Schools region, boolean doubtful) {
            this.school = school;
            this.region = region;
            this.doubtful = doubtful;
        }
    }

    /** The schools of a region, by identity, and their context by year and variable. */
    private final class Schools {
        private final List<Place> places = new ArrayList<>();
        private final TreeMap<Integer, TreeMap<String, double[]>> contexts = new TreeMap<>();

        Place add(School school) {
            Place place = new Place(school, this, doubtful.test(school.id()));
            places.add(place);
            return place;
        }

        /** Where the schools of a list stand among those of the region. */
        int[] find(List<SchoolResult> list) {
            int[] found = new int[list.size()];
            int at = 0;
            for (int i = 0; i < found.length; i++) {
                while (!places.get(at).school.id().equals(list.get(i).school().id())) {
                    at++;
                }
                found[i] = at;
            }
            return found;
        }

        /** The context of a year; NaN where a school has none. Asking for a year says that the region has results of it. */
        TreeMap<String, double[]> context(int year) {
            return contexts.computeIfAbsent(year, y -> {
                TreeMap<String, double[]> columns = new TreeMap<>();
                for (int i = 0; i < places.size(); i++) {
                    for (Map.Entry<String, Double> entry : places.get(i).school.context(year).entrySet()) {
                        columns.computeIfAbsent(entry.getKey(), variable -> {
                            double[] column = new double[places.size()];
                            Arrays.fill(column, Double.NaN);
                            return column;
                        })[i] = entry.getValue();
                    }
                }
                return columns;
            });
        }
    }

    /** What the assessments of a year say of a school together. */
    private final class Year {
        private final List<AssessmentId> assessments = new ArrayList<>();
        private final List<IndicatorValue> values = new ArrayList<>();
        private final List<AssessmentId> told = new ArrayList<>();
        private final TreeSet<String> models = new TreeSet<>();
        private final TreeSet<String> reasons = new TreeSet<>();
        private boolean high;
        private boolean doubtful;
        private long n;
        private long toldOf;
        private double observed;
        private double difference;
        /** By grade, standard errors of sampling times pupils: works of one grade are of the same pupils, of two grades of others. */
        private final TreeMap<Integer, Double> sampling = new TreeMap<>();
        private double expectation;
        private double unlike;
        private double leverage;
        private double limit;
        private int freedom = Integer.MAX_VALUE;
        private int units = Integer.MAX_VALUE;
        private int most;

        Year row(AssessmentId id, long pupils, IndicatorValue value) {
            assessments.add(id);
            values.add(value);
            n += pupils;
            return this;
        }

        void add(Assessment assessment, Line line, String model, long pupils, double withinSd) {
            told.add(assessment.id());
            models.add(model);
            high |= line.hasHighLeverage();
            toldOf += pupils;
            observed += pupils * line.observed();
            difference += pupils * line.difference().value();
            double own = withinSd * withinSd / pupils;
            double error = (line.difference().upper() - line.difference().lower()) / 2 / quantile(line.freedom());
            sampling.merge(assessment.grade(), pupils * Math.sqrt(own), Double::sum);
            expectation += pupils * Math.sqrt(Math.max(0, error * error - own));
            unlike += pupils * Math.sqrt(Math.max(0, line.spread() * line.spread() - own));
            if (line.leverage() > leverage) {
                leverage = line.leverage();
                limit = line.model().highLeverage();
            }
            freedom = Math.min(freedom, line.freedom());
            units = Math.min(units, line.model().units());
        }

        void refused(String reason, int schools) {
            reasons.add(reason);
            most = Math.max(most, schools);
        }

        Interval interval() {
            return Interval.normal(difference / toldOf, together(expectation) / toldOf, quantile(freedom));
        }

        /** Sampling errors of grades are independent; all else is taken to be wrong in all works together. */
        private double together(double common) {
            double squares = common * common;
            for (double ofGrade : sampling.values()) {
                squares += ofGrade * ofGrade;
            }
            return Math.sqrt(squares);
        }

        /** By how much schools of such context and size are off what is expected, times pupils. */
        double spread() {
            return together(unlike);
        }

        double statistic() {
            double spread = spread();
            return spread > 0 ? difference / spread : 0;
        }

        double p() {
            return Math.min(1, 2 * StudentLaw.upperTail(Math.abs(statistic()), freedom));
        }

        IndicatorValue value() {
            if (doubtful) {
                return IndicatorValue.notApplicable(DOUBTFUL);
            }
            return toldOf == 0
                    ? IndicatorValue.insufficient(n, String.join(";", reasons))
                    : IndicatorValue.of(interval(), toldOf).withNote(note(models, high, toldOf < SMALL));
        }
    }

    private static String note(Collection<String> models, boolean high, boolean small) {
        List<String> notes = new ArrayList<>();
        for (String model : models) {
            notes.add(model.equals(Model.MEAN) ? "no-context" : "model=" + model.replace(';', ','));
        }
        if (high) {
            notes.add(HIGH_LEVERAGE);
        }
        if (small) {
            notes.add("small-n");
        }
        return String.join(";", notes);
    }

    /** The name of a model and the notes made of it. */
    private static final class Named {
        private final String name;
        private final String[] notes = new String[4];

        Named(Model model) {
            this.name = model.name();
            for (int i = 0; i < notes.length; i++) {
                notes[i] = ContextRun.note(Set.of(name), (i & 1) > 0, (i & 2) > 0);
            }
        }

        String note(Line line, long pupils) {
            return notes[(line.hasHighLeverage() ? 1 : 0) + (pupils < SMALL ? 2 : 0)];
        }
    }

    private void one(Schools schools, RegionResults region) {
        Assessment assessment = region.assessment();
        AssessmentId id = assessment.id();
        TreeMap<String, double[]> context = schools.context(assessment.year());
        int[] found = schools.find(region.schools());
        int[] part = new int[found.length];
        List<ScoreDistribution> scores = new ArrayList<>();
        List<Year> years = new ArrayList<>();
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            Place place = schools.places.get(found[i]);
            Year year = place.years.computeIfAbsent(assessment.year(), y -> new Year());
            ScoreDistribution own = region.schools().get(i).scores();
            if (place.doubtful) {
                year.row(id, own.count(), IndicatorValue.notApplicable(DOUBTFUL)).doubtful = true;
            } else {
                part[units.size()] = found[i];
                scores.add(own);
                years.add(year);
                units.add(place.school.id());
            }
        }
        int count = units.size();
        ScoreDistribution all = count == found.length ? region.all() : ScoreDistribution.sum(assessment.scale(), scores);
        double mean = all.mean().orElse(0);
        double sd = Math.sqrt(all.variance().orElse(0));
        if (!(sd > 0)) {
            for (int i = 0; i < count; i++) {
                long pupils = scores.get(i).count();
                years.get(i).row(id, pupils, IndicatorValue.insufficient(pupils, NO_SPREAD)).refused(NO_SPREAD, count);
            }
            fits.add(new AssessmentFit(region.region(), id, count, found.length - count, mean, sd, List.of()));
            return;
        }
        double[] outcome = new double[count];
        double[] n = new double[count];
        for (int i = 0; i < count; i++) {
            outcome[i] = (scores.get(i).mean().orElseThrow() - mean) / sd;
            n[i] = scores.get(i).count();
        }
        TreeMap<String, double[]> covariates = new TreeMap<>();
        context.forEach((variable, column) -> {
            double[] picked = new double[count];
            for (int i = 0; i < count; i++) {
                picked[i] = column[part[i]];
            }
            covariates.put(variable, picked);
        });
        double within = within(scores, sd) / sd;
        ContextualFit fit = options.fit(
                new Observations(List.copyOf(units), outcome, n, covariates, OptionalDouble.of(within)));
        Map<Model, Named> named = new IdentityHashMap<>();
        fit.models().forEach(model -> named.put(model, new Named(model)));
        for (int i = 0; i < count; i++) {
            long pupils = scores.get(i).count();
            Line line = fit.at(i);
            if (line != null) {
                Named model = named.get(line.model());
                years.get(i)
                        .row(id, pupils, IndicatorValue.of(line.difference(), pupils).withNote(model.note(line, pupils)))
                        .add(assessment, line, model.name, pupils, within);
            } else {
                String reason = fit.reason(i);
                years.get(i).row(id, pupils, IndicatorValue.insufficient(pupils, reason)).refused(reason, count);
            }
        }
        fits.add(new AssessmentFit(region.region(), id, count, found.length - count, mean, sd, fit.models()));
    }

    /** The spread of pupils inside schools, all schools together; that of all pupils where no school has one. */
    private static double within(List<ScoreDistribution> parts, double all) {
        double squares = 0;
        long freedom = 0;
        for (ScoreDistribution scores : parts) {
            if (scores.count() > 1) {
                squares += scores.variance().orElseThrow() * (scores.count() - 1);
                freedom += scores.count() - 1;
            }
        }
        return squares > 0 ? Math.sqrt(squares / freedom) : all;
    }

    private List<Finding> findings() {
        MethodInfo method = options.method();
        List<Finding> findings = new ArrayList<>();
        List<Finding.Builder> tested = new ArrayList<>();
        List<Year> ofTested = new ArrayList<>();
        for (Place place : places) {
            Finding.Builder finding = Finding.builder(method, place.school.id());
            Integer year = place.region.contexts.isEmpty() ? null : place.region.contexts.lastKey();
            if (year != null) {
                finding.fact("year", (long) year);
            }
            Year pooled = year == null ? null : place.years.get(year);
            if (pooled == null) {
                findings.add(finding.outcome(Outcome.NOT_APPLICABLE)
                        .category(NO_RESULTS)
                        .n(0)
                        .fact("missing", NO_RESULTS)
                        .build());
            } else if (pooled.doubtful) {
                findings.add(finding.outcome(Outcome.NOT_APPLICABLE)
                        .category(DOUBTFUL)
                        .assessments(pooled.assessments)
                        .n(pooled.n)
                        .fact("missing", DOUBTFUL)
                        .build());
            } else if (pooled.toldOf == 0) {
                findings.add(finding.outcome(Outcome.INSUFFICIENT_DATA)
                        .category(pooled.reasons.first())
                        .assessments(pooled.assessments)
                        .n(pooled.n)
                        .fact("missing", String.join(", ", pooled.reasons))
                        .fact("schools", (long) pooled.most)
                        .fact("minimum", options.needed(1))
                        .build());
            } else {
                tested.add(told(finding, pooled));
                ofTested.add(pooled);
            }
        }
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(ofTested.stream().mapToDouble(Year::p).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            double difference = ofTested.get(i).difference;
            boolean unusual = adjusted[i] <= options.level() && difference != 0;
            findings.add(tested.get(i)
                    .adjustedP(adjusted[i])
                    .outcome(unusual && difference < 0 ? Outcome.FLAGGED : Outcome.CLEAR)
                    .category(unusual ? difference < 0 ? "below" : "above" : "as-expected")
                    .build());
        }
        findings.sort(Finding.order());
        return findings;
    }

    private double quantile(int freedom) {
        return quantiles.computeIfAbsent(freedom, f -> Interval.student(0, 1, f).upper());
    }

    private Finding.Builder told(Finding.Builder finding, Year pooled) {
        Interval interval = pooled.interval();
        double observed = pooled.observed / pooled.toldOf;
        return finding.assessments(pooled.told)
                .p(pooled.p())
                .statistic(pooled.statistic())
                .effect(interval)
                .n(pooled.toldOf)
                .fact("observed", observed)
                .fact("expected", observed - interval.value())
                .fact("adjusted-value", interval.value())
                .fact("detectable", (quantile(pooled.freedom) + POWER) * pooled.spread() / pooled.toldOf)
                .fact("leverage", pooled.leverage)
                .fact("high-leverage-from", pooled.limit)
                .fact("model", String.join(", ", pooled.models))
                .fact("schools", (long) pooled.units);
    }
}
