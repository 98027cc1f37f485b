package io.github.eduindicators.objectivity;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.stats.CauchyCombination;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Score tests of a small departure from the reference, with honest differences between schools taken out, over the declared
 * scopes.
 *
 * <p>A kind of evidence gives for each cell the score vector U of a few effects and its information G (the variance of U if
 * the school is like the reference; also the slope of U by the size of the effects). Honest schools have effects {@code
 * b(subject) = c + o(subject)}, c and o normal around 0 with covariances estimated over the schools ({@link Honest}). For a
 * scope and a direction h the sum {@code S = sum of h'U} over the scope is compared with what the best linear prediction of b
 * from all of the school leads to expect: {@code z = (S - C b^) / sqrt(h'Gh - C V C')}, C the information shared by S and the
 * effects, V the posterior covariance of b. It is the generalised least-squares test of an effect in the scope beyond the
 * honest ones; the rest of the school is its own control.
 *
 * <p>S is a sum over independent pupils, so its third cumulant is known; positive skewness is allowed for by the
 * Wilson-Hilferty form of the Pearson type III law. Scopes are combined by {@link CauchyCombination}, the whole school with
 * the weight of a third of all the others.
 */
final class ScopedScores {
    /** The whole school is one of this many parts in the combination beside the scopes. */
    private static final double WHOLE = 4;
    /** Over dependent scopes the combination is a little too small near 0.05; so is p where covariances are estimated. */
    private static final double CAUTION = 1.3;
    /** From this z on the skewness is worked out. */
    private static final double SKEW_FROM = 1.4;
    /** A scope in which even an effect of 1 would move z by less than this only dilutes the others. */
    private static final double LEAST_SHIFT = 3;
    private static final double LEAST_INFORMATION = 1e-6;
    private static final double SMALLEST = 1e-300;
    private static final double POINT = 0.05;
    /** With probability 0.8 a normal deviate is above minus this. */
    private static final double POWER_Z = 0.8416212335729143;
    /** How many of the scopes that a departure everywhere moves most are followed when the detectable size is sought. */
    private static final int FOLLOWED = 6;
    private static final int STEPS = 10;
    private static final double MOST = 100;

    private final Panel panel;
    private final Kind kind;
    private final List<Scope> scopes;
    private final int[] subjectOf;
    private final int subjects;
    private final Honest honest;

    /** A kind of evidence. */
    interface Kind {
        /** How many effects a subject has. */
        int effects();

        /** What a violation of size 1 does to each effect. */
        double[] direction();

        /** What a school shows, one cell an assessment. */
        List<Cell> cells(int s);
    }

    /** What one school shows in one assessment. */
    static final class Cell {
        private final double[] u;
        private final double[][] g;
        private final List<Group> groups = new ArrayList<>(1);
        private final double discount;
        private long n;
        private double expected;
        private double observed;

        private record Group(int n, double[] p, double[][] w) {}

        private Cell(int effects, double discount) {
            this.u = new double[effects];
            this.g = new double[effects][effects];
            this.discount = discount;
        }

        /** A cell for some effects; with a reference of few pupils everything counts for less. */
        static Cell of(int effects, double referencePupils, double pupils) {
            return new Cell(effects, 1 / (1 + pupils / Math.max(1, referencePupils)));
        }

        /**
         * Adds pupils who fall into places with known probabilities.
         *
         * @param p the probabilities of the places
         * @param w the weights by effect and place; of effects past the last given they are 0
         * @param counts pupils by place
         */
        void add(double[] p, double[][] w, int[] counts) {
            int size = 0;
            for (int count : counts) {
                size += count;
            }
            double[][] centred = new double[w.length][];
            for (int e = 0; e < w.length; e++) {
                double mean = SmallMatrix.dot(p, w[e]);
                centred[e] = w[e].clone();
                double sum = 0;
                for (int x = 0; x < p.length; x++) {
                    centred[e][x] -= mean;
                    sum += counts[x] * centred[e][x];
                }
                u[e] += discount * sum;
            }
            double[] weighted = new double[p.length];
            for (int e = 0; e < w.length; e++) {
                for (int x = 0; x < p.length; x++) {
                    weighted[x] = discount * size * p[x] * centred[e][x];
                }
                for (int f = 0; f <= e; f++) {
                    g[e][f] += SmallMatrix.dot(weighted, centred[f]);
                    g[f][e] = g[e][f];
                }
            }
            groups.add(new Group(size, p, centred));
        }

        double[] score() {
            return u;
        }

        double[][] information() {
            return g;
        }

        /** Notes how many results it shows; until then it shows nothing. */
        void count(long results) {
            n += results;
        }

        /** Notes how many were expected and seen where the kind looks; for the facts only. */
        void note(double expectedHere, double observedHere) {
            expected += expectedHere;
            observed += observedHere;
        }

        long n() {
            return n;
        }

        double expected() {
            return expected;
        }

        double observed() {
            return observed;
        }

        double third(double[] v) {
            double sum = 0;
            for (Group group : groups) {
                double[] total = new double[group.p().length];
                for (int e = 0; e < group.w().length; e++) {
                    SmallMatrix.add(total, v[e], group.w()[e]);
                }
                double third = 0;
                for (int x = 0; x < total.length; x++) {
                    third += group.p()[x] * total[x] * total[x] * total[x];
                }
                sum += group.n() * third;
            }
            return discount * discount * discount * sum;
        }
    }

    /**
     * The answer for one school.
     *
     * @param cells what it shows
     * @param p the combined p-value
     * @param z of the strongest scope
     * @param scope the strongest scope
     * @param effect the size of the departure in it
     * @param error its standard error
     * @param detectable the smallest departure everywhere that would have been found (p at most 0.05) with probability 0.8
     * @param excess by how much the departure in the strongest scope would have to be smaller for p above 0.05; 0 if it is
     * above
     */
    record Answer(
            List<Cell> cells, double p, double z, Scope scope, double effect, double error, double detectable, double excess) {
        /** The departure as a share: never more than 1. */
        Interval share() {
            double value = Math.min(1, effect);
            double half = Interval.Z95 * error;
            return new Interval(value, Math.min(value, effect - half), Math.min(1, effect + half));
        }

        /** Expected in the strongest scope. */
        double expected() {
            return in(Cell::expected);
        }

        /** Observed there. */
        double observed() {
            return in(Cell::observed);
        }

        /** Results there. */
        double pupils() {
            return in(Cell::n);
        }

        private double in(ToDoubleFunction<Cell> what) {
            return scope.members().stream().mapToDouble(t -> what.applyAsDouble(cells.get(t))).sum();
        }
    }

    private ScopedScores(Panel panel, Kind kind) {
        this.panel = panel;
        this.kind = kind;
        this.scopes = Scope.lasting(panel.assessments());
        List<Subject> list = List.copyOf(new TreeSet<>(panel.assessments().stream().map(Assessment::subject).toList()));
        this.subjects = list.size();
        this.subjectOf = panel.assessments().stream().mapToInt(a -> list.indexOf(a.subject())).toArray();
        this.honest = Honest.of(panel, kind, subjectOf, subjects);
    }

    static ScopedScores of(Panel panel, Kind kind) {
        return new ScopedScores(panel, kind);
    }

    /** The standard deviation of a departure between honest schools of a region. */
    double tau(int region) {
        return honest.tau(region, kind.direction());
    }

    /** One scope of one school. */
    private static final class Look {
        private final Scope scope;
        private final double[][] shared;
        private final double information;
        private final double[] transferred;
        private final double z;
        private final double p;

        private Look(Scope scope, double[][] shared, double information, double[] transferred, double z, double p) {
            this.scope = scope;
            this.shared = shared;
            this.information = information;
            this.transferred = transferred;
            this.z = z;
            this.p = p;
        }
    }

    /** What one school shows, with what is used again and again. */
    private final class Looked {
        private final List<Cell> cells;
        private final Honest.Posterior posterior;
        private final double[] direction = kind.direction();
        private final double[] score;
        private final double[][] rows;
        private final List<Honest.Work> works;
        private final double[] information;
        private final List<Look> looks = new ArrayList<>();

        private Looked(int s, List<Cell> cells) {
            this.cells = cells;
            this.works = cells.stream().map(cell -> honest.work(panel.region(s), cell)).toList();
            this.posterior = honest.posterior(panel.region(s), works);
            int size = cells.size();
            this.score = new double[size];
            this.rows = new double[size][];
            this.information = new double[size];
            for (int t = 0; t < size; t++) {
                if (cells.get(t).n > 0) {
                    Honest.Work work = works.get(t);
                    score[t] = SmallMatrix.dot(direction, work.u());
                    rows[t] = SmallMatrix.times(work.g(), direction);
                    information[t] = SmallMatrix.dot(direction, rows[t]);
                }
            }
            scopes.forEach(this::look);
        }

        private void look(Scope scope) {
            double sum = 0;
            double whole = 0;
            double[][] shared = new double[subjects][direction.length];
            for (int t = scope.members().nextSetBit(0); t >= 0; t = scope.members().nextSetBit(t + 1)) {
                if (cells.get(t).n > 0) {
                    sum += score[t];
                    whole += information[t];
                    SmallMatrix.add(shared[subjectOf[t]], 1, rows[t]);
                }
            }
            double[] transferred = posterior.transferred(shared);
            double rest = whole - posterior.covariance(shared, transferred, shared, transferred);
            boolean first = scope == scopes.get(0);
            if (!(rest >= (first ? LEAST_INFORMATION : LEAST_SHIFT * LEAST_SHIFT)) || !first && looks.isEmpty()) {
                return;
            }
            double z = (sum - posterior.predicted(shared)) / Math.sqrt(rest);
            double skewness = z < SKEW_FROM ? 0 : third(scope, shared, transferred) / (rest * Math.sqrt(rest));
            looks.add(new Look(scope, shared, rest, transferred, z, tail(z, skewness)));
        }

        private double third(Scope scope, double[][] shared, double[] transferred) {
            double[][] inside = new double[subjects][];
            double[][] outside = new double[subjects][];
            for (int k = 0; k < subjects; k++) {
                outside[k] = posterior.coefficients(k, shared[k], transferred);
                for (int i = 0; i < direction.length; i++) {
                    outside[k][i] = -outside[k][i];
                }
                inside[k] = outside[k].clone();
                SmallMatrix.add(inside[k], 1, direction);
            }
            double sum = 0;
            for (int t = 0; t < cells.size(); t++) {
                if (cells.get(t).n > 0) {
                    double[] weights = scope.members().get(t) ? inside[subjectOf[t]] : outside[subjectOf[t]];
                    sum += cells.get(t).third(works.get(t).weights(weights));
                }
            }
            return sum;
        }

        /** By how much each z moves with a departure of 1 in the scope of one look. */
        private double[] shifts(Look where) {
            double[] shifts = new double[looks.size()];
            for (int i = 0; i < shifts.length; i++) {
                Look look = looks.get(i);
                double common = 0;
                for (int t = look.scope.members().nextSetBit(0); t >= 0; t = look.scope.members().nextSetBit(t + 1)) {
                    common += where.scope.members().get(t) ? information[t] : 0;
                }
                shifts[i] = (common - posterior.covariance(look.shared, look.transferred, where.shared, where.transferred))
                        / Math.sqrt(look.information);
            }
            return shifts;
        }

        private Answer answer() {
            Look best = looks.get(0);
            double[] p = new double[looks.size()];
            double[] z = new double[looks.size()];
            for (int i = 0; i < p.length; i++) {
                p[i] = looks.get(i).p;
                z[i] = p[i] < 0.5 ? NormalLaw.upperQuantile(Math.max(SMALLEST, p[i])) : looks.get(i).z;
                best = p[i] < best.p ? looks.get(i) : best;
            }
            double combined = combined(p, p.length);
            double excess = 0;
            if (combined <= POINT) {
                double[] shifts = shifts(best);
                excess = smallest(a -> combined(moved(z, shifts, -a), z.length) > POINT);
            }
            double root = Math.sqrt(best.information);
            return new Answer(cells, combined, best.z, best.scope, best.z / root, 1 / root, detectable(), excess);
        }

        /** The scopes that move most stand for all; the others are taken to say nothing. */
        private double detectable() {
            double[] shifts = shifts(looks.get(0));
            double whole = shifts[0];
            shifts[0] = Double.POSITIVE_INFINITY;
            Arrays.sort(shifts);
            int followed = Math.min(FOLLOWED, shifts.length);
            double[] most = new double[followed];
            most[0] = whole;
            for (int i = 1; i < followed; i++) {
                most[i] = shifts[shifts.length - 1 - i];
            }
            double[] noise = new double[followed];
            Arrays.fill(noise, -POWER_Z);
            int all = looks.size();
            return smallest(a -> combined(moved(noise, most, a), all) <= POINT);
        }
    }

    /** The assessments in which a school shows anything. */
    static List<AssessmentId> used(Panel panel, List<Cell> cells) {
        return IntStream.range(0, cells.size()).filter(t -> cells.get(t).n > 0).mapToObj(t -> panel.assessment(t).id()).toList();
    }

    /** The answer for a school; empty if it shows nothing or too little to look at. */
    Optional<Answer> answer(int s, List<Cell> cells) {
        if (cells.stream().allMatch(cell -> cell.n == 0)) {
            return Optional.empty();
        }
        Looked looked = new Looked(s, cells);
        return looked.looks.isEmpty() ? Optional.empty() : Optional.of(looked.answer());
    }

    /** The upper tail of a Pearson type III law with mean 0, variance 1 and this skewness, by Wilson and Hilferty. */
    static double tail(double z, double skewness) {
        if (Math.abs(skewness) < 1e-4) {
            return NormalLaw.upperTail(z);
        }
        // A law with an end not far beyond z is not trusted to be so short.
        double kept = Math.max(skewness, -1 / z);
        return NormalLaw.upperTail(6 / kept * (Math.cbrt(kept * z / 2 + 1) - 1) + kept / 6);
    }

    private static double[] moved(double[] z, double[] shifts, double size) {
        double[] p = new double[z.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = NormalLaw.upperTail(z[i] + size * shifts[i]);
        }
        return p;
    }

    /** Cauchy, the first with its larger weight; those missing to the number of all count as 0.5, which adds nothing. */
    private static double combined(double[] looked, int all) {
        int extra = (int) Math.round((all - 1) / (WHOLE - 1));
        double[] weighted = new double[all + extra];
        Arrays.fill(weighted, 0.5);
        System.arraycopy(looked, 0, weighted, 0, looked.length);
        Arrays.fill(weighted, all, all + extra, looked[0]);
        double p = CauchyCombination.of(weighted);
        return CAUTION * p / (1 + (CAUTION - 1) * p);
    }

    /** The smallest size that is enough, to a thousandth of it; {@value #MOST} if none is. */
    private static double smallest(DoublePredicate enough) {
        double high = 0.25;
        while (!enough.test(high) && high < MOST) {
            high *= 2;
        }
        double low = high > 0.25 ? high / 2 : 0;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
