package io.github.eduindicators.examples;

import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.stream.IntStream;

/** The results of one school in one work, and what a planted violation does to them. */
final class SyntheticFault {
    private static final double INFLATED_SHARE = 0.15;
    private static final double INFLATED_PUPILS = 0.9;
    private static final double SPIKE_SHARE = 0.25;
    private static final int CUTOFF_REACH = 2;
    private static final double CUTOFF_PUPILS = 0.97;
    private static final double JOURNAL_PUPILS = 0.7;
    private static final double REVERSAL = 0.7;
    private static final double COPYING_PUPILS = 0.92;
    private static final int COPYING_CLASS = 4;
    private static final double COPYING_EXACT = 0.6;
    private static final double FITTED_PUPILS = 0.85;
    private static final int TOP_MARK = 5;

    private final SyntheticWork work;
    private final int[] scores;
    private final int[] journal;
    private final int[] classes;

    /** Takes the arrays over: one place a pupil. */
    SyntheticFault(SyntheticWork work, int[] scores, int[] journal, int[] classes) {
        this.work = work;
        this.scores = scores;
        this.journal = journal;
        this.classes = classes;
    }

    int score(int pupil) {
        return scores[pupil];
    }

    int journalMark(int pupil) {
        return journal[pupil];
    }

    void commit(Violation kind, Draws draws) {
        switch (kind) {
            case INFLATED -> lift(INFLATED_SHARE, INFLATED_PUPILS, draws);
            case SPIKE -> lift(SPIKE_SHARE, 1, draws);
            case CUTOFF -> reachCuts(draws);
            case JOURNAL -> raiseJournal(draws);
            case REVERSED_JOURNAL -> reverseJournal(draws);
            case COPYING -> copy(draws);
            case FITTED -> fit(draws);
            default -> throw new IllegalArgumentException("unknown violation " + kind);
        }
    }

    /** Several points more, one more or less from pupil to pupil. */
    private void lift(double share, double pupils, Draws draws) {
        int points = (int) StrictMath.round(share * work.scale().max());
        for (int i = 0; i < scores.length; i++) {
            boolean chosen = draws.chance(pupils);
            int more = points - 1 + draws.below(3);
            scores[i] = chosen ? Math.min(work.scale().max(), scores[i] + more) : scores[i];
        }
    }

    private void reachCuts(Draws draws) {
        for (int i = 0; i < scores.length; i++) {
            boolean chosen = draws.chance(CUTOFF_PUPILS);
            for (int cut : work.scale().cuts()) {
                if (chosen && scores[i] < cut && scores[i] >= cut - CUTOFF_REACH) {
                    scores[i] = cut;
                    break;
                }
            }
        }
    }

    private void raiseJournal(Draws draws) {
        for (int i = 0; i < journal.length; i++) {
            boolean chosen = draws.chance(JOURNAL_PUPILS);
            journal[i] += chosen && journal[i] != ScoreDistribution.NO_MARK && journal[i] < TOP_MARK ? 1 : 0;
        }
    }

    private void reverseJournal(Draws draws) {
        double mean = IntStream.of(scores).average().orElse(0);
        double sd = StrictMath.sqrt(IntStream.of(scores).mapToDouble(x -> (x - mean) * (x - mean)).average().orElse(0));
        for (int i = 0; i < journal.length; i++) {
            double level = REVERSAL * (draws.normal() - (sd > 0 ? (scores[i] - mean) / sd : 0));
            journal[i] = journal[i] == ScoreDistribution.NO_MARK ? journal[i] : work.journalMark(level);
        }
    }

    /** Each class writes about what its middle pupil would have written, and a point more. */
    private void copy(Draws draws) {
        int[] sums = new int[IntStream.of(classes).max().orElse(0) + 1];
        int[] counts = new int[sums.length];
        for (int i = 0; i < scores.length; i++) {
            sums[classes[i]] += scores[i];
            counts[classes[i]]++;
        }
        for (int i = 0; i < scores.length; i++) {
            boolean chosen = draws.chance(COPYING_PUPILS) && counts[classes[i]] >= COPYING_CLASS;
            int offset = draws.chance(COPYING_EXACT) ? 0 : draws.chance(0.5) ? 1 : -1;
            if (chosen) {
                int centre = (int) StrictMath.round((double) sums[classes[i]] / counts[classes[i]]) + 1;
                scores[i] = Math.max(0, Math.min(work.scale().max(), centre + offset));
            }
        }
    }

    /** A work whose mark differs from the journal is brought just inside the interval of the journal mark. */
    private void fit(Draws draws) {
        for (int i = 0; i < scores.length; i++) {
            boolean chosen = draws.chance(FITTED_PUPILS);
            int inside = draws.below(2);
            if (!chosen || journal[i] == ScoreDistribution.NO_MARK) {
                continue;
            }
            int mark = work.scale().mark(scores[i]);
            if (mark < journal[i]) {
                scores[i] = work.scale().cuts().get(journal[i] - 3) + inside;
            } else if (mark > journal[i]) {
                scores[i] = work.scale().cuts().get(journal[i] - 2) - 1 - inside;
            }
        }
    }
}
