package io.github.eduindicators.examples;

import io.github.eduindicators.examples.SyntheticRegion.LookAlike;
import io.github.eduindicators.examples.SyntheticRegion.RowConsumer;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.Arrays;

/**
 * The pupils of one school who entered it in one year. They keep their abilities and their classes from grade to grade; codes
 * are given anew each year, as in the real procedure, and cannot be linked between years.
 */
final class SyntheticCohort {
    private static final int ROSTER = 1;
    private static final int WORK = 2;
    private static final int FAULT = 3;

    private static final String LETTERS = "АБВГДЕЖЗИКЛМ";
    private static final double CLASS_SIZE = 27;
    private static final double COHORT_SD = 0.10;
    private static final double COHORT_SUBJECT_SD = 0.06;
    private static final double CLASS_SD = 0.08;
    private static final double PUPIL_SD = 0.82;
    private static final double PUPIL_SUBJECT_SD = 0.40;
    private static final double DAY_SD = 0.18;
    private static final double HOMOGENEOUS = 0.3;
    private static final double PRESENT = 0.94;

    private static final double JOURNAL_SD = 0.22;
    /** A teacher sees a pupil mostly among the pupils of the same school. */
    private static final double SEEN_OF_SCHOOL = 0.8;
    private static final double NO_JOURNAL_MARK = 0.015;
    private static final double STRICT_JOURNAL = -0.6;
    /** A code is the digit of the grade and four digits more. */
    private static final int FIRST_CODE = 10_000;

    private final SyntheticSchool school;
    private final SyntheticPlan plan;
    private final long seed;
    private final int entry;
    private final double[] mathematics;
    private final double[] russian;
    private final double mathematicsLevel;
    private final double russianLevel;
    private final int[] classes;
    private final int classCount;

    private SyntheticCohort(SyntheticSchool school, SyntheticPlan plan, long seed, int entry) {
        this.school = school;
        this.plan = plan;
        this.seed = seed;
        this.entry = entry;
        Draws draws = Draws.of(seed, school.number(), ROSTER, entry);
        int pupils = (int) Math.max(
                0, StrictMath.round(school.size() + 0.6 * StrictMath.sqrt(school.size()) * draws.normal()));
        this.classCount = (int) Math.max(1, StrictMath.ceil(pupils / CLASS_SIZE));
        double cohort = COHORT_SD * draws.normal();
        this.mathematicsLevel = school.level(Subject.MATHEMATICS) + cohort + COHORT_SUBJECT_SD * draws.normal();
        this.russianLevel = school.level(Subject.RUSSIAN) + cohort + COHORT_SUBJECT_SD * draws.normal();
        double[] classLevel = new double[classCount];
        for (int i = 0; i < classCount; i++) {
            classLevel[i] = CLASS_SD * draws.normal();
        }
        double spread = plan.is(school.school().id(), LookAlike.HOMOGENEOUS) ? HOMOGENEOUS : 1;
        this.mathematics = new double[pupils];
        this.russian = new double[pupils];
        this.classes = new int[pupils];
        for (int i = 0; i < pupils; i++) {
            classes[i] = (int) ((long) i * classCount / pupils);
            double common = classLevel[classes[i]] + spread * PUPIL_SD * draws.normal();
            mathematics[i] = common + spread * PUPIL_SUBJECT_SD * draws.normal();
            russian[i] = common + spread * PUPIL_SUBJECT_SD * draws.normal();
        }
    }

    static SyntheticCohort of(SyntheticSchool school, SyntheticPlan plan, long seed, int entry) {
        return new SyntheticCohort(school, plan, seed, entry);
    }

    /** Writes both works of a year. */
    void forEachResult(int year, RowConsumer consumer) {
        int grade = year - entry;
        double risen = plan.risen(school.school().id(), year);
        write(SyntheticWork.of(Subject.RUSSIAN, grade), russian, russianLevel + risen, year, consumer);
        write(SyntheticWork.of(Subject.MATHEMATICS, grade), mathematics, mathematicsLevel + risen, year, consumer);
    }

    private void write(SyntheticWork work, double[] abilities, double level, int year, RowConsumer consumer) {
        Draws draws = Draws.of(seed, school.number(), WORK, entry, year, work.ordinal());
        int[] pupils = new int[abilities.length];
        int[] scores = new int[abilities.length];
        int[] journal = new int[abilities.length];
        double teachersLevel = SEEN_OF_SCHOOL * level + school.leniency()
                + (plan.is(school.school().id(), LookAlike.STRICT_JOURNAL) ? STRICT_JOURNAL : 0);
        int present = 0;
        for (int i = 0; i < abilities.length; i++) {
            if (!draws.chance(PRESENT)) {
                continue;
            }
            int earned = work.score(level + abilities[i] + DAY_SD * draws.normal(), year, draws.normal());
            pupils[present] = i;
            scores[present] = work.lifted(earned, school.habit(), draws);
            journal[present] = work.journalMark(teachersLevel + abilities[i] + JOURNAL_SD * draws.normal());
            if (draws.chance(NO_JOURNAL_MARK)) {
                journal[present] = ScoreDistribution.NO_MARK;
            }
            present++;
        }
        int[] seats = new int[present];
        for (int i = 0; i < present; i++) {
            seats[i] = classes[pupils[i]];
        }
        SyntheticFault fault =
                new SyntheticFault(work, Arrays.copyOf(scores, present), Arrays.copyOf(journal, present), seats);
        plan.violation(school.school().id(), year)
                .ifPresent(kind -> fault.commit(kind, Draws.of(seed, school.number(), FAULT, entry, year, work.ordinal())));
        int grade = SyntheticWork.pupilGrade(year - entry, year);
        Assessment assessment = work.assessment(year);
        for (int i = 0; i < present; i++) {
            consumer.accept(
                    assessment, school.school(), LETTERS.substring(seats[i], seats[i] + 1),
                    Integer.toString(grade * FIRST_CODE + 1 + pupils[i]), fault.score(i), fault.journalMark(i));
        }
    }
}
