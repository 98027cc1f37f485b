package io.github.eduindicators.items;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be concluded from an assessment: about single pupils, about schools in comparison, about groups, or nothing? The
 * gate before any rating.
 *
 * <p>Each {@link Reason} compares a figure of {@link ItemAnalysis} with a threshold. What it means for the verdict, and which
 * uses it rules out, stands at its {@link Kind}; the verdict is the gravest of them, and the uses that no reason rules out
 * remain. In short: too few pupils or one task is INSUFFICIENT_DATA; alpha below {@value #ALPHA_GROUP}, or no spread,
 * UNSUITABLE; LIMITED are many pupils without or with all points, a task that goes against the rest (a sign of an error in the
 * key or in marking), many tasks that do not tell strong from weak, unreliable means of schools, many pupils left out; a single
 * task that is very easy, very hard, often not attempted or weak is noted and limits nothing.
 *
 * <p>Thresholds and where they come from: alpha {@value #ALPHA_GROUP} for groups and {@value #ALPHA_INDIVIDUAL} for single
 * pupils, item-rest {@value #ITEM_REST} and difficulty within {@value #LOWEST_DIFFICULTY}..{@value #HIGHEST_DIFFICULTY} are in
 * common use and of no official standing; {@value #EXTREME_SHARE} of pupils at an end of the scale is the convention of
 * McHorney and Tarlov for health scales; {@value #FEWEST_PUPILS} pupils make an informative sample of a work in the
 * recommendations on VPR of ФИОКО (2026), as quoted by others; the reliability of school means, the share of tasks not
 * attempted, of weak tasks and of pupils left out are our own choice. All are options.
 *
 * <p>Input: {@link ItemAnalysis.Result}, of any number of pupils. The interval of alpha is told and does not change the verdict.
 *
 * <p>Caveats: what is reliable need not be valid, and a test may serve to check a minimum and be very easy on purpose.
 * Reliability is that of these pupils: the same work is less reliable among pupils who are alike.
 *
 * <p>A finding is made for a region and each of its reasons that limit the use, with category {@code unreliable}, {@code
 * no-spread}, {@code key}, {@code floor}, {@code ceiling}, {@code weak-tasks}, {@code school-means} or {@code left-out};
 * without any, one CLEAR finding, with category {@code group-only} where alpha allows no conclusion about single pupils. There
 * is no p-value: nothing is tested.
 *
 * <p>Complexity: linear in tasks. Immutable and safe to share between threads.
 *
 * <p>Reference: J. C. Nunnally, I. H. Bernstein (1994), Psychometric Theory, ISBN 978-0-07-047849-7 (thresholds of reliability,
 * from memory); C. A. McHorney, A. R. Tarlov (1995), Quality of Life Research 4:293-307, doi:10.1007/BF01593882.
 */
public final class AssessmentQuality {
    /** Alpha below this does not allow conclusions about groups. */
    public static final double ALPHA_GROUP = 0.7;
    /** Alpha below this does not allow conclusions about single pupils. */
    public static final double ALPHA_INDIVIDUAL = 0.8;
    /** With fewer pupils nothing is said. */
    public static final int FEWEST_PUPILS = 50;
    /** An item-rest correlation below this is weak. */
    public static final double ITEM_REST = 0.2;
    /** A task with a lower difficulty index is very hard. */
    public static final double LOWEST_DIFFICULTY = 0.2;
    /** A task with a higher difficulty index is very easy. */
    public static final double HIGHEST_DIFFICULTY = 0.9;
    /** More pupils without or with all points than this share are many. */
    public static final double EXTREME_SHARE = 0.15;
    /** With fewer schools the reliability of their means is not judged. */
    public static final int FEWEST_SCHOOLS = 10;

    private static final double SCHOOL_RELIABILITY = 0.7;
    private static final double NOT_ATTEMPTED = 0.15;
    private static final double WEAK_TASKS = 0.25;
    private static final double LEFT_OUT = 0.05;
    private static final String UNRELIABLE = "unreliable";

    private static final AssessmentQuality DEFAULTS = new AssessmentQuality(new Thresholds(
            FEWEST_PUPILS, ALPHA_GROUP, ALPHA_INDIVIDUAL, SCHOOL_RELIABILITY, ITEM_REST, LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY,
            EXTREME_SHARE, NOT_ATTEMPTED, WEAK_TASKS, LEFT_OUT));

    private final Thresholds thresholds;

    private AssessmentQuality(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    private record Thresholds(int pupils, double group, double individual, double schools, double rest, double lowest, double highest,
            double extreme, double notAttempted, double weakTasks, double leftOut) {}

    /** What an assessment is worth, from best to worst. */
    public enum Level {
        /** Nothing limits its use for groups and in comparing schools. */
        SUFFICIENT,
        /** Some uses are ruled out, or figures are to be read with care. */
        LIMITED,
        /** It does not tell pupils apart well enough for any conclusion. */
        UNSUITABLE,
        /** There are too few pupils or tasks to say. */
        INSUFFICIENT_DATA
    }

    /** What results may be used for. */
    public enum Use {
        /** Conclusions about single pupils. */
        INDIVIDUAL,
        /** Comparing schools with each other by their means. */
        SCHOOLS,
        /** Means of large groups: a region, a municipality, groups of schools. */
        GROUP
    }

    /** Why the use of an assessment is limited, from the gravest on. */
    public enum Kind {
        /** Pupils, fewer than the least number: nothing is said. */
        FEW_PUPILS(Level.INSUFFICIENT_DATA, "", Use.INDIVIDUAL, Use.SCHOOLS, Use.GROUP),
        /** Tasks: one alone has no reliability. */
        ONE_TASK(Level.INSUFFICIENT_DATA, "", Use.INDIVIDUAL, Use.SCHOOLS, Use.GROUP),
        /** Standard deviation 0: all totals are the same. */
        NO_SPREAD(Level.UNSUITABLE, "no-spread", Use.INDIVIDUAL, Use.SCHOOLS, Use.GROUP),
        /** Alpha, too low for groups. */
        ALPHA_GROUP(Level.UNSUITABLE, UNRELIABLE, Use.INDIVIDUAL, Use.SCHOOLS, Use.GROUP),
        /** Item-rest correlation below 0: a sign of an error in the key or in marking. */
        TASK_AGAINST_REST(Level.LIMITED, "key", Use.INDIVIDUAL),
        /** Share of pupils without a point, too high: the weak are not told apart. */
        FLOOR(Level.LIMITED, "floor"),
        /** Share of pupils with all points, too high: the strong are not told apart. */
        CEILING(Level.LIMITED, "ceiling"),
        /** Share of tasks that are weak or go against the rest, too high. */
        WEAK_TASKS(Level.LIMITED, "weak-tasks", Use.INDIVIDUAL),
        /** Reliability of school means, too low to compare schools of the usual size. */
        SCHOOL_MEANS(Level.LIMITED, "school-means", Use.SCHOOLS),
        /** Share of pupils left out because a response is not known, too high. */
        LEFT_OUT(Level.LIMITED, "left-out", Use.SCHOOLS),
        /** Alpha, enough for groups and too low for single pupils. */
        ALPHA_INDIVIDUAL(Level.SUFFICIENT, "", Use.INDIVIDUAL),
        /** Item-rest correlation of a task, low but not below 0. */
        TASK_WEAK(Level.SUFFICIENT, ""),
        /** Difficulty index of a very hard task. */
        TASK_HARD(Level.SUFFICIENT, ""),
        /** Difficulty index of a very easy task. */
        TASK_EASY(Level.SUFFICIENT, ""),
        /** Share of pupils who did not attempt a task. */
        TASK_NOT_ATTEMPTED(Level.SUFFICIENT, "");

        private final Level level;
        private final String category;
        private final EnumSet<Use> ruledOut = EnumSet.noneOf(Use.class);

        Kind(Level level, String category, Use... ruledOut) {
            this.level = level;
            this.category = category;
            this.ruledOut.addAll(List.of(ruledOut));
        }

        /**
         * Returns what the reason makes of an assessment.
         *
         * @return the best level that it leaves
         */
        public Level level() {
            return level;
        }

        /**
         * Returns which uses the reason rules out.
         *
         * @return the uses, possibly none
         */
        public Set<Use> ruledOut() {
            return Collections.unmodifiableSet(ruledOut);
        }

        /**
         * Returns the key of the reason in files and wording.
         *
         * @return such as {@code task-against-rest}
         */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One reason with its figure.
     *
     * @param kind what is limited
     * @param task the task it is about; empty where it is about the whole
     * @param figure the figure, in the unit that its kind says
     * @param threshold what it was compared with
     */
    public record Reason(Kind kind, String task, double figure, double threshold) {
        @Override
        public String toString() {
            return kind.key() + (task.isEmpty() ? "" : " " + task) + String.format(Locale.ROOT, "=%.4g", figure);
        }
    }

    /**
     * Returns the method with the thresholds of its description.
     *
     * @return the method
     */
    public static AssessmentQuality withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the least number of pupils.
     *
     * @param pupils at least 2
     * @return the method with it
     * @throws IllegalArgumentException if it is less
     */
    public AssessmentQuality withFewestPupils(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("the least number of pupils must be at least 2, got " + pupils);
        }
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(pupils, t.group, t.individual, t.schools, t.rest, t.lowest, t.highest, t.extreme,
                t.notAttempted, t.weakTasks, t.leftOut));
    }

    /**
     * Chooses which alpha is needed.
     *
     * @param group for conclusions about groups, 0..1
     * @param individual for conclusions about single pupils, from {@code group} to 1
     * @return the method with it
     * @throws IllegalArgumentException if they are outside that
     */
    public AssessmentQuality withAlpha(double group, double individual) {
        if (!(group >= 0 && group <= individual && individual <= 1)) {
            throw new IllegalArgumentException("alpha must be 0 <= group <= individual <= 1, got " + group + " and " + individual);
        }
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, group, individual, t.schools, t.rest, t.lowest, t.highest, t.extreme,
                t.notAttempted, t.weakTasks, t.leftOut));
    }

    /**
     * Chooses which reliability of school means is needed for comparing schools.
     *
     * @param reliability 0..1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public AssessmentQuality withSchoolReliability(double reliability) {
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, share("reliability", reliability), t.rest, t.lowest,
                t.highest, t.extreme, t.notAttempted, t.weakTasks, t.leftOut));
    }

    /**
     * Chooses which item-rest correlation a task needs, and which share of tasks may have less.
     *
     * @param correlation 0..1
     * @param weakTasks the share of weak tasks from which an assessment is limited, 0..1
     * @return the method with it
     * @throws IllegalArgumentException if they are outside that
     */
    public AssessmentQuality withItemRest(double correlation, double weakTasks) {
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, t.schools, share("correlation", correlation), t.lowest,
                t.highest, t.extreme, t.notAttempted, share("weakTasks", weakTasks), t.leftOut));
    }

    /**
     * Chooses which tasks are noted as very hard or very easy.
     *
     * @param lowest a lower difficulty index is very hard, 0..1
     * @param highest a higher one very easy, from {@code lowest} to 1
     * @return the method with it
     * @throws IllegalArgumentException if they are outside that
     */
    public AssessmentQuality withDifficulty(double lowest, double highest) {
        if (!(lowest >= 0 && lowest <= highest && highest <= 1)) {
            throw new IllegalArgumentException("difficulties must be 0 <= lowest <= highest <= 1, got " + lowest + " and " + highest);
        }
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, t.schools, t.rest, lowest, highest, t.extreme,
                t.notAttempted, t.weakTasks, t.leftOut));
    }

    /**
     * Chooses how many pupils may have no point at all, and how many all points.
     *
     * @param share the largest share of pupils at either end, 0..1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public AssessmentQuality withExtremeShare(double share) {
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, t.schools, t.rest, t.lowest, t.highest,
                share("share", share), t.notAttempted, t.weakTasks, t.leftOut));
    }

    /**
     * Chooses from which share of pupils on a task is noted as not attempted.
     *
     * @param share the largest share that is not noted, 0..1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public AssessmentQuality withNotAttempted(double share) {
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, t.schools, t.rest, t.lowest, t.highest, t.extreme,
                share("share", share), t.weakTasks, t.leftOut));
    }

    /**
     * Chooses which share of pupils may be left out because a response is not known.
     *
     * @param share the largest share, 0..1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public AssessmentQuality withLeftOut(double share) {
        Thresholds t = thresholds;
        return new AssessmentQuality(new Thresholds(t.pupils, t.group, t.individual, t.schools, t.rest, t.lowest, t.highest, t.extreme,
                t.notAttempted, t.weakTasks, share("share", share)));
    }

    private static double share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be within 0..1, got " + value);
        }
        return value;
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        Thresholds t = thresholds;
        return MethodInfo.of("items/assessment-quality", "1", "Nunnally, Bernstein (1994), ISBN 978-0-07-047849-7; gate: own")
                .with(Fact.of("fewest-pupils", (long) t.pupils))
                .with(Fact.of("alpha-group", t.group))
                .with(Fact.of("alpha-individual", t.individual))
                .with(Fact.of("school-reliability", t.schools))
                .with(Fact.of("item-rest", t.rest))
                .with(Fact.of("lowest-difficulty", t.lowest))
                .with(Fact.of("highest-difficulty", t.highest))
                .with(Fact.of("extreme-share", t.extreme))
                .with(Fact.of("not-attempted", t.notAttempted))
                .with(Fact.of("weak-tasks", t.weakTasks))
                .with(Fact.of("left-out", t.leftOut));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Judges an assessment.
     *
     * @param analysis its classical analysis
     * @return the verdict with all its reasons
     */
    public Verdict run(ItemAnalysis.Result analysis) {
        List<Reason> reasons = new ArrayList<>();
        whole(analysis, reasons);
        if (analysis.n() >= thresholds.pupils) {
            analysis.tasks().forEach(row -> task(row, reasons));
        }
        reasons.sort(Comparator.comparing(Reason::kind));
        return new Verdict(method(), analysis, List.copyOf(reasons));
    }

    private void whole(ItemAnalysis.Result analysis, List<Reason> reasons) {
        Thresholds t = thresholds;
        long n = analysis.n();
        if (n < t.pupils) {
            reasons.add(new Reason(Kind.FEW_PUPILS, "", n, t.pupils));
            return;
        }
        above(Kind.LEFT_OUT, "", analysis.leftOut() / (double) (n + analysis.leftOut()), t.leftOut, reasons);
        long[] counts = analysis.scoreCounts();
        above(Kind.FLOOR, "", counts[0] / (double) n, t.extreme, reasons);
        above(Kind.CEILING, "", counts[counts.length - 1] / (double) n, t.extreme, reasons);
        if (analysis.taskCount() == 1) {
            reasons.add(new Reason(Kind.ONE_TASK, "", 1, 2));
            return;
        }
        OptionalDouble alpha = analysis.alpha();
        if (alpha.isEmpty()) {
            reasons.add(new Reason(Kind.NO_SPREAD, "", 0, 0));
            return;
        }
        if (alpha.getAsDouble() < t.group) {
            reasons.add(new Reason(Kind.ALPHA_GROUP, "", alpha.getAsDouble(), t.group));
        } else if (alpha.getAsDouble() < t.individual) {
            reasons.add(new Reason(Kind.ALPHA_INDIVIDUAL, "", alpha.getAsDouble(), t.individual));
        }
        long weak = analysis.tasks().stream()
                .filter(row -> row.itemRest().isPresent() && row.itemRest().getAsDouble() < t.rest).count();
        above(Kind.WEAK_TASKS, "", weak / (double) analysis.taskCount(), t.weakTasks, reasons);
        analysis.schoolMeans()
                .filter(means -> means.schools() >= FEWEST_SCHOOLS && means.reliability() < t.schools)
                .ifPresent(means -> reasons.add(new Reason(Kind.SCHOOL_MEANS, "", means.reliability(), t.schools)));
    }

    private void task(ItemAnalysis.TaskRow row, List<Reason> reasons) {
        Thresholds t = thresholds;
        String id = row.task().id();
        row.itemRest().ifPresent(r -> {
            if (r < 0) {
                reasons.add(new Reason(Kind.TASK_AGAINST_REST, id, r, 0));
            } else if (r < t.rest) {
                reasons.add(new Reason(Kind.TASK_WEAK, id, r, t.rest));
            }
        });
        if (row.difficulty() < t.lowest) {
            reasons.add(new Reason(Kind.TASK_HARD, id, row.difficulty(), t.lowest));
        }
        above(Kind.TASK_EASY, id, row.difficulty(), t.highest, reasons);
        above(Kind.TASK_NOT_ATTEMPTED, id, row.notAttemptedShare(), t.notAttempted, reasons);
    }

    private static void above(Kind kind, String task, double figure, double threshold, List<Reason> reasons) {
        if (figure > threshold) {
            reasons.add(new Reason(kind, task, figure, threshold));
        }
    }

    /** What an assessment may be used for, and why not for more. Immutable and safe to share between threads. */
    public static final class Verdict {
        private final MethodInfo method;
        private final ItemAnalysis.Result analysis;
        private final List<Reason> reasons;

        private Verdict(MethodInfo method, ItemAnalysis.Result analysis, List<Reason> reasons) {
            this.method = method;
            this.analysis = analysis;
            this.reasons = reasons;
        }

        /**
         * Returns the figures that the verdict rests on.
         *
         * @return the classical analysis
         */
        public ItemAnalysis.Result analysis() {
            return analysis;
        }

        /**
         * Returns what the assessment is worth.
         *
         * @return the worst level of all reasons
         */
        public Level level() {
            return reasons.stream().map(reason -> reason.kind().level()).max(Enum::compareTo).orElse(Level.SUFFICIENT);
        }

        /**
         * Returns what the results may be used for.
         *
         * @return the uses that no reason rules out, possibly none
         */
        public Set<Use> uses() {
            EnumSet<Use> uses = EnumSet.allOf(Use.class);
            reasons.forEach(reason -> uses.removeAll(reason.kind().ruledOut()));
            return Collections.unmodifiableSet(uses);
        }

        /**
         * Returns the reasons.
         *
         * @return from the gravest on, then in the order of tasks; none if nothing was noted
         */
        public List<Reason> reasons() {
            return reasons;
        }

        /**
         * Returns the gravest of the findings.
         *
         * @param region the region whose pupils were analysed
         * @return the first of {@link #findings(Region)}
         */
        public Finding finding(Region region) {
            return findings(region).get(0);
        }

        /**
         * Tells the verdict as findings.
         *
         * @param region the region whose pupils were analysed
         * @return one for each kind of reason that limits the use, from the gravest on, or one that says that none does; at
         * least one
         */
        public List<Finding> findings(Region region) {
            Objects.requireNonNull(region, "region");
            if (level() == Level.INSUFFICIENT_DATA) {
                return List.of(start(region).outcome(Outcome.INSUFFICIENT_DATA).build());
            }
            Map<Kind, List<Reason>> limits = new LinkedHashMap<>();
            reasons.stream()
                    .filter(reason -> !reason.kind().category.isEmpty())
                    .forEach(reason -> limits.computeIfAbsent(reason.kind(), kind -> new ArrayList<>()).add(reason));
            if (limits.isEmpty()) {
                return List.of(start(region).outcome(Outcome.CLEAR)
                        .category(uses().contains(Use.INDIVIDUAL) ? "" : "group-only").build());
            }
            List<Finding> findings = new ArrayList<>();
            limits.forEach((kind, own) -> findings.add(flagged(start(region), kind, own)));
            return List.copyOf(findings);
        }

        private static Finding flagged(Finding.Builder finding, Kind kind, List<Reason> own) {
            finding.outcome(Outcome.FLAGGED).category(kind.category)
                    .fact("figure", own.get(0).figure())
                    .fact("threshold", own.get(0).threshold());
            if (!own.get(0).task().isEmpty()) {
                finding.fact("flagged-tasks", own.stream().map(Reason::task).collect(Collectors.joining(", ")));
            }
            return finding.build();
        }

        private Finding.Builder start(Region region) {
            Finding.Builder finding = Finding.builder(method, region)
                    .assessment(analysis.assessment().id())
                    .n(analysis.n())
                    .fact("tasks", (long) analysis.taskCount())
                    .fact("left-out", analysis.leftOut())
                    .fact("level", level().name())
                    .fact("uses", uses().isEmpty() ? "none"
                            : uses().stream().map(use -> use.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")));
            analysis.alphaInterval().ifPresent(alpha -> finding.statistic(alpha.value()).effect(alpha));
            analysis.sem().ifPresent(sem -> finding.fact("sem", sem));
            analysis.mean().ifPresent(mean -> finding.fact("mean-share", mean / analysis.maximum()));
            analysis.schoolMeans().ifPresent(means -> finding.fact("school-reliability", means.reliability()));
            long noted = reasons.stream().filter(reason -> !reason.task().isEmpty()).map(Reason::task).distinct().count();
            return finding.fact("noted-tasks", noted);
        }

        @Override
        public String toString() {
            return "AssessmentQuality[" + analysis.assessment().id() + ", " + level() + ", uses " + uses() + ", " + reasons + "]";
        }
    }
}
