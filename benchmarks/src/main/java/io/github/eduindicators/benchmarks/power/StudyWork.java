package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreTally;
import java.util.List;

/** One assessment of a world: from ability to score, to the treatment of works below a cut score, to the journal mark. */
final class StudyWork {
    private static final int LONGEST_LANDING = 4;
    /** Past this many points a further point of reach is allowed to a violator. */
    private static final int LONG_SCALE = 30;

    private final int subject;
    private final int grade;
    private final int year;
    private final Assessment assessment;
    private final ScoreLaw law;
    private final double shift;
    private final StudyParameters.Journal journal;
    private final double spill;
    private final int[] cuts;
    private final int[] nextCut;
    /** Log odds of being lifted to the next cut score, or negative infinity. */
    private final double[] liftOdds;
    private int number;

    StudyWork(int subject, int grade, int year, Assessment assessment, ScoreLaw law, double shift, StudyParameters parameters) {
        this.subject = subject;
        this.grade = grade;
        this.year = year;
        this.assessment = assessment;
        this.law = law;
        this.shift = shift;
        this.journal = parameters.journal();
        StudyParameters.Leniency leniency = parameters.leniency();
        this.spill = leniency.spill();
        List<Integer> scaleCuts = assessment.scale().cuts();
        this.cuts = scaleCuts.stream().mapToInt(Integer::intValue).toArray();
        int max = assessment.scale().max();
        this.nextCut = new int[max + 1];
        this.liftOdds = new double[max + 1];
        double[] nearest = {leniency.three(), leniency.four(), leniency.five()};
        for (int score = 0; score <= max; score++) {
            liftOdds[score] = Double.NEGATIVE_INFINITY;
            int mark = assessment.scale().mark(score);
            if (mark < 5) {
                nextCut[score] = cuts[mark - 2];
                int distance = nextCut[score] - score;
                if (distance <= leniency.reach()) {
                    double odds = nearest[mark - 2] / (1 - nearest[mark - 2]) * StrictMath.pow(leniency.decay(), distance - 1);
                    liftOdds[score] = StrictMath.log(odds);
                }
            }
        }
    }

    void join(ScoreTally tally) {
        number = tally.assessment(assessment);
    }

    int number() {
        return number;
    }

    int subject() {
        return subject;
    }

    int grade() {
        return grade;
    }

    int year() {
        return year;
    }

    int max() {
        return assessment.scale().max();
    }

    int mark(int score) {
        return 2 + (score >= cuts[0] ? 1 : 0) + (score >= cuts[1] ? 1 : 0) + (score >= cuts[2] ? 1 : 0);
    }

    /** The lowest score of a mark of 3..5. */
    int cut(int mark) {
        return cuts[mark - 3];
    }

    int score(double ability, Stream draws) {
        return law.draw(ability + shift, draws);
    }

    /** The score after a benevolent look at works close below a mark, where a habit adds to the log odds. */
    int lifted(int score, double habit, Stream draws) {
        if (liftOdds[score] == Double.NEGATIVE_INFINITY
                || draws.uniform() >= 1 / (1 + StrictMath.exp(-liftOdds[score] - habit))) {
            return score;
        }
        int landing = nextCut[score];
        for (int i = 0; i < LONGEST_LANDING && draws.chance(spill); i++) {
            landing++;
        }
        return Math.min(max(), landing);
    }

    /** The score raised to the next cut score, if it is near enough. */
    int raised(int score) {
        int cut = nextCut[score];
        return cut - score <= (max() >= LONG_SCALE ? 3 : 2) ? Math.max(cut, score) : score;
    }

    /** The score brought just inside the interval of a mark. */
    int fitted(int score, int mark, int inside) {
        int earned = mark(score);
        if (earned < mark) {
            return cut(mark) + inside;
        }
        return earned > mark ? cut(mark + 1) - 1 - inside : score;
    }

    int journalMark(double seen) {
        return 2 + (seen >= journal.three() ? 1 : 0) + (seen >= journal.four() ? 1 : 0) + (seen >= journal.five() ? 1 : 0);
    }
}
