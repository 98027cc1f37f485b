package io.github.eduindicators.examples;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The works of the synthetic region: how an ability becomes a score, how teachers everywhere treat works just below a mark, and
 * how journals are marked. The maxima and cut scores are those published for 2021; every other number is chosen so that the
 * shares of marks, the spike at mark 3 and the shares of lowered, confirmed and raised marks are of the size known from real
 * regions.
 */
enum SyntheticWork {
    /** Mathematics of grade 4. */
    MATHEMATICS_4("ma", Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15),
            new Curve(0.41, 0.85, -0.42), new Lift(0.60, 0.80, 0.50, 0.05, 0.03), new Journal(-2.33, -0.52, 0.89)),
    /** Russian of grade 4. */
    RUSSIAN_4("ru", Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33),
            new Curve(0.72, 0.99, -0.45), new Lift(0.60, 0.58, 0.30, 0.13, 0.04), new Journal(-2.29, -0.39, 1.13)),
    /** Mathematics of grade 5. */
    MATHEMATICS_5("ma", Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15),
            new Curve(-0.18, 0.90, -0.19), new Lift(0.72, 0.70, 0.32, 0.28, 0.06), new Journal(-2.26, -0.25, 1.08)),
    /** Russian of grade 5. */
    RUSSIAN_5("ru", Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39),
            new Curve(0.33, 1.07, -0.25), new Lift(0.68, 0.85, 0.60, 0.24, 0.15), new Journal(-2.29, -0.24, 1.20)),
    /** Mathematics of grade 6. */
    MATHEMATICS_6("ma", Subject.MATHEMATICS, 6, ScoreScale.of(16, 6, 10, 14),
            new Curve(-0.21, 0.90, -0.22), new Lift(0.72, 0.72, 0.28, 0.28, 0.12), new Journal(-2.20, -0.05, 1.26)),
    /** Russian of grade 6. */
    RUSSIAN_6("ru", Subject.RUSSIAN, 6, ScoreScale.of(51, 25, 35, 45),
            new Curve(0.45, 0.96, -0.27), new Lift(0.70, 0.86, 0.55, 0.26, 0.18), new Journal(-2.33, -0.13, 1.28));

    static final int FIRST_YEAR = 2016;
    static final int LAST_YEAR = 2021;
    static final int FIRST_GRADE = 4;
    static final int LAST_GRADE = 6;

    /** The year whose works were moved to autumn and written by pupils of the next grade. */
    private static final int AUTUMN_YEAR = 2020;
    /** Below one, because tasks of different difficulty spread the total less than equal ones. */
    private static final int FIRST_YEAR_OF_5 = 2018;
    private static final int FIRST_YEAR_OF_6 = 2019;
    private static final double NOISE = 0.74;
    private static final double HIGH_MARK_DECAY = 0.5;
    private static final int LONGEST_LANDING = 7;
    private static final double[] YEAR_SHIFT = {-0.09, -0.07, -0.05, -0.02, 0, 0};

    private final String code;
    private final Subject subject;
    private final int grade;
    private final ScoreScale scale;
    private final Curve curve;
    private final Lift lift;
    private final Journal journal;
    private final int[] cutAbove;
    private final double[] liftOdds;
    private final Map<Integer, Assessment> assessments = new HashMap<>();

    SyntheticWork(String code, Subject subject, int grade, ScoreScale scale, Curve curve, Lift lift, Journal journal) {
        this.code = code;
        this.subject = subject;
        this.grade = grade;
        this.scale = scale;
        this.curve = curve;
        this.lift = lift;
        this.journal = journal;
        this.cutAbove = new int[scale.max() + 1];
        this.liftOdds = new double[scale.max() + 1];
        for (int score = 0; score < scale.cuts().get(2); score++) {
            int mark = scale.mark(score);
            cutAbove[score] = scale.cuts().get(mark - 2);
            liftOdds[score] = odds(lift.probability(mark + 1, cutAbove[score] - score));
        }
        for (int year = firstYear(grade); year <= LAST_YEAR; year++) {
            assessments.put(year, Assessment.builder(Procedure.VPR, year, subject)
                    .id(AssessmentId.of(code + grade + "-" + year))
                    .season(year == AUTUMN_YEAR ? Season.AUTUMN : Season.SPRING)
                    .grade(grade)
                    .scale(scale)
                    .build());
        }
    }

    /** Grade by grade the works were introduced. */
    private static int firstYear(int grade) {
        return switch (grade) {
            case FIRST_GRADE -> FIRST_YEAR;
            case FIRST_GRADE + 1 -> FIRST_YEAR_OF_5;
            default -> FIRST_YEAR_OF_6;
        };
    }

    /** The highest grade that writes in a year. */
    static int lastGrade(int year) {
        int grade = FIRST_GRADE;
        while (grade < LAST_GRADE && firstYear(grade + 1) <= year) {
            grade++;
        }
        return grade;
    }

    private static double odds(double probability) {
        return probability / (1 - probability);
    }

    static SyntheticWork of(Subject subject, int grade) {
        for (SyntheticWork work : values()) {
            if (work.grade == grade && work.subject.equals(subject)) {
                return work;
            }
        }
        throw new IllegalArgumentException("no work of " + subject + " in grade " + grade);
    }

    /** The grade the pupils were in when they wrote: in autumn one above that of the programme. */
    static int pupilGrade(int programmeGrade, int year) {
        return programmeGrade + (year == AUTUMN_YEAR ? 1 : 0);
    }

    boolean isWritten(int year) {
        return assessments.containsKey(year);
    }

    Assessment assessment(int year) {
        return Objects.requireNonNull(assessments.get(year));
    }

    ScoreScale scale() {
        return scale;
    }

    /** The score of a pupil of some ability (standard units of the region) before anybody looks at marks. */
    int score(double ability, int year, double noise) {
        double shift = year == AUTUMN_YEAR ? curve.autumnShift() : YEAR_SHIFT[year - FIRST_YEAR];
        double p = 1 / (1 + StrictMath.exp(-(curve.base() + curve.slope() * (ability + shift))));
        long score = StrictMath.round(
                scale.max() * p + noise * NOISE * StrictMath.sqrt(scale.max() * p * (1 - p)));
        return (int) Math.min(scale.max(), Math.max(0, score));
    }

    /** The score after a benevolent look at works close below a mark; a habit of one is the region's. */
    int lifted(int score, double habit, Draws draws) {
        double odds = liftOdds[score] * habit;
        double first = draws.uniform();
        double second = draws.uniform();
        if (first >= odds / (1 + odds)) {
            return score;
        }
        int landing = 0;
        for (double left = lift.spill(); second < left && landing < LONGEST_LANDING; left *= lift.spill()) {
            landing++;
        }
        return Math.min(scale.max(), cutAbove[score] + landing);
    }

    /** The journal mark of a pupil whom the teacher sees at this level. */
    int journalMark(double level) {
        int mark = 2;
        mark += level >= journal.three() ? 1 : 0;
        mark += level >= journal.four() ? 1 : 0;
        mark += level >= journal.five() ? 1 : 0;
        return mark;
    }

    /** The logit of the expected share of points at ability zero, its slope, and what autumn takes from ability. */
    private record Curve(double base, double slope, double autumnShift) {}

    /**
     * The chance of being lifted from one point below mark 3, how it decays a point, how far past the cut the lift spills, and
     * the chances one point below marks 4 and 5.
     */
    private record Lift(double three, double decay, double spill, double four, double five) {
        double probability(int mark, int distance) {
            return switch (mark) {
                case 3 -> three * StrictMath.pow(decay, distance - 1);
                case 4 -> four * StrictMath.pow(HIGH_MARK_DECAY, distance - 1);
                default -> five * StrictMath.pow(HIGH_MARK_DECAY, distance - 1);
            };
        }
    }

    /** The levels at which journal marks 3, 4, 5 begin. */
    private record Journal(double three, double four, double five) {}
}
