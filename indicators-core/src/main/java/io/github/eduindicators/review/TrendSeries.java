package io.github.eduindicators.review;

import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearStandardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Makes the series of years of everything that a review knows, family by family: one indicator, one kind of unit, one region. */
final class TrendSeries {
    static final String MEAN = "mean_z";
    static final String PASSED = "pass_rate";
    static final String QUALITY = "quality_rate";

    /** The name of the region or municipality of units that nothing places. */
    private static final String UNKNOWN = "-";
    /** What the variables of НОКО begin with. */
    private static final String CONDITIONS = "noko.";
    private static final String HALF_YEARS = "_half_yearly";
    /** Counts up to here are exact as doubles. */
    private static final double LARGEST_COUNT = 1L << 53;
    private static final Set<Procedure> STATE_EXAMINATIONS = Set.of(Procedure.OGE, Procedure.EGE);

    private final SchoolResults results;
    private final List<Region> regions;
    private final Map<String, Region> bySchool = new HashMap<>();

    TrendSeries(SchoolResults results) {
        this.results = results;
        this.regions = List.copyOf(results.regions());
        results.schools().forEach(school -> bySchool.put(school.id().value(), school.region()));
    }

    /** Works that are written again each year. */
    record Work(Procedure procedure, Subject subject, int grade) implements Comparable<Work> {
        static Work of(Assessment assessment) {
            return new Work(assessment.procedure(), assessment.subject(), assessment.grade());
        }

        @Override
        public int compareTo(Work other) {
            return Comparator.comparing(Work::procedure).thenComparing(Work::subject).thenComparingInt(Work::grade).compare(this, other);
        }

        YearSeries.Key key(Unit unit, String indicator) {
            return YearSeries.Key.of(unit, indicator).withWork(procedure, subject, grade);
        }
    }

    /** The series of one work in one region. */
    record OfWork(Region region, Work work, List<YearSeries> schools, List<YearSeries> municipalities, Optional<YearSeries> whole) {}

    /** All works by procedure, subject, grade. */
    private Map<Work, List<Assessment>> works() {
        Map<Work, List<Assessment>> works = new TreeMap<>();
        results.assessments().forEach(assessment -> works.computeIfAbsent(Work.of(assessment), work -> new ArrayList<>()).add(assessment));
        return works;
    }

    /** The place of each unit among the pupils of its region, in pupil standard deviations. */
    List<OfWork> standing() {
        List<OfWork> all = new ArrayList<>();
        works().forEach((work, assessments) -> {
            Map<Region, Map<Assessment, Parts>> regional = new TreeMap<>();
            for (Assessment assessment : assessments) {
                for (RegionResults region : RegionResults.of(results, assessment)) {
                    regional.computeIfAbsent(region.region(), r -> new TreeMap<>()).put(assessment, standing(work, region));
                }
            }
            regional.forEach((region, groups) -> {
                GroupShifts shifts = GroupShifts.of(groups.values().stream().map(parts -> parts.schools).toList());
                Parts parts = new Parts();
                int group = 0;
                for (Parts one : groups.values()) {
                    parts.schools.addAll(shifts.apply(group, one.schools));
                    parts.municipalities.addAll(shifts.apply(group, one.municipalities));
                    group++;
                }
                all.add(new OfWork(region, work, joined(parts.schools), joined(parts.municipalities), Optional.empty()));
            });
        });
        return all;
    }

    private static Parts standing(Work work, RegionResults region) {
        Assessment assessment = region.assessment();
        List<YearSeries> schools = new ArrayList<>();
        Map<Municipality, List<ScoreDistribution>> places = new TreeMap<>();
        for (SchoolResult result : region.schools()) {
            mean(work, result.school().id(), assessment, result.scores()).ifPresent(schools::add);
            if (!result.school().municipality().name().equals(UNKNOWN)) {
                places.computeIfAbsent(result.school().municipality(), place -> new ArrayList<>()).add(result.scores());
            }
        }
        List<YearSeries> municipalities = new ArrayList<>();
        places.forEach((place, scores) -> mean(work, place, assessment, ScoreDistribution.sum(assessment.scale(), scores))
                .ifPresent(municipalities::add));
        Parts parts = new Parts();
        parts.schools.addAll(YearStandardisation.PUPIL_Z.apply(schools));
        parts.municipalities.addAll(YearStandardisation.PUPIL_Z.apply(municipalities, schools));
        return parts;
    }

    /** How much of the variance of one school is left in its municipality: the sum of the squared shares of schools in its results. */
    ToDoubleFunction<Unit> left(Collection<YearSeries> schools) {
        Map<Unit, Long> pupils = new TreeMap<>(Unit.order());
        schools.forEach(series -> series.points().forEach(point -> pupils.merge(series.key().unit(), point.n().orElse(1), Long::sum)));
        Map<Unit, Long> sums = new HashMap<>();
        Map<Unit, Double> squares = new HashMap<>();
        pupils.forEach((unit, n) -> {
            Unit place = results.school((SchoolId) unit).orElseThrow().municipality();
            sums.merge(place, n, Long::sum);
            squares.merge(place, (double) n * n, Double::sum);
        });
        return place -> squares.getOrDefault(place, 1.0) / Math.pow(sums.getOrDefault(place, 1L), 2);
    }

    private static final class Parts {
        final List<YearSeries> schools = new ArrayList<>();
        final List<YearSeries> municipalities = new ArrayList<>();
        final List<YearSeries> whole = new ArrayList<>();

        List<YearSeries> of(Unit unit) {
            return unit instanceof Region ? whole : unit instanceof Municipality ? municipalities : schools;
        }
    }

    private static Optional<YearSeries> mean(Work work, Unit unit, Assessment assessment, ScoreDistribution scores) {
        return scores.mean().isEmpty() ? Optional.empty() : Optional.of(YearSeries.of(
                work.key(unit, MEAN),
                List.of(YearSeries.Point.ofMean(
                                assessment.year(), scores.mean().getAsDouble(), Math.sqrt(scores.variance().orElse(0)), scores.count())
                        .withSeason(assessment.season())
                        .withScale(assessment.id().value()))));
    }

    /** The points of one unit as one series. A year whose works are on two scales is kept, but can be compared with nothing. */
    private static List<YearSeries> joined(List<YearSeries> parts) {
        Map<YearSeries.Key, List<YearSeries.Point>> points = new TreeMap<>();
        parts.forEach(part -> points.computeIfAbsent(part.key(), key -> new ArrayList<>()).addAll(part.points()));
        List<YearSeries> series = new ArrayList<>();
        points.forEach((key, all) -> {
            YearSeries.Builder builder = YearSeries.builder(key).mergingDuplicates();
            for (YearSeries.Point point : all) {
                boolean mixed = all.stream().anyMatch(other -> other.period().equals(point.period()) && !other.scale().equals(point.scale()));
                builder.add(mixed ? point.withScale("mixed").withComparability(YearSeries.Comparability.NONE) : point);
            }
            series.add(builder.build());
        });
        return series;
    }

    /**
     * The share of pupils who passed, or who have 4 or 5. Marks of state examinations are taken for one scale; the works of others are
     * on one scale while their maximum and their boundaries stay; what was written in autumn compares only with its own season.
     */
    List<OfWork> shares(String indicator) {
        int boundary = indicator.equals(PASSED) ? 0 : 1;
        List<OfWork> all = new ArrayList<>();
        works().forEach((work, assessments) -> {
            Map<Region, Parts> regional = new TreeMap<>();
            for (Assessment assessment : assessments) {
                ScoreScale scale = assessment.scale();
                if (scale.cuts().isEmpty() || boundary == 1 && !scale.hasMarks()) {
                    continue;
                }
                for (RegionResults region : RegionResults.of(results, assessment)) {
                    Parts parts = regional.computeIfAbsent(region.region(), r -> new Parts());
                    Map<Unit, long[]> counts = new TreeMap<>(Unit.order());
                    for (SchoolResult result : region.schools()) {
                        int[] histogram = result.scores().histogram();
                        long above = Arrays.stream(histogram, scale.cuts().get(boundary), histogram.length).sum();
                        units(result.school()).forEach(unit -> {
                            long[] count = counts.computeIfAbsent(unit, u -> new long[2]);
                            count[0] += above;
                            count[1] += result.scores().count();
                        });
                    }
                    counts.forEach((unit, count) -> {
                        if (count[1] > 0) {
                            parts.of(unit).add(YearSeries.of(work.key(unit, indicator), List.of(share(assessment, count))));
                        }
                    });
                }
            }
            regional.forEach((region, parts) -> all.add(new OfWork(
                    region, work, joined(parts.schools), joined(parts.municipalities), joined(parts.whole).stream().findFirst())));
        });
        return all;
    }

    private static List<Unit> units(School school) {
        return school.municipality().name().equals(UNKNOWN)
                ? List.of(school.id(), school.region())
                : List.of(school.id(), school.municipality(), school.region());
    }

    private static YearSeries.Point share(Assessment assessment, long[] count) {
        boolean marks = STATE_EXAMINATIONS.contains(assessment.procedure());
        return YearSeries.Point.ofShare(assessment.year(), count[0], count[1])
                .withSeason(assessment.season())
                .withScale(marks ? "marks" : assessment.scale().max() + assessment.scale().cuts().toString())
                .withComparability(assessment.season() == Season.AUTUMN
                        ? YearSeries.Comparability.RELATIVE_ONLY
                        : YearSeries.Comparability.FULL);
    }

    /** Series that are judged together. */
    record Family(Region region, UnitType type, String indicator) implements Comparable<Family> {
        @Override
        public int compareTo(Family other) {
            return Comparator.comparing(Family::region).thenComparing(Family::type).thenComparing(Family::indicator).compare(this, other);
        }
    }

    /** A value of a unit in a period, on a scale. */
    private record Value(YearSeries.Key key, Period period, IndicatorValue value, String scale) {
        boolean isShare() {
            double trials = value.denominator().orElse(-1);
            double successes = value.numerator().orElse(-1);
            return trials >= 1 && successes >= 0 && successes <= trials && whole(successes) && whole(trials);
        }

        private static boolean whole(double number) {
            return number == Math.rint(number) && number < LARGEST_COUNT;
        }

        YearSeries.Point point(boolean asShare) {
            YearSeries.Point point = asShare
                    ? YearSeries.Point.ofShare(period.year(), (long) value.numerator().orElseThrow(), (long) value.denominator().orElseThrow())
                    : YearSeries.Point.of(period.year(), value.value().orElseThrow());
            return point.inHalf(period.half()).withScale(scale);
        }
    }

    /**
     * The values that came with the input, and the totals of scorecards. An indicator with values of years and of half-years is followed
     * twice. The counts that НОКО is made of are no indicators, nor is a value beyond what a point holds; a given indicator with the code
     * of one that is counted here, or of a methodology, gives way to it.
     */
    Map<Family, List<YearSeries>> declared(IndicatorValues given, Collection<Scorecards> scorecards, Predicate<String> counted) {
        Set<String> methodologies = new HashSet<>();
        List<Value> values = new ArrayList<>();
        for (Scorecards cards : scorecards) {
            methodologies.add(cards.methodology().id());
            for (Scorecard card : cards.all()) {
                card.total().points().ifPresent(points -> values.add(new Value(
                        YearSeries.Key.of(card.unit(), cards.methodology().id()),
                        card.period(),
                        IndicatorValue.of(points),
                        cards.methodology().edition())));
            }
        }
        given.values().forEach((key, value) -> {
            boolean condition = key.unit().unitType() == UnitType.ORGANISATION && key.indicator().startsWith(CONDITIONS);
            boolean usable = value.value().isPresent() && Math.abs(value.value().getAsDouble()) <= YearSeries.Point.LARGEST;
            boolean own = !counted.test(key.indicator()) && !methodologies.contains(key.indicator());
            if (own && !condition && key.assessment().isEmpty() && usable) {
                values.add(new Value(YearSeries.Key.of(key.unit(), key.indicator()), key.period(), value, ""));
            }
        });
        return families(values);
    }

    private Map<Family, List<YearSeries>> families(List<Value> values) {
        Set<String> yearly = new HashSet<>();
        Set<String> codes = new HashSet<>();
        for (Value value : values) {
            codes.add(value.key().indicator());
            if (value.period().half() == 0) {
                yearly.add(value.key().indicator());
            }
        }
        Map<String, String> halves = new HashMap<>();
        yearly.stream().sorted().forEach(indicator -> halves.put(indicator, halfYearly(indicator, codes)));
        Map<Family, List<Value>> families = new TreeMap<>();
        for (Value value : values) {
            YearSeries.Key key = value.key();
            String indicator = value.period().half() > 0
                    ? halves.getOrDefault(key.indicator(), key.indicator())
                    : key.indicator();
            families.computeIfAbsent(new Family(region(key.unit()), key.unit().unitType(), indicator), family -> new ArrayList<>())
                    .add(value);
        }
        Map<Family, List<YearSeries>> series = new TreeMap<>();
        families.forEach((family, members) -> {
            boolean shares = members.stream().allMatch(Value::isShare);
            Map<YearSeries.Key, YearSeries.Builder> builders = new TreeMap<>();
            members.forEach(member -> builders.computeIfAbsent(
                            YearSeries.Key.of(member.key().unit(), family.indicator()), YearSeries::builder)
                    .add(member.point(shares)));
            series.put(family, builders.values().stream().map(YearSeries.Builder::build).toList());
        });
        return series;
    }

    /** A code for the half-years of an indicator that also has years, which no other indicator has. */
    private static String halfYearly(String indicator, Set<String> codes) {
        String code = indicator + HALF_YEARS;
        while (!codes.add(code)) {
            code += HALF_YEARS;
        }
        return code;
    }

    /** The region of a unit; heads and organisations have the codes of schools. */
    private Region region(Unit unit) {
        if (unit instanceof Region region) {
            return region;
        }
        if (unit instanceof Municipality municipality) {
            return municipality.region();
        }
        Region known = bySchool.get(unit.code());
        return known != null ? known : regions.size() == 1 ? regions.get(0) : Region.of(UNKNOWN);
    }
}
