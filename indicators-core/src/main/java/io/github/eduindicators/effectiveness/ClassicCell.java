package io.github.eduindicators.effectiveness;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import java.util.Arrays;

/** The counts of one unit in one assessment, added up so that a range of scores costs one subtraction. */
final class ClassicCell {
    private static final int MARKS = 4;

    final ScoreScale scale;
    /** The grade, which says whose results these are: works of one grade are written by the same pupils. */
    final int grade;
    final long n;
    private final long sum;
    private final long sumOfSquares;
    /** At s, how many pupils have less than s. */
    private final int[] below;

    ClassicCell(ScoreScale scale, int[] histogram) {
        this(scale, 0, histogram);
    }

    ClassicCell(Assessment assessment, int[] histogram) {
        this(assessment.scale(), assessment.grade(), histogram);
    }

    private ClassicCell(ScoreScale scale, int grade, int[] histogram) {
        this.scale = scale;
        this.grade = grade;
        this.below = new int[histogram.length + 1];
        long s = 0;
        long q = 0;
        for (int score = 0; score < histogram.length; score++) {
            below[score + 1] = Math.addExact(below[score], histogram[score]);
            s += (long) histogram[score] * score;
            q += (long) histogram[score] * score * score;
        }
        this.n = below[histogram.length];
        this.sum = s;
        this.sumOfSquares = q;
    }

    /** Pupils with a score of from..to. */
    long within(int from, int to) {
        return from > to ? 0 : below[to + 1] - below[from];
    }

    /** Pupils with the marks 2, 3, 4, 5. */
    long[] marks() {
        long[] marks = new long[MARKS];
        int from = 0;
        for (int i = 0; i < MARKS; i++) {
            int next = i < MARKS - 1 ? scale.cuts().get(i) : scale.max() + 1;
            marks[i] = within(from, next - 1);
            from = next;
        }
        return marks;
    }

    double mean() {
        return (double) sum / n;
    }

    /** The sample SD of the scores, NaN of fewer than two pupils. */
    double deviation() {
        return deviation(n, sum, sumOfSquares);
    }

    /** The sample SD of whole numbers by their sums, NaN of fewer than two. */
    static double deviation(long n, long sum, long sumOfSquares) {
        if (n < 2) {
            return Double.NaN;
        }
        // n q - s^2 is a square wherever all values are equal, so it must be exact there.
        double centred = (double) Math.subtractExact(Math.multiplyExact(n, sumOfSquares), Math.multiplyExact(sum, sum));
        return Math.sqrt(centred / n / (n - 1));
    }

    int[] histogram() {
        int[] histogram = new int[below.length - 1];
        Arrays.setAll(histogram, score -> below[score + 1] - below[score]);
        return histogram;
    }
}
