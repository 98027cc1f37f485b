package io.github.eduindicators.items;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.laws.BinomialSum;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Diagnosis;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which competencies do the staff of a school, a municipality or a region lack, how sure is that, and was the lack made up for by the
 * next diagnosis?
 *
 * <p><b>A person.</b> The share of points in a competency, {@code p = points / max}, gives a level: low below the first cut (60 % unless
 * told otherwise), high from the second (80 %), middle between. Low is a <em>deficit</em>. Cuts are compared in whole numbers. Beside it
 * stands how sure it is: points are taken as tries of equal chance, n = max over {@link #withPointsPerTask points per task}, so the standard error of p is
 * {@code sqrt(p (1 - p) / (n - 1))} and its 95 % interval Wilson's. A level is sure if the interval lies on one side of the first cut. With 10 points and
 * the cut at 60 %, no deficit above 2 points is sure; with 40, none above 17.
 *
 * <p><b>A unit.</b> Of the persons of a wave who were diagnosed in a competency, {@code share = deficits / persons}, with Wilson's interval. A
 * <em>mass deficit</em> is a share of at least 30 % (or what is asked for, in whole numbers) that is more than chance: the exact binomial
 * test against that share, {@code p = P(X >= deficits)}, adjusted after Benjamini and Hochberg over all competencies of all units of the
 * kind in the region and wave, is at most 0.05. A share that is as large but not beyond chance is <em>possible</em>. Persons count as
 * independent: all schools of a municipality take part, so schools are no sample. Fewer persons than {@link #withMinimumPersons the
 * minimum} are no reason to say anything.
 *
 * <p><b>Two waves.</b> Of the persons diagnosed in both: deficits that were closed, remain, or are new; the gain
 * {@code mean(post - pre)} in shares with Student's interval and in standard deviations of the differences (d<sub>z</sub>, interval by the
 * noncentral t); and the share of persons diagnosed again. A person counts where the first wave found the person. <em>Deficits close by
 * chance</em>: who was below the cut had bad luck more often than good, and does better next time without having learnt anything
 * (regression to the mean). So beside the closed stands how many would have closed, and how many new would have appeared, had nobody
 * changed: true shares of a region's persons in the first wave follow a beta law fitted by moments, and a second diagnosis of a person with x
 * of n points a beta-binomial one. {@code p = P(closed or more)} is the exact law of the sum of those chances; the error of the fitted
 * law is not in it. Where the logits of true shares are normal, the share closed by chance is right to a few
 * percentage points; where persons fall into two groups far apart, or a unit is far from its region, it is too large, so that learning is
 * understated.
 * Two tests of unequal difficulty shift all of this; that cannot be seen from the points.
 *
 * <p><b>Caveats.</b> Tasks worth several points make tries fewer than points: say how many points a task has. Points in percent are not a
 * hundred tries. Tasks of unequal difficulty make the binomial error a little too large. Those who came to be diagnosed may not be like
 * those who did not. Nothing here is a judgement of a person.
 *
 * <p>No persons: no rows and no findings. One person: no gain, and the minimum speaks. All equal: shares of 0 or 1 with Wilson's interval,
 * and differences that do not differ have a gain without d<sub>z</sub>. Cost: {@code O(s log s)} for s scores, and {@code O(d^2)} for
 * the d deficits of a unit and competency. Immutable and safe to share between threads.
 *
 * <p>Reference: cuts and the share of 30 % are common practice, not a document's. F. M. Lord (1955), Estimating test reliability,
 * EPM 15:325-336, doi:10.1177/001316445501500401 (binomial error); J. A. Keats, F. M. Lord (1962), A theoretical distribution for mental
 * test scores, Psychometrika 27:59-72, doi:10.1007/BF02289665 (beta-binomial); E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953;
 * Y. Benjamini, Y. Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
 *
 * <pre>{@code
 * var staff = StaffDiagnosis.withDefaults().withCuts(60, 80).run(results);
 * staff.findings().forEach(f -> System.out.println(f.explain(RUSSIAN)));
 * staff.latestChange().ifPresent(change -> System.out.println(change.rows(region)));
 * }</pre>
 */
public final class StaffDiagnosis {
    private static final String ID = "staff/deficits";
    private static final String EDITION = "1";
    private static final String REFERENCE = "Lord (1955) doi:10.1177/001316445501500401; Wilson (1927) doi:10.1080/01621459.1927.10502953; "
            + "Keats, Lord (1962) doi:10.1007/BF02289665";
    private static final int PERCENT = 100;
    private static final int LOW_CUT = 60;
    private static final int HIGH_CUT = 80;
    private static final int MASS = 30;
    private static final int MINIMUM = 10;
    private static final double ALPHA = 0.05;
    private static final double ROUNDING = 1e-12;
    /** Stands for all competencies together. */
    private static final String ALL = "";

    private final int lowCut;
    private final int highCut;
    private final int massShare;
    private final int minimum;
    private final double pointsPerTask;
    private final double alpha;

    private StaffDiagnosis(int lowCut, int highCut, int massShare, int minimum, double pointsPerTask, double alpha) {
        this.lowCut = lowCut;
        this.highCut = highCut;
        this.massShare = massShare;
        this.minimum = minimum;
        this.pointsPerTask = pointsPerTask;
        this.alpha = alpha;
    }

    /**
     * Returns the method with cuts at 60 and 80 %, a mass deficit from 30 % of at least 10 persons, one point a task, and level 0.05.
     *
     * @return the method
     */
    public static StaffDiagnosis withDefaults() {
        return new StaffDiagnosis(LOW_CUT, HIGH_CUT, MASS, MINIMUM, 1, ALPHA);
    }

    /**
     * Returns the method with other cuts.
     *
     * @param low below this percent of the points is a deficit, 1..100
     * @param high from this percent on the level is high, low..100
     * @return the method
     * @throws IllegalArgumentException if a cut is outside its range
     */
    public StaffDiagnosis withCuts(int low, int high) {
        if (low < 1 || high < low || high > PERCENT) {
            throw new IllegalArgumentException("cuts must be 1 <= low <= high <= 100 percent, got " + low + " and " + high);
        }
        return new StaffDiagnosis(low, high, massShare, minimum, pointsPerTask, alpha);
    }

    /**
     * Returns the method with another share of persons that makes a deficit a mass deficit.
     *
     * @param percent of the persons, 1..99
     * @return the method
     * @throws IllegalArgumentException if the share is outside its range
     */
    public StaffDiagnosis withMassShare(int percent) {
        if (percent < 1 || percent >= PERCENT) {
            throw new IllegalArgumentException("the share of a mass deficit must be within 1..99 percent, got " + percent);
        }
        return new StaffDiagnosis(lowCut, highCut, percent, minimum, pointsPerTask, alpha);
    }

    /**
     * Returns the method with another least number of persons of whom a unit is told.
     *
     * @param persons the number, at least 2
     * @return the method
     * @throws IllegalArgumentException if the number is less than 2
     */
    public StaffDiagnosis withMinimumPersons(int persons) {
        if (persons < 2) {
            throw new IllegalArgumentException("the least number of persons must be at least 2, got " + persons);
        }
        return new StaffDiagnosis(lowCut, highCut, massShare, persons, pointsPerTask, alpha);
    }

    /**
     * Returns the method for tests whose tasks are worth more than one point, or whose points are percents.
     *
     * @param points how many points a task is worth on average, positive; more than the most points of a competency means one task
     * @return the method
     * @throws IllegalArgumentException if the number is not positive and finite
     */
    public StaffDiagnosis withPointsPerTask(double points) {
        if (!(points > 0) || Double.isInfinite(points)) {
            throw new IllegalArgumentException("points per task must be positive, got " + points);
        }
        return new StaffDiagnosis(lowCut, highCut, massShare, minimum, points, alpha);
    }

    /**
     * Returns the method with another share of mass deficits that may be false.
     *
     * @param value the level of adjusted p-values, more than 0 and less than 1
     * @return the method
     * @throws IllegalArgumentException if the value is outside its range
     */
    public StaffDiagnosis withAlpha(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1, got " + value);
        }
        return new StaffDiagnosis(lowCut, highCut, massShare, minimum, pointsPerTask, value);
    }

    /**
     * Returns which method this is.
     *
     * @return id, edition, parameters and reference
     */
    public MethodInfo method() {
        return MethodInfo.of(ID, EDITION, REFERENCE)
                .with(Fact.of("low-cut", (long) lowCut))
                .with(Fact.of("high-cut", (long) highCut))
                .with(Fact.of("mass-share", (long) massShare))
                .with(Fact.of("minimum-persons", (long) minimum))
                .with(Fact.of("points-per-task", pointsPerTask))
                .with(Fact.of("level", alpha));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all persons, units and waves.
     *
     * @param results what the diagnosis observed
     * @return profiles, shares, changes and findings
     */
    public Result run(CompetencyResults results) {
        return new Result(this, results);
    }

    private Level level(Score score) {
        return score.below(lowCut) ? Level.LOW : score.below(highCut) ? Level.MIDDLE : Level.HIGH;
    }

    private Standing standing(String competency, Score score) {
        double tries = TrueShares.tries(score, pointsPerTask);
        Interval share = Interval.wilson(score.share(), tries, Interval.Z95);
        double cut = (double) lowCut / PERCENT;
        boolean sure = score.below(lowCut) ? share.upper() < cut : share.lower() >= cut;
        return new Standing(competency, score, tries, share, level(score), sure ? Certainty.SURE : Certainty.UNSURE);
    }

    /** How well a person has a competency. */
    public enum Level {
        /** Below the first cut: a deficit. */
        LOW,
        /** From the first cut to below the second. */
        MIDDLE,
        /** From the second cut on. */
        HIGH
    }

    /** Whether the points tell on which side of the first cut a person is. */
    public enum Certainty {
        /** The 95 % interval lies on one side of the cut. */
        SURE,
        /** The interval holds the cut: more points are needed. */
        UNSURE
    }

    /** Whether a deficit is a mass deficit. */
    public enum Mass {
        /** The share reaches the threshold, and is more than chance lets expect at the threshold, adjusted for all that was looked at. */
        YES,
        /** The share reaches the threshold, but chance could have lifted it there. */
        POSSIBLE,
        /** The share does not reach the threshold. */
        NO,
        /** There are fewer persons than the minimum. */
        INSUFFICIENT_DATA
    }

    /**
     * One person in one competency.
     *
     * @param competency the competency
     * @param score the points
     * @param tries how many tries the points are taken for: the most points over the points per task, at most 1000
     * @param share the share of the points with its 95 % interval
     * @param level the level
     * @param certainty whether it is sure on which side of the first cut the person is
     */
    public record Standing(String competency, Score score, double tries, Interval share, Level level, Certainty certainty) {

        /**
         * Returns the standard error of the share.
         *
         * @return {@code sqrt(p (1 - p) / (n - 1))} for n tries, or empty if there is at most one
         */
        public OptionalDouble standardError() {
            double p = share.value();
            return tries > 1 ? OptionalDouble.of(Math.sqrt(p * (1 - p) / (tries - 1))) : OptionalDouble.empty();
        }
    }

    /** The profile of one person in one wave. Its {@code toString} does not tell the person. Immutable. */
    public static final class Person {
        private final Diagnosis diagnosis;
        private final ImmutableList<Standing> standings;
        private final ImmutableSortedSet<String> notDiagnosed;

        private Person(StaffDiagnosis method, Diagnosis diagnosis, SortedSet<String> all) {
            this.diagnosis = diagnosis;
            SortedMap<String, Score> scores = diagnosis.scores();
            this.standings = scores.entrySet().stream()
                    .map(entry -> method.standing(entry.getKey(), entry.getValue()))
                    .collect(ImmutableList.toImmutableList());
            this.notDiagnosed = all.stream()
                    .filter(competency -> !scores.containsKey(competency))
                    .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<String>naturalOrder()));
        }

        /**
         * Returns the person.
         *
         * @return a code; not for reports
         */
        public Unit unit() {
            return diagnosis.person();
        }

        /**
         * Returns what the profile was made from.
         *
         * @return the scores, the school and the wave
         */
        public Diagnosis diagnosis() {
            return diagnosis;
        }

        /**
         * Returns the profile.
         *
         * @return one element a competency the person was diagnosed in, by name; at least one
         */
        public List<Standing> standings() {
            return standings;
        }

        /**
         * Returns the deficits, sure or not.
         *
         * @return those on the low level, the most severe first: the lowest share, and the name where shares are equal
         */
        public List<Standing> deficits() {
            return standings.stream()
                    .filter(standing -> standing.level() == Level.LOW)
                    .sorted(Comparator.comparing(Standing::score).thenComparing(Standing::competency))
                    .toList();
        }

        /**
         * Returns the competencies that the person was not diagnosed in.
         *
         * @return those that others were diagnosed in in the same wave
         */
        public SortedSet<String> notDiagnosed() {
            return notDiagnosed;
        }

        @Override
        public String toString() {
            return diagnosis.school() + " " + diagnosis.wave() + " " + standings.stream()
                    .map(standing -> standing.competency() + " " + standing.score() + " " + standing.level().name().toLowerCase(Locale.ROOT)
                            + (standing.certainty() == Certainty.SURE ? "" : " (unsure)"))
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * One unit and competency in one wave.
     *
     * @param unit the school, municipality or region
     * @param wave the wave
     * @param competency the competency
     * @param persons how many were diagnosed in it
     * @param low how many of them are on the low level: the deficits
     * @param high how many are on the high level
     * @param sure how many deficits are sure
     * @param meanShare the mean over persons of the share of points
     * @param share the share of persons with a deficit, with its 95 % interval
     * @param p of the test that the share is more than the threshold; empty below the least number of persons
     * @param adjustedP the same, adjusted for all units of the kind in the region and all competencies
     * @param mass whether it is a mass deficit
     */
    public record Row(
            Unit unit,
            String wave,
            String competency,
            long persons,
            long low,
            long high,
            long sure,
            double meanShare,
            Interval share,
            OptionalDouble p,
            OptionalDouble adjustedP,
            Mass mass) {

        /**
         * Returns how many are on the middle level.
         *
         * @return the rest of the persons
         */
        public long middle() {
            return persons - low - high;
        }

        @Override
        public String toString() {
            return unit + " " + wave + " " + competency + ": low " + share + " (" + low + " of " + persons + ")"
                    + (p.isPresent() ? String.format(Locale.ROOT, " p=%.2g", p.getAsDouble()) : "")
                    + (adjustedP.isPresent() ? String.format(Locale.ROOT, " adjusted=%.2g", adjustedP.getAsDouble()) : "")
                    + " " + mass;
        }
    }

    /**
     * Differences of persons between two waves.
     *
     * @param persons how many persons have both, at least 2
     * @param mean the mean of post less pre, in shares of the points
     * @param deviation the standard deviation of the differences
     */
    public record Gain(int persons, double mean, double deviation) {

        /**
         * Checks the numbers.
         *
         * @param persons how many persons
         * @param mean the mean difference
         * @param deviation their standard deviation
         * @throws IllegalArgumentException if there are fewer than 2 persons, or a number is not finite or the deviation negative
         */
        public Gain {
            if (persons < 2 || !Double.isFinite(mean) || !(deviation >= 0) || Double.isInfinite(deviation)) {
                throw new IllegalArgumentException(
                        "a gain needs 2 persons and finite numbers, got " + persons + ", " + mean + ", " + deviation);
            }
        }

        /**
         * Returns the mean difference with its interval.
         *
         * @return the mean with Student's interval of 95 %
         */
        public Interval interval() {
            return Interval.student(mean, deviation / Math.sqrt(persons), persons - 1.0);
        }

        /**
         * Returns the mean difference in standard deviations of the differences.
         *
         * @return d<sub>z</sub> with its 95 % interval by the noncentral t; empty if the differences do not differ
         */
        public Optional<Interval> effectSize() {
            return deviation > 0 ? Optional.of(PairedEffect.interval(mean / deviation, persons)) : Optional.empty();
        }

        @Override
        public String toString() {
            return interval() + " of " + persons + " persons";
        }
    }

    /**
     * One unit and competency between two waves.
     *
     * @param unit the unit in which the first wave found the persons
     * @param competency the competency, empty for all together
     * @param before persons diagnosed in the first wave
     * @param again how many of them were diagnosed in the second wave too
     * @param deficits deficits of these in the first wave
     * @param closed how many of the deficits are none in the second wave
     * @param fresh deficits of the second wave that were none in the first
     * @param closedByChance how many would have closed had nobody changed; empty if too few persons tell
     * @param freshByChance how many would be new had nobody changed; empty if too few persons tell
     * @param p the probability of so many closed or more by chance; empty without deficits, or for all competencies together
     * @param gain the differences of the persons; empty below two persons. For all together the mean over a person's competencies
     */
    public record ChangeRow(
            Unit unit,
            String competency,
            long before,
            long again,
            long deficits,
            long closed,
            long fresh,
            OptionalDouble closedByChance,
            OptionalDouble freshByChance,
            OptionalDouble p,
            Optional<Gain> gain) {

        /**
         * Returns how many deficits remain.
         *
         * @return deficits that were not closed
         */
        public long remaining() {
            return deficits - closed;
        }

        /**
         * Returns the share of persons who were diagnosed again.
         *
         * @return 0..1
         */
        public double coverage() {
            return (double) again / before;
        }

        /**
         * Returns the share of deficits that were closed.
         *
         * @return with Wilson's interval of 95 %, or empty without deficits
         */
        public Optional<Interval> closedShare() {
            return deficits == 0 ? Optional.empty() : Optional.of(Interval.wilson(closed, deficits));
        }

        /**
         * Returns the share of deficits that were closed beyond what chance alone would have closed.
         *
         * @return closed less closed by chance over the deficits, negative where fewer were closed; empty where chance is not known
         */
        public OptionalDouble closedBeyondChance() {
            return deficits == 0 || closedByChance.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((closed - closedByChance.getAsDouble()) / deficits);
        }

        @Override
        public String toString() {
            return unit + " " + competency + ": closed " + closed + " of " + deficits
                    + (closedByChance.isPresent() ? String.format(Locale.ROOT, ", by chance %.1f", closedByChance.getAsDouble()) : "")
                    + ", fresh " + fresh + ", again " + again + " of " + before
                    + gain.map(points -> ", gain " + points).orElse("");
        }
    }

    /** What became of the persons of one wave by another. Immutable. */
    public static final class Change {
        private final String from;
        private final String to;
        private final ImmutableList<ChangeRow> rows;

        private Change(String from, String to, List<ChangeRow> rows) {
            this.from = from;
            this.to = to;
            this.rows = ImmutableList.copyOf(rows);
        }

        /**
         * Returns the first wave.
         *
         * @return the earlier wave
         */
        public String from() {
            return from;
        }

        /**
         * Returns the second wave.
         *
         * @return the later wave
         */
        public String to() {
            return to;
        }

        /**
         * Returns all rows.
         *
         * @return by unit and competency, all competencies together first
         */
        public List<ChangeRow> rows() {
            return rows;
        }

        /**
         * Returns the rows of a unit.
         *
         * @param unit the unit
         * @return by competency, all together first; none if nobody of it was diagnosed in the first wave
         */
        public List<ChangeRow> rows(Unit unit) {
            return rows.stream().filter(row -> row.unit().equals(unit)).toList();
        }

        @Override
        public String toString() {
            return "Change[" + from + " to " + to + ", " + rows.size() + " rows]";
        }
    }

    /** By unit, wave and competency. */
    private record Place(Unit unit, String wave, String competency) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::unit, Unit.order())
                .thenComparing(Place::wave, CompetencyResults.waveOrder())
                .thenComparing(Place::competency);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** The persons of a place. */
    private static final class Count {
        private final Region region;
        private long persons;
        private long low;
        private long high;
        private long sure;
        private double sum;

        Count(Region region) {
            this.region = region;
        }

        void add(Standing standing) {
            persons++;
            low += standing.level() == Level.LOW ? 1 : 0;
            high += standing.level() == Level.HIGH ? 1 : 0;
            sure += standing.level() == Level.LOW && standing.certainty() == Certainty.SURE ? 1 : 0;
            sum += standing.share().value();
        }
    }

    /** The persons of a unit and competency between two waves. */
    private static final class Pairs {
        private long before;
        private long again;
        private long deficits;
        private long closed;
        private long fresh;
        private boolean chanceKnown = true;
        private final BinomialSum closing = BinomialSum.create();
        private double freshByChance;
        private final List<Double> differences = new ArrayList<>();

        ChangeRow row(Unit unit, String competency) {
            boolean known = chanceKnown && again > 0;
            boolean tested = known && deficits > 0 && !competency.equals(ALL);
            return new ChangeRow(unit, competency, before, again, deficits, closed, fresh,
                    known ? OptionalDouble.of(closing.mean()) : OptionalDouble.empty(),
                    known ? OptionalDouble.of(freshByChance) : OptionalDouble.empty(),
                    tested ? OptionalDouble.of(closing.upperTail(closed)) : OptionalDouble.empty(),
                    gain());
        }

        private Optional<Gain> gain() {
            int n = differences.size();
            if (n < 2) {
                return Optional.empty();
            }
            double sum = 0;
            for (double difference : differences) {
                sum += difference;
            }
            double mean = sum / n;
            double squares = 0;
            for (double difference : differences) {
                squares += (difference - mean) * (difference - mean);
            }
            double deviation = Math.sqrt(squares / (n - 1));
            // Shares are rounded in their last digits: what is equal differs by that.
            return Optional.of(new Gain(n, mean, deviation < ROUNDING ? 0 : deviation));
        }
    }

    /** What the diagnosis says of all persons and units. Immutable. */
    public static final class Result {
        private final StaffDiagnosis method;
        private final CompetencyResults results;
        private final Map<String, ImmutableSortedSet<String>> competencies = new HashMap<>();
        private final TreeMap<Place, Row> rows = new TreeMap<>();
        private final TreeMap<Unit, String> latest = new TreeMap<>(Unit.order());

        private Result(StaffDiagnosis method, CompetencyResults results) {
            this.method = method;
            this.results = results;
            Map<Place, Count> counts = new HashMap<>();
            Map<String, ImmutableSortedSet.Builder<String>> diagnosed = new HashMap<>();
            for (Diagnosis diagnosis : results.diagnoses()) {
                SortedMap<String, Score> scores = diagnosis.scores();
                diagnosed.computeIfAbsent(diagnosis.wave(), wave -> ImmutableSortedSet.naturalOrder()).addAll(scores.keySet());
                scores.forEach((competency, score) -> {
                    Standing standing = method.standing(competency, score);
                    for (Unit unit : units(diagnosis)) {
                        counts.computeIfAbsent(new Place(unit, diagnosis.wave(), competency), place -> new Count(diagnosis.region()))
                                .add(standing);
                    }
                });
            }
            diagnosed.forEach((wave, names) -> competencies.put(wave, names.build()));
            families(counts).forEach(family -> rows(family, counts));
            rows.keySet().forEach(place -> latest.put(place.unit(), place.wave()));
        }

        private static List<Unit> units(Diagnosis diagnosis) {
            return List.of(diagnosis.school(), diagnosis.municipality(), diagnosis.region());
        }

        /** The units of one kind in one region and wave: what is looked at together. */
        private static Iterable<List<Place>> families(Map<Place, Count> counts) {
            record Family(UnitType type, Region region, String wave) {}

            return counts.keySet().stream()
                    .sorted()
                    .collect(Collectors.groupingBy(
                            place -> new Family(place.unit().unitType(), counts.get(place).region, place.wave())))
                    .values();
        }

        private void rows(List<Place> family, Map<Place, Count> counts) {
            List<Place> tested = family.stream().filter(place -> counts.get(place).persons >= method.minimum).toList();
            double[] p = tested.stream().mapToDouble(place -> {
                Count count = counts.get(place);
                return BinomialLaw.upperTail(count.low, count.persons, (double) method.massShare / PERCENT);
            }).toArray();
            double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
            for (Place place : family) {
                rows.put(place, row(place, counts.get(place), OptionalDouble.empty(), OptionalDouble.empty()));
            }
            for (int i = 0; i < p.length; i++) {
                Place place = tested.get(i);
                rows.put(place, row(place, counts.get(place), OptionalDouble.of(p[i]), OptionalDouble.of(adjusted[i])));
            }
        }

        private Row row(Place place, Count count, OptionalDouble p, OptionalDouble adjusted) {
            Mass mass = Mass.INSUFFICIENT_DATA;
            if (adjusted.isPresent()) {
                boolean reached = PERCENT * count.low >= method.massShare * count.persons;
                mass = !reached ? Mass.NO : adjusted.getAsDouble() <= method.alpha ? Mass.YES : Mass.POSSIBLE;
            }
            return new Row(place.unit(), place.wave(), place.competency(), count.persons, count.low, count.high, count.sure,
                    count.sum / count.persons, Interval.wilson(count.low, count.persons), p, adjusted, mass);
        }

        /**
         * Returns the method.
         *
         * @return the method with its options
         */
        public StaffDiagnosis diagnosis() {
            return method;
        }

        /**
         * Returns what was looked at.
         *
         * @return the points
         */
        public CompetencyResults results() {
            return results;
        }

        /**
         * Returns the profiles of a wave.
         *
         * @param wave the wave, as {@link CompetencyResults#wave(String)} reads it
         * @return one a person, by code; none if there is no such wave
         * @throws IllegalArgumentException if the wave cannot be read
         */
        public List<Person> persons(String wave) {
            String time = CompetencyResults.wave(wave);
            return results.diagnoses(time).stream().map(this::person).toList();
        }

        /**
         * Returns the profile of a person.
         *
         * @param person the person
         * @param wave the wave
         * @return the profile, or empty if the person was not diagnosed then
         * @throws IllegalArgumentException if the wave cannot be read
         */
        public Optional<Person> person(Unit person, String wave) {
            return results.diagnosis(person, wave).map(this::person);
        }

        private Person person(Diagnosis diagnosis) {
            return new Person(method, diagnosis, competencies.get(diagnosis.wave()));
        }

        /**
         * Returns all rows.
         *
         * @return by unit, wave and competency
         */
        public List<Row> rows() {
            return ImmutableList.copyOf(rows.values());
        }

        /**
         * Returns the rows of a unit in a wave.
         *
         * @param unit the unit
         * @param wave the wave
         * @return by competency; none if nobody of it was diagnosed then
         * @throws IllegalArgumentException if the wave cannot be read
         */
        public List<Row> rows(Unit unit, String wave) {
            String time = CompetencyResults.wave(wave);
            // No competency is named by an empty text, so it stands before all.
            return rows.tailMap(new Place(unit, time, ALL)).values().stream()
                    .takeWhile(row -> row.unit().equals(unit) && row.wave().equals(time))
                    .toList();
        }

        /**
         * Returns the latest wave in which a unit has a person.
         *
         * @param unit the school, municipality or region
         * @return the wave, or empty if nobody of it was diagnosed
         */
        public Optional<String> latestWave(Unit unit) {
            return Optional.ofNullable(latest.get(unit));
        }

        /**
         * Returns the units.
         *
         * @return every school, municipality and region with a person in some wave
         */
        public SortedSet<Unit> units() {
            return ImmutableSortedSet.copyOfSorted(new TreeSet<>(latest.navigableKeySet()));
        }

        /**
         * Compares two waves.
         *
         * @param from the earlier wave
         * @param to the later wave
         * @return what became of the persons of the earlier wave, in every unit
         * @throws IllegalArgumentException if a wave cannot be read or is not among the results, or the second is not later
         */
        public Change change(String from, String to) {
            String first = CompetencyResults.wave(from);
            String second = CompetencyResults.wave(to);
            if (!results.waves().contains(first) || !results.waves().contains(second)
                    || CompetencyResults.waveOrder().compare(first, second) >= 0) {
                throw new IllegalArgumentException("waves must be two of " + results.waves() + ", the earlier first, got " + from + " and " + to);
            }
            return new Change(first, second, new Comparison(first, second).rows());
        }

        /**
         * Compares the two latest waves.
         *
         * @return what became of the persons of the last wave but one, or empty if there are not two waves
         */
        public Optional<Change> latestChange() {
            List<String> waves = results.waves();
            return waves.size() < 2
                    ? Optional.empty()
                    : Optional.of(change(waves.get(waves.size() - 2), waves.get(waves.size() - 1)));
        }

        /**
         * Returns one finding a unit, of its latest wave.
         *
         * @return FLAGGED {@code mass-deficit} if a competency is a mass deficit there, CLEAR {@code possible} if a share reaches the threshold
         *     but could by chance, CLEAR if none does, and INSUFFICIENT_DATA below the least number of persons; figures are those of
         *     the competency with the smallest p, of several the one with the largest share
         */
        public List<Finding> findings() {
            List<Finding> findings = new ArrayList<>();
            latest.forEach((unit, wave) -> findings.add(finding(unit, wave, rows(unit, wave))));
            return Collections.unmodifiableList(findings);
        }

        private Finding finding(Unit unit, String wave, List<Row> all) {
            Finding.Builder finding = Finding.builder(method.method(), unit).fact("wave", wave);
            Optional<Row> found = all.stream()
                    .filter(row -> row.adjustedP().isPresent())
                    .min(Comparator.comparingDouble((Row row) -> row.p().getAsDouble())
                            .thenComparing(row -> -row.share().value())
                            .thenComparing(Row::competency));
            if (found.isEmpty()) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA)
                        .fact("persons", all.stream().mapToLong(Row::persons).max().orElse(0))
                        .fact("minimum", (long) method.minimum)
                        .build();
            }
            Row worst = found.get();
            List<String> mass = all.stream().filter(row -> row.mass() == Mass.YES).map(Row::competency).toList();
            boolean possible = all.stream().anyMatch(row -> row.mass() == Mass.POSSIBLE);
            return finding.outcome(mass.isEmpty() ? Outcome.CLEAR : Outcome.FLAGGED)
                    .category(!mass.isEmpty() ? "mass-deficit" : possible ? "possible" : "")
                    .p(worst.p().getAsDouble())
                    .adjustedP(worst.adjustedP().getAsDouble())
                    .effect(worst.share())
                    .n(worst.persons())
                    .fact("competency", worst.competency())
                    .fact("share", worst.share().value())
                    .fact("persons", worst.persons())
                    .fact("deficits", worst.low())
                    .fact("sure", worst.sure())
                    .fact("mean-share", worst.meanShare())
                    .fact("cut", (long) method.lowCut)
                    .fact("threshold", (long) method.massShare)
                    .fact("detectable", detectable(worst.persons()))
                    .fact("mass", (long) mass.size())
                    .fact("competencies", String.join("; ", mass))
                    .build();
        }

        /** The least share of so many persons that would be flagged alone. */
        private double detectable(long persons) {
            long low = (method.massShare * persons + PERCENT - 1) / PERCENT;
            while (low < persons && BinomialLaw.upperTail(low, persons, (double) method.massShare / PERCENT) > method.alpha) {
                low++;
            }
            return (double) low / persons;
        }

        @Override
        public String toString() {
            return "StaffDiagnosis.Result[" + results + ", mass deficits in "
                    + findings().stream().filter(finding -> finding.outcome() == Outcome.FLAGGED).count() + " of " + latest.size() + " units]";
        }

        /** The persons of two waves. */
        private final class Comparison {
            private record Law(Region region, String competency) {}

            private record Cell(Unit unit, String competency) implements Comparable<Cell> {
                private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::unit, Unit.order()).thenComparing(Cell::competency);

                @Override
                public int compareTo(Cell other) {
                    return ORDER.compare(this, other);
                }
            }

            private final String to;
            private final List<Diagnosis> before;
            private final Map<Law, Optional<TrueShares>> laws = new HashMap<>();
            private final TreeMap<Cell, Pairs> pairs = new TreeMap<>();

            Comparison(String from, String to) {
                this.to = to;
                this.before = results.diagnoses(from);
                Map<Law, List<Score>> scores = new HashMap<>();
                for (Diagnosis diagnosis : before) {
                    diagnosis.scores().forEach((competency, score) ->
                            scores.computeIfAbsent(new Law(diagnosis.region(), competency), law -> new ArrayList<>()).add(score));
                }
                scores.forEach((law, all) -> laws.put(law,
                        all.size() < method.minimum ? Optional.empty() : TrueShares.fit(all, method.pointsPerTask)));
            }

            List<ChangeRow> rows() {
                before.forEach(this::add);
                List<ChangeRow> rows = new ArrayList<>();
                pairs.forEach((cell, counted) -> rows.add(counted.row(cell.unit(), cell.competency())));
                return rows;
            }

            private void add(Diagnosis pre) {
                SortedMap<String, Score> scores = pre.scores();
                SortedMap<String, Score> second =
                        results.diagnosis(pre.person(), to).map(Diagnosis::scores).orElseGet(Collections::emptySortedMap);
                List<String> both = scores.keySet().stream().filter(second::containsKey).toList();
                for (Unit unit : units(pre)) {
                    Pairs all = pairs(unit, ALL);
                    all.before++;
                    if (!both.isEmpty()) {
                        all.again++;
                        double sum = 0;
                        for (String competency : both) {
                            sum += second.get(competency).share() - scores.get(competency).share();
                        }
                        all.differences.add(sum / both.size());
                    }
                    scores.forEach((competency, score) -> {
                        Pairs own = pairs(unit, competency);
                        own.before++;
                        Score after = second.get(competency);
                        if (after != null) {
                            own.again++;
                            own.differences.add(after.share() - score.share());
                            Optional<TrueShares> law = laws.get(new Law(pre.region(), competency));
                            count(own, score, after, law);
                            count(all, score, after, law);
                        }
                    });
                }
            }

            private Pairs pairs(Unit unit, String competency) {
                return pairs.computeIfAbsent(new Cell(unit, competency), cell -> new Pairs());
            }

            private void count(Pairs to, Score score, Score after, Optional<TrueShares> law) {
                boolean deficit = score.below(method.lowCut);
                boolean stays = after.below(method.lowCut);
                to.deficits += deficit ? 1 : 0;
                to.closed += deficit && !stays ? 1 : 0;
                to.fresh += !deficit && stays ? 1 : 0;
                to.chanceKnown &= law.isPresent();
                law.ifPresent(known -> {
                    double reaches = known.reaches(score, after, method.lowCut);
                    if (deficit) {
                        to.closing.add(1, reaches);
                    } else {
                        to.freshByChance += 1 - reaches;
                    }
                });
            }
        }
    }
}
