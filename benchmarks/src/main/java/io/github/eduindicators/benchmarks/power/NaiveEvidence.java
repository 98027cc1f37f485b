package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The obvious detector of each kind, to tell how hard a world is. Returns numbers that are small where there is evidence. */
final class NaiveEvidence {
    /** A rough variance between honest schools, so that large ones do not take all places. */
    private static final double SPREAD = 0.02;

    private final List<List<SchoolResult>> bySchool = new ArrayList<>();
    private final Map<String, ScoreDistribution> whole = new HashMap<>();

    private NaiveEvidence(SchoolResults results) {
        for (School school : results.schools()) {
            bySchool.add(results.results(school.id()));
        }
        results.assessments().forEach(a -> whole.put(
                a.id().value(),
                ScoreDistribution.sum(a.scale(), results.results(a.id()).stream().map(SchoolResult::scores).toList())));
    }

    static double[] of(String kind, SchoolResults results) {
        NaiveEvidence naive = new NaiveEvidence(results);
        return switch (kind) {
            case "mean" -> naive.mean();
            case "cutoff" -> naive.cutoff();
            case "copying" -> naive.copying();
            case "journal" -> naive.journal((journal, test) -> journal > test);
            case "fitted" -> naive.journal((journal, test) -> journal == test);
            case "spike" -> naive.spike();
            default -> throw new IllegalArgumentException("no naive detector of " + kind);
        };
    }

    private ScoreDistribution region(SchoolResult result) {
        return whole.get(result.assessment().id().value());
    }

    private double standardised(SchoolResult result) {
        ScoreDistribution region = region(result);
        return (result.scores().mean().orElseThrow() - region.mean().orElseThrow()) / sd(region);
    }

    private static double sd(ScoreDistribution scores) {
        return Math.sqrt(scores.variance().orElseThrow());
    }

    /** Mean over all results of the standardised score, over an error with the spread between schools in it. */
    private double[] mean() {
        double[] mean = new double[bySchool.size()];
        double[] n = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            for (SchoolResult result : bySchool.get(i)) {
                mean[i] += result.scores().count() * standardised(result);
                n[i] += result.scores().count();
            }
            mean[i] = n[i] > 0 ? mean[i] / n[i] : 0;
        }
        double between = 0;
        for (int i = 0; i < mean.length; i++) {
            between += Math.max(0, mean[i] * mean[i] - 1 / Math.max(1, n[i])) / mean.length;
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] = n[i] > 0 ? -mean[i] / Math.sqrt(between + 1 / n[i]) : 0;
        }
        return mean;
    }

    private double[] cutoff() {
        return each(results -> {
            double excess = 0;
            double variance = 0;
            for (SchoolResult result : results) {
                ScoreDistribution region = region(result);
                for (int cut : result.assessment().scale().cuts()) {
                    double at = region.count(cut);
                    double share = at / Math.max(1, at + region.count(cut - 1));
                    double pairs = result.scores().count(cut) + result.scores().count(cut - 1);
                    excess += result.scores().count(cut) - pairs * share;
                    variance += pairs * share * (1 - share);
                }
            }
            return variance > 0 ? -excess / Math.sqrt(variance) : 0;
        });
    }

    private double[] copying() {
        return each(results -> {
            double sum = 0;
            double freedom = 0;
            for (SchoolResult result : results) {
                long n = result.scores().count();
                if (n >= 2) {
                    double region = region(result).variance().orElseThrow();
                    sum += (n - 1) * (result.scores().variance().orElseThrow() / region - 1);
                    freedom += n - 1;
                }
            }
            return freedom > 0 ? sum / freedom / Math.sqrt(SPREAD + 2 / freedom) : 0;
        });
    }

    private interface Marks {
        boolean counts(int journal, int test);
    }

    private double[] journal(Marks marks) {
        return each(results -> {
            double hits = 0;
            double all = 0;
            for (SchoolResult result : results) {
                int[][] table = result.scores().scoresByJournalMark();
                for (int score = 0; score < table.length; score++) {
                    int test = result.assessment().scale().mark(score);
                    for (int journal = 2; journal <= 5; journal++) {
                        int count = result.scores().count(score, journal);
                        all += count;
                        hits += marks.counts(journal, test) ? count : 0;
                    }
                }
            }
            return all > 0 ? -hits / all : 0;
        });
    }

    private double[] spike() {
        return each(results -> {
            Map<Integer, double[]> years = new HashMap<>();
            double[] sum = new double[2];
            for (SchoolResult result : results) {
                double n = result.scores().count();
                double z = n * standardised(result);
                double[] year = years.computeIfAbsent(result.assessment().year(), key -> new double[2]);
                year[0] += z;
                year[1] += n;
                sum[0] += z;
                sum[1] += n;
            }
            double largest = 0;
            for (double[] year : years.values()) {
                if (sum[1] > year[1]) {
                    double rest = sum[1] - year[1];
                    double difference = year[0] / year[1] - (sum[0] - year[0]) / rest;
                    largest = Math.max(largest, difference / Math.sqrt(SPREAD + 1 / year[1] + 1 / rest));
                }
            }
            return -largest;
        });
    }

    private interface Score {
        double of(List<SchoolResult> results);
    }

    private double[] each(Score score) {
        return bySchool.stream().mapToDouble(score::of).toArray();
    }
}
