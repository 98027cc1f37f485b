package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one would write by hand for the signs of ФИОКО over one region: loops over arrays of counts, no findings, no facts, no expected number of false
 * signs, only how many signs there are.
 */
final class HandWrittenSigns {
    private static final int COLUMNS = 5;
    private static final double T = 1.96;
    private static final double FAR = 3;

    private final List<Assessment> works;
    private final int schools;
    /** By work and school: the counts, score by journal mark; of length 0 where the school has no results. */
    private final int[][][] counts;

    private HandWrittenSigns(List<Assessment> works, int schools, int[][][] counts) {
        this.works = works;
        this.schools = schools;
        this.counts = counts;
    }

    static HandWrittenSigns of(SchoolResults results, List<Assessment> works) {
        Map<String, Integer> numbers = new HashMap<>();
        results.schools().forEach(school -> numbers.put(school.id().value(), numbers.size()));
        int[][][] counts = new int[works.size()][numbers.size()][0];
        for (int work = 0; work < works.size(); work++) {
            for (SchoolResult result : results.results(works.get(work).id())) {
                counts[work][numbers.get(result.school().id().value())] = table(result.scores());
            }
        }
        return new HandWrittenSigns(works, numbers.size(), counts);
    }

    private static int[] table(ScoreDistribution scores) {
        int[] table = new int[(scores.scale().max() + 1) * COLUMNS];
        for (int score = 0; score <= scores.scale().max(); score++) {
            table[score * COLUMNS] = scores.count(score, ScoreDistribution.NO_MARK);
            for (int mark = 2; mark <= 5; mark++) {
                table[score * COLUMNS + mark - 1] = scores.count(score, mark);
            }
        }
        return table;
    }

    /** The numbers of signs: inflated means, journal mismatches, rises, falls. */
    int[] count() {
        int[] signs = new int[4];
        double[][] share = new double[works.size()][schools];
        for (int work = 0; work < works.size(); work++) {
            means(work, share[work], signs);
            for (int school = 0; school < schools; school++) {
                signs[1] += mismatch(counts[work][school], works.get(work).scale().max() + 1) ? 1 : 0;
            }
        }
        for (int later = 0; later < works.size(); later++) {
            for (int earlier = 0; earlier < works.size(); earlier++) {
                if (follows(works.get(earlier), works.get(later))) {
                    cohorts(share[earlier], share[later], signs);
                }
            }
        }
        return signs;
    }

    private void means(int work, double[] share, int[] signs) {
        int max = works.get(work).scale().max();
        long[] n = new long[schools];
        long[] sum = new long[schools];
        long[] squares = new long[schools];
        long allN = 0;
        long allSum = 0;
        long allSquares = 0;
        for (int school = 0; school < schools; school++) {
            int[] table = counts[work][school];
            for (int i = 0; i < table.length; i++) {
                long score = i / COLUMNS;
                n[school] += table[i];
                sum[school] += table[i] * score;
                squares[school] += table[i] * score * score;
            }
            allN += n[school];
            allSum += sum[school];
            allSquares += squares[school];
        }
        double limit = (double) allSum / allN + half(allN, allSum, allSquares);
        for (int school = 0; school < schools; school++) {
            double mean = n[school] == 0 ? Double.NaN : (double) sum[school] / n[school];
            share[school] = mean / max;
            signs[0] += n[school] >= 2 && mean - half(n[school], sum[school], squares[school]) > limit ? 1 : 0;
        }
    }

    private static double half(long n, long sum, long squares) {
        return T * Math.sqrt((double) (n * squares - sum * sum) / n / (n - 1) / n);
    }

    /** Whether {@code 1 - 6 S(d^2) / (n (n^2 - 1))} on mean ranks is negative. */
    private static boolean mismatch(int[] table, int scores) {
        long[] ofMark = new long[COLUMNS];
        long n = 0;
        for (int i = 0; i < table.length; i++) {
            if (i % COLUMNS > 0) {
                ofMark[i % COLUMNS] += table[i];
                n += table[i];
            }
        }
        double[] rankOfMark = new double[COLUMNS];
        double below = 0;
        int marks = 0;
        for (int mark = 1; mark < COLUMNS; mark++) {
            rankOfMark[mark] = below + (ofMark[mark] + 1) / 2.0;
            below += ofMark[mark];
            marks += ofMark[mark] > 0 ? 1 : 0;
        }
        double differences = 0;
        below = 0;
        int met = 0;
        for (int score = 0; score < scores && n > 0; score++) {
            long here = 0;
            for (int mark = 1; mark < COLUMNS; mark++) {
                here += table[score * COLUMNS + mark];
            }
            double rank = below + (here + 1) / 2.0;
            for (int mark = 1; mark < COLUMNS; mark++) {
                double d = rank - rankOfMark[mark];
                differences += table[score * COLUMNS + mark] * d * d;
            }
            below += here;
            met += here > 0 ? 1 : 0;
        }
        return n >= 2 && marks > 1 && met > 1 && 1 - 6 * differences / ((double) n * ((double) n * n - 1)) < 0;
    }

    private static boolean follows(Assessment earlier, Assessment later) {
        return earlier.subject().equals(later.subject())
                && earlier.grade() == later.grade() - 1
                && earlier.year() == later.year() - 1;
    }

    private static void cohorts(double[] before, double[] after, int[] signs) {
        double[] ratios = new double[before.length];
        int n = 0;
        for (int school = 0; school < before.length; school++) {
            double ratio = before[school] / after[school];
            if (ratio < Double.POSITIVE_INFINITY) {
                ratios[n++] = ratio;
            }
        }
        double[] sorted = Arrays.copyOf(ratios, n);
        Arrays.sort(sorted);
        double q1 = quartile(sorted, 0.25);
        double q3 = quartile(sorted, 0.75);
        for (int i = 0; i < n; i++) {
            signs[2] += ratios[i] < q1 - FAR * (q3 - q1) ? 1 : 0;
            signs[3] += ratios[i] > q3 + FAR * (q3 - q1) ? 1 : 0;
        }
    }

    private static double quartile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int low = (int) at;
        return low + 1 < sorted.length ? sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }
}
