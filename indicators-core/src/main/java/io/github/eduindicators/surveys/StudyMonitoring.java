package io.github.eduindicators.surveys;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What do the studies say of a region: its level, who is below it, and whether it fell since the cycle before?
 *
 * <p>For each study and domain, by cycle: mean, standard deviation, share at each level, below the basic one and of high
 * results, and the gradient on a covariate (slope and R squared); for each group the mean, the share below the basic level (for
 * a region also the deviation and the levels), and the difference of both from all the other groups of the sample; the change of
 * the mean and of the share from the cycle before, overall, and of the mean by group. Estimates are those of
 * {@link StudyAnalysis}, changes those of {@link StudyDifference}. p-values of groups are adjusted over the groups of a grouping.
 *
 * <p>The link error of a mean is the caller's. That of the share below the basic level is taken as half of what the share
 * changes when the bound is moved by the link error up and down: our approximation; published ones for shares are better.
 *
 * <p>Findings, for the last cycle. A unit is the region whose name is that of a group; a study without such a group speaks of
 * the only region there is, and of none if there are several ({@link Result#unplaced}).
 * <ul>
 *   <li>Change of the mean: FLAGGED {@code fell}, CLEAR {@code rose}, CLEAR otherwise with the change that would have been
 *       noticed; NOT_APPLICABLE {@code first-cycle}, and {@code no-link-error} where the error of linking the cycles is not
 *       known, since then chance cannot be told from the scale. Cycles on one scale by construction have the link error 0: say
 *       so.
 *   <li>Region against the others of the sample: FLAGGED {@code below}, CLEAR {@code above}, CLEAR {@code as-others}.
 *   <li>Groups, only of groupings that were asked for ({@link #withGaps}): FLAGGED {@code gap}, CLEAR {@code no-gap}: the group
 *       that is the furthest below the others, its p-value adjusted over the groups of the grouping.
 * </ul>
 * All flags need an adjusted p-value (Benjamini and Hochberg over all tests of the kind in the run) of at most the level. Too
 * few pupils or schools, or no error, are INSUFFICIENT_DATA with {@code few-pupils}, {@code few-clusters} or {@code no-error}.
 * No studies give no findings.
 *
 * <p>Caveats: a fall of a sample's mean is no verdict on schools; who took part, the mode and the day may have changed too.
 * Groups differ also in what the study did not ask.
 *
 * <p>Groupings of more than {@value #MOST_GROUPS} groups are not taken apart; a row says so. Cost: that of the estimates, in all
 * about {@code M R n (levels + 4 groups)}. The order of waves changes no bit. Immutable and safe to share between threads.
 *
 * <p>Reference: OECD (2009), PISA Data Analysis Manual; Y. Benjamini, Y. Hochberg (1995), JRSS B 57:289-300. What is flagged is
 * ours.
 */
public final class StudyMonitoring {
    /** The largest number of groups of a grouping. */
    public static final int MOST_GROUPS = 100;

    private static final double LEVEL = 0.05;
    private static final StudyMonitoring DEFAULTS =
            new StudyMonitoring(LEVEL, StudyAnalysis.FEWEST_PUPILS, StudyAnalysis.FEWEST_CLUSTERS, new TreeSet<>());

    private final double level;
    private final int fewestPupils;
    private final int fewestClusters;
    private final TreeSet<String> gaps;

    private StudyMonitoring(double level, int fewestPupils, int fewestClusters, TreeSet<String> gaps) {
        this.level = level;
        this.fewestPupils = fewestPupils;
        this.fewestClusters = fewestClusters;
        this.gaps = gaps;
    }

    /**
     * Returns the method at the level 0.05 that flags no gaps between groups but those between regions.
     *
     * @return the method
     */
    public static StudyMonitoring withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the level of adjusted p-values at which something is flagged.
     *
     * @param value strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public StudyMonitoring withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return new StudyMonitoring(value, fewestPupils, fewestClusters, gaps);
    }

    /**
     * Sets how many pupils and clusters an estimate needs.
     *
     * @param pupils at least 1
     * @param clusters at least 1
     * @return the method with it
     * @throws IllegalArgumentException if one is below 1
     */
    public StudyMonitoring withFewest(int pupils, int clusters) {
        if (pupils < 1 || clusters < 1) {
            throw new IllegalArgumentException("the fewest must be at least 1, got " + pupils + " and " + clusters);
        }
        return new StudyMonitoring(level, pupils, clusters, gaps);
    }

    /**
     * Asks for findings about the gaps of groupings, such as {@code gender} or {@code locality}.
     *
     * @param groups the names of the groupings
     * @return the method with them in place of those before
     */
    public StudyMonitoring withGaps(Collection<String> groups) {
        return new StudyMonitoring(level, fewestPupils, fewestClusters, new TreeSet<>(groups));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("surveys/study", "1", "OECD 2009, PISA Data Analysis Manual; Rubin 1987, doi:10.1002/9780470316696")
                .with(Fact.of("level", level)).with(Fact.of("fewest-pupils", (long) fewestPupils))
                .with(Fact.of("fewest-clusters", (long) fewestClusters)).with(Fact.of("gaps", String.join(", ", gaps)));
    }

    double level() {
        return level;
    }

    boolean asksFor(String group) {
        return gaps.contains(group);
    }

    StudyAnalysis analysis(ReplicationScheme scheme) {
        return StudyAnalysis.of(scheme).withFewest(fewestPupils, fewestClusters);
    }

    /**
     * Runs all studies.
     *
     * @param waves the studies, one element for each study, cycle and domain
     * @param regions the regions of the register, by whose names groups are found
     * @return estimates and findings
     * @throws IllegalArgumentException if a study, cycle and domain stand there twice
     */
    public Result run(Collection<Wave> waves, Collection<Region> regions) {
        List<Wave> sorted = new ArrayList<>(waves);
        sorted.sort(Comparator.naturalOrder());
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).compareTo(sorted.get(i - 1)) == 0) {
                throw new IllegalArgumentException("a study, cycle and domain must stand there once, got twice " + sorted.get(i));
            }
        }
        return new StudyRun(this, sorted, new TreeSet<>(regions)).run();
    }

    /** One domain of one cycle of a study, with what is known of it. Immutable; waves stand in the order of study, domain and cycle. */
    public static final class Wave implements Comparable<Wave> {
        private static final Comparator<Wave> ORDER =
                Comparator.comparing(Wave::study).thenComparing(Wave::domain).thenComparing(Wave::cycle);

        private final String study;
        private final Period cycle;
        private final String domain;
        private final ReplicateWeights.Replicated data;
        private final List<String> groups;
        private final Optional<ProficiencyLevels> levels;
        private final OptionalDouble linkError;
        private final Optional<String> covariate;

        private Wave(Wave from, List<String> groups, Optional<ProficiencyLevels> levels, OptionalDouble linkError, Optional<String> covariate) {
            this.study = from.study;
            this.cycle = from.cycle;
            this.domain = from.domain;
            this.data = from.data;
            this.groups = groups;
            this.levels = levels;
            this.linkError = linkError;
            this.covariate = covariate;
        }

        private Wave(String study, Period cycle, String domain, ReplicateWeights.Replicated data) {
            this.study = named("study", study);
            this.cycle = Objects.requireNonNull(cycle, "cycle");
            this.domain = named("domain", domain);
            this.data = data;
            this.groups = List.of();
            this.levels = Optional.empty();
            this.linkError = OptionalDouble.empty();
            this.covariate = Optional.empty();
            data.study().plausibleValues(domain);
        }

        private static String named(String what, String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(what + " must not be blank");
            }
            return name;
        }

        /**
         * Returns a wave without levels, groups and link error.
         *
         * @param study how the study is called, the same in all cycles
         * @param cycle its year or half-year
         * @param domain a domain of the data, called the same in all cycles
         * @param data the data with the scheme of their replicates
         * @return the wave
         * @throws IllegalArgumentException if the name is blank or the data have no such domain
         */
        public static Wave of(String study, Period cycle, String domain, ReplicateWeights.Replicated data) {
            return new Wave(study, cycle, domain, data);
        }

        /**
         * Sets the groupings that are taken apart.
         *
         * @param names groupings of the data
         * @return the wave with them
         * @throws IllegalArgumentException if the data have no such grouping
         */
        public Wave withGroups(String... names) {
            Arrays.stream(names).forEach(data.study()::labelsOf);
            return new Wave(this, List.of(names), levels, linkError, covariate);
        }

        /**
         * Sets the levels of the scale.
         *
         * @param value the levels
         * @return the wave with them
         */
        public Wave withLevels(ProficiencyLevels value) {
            return new Wave(this, groups, Optional.of(value), linkError, covariate);
        }

        /**
         * Sets the standard error of linking the scale to that of the cycle before.
         *
         * @param value not negative; 0 where both are on one scale by construction
         * @return the wave with it
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Wave withLinkError(double value) {
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("the link error must be finite and not negative, got " + value);
            }
            return new Wave(this, groups, levels, OptionalDouble.of(value), covariate);
        }

        /**
         * Sets the covariate of the gradient, such as an index of the family.
         *
         * @param name a covariate of the data
         * @return the wave with it
         * @throws IllegalArgumentException if the data have no such covariate
         */
        public Wave withGradient(String name) {
            data.study().covariate(name);
            return new Wave(this, groups, levels, linkError, Optional.of(name));
        }

        /**
         * Returns how the study is called.
         *
         * @return the name
         */
        public String study() {
            return study;
        }

        /**
         * Returns the cycle.
         *
         * @return the year or half-year
         */
        public Period cycle() {
            return cycle;
        }

        /**
         * Returns the domain.
         *
         * @return its name
         */
        public String domain() {
            return domain;
        }

        /**
         * Returns the data.
         *
         * @return the study with the scheme of its replicates
         */
        public ReplicateWeights.Replicated data() {
            return data;
        }

        /**
         * Returns the groupings that are taken apart.
         *
         * @return their names in the order given
         */
        public List<String> groups() {
            return groups;
        }

        /**
         * Returns the levels of the scale.
         *
         * @return the levels, or empty where there are none
         */
        public Optional<ProficiencyLevels> levels() {
            return levels;
        }

        /**
         * Returns the link error.
         *
         * @return not negative, or empty where it is not known
         */
        public OptionalDouble linkError() {
            return linkError;
        }

        /**
         * Returns the covariate of the gradient.
         *
         * @return its name, or empty
         */
        public Optional<String> gradient() {
            return covariate;
        }

        @Override
        public int compareTo(Wave other) {
            return ORDER.compare(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Objects.hash(study, cycle, domain);
        }

        @Override
        public String toString() {
            return study + " " + cycle + " " + domain;
        }
    }

    /** One number of a wave: an estimate, a difference of groups within the sample, or a change from the cycle before. Immutable. */
    public static final class Row {
        private final Wave wave;
        private final String group;
        private final String label;
        private final String statistic;
        private final Optional<StudyEstimate> estimate;
        private final Optional<StudyDifference> difference;
        private final OptionalDouble adjustedP;
        private final String note;

        Row(Wave wave, Part part, String statistic, Numbers numbers, OptionalDouble adjustedP, String note) {
            this.wave = wave;
            this.group = part.group();
            this.label = part.label();
            this.statistic = statistic;
            this.estimate = numbers.estimate();
            this.difference = numbers.difference();
            this.adjustedP = adjustedP;
            this.note = note;
        }

        Row withAdjustedP(double value) {
            return new Row(wave, new Part(group, label), statistic, new Numbers(estimate, difference), OptionalDouble.of(value), note);
        }

        /**
         * Returns the wave.
         *
         * @return the study, cycle and domain; of a change the later one
         */
        public Wave wave() {
            return wave;
        }

        /**
         * Returns the grouping.
         *
         * @return its name, empty for the whole sample
         */
        public String group() {
            return group;
        }

        /**
         * Returns the group.
         *
         * @return its label, empty for the whole sample
         */
        public String label() {
            return label;
        }

        /**
         * Returns what the number is.
         *
         * @return {@code mean}, {@code sd}, {@code level_} and a level, {@code below_basic}, {@code high},
         *     {@code gradient_slope}, {@code gradient_r2}, {@code difference_mean}, {@code difference_below_basic} (a group less
         *     all the others), {@code change_mean} or {@code change_below_basic} (from the cycle before); shares are 0..1
         */
        public String statistic() {
            return statistic;
        }

        /**
         * Returns the estimate.
         *
         * @return the estimate, of a difference too; empty for a change
         */
        public Optional<StudyEstimate> estimate() {
            return estimate;
        }

        /**
         * Returns the difference.
         *
         * @return the difference of groups or cycles, or empty for a plain estimate
         */
        public Optional<StudyDifference> difference() {
            return difference;
        }

        /**
         * Returns the number.
         *
         * @return the number, or empty where it cannot be told
         */
        public OptionalDouble value() {
            return difference.isPresent() ? difference.get().value() : estimate.orElseThrow().value();
        }

        /**
         * Returns its standard error.
         *
         * @return the error, or empty where it cannot be told
         */
        public OptionalDouble standardError() {
            return difference.isPresent() ? difference.get().standardError() : estimate.orElseThrow().standardError();
        }

        /**
         * Returns its 95 % interval; that of a share ends at 0 and 1.
         *
         * @return the interval, or empty where it cannot be told
         */
        public Optional<Interval> interval() {
            if (difference.isPresent()) {
                return difference.get().interval();
            }
            Optional<Interval> own = estimate.orElseThrow().interval();
            return isShare() ? own.map(i -> new Interval(i.value(), Math.max(0, i.lower()), Math.min(1, i.upper()))) : own;
        }

        private boolean isShare() {
            return statistic.startsWith("level_") || Set.of("below_basic", "high", "gradient_r2").contains(statistic);
        }

        /**
         * Returns its degrees of freedom.
         *
         * @return positive, or empty where there is no error or nothing bounds them
         */
        public OptionalDouble freedom() {
            return difference.isPresent() ? difference.get().freedom() : estimate.orElseThrow().freedom();
        }

        /**
         * Returns how many pupils it is of.
         *
         * @return the number of pupils with a positive weight; empty for a change
         */
        public OptionalLong n() {
            return estimate.isPresent() ? OptionalLong.of(estimate.get().n()) : OptionalLong.empty();
        }

        /**
         * Returns the p-value of a difference, adjusted over the groups of the grouping; of a change of the whole its own.
         *
         * @return 0..1, or empty for a plain estimate and where there is no error
         */
        public OptionalDouble adjustedP() {
            return adjustedP;
        }

        /**
         * Returns what must be known of the number.
         *
         * @return why something is missing, as in {@link StudyEstimate#reason} and {@link StudyDifference#reason};
         *     {@code many-groups}, {@code no-link-error}, {@code approximate-link-error}; or empty
         */
        public String note() {
            return note;
        }

        @Override
        public String toString() {
            return wave + (group.isEmpty() ? "" : " " + group + "=" + label) + " " + statistic + " "
                    + (difference.isPresent() ? difference.get().toString() : estimate.orElseThrow().toString())
                    + (note.isEmpty() ? "" : " " + note);
        }
    }

    /** A group of a grouping, or the whole. */
    record Part(String group, String label) {
        static final Part WHOLE = new Part("", "");
    }

    /** An estimate, a difference, or an estimate of a difference. */
    record Numbers(Optional<StudyEstimate> estimate, Optional<StudyDifference> difference) {
        static Numbers of(StudyEstimate estimate) {
            return new Numbers(Optional.of(estimate), Optional.empty());
        }

        static Numbers ofDifference(StudyEstimate estimate) {
            return new Numbers(Optional.of(estimate), Optional.of(StudyDifference.within(estimate)));
        }

        static Numbers ofChange(StudyDifference change) {
            return new Numbers(Optional.empty(), Optional.of(change));
        }

        String reason() {
            return difference.isPresent() ? difference.get().reason() : estimate.orElseThrow().reason();
        }
    }

    /** Everything that the studies say. Immutable. */
    public static final class Result {
        private final StudyMonitoring monitoring;
        private final List<Wave> waves;
        private final List<Row> rows;
        private final List<Finding> findings;
        private final List<Place> places;
        private final List<Wave> unplaced;

        Result(StudyMonitoring monitoring, List<Wave> waves, List<Row> rows, List<Finding> findings, List<Place> places) {
            this.monitoring = monitoring;
            this.waves = List.copyOf(waves);
            this.rows = List.copyOf(rows);
            this.findings = List.copyOf(findings);
            this.places = List.copyOf(places);
            this.unplaced = waves.stream().filter(wave -> places.stream().noneMatch(place -> place.wave() == wave)).toList();
        }

        /**
         * Returns the method.
         *
         * @return the method with its options
         */
        public MethodInfo method() {
            return monitoring.method();
        }

        /**
         * Returns the waves.
         *
         * @return by study, domain and cycle
         */
        public List<Wave> waves() {
            return waves;
        }

        /**
         * Returns all numbers.
         *
         * @return by wave; within one the whole sample first, then the groups
         */
        public List<Row> rows() {
            return rows;
        }

        /**
         * Returns the numbers of a wave.
         *
         * @param wave the wave
         * @return the whole sample first, then the groups
         */
        public List<Row> rows(Wave wave) {
            return rows.stream().filter(row -> row.wave() == wave).toList();
        }

        /**
         * Returns the findings about regions.
         *
         * @return in the order of findings
         */
        public List<Finding> findings() {
            return findings;
        }

        /**
         * Returns where regions stand in the waves.
         *
         * @return by wave and region
         */
        public List<Place> places() {
            return places;
        }

        /**
         * Returns the waves that speak of no region of the register.
         *
         * @return by study, domain and cycle
         */
        public List<Wave> unplaced() {
            return unplaced;
        }

        /**
         * Returns the regions that waves speak of.
         *
         * @return the regions
         */
        public SortedSet<Region> regions() {
            TreeSet<Region> regions = new TreeSet<>();
            places.forEach(place -> regions.add(place.region()));
            return regions;
        }

        @Override
        public String toString() {
            return "StudyMonitoring.Result[" + waves.size() + " waves, " + rows.size() + " rows, " + findings.size() + " findings]";
        }
    }

    /**
     * Which part of a wave is a region.
     *
     * @param wave the wave
     * @param region the region
     * @param group the grouping one of whose groups has the name of the region; empty: the whole sample is the region
     */
    public record Place(Wave wave, Region region, String group) {}

    @Override
    public String toString() {
        return method().toString();
    }
}
