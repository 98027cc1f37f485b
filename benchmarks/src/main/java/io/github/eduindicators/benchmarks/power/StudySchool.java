package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.benchmarks.power.StudyParameters.Harm;
import io.github.eduindicators.benchmarks.power.StudyParameters.Levels;
import io.github.eduindicators.benchmarks.power.StudyParameters.Variant;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.Arrays;
import java.util.List;

/** One school: its lasting traits, its cohorts, and what they write. It follows from the seed and its number alone. */
final class StudySchool {
    private static final int TRAITS = 10;
    private static final int COHORT = 11;
    private static final int RESULTS = 12;
    private static final int HARM = 13;

    private static final String[] LETTERS = {"А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К", "Л", "М"};
    private static final double MISSING = 1.0 / 3;
    private static final double CALLED_LYCEUM = 0.04;
    private static final double URBAN_LYCEUM = 1.2;
    private static final int COPYING_CLASS = 3;
    private static final int SMALLEST_URBAN = 12;
    private static final int LARGEST_RURAL = 40;
    private static final int LARGEST = 300;

    private final StudyParameters parameters;
    private final long seed;
    private final int number;
    private final Violation violation;
    private final Truth.Scope scope;
    private final LookAlike alike;
    private final boolean rural;
    private final int size;
    private final String type;
    private final double lowIncome;
    private final double qualified;
    private final double level;
    private final double spread;
    private final double[] subjectLevel = new double[StudyParameters.SUBJECTS];
    private final double habit;
    private final double[] subjectHabit = new double[StudyParameters.SUBJECTS];
    private final double leniency;
    private final double[] subjectLeniency = new double[StudyParameters.SUBJECTS];
    private int[] scores = {};
    private int[] marks = {};
    private int[] seats = {};

    StudySchool(StudyParameters parameters, StudyPlan plan, long seed, int number) {
        this.parameters = parameters;
        this.seed = seed;
        this.number = number;
        this.violation = plan.violation(number);
        this.scope = plan.scope(number);
        this.alike = plan.lookAlike(number);
        this.rural = plan.rural(number);
        Stream draws = Stream.of(seed, TRAITS, number);
        StudyParameters.Sizes sizes = parameters.sizes();
        Levels levels = parameters.levels();
        int small = draws.size(sizes.rural(), sizes.ruralSpread(), 1, LARGEST_RURAL);
        int town = draws.size(
                sizes.urban() * (alike == LookAlike.LYCEUM ? URBAN_LYCEUM : 1), sizes.urbanSpread(), SMALLEST_URBAN, LARGEST);
        this.size = rural ? small : town;
        double poverty = draws.normal() + (rural ? 0.6 : -0.4) - (alike == LookAlike.LYCEUM ? 0.7 : 0);
        this.lowIncome = StrictMath.round(1000 / (1 + StrictMath.exp(1.2 - 0.5 * poverty))) / 1000.0;
        double own = levels.school() * draws.normal();
        this.qualified = StrictMath.round(1000 / (1 + StrictMath.exp(-0.4 - 0.5 * draws.normal() - own))) / 1000.0;
        double gain = switch (alike) {
            case LYCEUM -> parameters.alike().lyceum();
            case SPECIAL -> parameters.alike().special();
            default -> 0;
        };
        this.level = gain + own - levels.income() * poverty + (rural ? levels.rural() : 0);
        this.spread = switch (alike) {
            case LYCEUM -> parameters.alike().lyceumSpread();
            case SPECIAL -> parameters.alike().specialSpread();
            case HOMOGENEOUS -> parameters.alike().homogeneous();
            default -> 1;
        };
        for (int i = 0; i < StudyParameters.SUBJECTS; i++) {
            subjectLevel[i] = levels.schoolSubject() * draws.normal();
            subjectHabit[i] = parameters.leniency().schoolSubject() * draws.normal();
            subjectLeniency[i] = parameters.journal().schoolSubject() * draws.normal();
        }
        this.habit = parameters.leniency().school() * draws.normal();
        this.leniency = parameters.journal().school() * draws.normal()
                + (alike == LookAlike.STRICT ? parameters.alike().strict() : 0);
        boolean called = !rural && draws.chance(CALLED_LYCEUM);
        this.type = alike == LookAlike.LYCEUM || called ? "lyceum" : alike == LookAlike.SPECIAL ? "special" : "school";
    }

    boolean rural() {
        return rural;
    }

    String type() {
        return type;
    }

    double lowIncome() {
        return lowIncome;
    }

    double qualified() {
        return qualified;
    }

    /** Counts all results of the school and returns its cohort: the median number of results an assessment. */
    double write(List<StudyWork> works, double placeLevel, double placeHabit, ScoreTally tally, String id) {
        int entries = StudyParameters.GRADES + parameters.years() - 1;
        Cohort[] cohorts = new Cohort[entries];
        int classes = 1;
        for (int i = 0; i < entries; i++) {
            int calendar = parameters.firstYear() + i - (StudyParameters.GRADES - 1);
            cohorts[i] = new Cohort(Stream.of(seed, COHORT, number, calendar));
            classes = Math.max(classes, cohorts[i].classes);
        }
        int[] numbers = new int[classes];
        for (int i = 0; i < classes; i++) {
            numbers[i] = parameters.is(Variant.NO_CLASSES) ? tally.school(id) : tally.school(id, letter(i));
        }
        int[] counts = new int[works.size()];
        for (int i = 0; i < counts.length; i++) {
            StudyWork work = works.get(i);
            Cohort cohort = cohorts[work.year() - work.grade() + StudyParameters.GRADES - 1];
            counts[i] = write(work, cohort, level + placeLevel, placeHabit);
            for (int k = 0; k < counts[i]; k++) {
                tally.add(numbers[seats[k]], work.number(), scores[k], marks[k]);
            }
        }
        int[] present = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
        int half = present.length / 2;
        return present.length == 0 ? 0 : present.length % 2 == 1 ? present[half] : (present[half - 1] + present[half]) / 2.0;
    }

    private static String letter(int place) {
        return LETTERS[place % LETTERS.length] + (place < LETTERS.length ? "" : place / LETTERS.length);
    }

    private int write(StudyWork work, Cohort cohort, double lasting, double placeHabit) {
        int calendar = parameters.firstYear() + work.year();
        Stream draws = Stream.of(seed, RESULTS, number, calendar, work.grade(), work.subject());
        Levels levels = parameters.levels();
        StudyParameters.Journal journal = parameters.journal();
        int subject = work.subject();
        double middle = (parameters.years() - 1) / 2.0;
        double trend = alike == LookAlike.IMPROVER ? parameters.alike().trend()
                : alike == LookAlike.DECLINER ? -parameters.alike().trend() : 0;
        double schoolLevel = lasting + subjectLevel[subject] + cohort.level + cohort.subjectLevel[subject]
                + trend * (work.year() - middle) + levels.schoolWork() * draws.normal();
        double ownHabit = placeHabit + habit + subjectHabit[subject] + parameters.leniency().schoolWork() * draws.normal();
        double ownLeniency = leniency + subjectLeniency[subject] + journal.schoolWork() * draws.normal();
        double missing = parameters.is(Variant.MISSING_JOURNAL) ? MISSING : journal.missing();
        int pupils = cohort.classOf.length;
        if (scores.length < pupils) {
            scores = new int[pupils];
            marks = new int[pupils];
            seats = new int[pupils];
        }
        double[] abilities = cohort.abilities[subject];
        int present = 0;
        for (int i = 0; i < pupils; i++) {
            if (!draws.chance(parameters.sizes().present())) {
                continue;
            }
            double ability = schoolLevel + abilities[i];
            int earned = work.score(ability + levels.day() * draws.noise(levels.freedom()), draws);
            scores[present] = work.lifted(earned, ownHabit, draws);
            double seen = journal.seen() * schoolLevel + abilities[i] + ownLeniency + journal.error() * draws.normal();
            marks[present] = draws.chance(missing) ? ScoreDistribution.NO_MARK : work.journalMark(seen);
            seats[present] = cohort.classOf[i];
            present++;
        }
        if (violation != Violation.NONE && scope.covers(subject, work.grade(), work.year())) {
            harm(work, present, cohort.classes, Stream.of(seed, HARM, number, calendar, work.grade(), subject));
        }
        return present;
    }

    private void harm(StudyWork work, int present, int classes, Stream draws) {
        Harm harm = parameters.harm();
        switch (violation) {
            case MEAN -> help(work, present, harm.meanPupils(), harm.meanLift(), draws);
            case SPIKE -> help(work, present, harm.spikePupils(), harm.spikeLift(), draws);
            case CUTOFF -> {
                for (int i = 0; i < present; i++) {
                    scores[i] = draws.chance(harm.cutoffPupils()) ? work.raised(scores[i]) : scores[i];
                }
            }
            case COPYING -> copy(work, present, classes, draws);
            case JOURNAL -> {
                for (int i = 0; i < present; i++) {
                    boolean chosen = draws.chance(harm.journalPupils());
                    marks[i] += chosen && marks[i] != ScoreDistribution.NO_MARK && marks[i] < 5 ? 1 : 0;
                }
            }
            case FITTED -> {
                for (int i = 0; i < present; i++) {
                    boolean chosen = draws.chance(harm.fittedPupils()) && marks[i] != ScoreDistribution.NO_MARK;
                    int inside = draws.below(2);
                    scores[i] = chosen ? work.fitted(scores[i], marks[i], inside) : scores[i];
                }
            }
            default -> throw new IllegalStateException("nothing to do for " + violation);
        }
    }

    /** Several points more for most, one more or less from pupil to pupil. */
    private void help(StudyWork work, int present, double pupils, double lift, Stream draws) {
        double points = lift * work.max();
        for (int i = 0; i < present; i++) {
            boolean chosen = draws.chance(pupils);
            int more = (int) Math.max(0, Math.floor(points * (0.5 + draws.uniform()) + draws.uniform()));
            scores[i] = chosen ? Math.min(work.max(), scores[i] + more) : scores[i];
        }
    }

    /** In each class a share of pupils write what its mean is and a point more, or one beside it. */
    private void copy(StudyWork work, int present, int classes, Stream draws) {
        int[] sums = new int[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < present; i++) {
            sums[seats[i]] += scores[i];
            counts[seats[i]]++;
        }
        for (int i = 0; i < present; i++) {
            boolean chosen = draws.chance(parameters.harm().copyingPupils());
            double place = draws.uniform();
            if (chosen && counts[seats[i]] >= COPYING_CLASS) {
                double exact = parameters.harm().copyingExact();
                int offset = place < exact ? 0 : place < (1 + exact) / 2 ? 1 : -1;
                int centre = (int) Math.round((double) sums[seats[i]] / counts[seats[i]]) + 1;
                scores[i] = Math.max(0, Math.min(work.max(), centre + offset));
            }
        }
    }

    /** The pupils who entered in one year; they keep classes and abilities from grade to grade. */
    private final class Cohort {
        private final int[] classOf;
        private final int classes;
        private final double level;
        private final double[] subjectLevel = new double[StudyParameters.SUBJECTS];
        private final double[][] abilities;

        private Cohort(Stream draws) {
            Levels levels = parameters.levels();
            int pupils = (int) Math.max(0, StrictMath.round(size + 0.6 * StrictMath.sqrt(size) * draws.normal()));
            this.classes = Math.max(1, (pupils + parameters.sizes().fullClass() - 1) / parameters.sizes().fullClass());
            this.level = levels.cohort() * draws.normal();
            double[][] classLevel = new double[StudyParameters.SUBJECTS][classes];
            for (int i = 0; i < classes; i++) {
                double common = levels.schoolClass() * draws.normal();
                for (double[] of : classLevel) {
                    of[i] = common + levels.classSubject() * draws.normal();
                }
            }
            for (int i = 0; i < StudyParameters.SUBJECTS; i++) {
                subjectLevel[i] = levels.cohortSubject() * draws.normal();
            }
            this.classOf = new int[pupils];
            this.abilities = new double[StudyParameters.SUBJECTS][pupils];
            for (int i = 0; i < pupils; i++) {
                classOf[i] = (int) ((long) i * classes / pupils);
                double common = spread * levels.pupil() * draws.noise(levels.freedom());
                for (int k = 0; k < StudyParameters.SUBJECTS; k++) {
                    abilities[k][i] = classLevel[k][classOf[i]] + common + spread * levels.pupilSubject() * draws.normal();
                }
            }
        }
    }
}
