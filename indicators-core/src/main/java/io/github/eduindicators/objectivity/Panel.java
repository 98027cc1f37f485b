package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The results laid out for the checks: schools by assessments, with the level of each cell.
 *
 * <p>A cell is one school in one assessment; its counts are kept as a list of the places that are not zero, since a small school fills
 * few of them. The level of a cell is the logit of its mean share of points, centred on the median of all pupils in the assessment:
 * {@code y = ln((X + .05 N) / (n N - X + .05 N))} with X the sum of scores and N the maximum. It is shrunk first towards what the
 * school's other cells say and then towards 0, with variances estimated by moments (empirical Bayes), so that the level of nine pupils
 * is not taken at its word.
 *
 * <p>Immutable once made; reading is safe from several threads.
 */
final class Panel {
    /** Places of a score: no journal mark, then 2, 3, 4, 5. */
    static final int COLUMNS = 5;

    private static final double PRIOR = 0.05;
    /** Weight of a cell in a moment: n / (n + this), so that large schools do not decide alone. */
    private static final double HALF_WEIGHT = 10;
    private static final double TAIL = 0.02;

    private final SchoolResults results;
    private final List<School> schools;
    private final List<Assessment> assessments;
    private final List<Region> regions;
    private final int[] regionOf;
    private final int[] first;
    private char[] places = new char[1 << 12];
    private char[] counts = new char[1 << 12];
    private int used;
    private final int[] n;
    private final double[] y;
    private final double[] v;
    private final double[] level;
    private final double[] schoolLevel;
    private final double[] pupilVariance;
    private double betweenSchools;
    private double withinSchool;
    private final LevelReference reference;
    private SchoolModel model;

    private Panel(SchoolResults results) {
        this.results = results;
        this.schools = results.schools();
        this.assessments = results.assessments();
        this.regions = List.copyOf(results.regions());
        int cells = Math.multiplyExact(schools.size(), assessments.size());
        this.regionOf = schools.stream().mapToInt(s -> regions.indexOf(s.region())).toArray();
        this.first = new int[cells + 1];
        this.n = new int[cells];
        this.y = new double[cells];
        this.v = new double[cells];
        this.level = new double[cells];
        this.schoolLevel = new double[schools.size()];
        this.pupilVariance = new double[assessments.size()];
        load();
        levels();
        this.reference = LevelReference.of(this);
    }

    static Panel of(SchoolResults results) {
        return new Panel(results);
    }

    private void load() {
        int columns = assessments.size();
        double[] squares = new double[columns];
        double[] degrees = new double[columns];
        for (int s = 0; s < schools.size(); s++) {
            int next = 0;
            for (SchoolResult result : results.results(schools.get(s).id())) {
                while (!assessments.get(next).equals(result.assessment())) {
                    first[s * columns + ++next] = used;
                }
                ScoreDistribution scores = result.scores();
                take(s * columns + next, scores);
                if (scores.count() >= 2) {
                    double max = result.assessment().scale().max();
                    double p = (scores.sum() + PRIOR * max) / (max * (scores.count() + 2 * PRIOR));
                    double slope = max * p * (1 - p);
                    squares[next] += scores.variance().orElseThrow() * (scores.count() - 1) / (slope * slope);
                    degrees[next] += scores.count() - 1;
                }
                first[s * columns + ++next] = used;
            }
            while (next < columns) {
                first[s * columns + ++next] = used;
            }
        }
        places = Arrays.copyOf(places, used);
        counts = Arrays.copyOf(counts, used);
        for (int t = 0; t < columns; t++) {
            pupilVariance[t] = degrees[t] > 0 && squares[t] > 0 ? squares[t] / degrees[t] : 1;
        }
    }

    private void take(int cell, ScoreDistribution scores) {
        n[cell] = Math.toIntExact(scores.count());
        double max = scores.scale().max();
        y[cell] = Math.log((scores.sum() + PRIOR * max) / (n[cell] * max - scores.sum() + PRIOR * max));
        for (int score = 0; score <= scores.scale().max(); score++) {
            for (int column = 0; column < COLUMNS; column++) {
                int count = scores.count(score, column == 0 ? ScoreDistribution.NO_MARK : column + 1);
                while (count > 0) {
                    if (used == places.length) {
                        places = Arrays.copyOf(places, used + (used >> 1));
                        counts = Arrays.copyOf(counts, places.length);
                    }
                    int here = Math.min(count, Character.MAX_VALUE);
                    places[used] = (char) (score * COLUMNS + column);
                    counts[used++] = (char) here;
                    count -= here;
                }
            }
        }
    }

    private void levels() {
        centre();
        int columns = assessments.size();
        double same = 0;
        double sameWeight = 0;
        double cross = 0;
        double crossWeight = 0;
        double limit = Math.max(1e-6, largest());
        for (int s = 0; s < schools.size(); s++) {
            double sum = 0;
            double sumSquares = 0;
            double weight = 0;
            double weightSquares = 0;
            for (int t = 0; t < columns; t++) {
                int cell = s * columns + t;
                if (n[cell] > 0) {
                    v[cell] = pupilVariance[t] / n[cell];
                    double w = n[cell] / (n[cell] + HALF_WEIGHT);
                    double value = Math.max(-limit, Math.min(limit, y[cell]));
                    sum += w * value;
                    weight += w;
                    sumSquares += w * w * value * value;
                    weightSquares += w * w;
                    same += w * w * (value * value - v[cell]);
                    sameWeight += w * w;
                }
            }
            cross += sum * sum - sumSquares;
            crossWeight += weight * weight - weightSquares;
        }
        betweenSchools = crossWeight > 0 ? Math.max(1e-4, cross / crossWeight) : Math.max(1e-4, sameWeight > 0 ? same / sameWeight : 0);
        withinSchool = sameWeight > 0 ? Math.max(1e-4, same / sameWeight - betweenSchools) : 1e-4;
        for (int s = 0; s < schools.size(); s++) {
            shrink(s);
        }
    }

    private void shrink(int s) {
        int columns = assessments.size();
        double weight = 1 / betweenSchools;
        double sum = 0;
        for (int cell = s * columns; cell < (s + 1) * columns; cell++) {
            if (n[cell] > 0) {
                double w = 1 / (withinSchool + v[cell]);
                weight += w;
                sum += w * y[cell];
            }
        }
        schoolLevel[s] = sum / weight;
        for (int cell = s * columns; cell < (s + 1) * columns; cell++) {
            if (n[cell] > 0) {
                level[cell] = schoolLevel[s] + withinSchool / (withinSchool + v[cell]) * (y[cell] - schoolLevel[s]);
            }
        }
    }

    /** Takes from each assessment the median of its schools, a school counting as often as it has pupils. */
    private void centre() {
        int columns = assessments.size();
        for (int t = 0; t < columns; t++) {
            List<Integer> cells = new ArrayList<>();
            long pupils = 0;
            for (int s = 0; s < schools.size(); s++) {
                if (n[s * columns + t] > 0) {
                    cells.add(s * columns + t);
                    pupils += n[s * columns + t];
                }
            }
            cells.sort((a, b) -> Double.compare(y[a], y[b]));
            long before = 0;
            double median = 0;
            for (int cell : cells) {
                before += n[cell];
                if (2 * before >= pupils) {
                    median = y[cell];
                    break;
                }
            }
            for (int cell : cells) {
                y[cell] -= median;
            }
        }
    }

    /** A level that few cells with enough pupils reach: beyond it a value counts as this. */
    private double largest() {
        List<Double> values = new ArrayList<>();
        for (int cell = 0; cell < n.length; cell++) {
            if (n[cell] >= HALF_WEIGHT) {
                values.add(Math.abs(y[cell]));
            }
        }
        return values.isEmpty()
                ? 1
                : QuantileType.TYPE_7.of(values.stream().mapToDouble(Double::doubleValue).toArray(), 1 - TAIL);
    }

    SchoolResults results() {
        return results;
    }

    /** What pupils of other schools of the same level have. */
    LevelReference reference() {
        return reference;
    }

    /** The Gaussian model of levels and journal marks, made when first asked for. */
    synchronized SchoolModel model() {
        if (model == null) {
            model = SchoolModel.of(this);
        }
        return model;
    }

    int schoolCount() {
        return schools.size();
    }

    School school(int s) {
        return schools.get(s);
    }

    int assessmentCount() {
        return assessments.size();
    }

    Assessment assessment(int t) {
        return assessments.get(t);
    }

    List<Assessment> assessments() {
        return assessments;
    }

    int regionCount() {
        return regions.size();
    }

    int region(int s) {
        return regionOf[s];
    }

    int cell(int s, int t) {
        return s * assessments.size() + t;
    }

    /** The number of results of a cell. */
    int n(int cell) {
        return n[cell];
    }

    /** The median number of results of a school per assessment that it took part in; 0 without any. */
    int cohort(int s) {
        int[] sizes = Arrays.stream(n, s * assessments.size(), (s + 1) * assessments.size()).filter(size -> size > 0).sorted().toArray();
        return sizes.length == 0 ? 0 : (sizes[(sizes.length - 1) / 2] + sizes[sizes.length / 2]) / 2;
    }

    /** The centred logit of the mean, as observed. */
    double observed(int cell) {
        return y[cell];
    }

    /** The level of a cell, shrunk. */
    double level(int cell) {
        return level[cell];
    }

    /** The level of a school over all it has, shrunk. */
    double schoolLevel(int s) {
        return schoolLevel[s];
    }

    /** The variance of a pupil around the school, in squared logits of the mean. */
    double pupilVariance(int t) {
        return pupilVariance[t];
    }

    /** The entries of a cell are those from here to {@code firstEntry(cell + 1)}. */
    int firstEntry(int cell) {
        return first[cell];
    }

    /** Where an entry counts: {@code score * COLUMNS + column}, column 0 without a journal mark, else mark - 1. */
    int place(int entry) {
        return places[entry];
    }

    /** How many pupils an entry counts. */
    int count(int entry) {
        return counts[entry];
    }
}
