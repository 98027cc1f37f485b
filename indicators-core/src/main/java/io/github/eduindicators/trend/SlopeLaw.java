package io.github.eduindicators.trend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * The law of the true slopes of a family, N(mu, tau^2), with what is not known of it and of the shocks: several pairs of tau and omega
 * squared, each with its posterior probability. With thousands of units they lie so close together that one will do; with few units, or
 * few years, they do not, and one estimate in their place would make slopes look surer than they are: where omega squared comes out too
 * small, tau comes out too large.
 *
 * <p>Before the slopes are seen, {@code (s^2 + omega^2) / its estimate} is {@code f / chi^2(f)}, s^2 a mean error of pupils and f the degrees
 * of freedom of the estimate; and {@code s0 / (s0 + tau)} is uniform, s0 the root of the harmonic mean of variances of slopes (the prior of
 * DuMouchel, from memory): small differences between units are a little more probable than large ones, none is impossible.
 */
final class SlopeLaw {
    /** How far below its largest logarithm the posterior density is taken to end. */
    private static final double DEPTH = 10;
    private static final double LEAST_WEIGHT = 2e-4;
    private static final int NODES = 12;
    private static final int STEPS = 60;
    /** If the reliability of a typical slope has a smaller standard deviation, one law will do. */
    private static final double CLOSE = 0.02;
    private static final double SMALL = 1e-150;
    private static final double[][] LEGENDRE = legendre();

    /** An estimated slope with its variance, {@code pupils + shocks omega^2}. */
    record Slope(double value, double pupils, double shocks) {
        double variance(double omegaSquared) {
            return pupils + shocks * omegaSquared;
        }

        Slope withValue(double other) {
            return new Slope(other, pupils, shocks);
        }
    }

    /** One law with its probability. */
    private record Node(double weight, double omegaSquared, double tauSquared, double mean, double meanVariance) {
        private double reliability(Slope slope) {
            return tauSquared / (tauSquared + slope.variance(omegaSquared));
        }

        /** The logarithm of the density of such a slope, but for a constant. */
        private double predicts(Slope slope) {
            double variance = tauSquared + meanVariance + slope.variance(omegaSquared);
            double apart = slope.value - mean;
            return -(StrictMath.log(variance) + apart * apart / variance) / 2;
        }
    }

    private final List<Node> nodes;

    private SlopeLaw(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * From at least three slopes.
     *
     * @param omegaSquared the estimate
     * @param pupils the mean error of pupils, squared
     * @param scales what {@code (pupils + omegaSquared)} may be over its estimate
     */
    static SlopeLaw of(List<Slope> slopes, double omegaSquared, double pupils, SlopeBelief.Scales scales) {
        List<Node> all = new ArrayList<>();
        double highest = Double.NEGATIVE_INFINITY;
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < scales.size(); i++) {
            double shock = scales.size() == 1 ? omegaSquared : Math.max(0, (pupils + omegaSquared) * scales.factor(i) - pupils);
            if (slopes.stream().allMatch(slope -> slope.variance(shock) > 0)) {
                Given of = new Given(slopes, shock, scales.weight(i));
                given.add(of);
                highest = Math.max(highest, of.level);
            }
        }
        for (Given of : given) {
            all.addAll(of.nodes(highest));
        }
        double sum = all.stream().mapToDouble(Node::weight).sum();
        List<Node> kept = all.stream().filter(node -> node.weight > LEAST_WEIGHT * sum).toList();
        double rest = kept.stream().mapToDouble(Node::weight).sum();
        List<Node> nodes = kept.stream()
                .map(node -> new Node(node.weight / rest, node.omegaSquared, node.tauSquared, node.mean, node.meanVariance))
                .toList();
        return new SlopeLaw(close(nodes, slopes) ? List.of(middle(nodes)) : nodes);
    }

    private static boolean close(List<Node> nodes, List<Slope> slopes) {
        Slope typical = slopes.stream().sorted(Comparator.comparingDouble((Slope slope) -> slope.variance(nodes.get(0).omegaSquared)))
                .skip(slopes.size() / 2).findFirst().orElseThrow();
        double mean = nodes.stream().mapToDouble(node -> node.weight * node.reliability(typical)).sum();
        double variance = nodes.stream()
                .mapToDouble(node -> node.weight * (node.reliability(typical) - mean) * (node.reliability(typical) - mean)).sum();
        return variance < CLOSE * CLOSE;
    }

    private static Node middle(List<Node> nodes) {
        return new Node(1, mean(nodes, Node::omegaSquared), mean(nodes, Node::tauSquared), mean(nodes, Node::mean),
                mean(nodes, Node::meanVariance));
    }

    private static double mean(List<Node> nodes, ToDoubleFunction<Node> of) {
        return nodes.stream().mapToDouble(node -> node.weight * of.applyAsDouble(node)).sum();
    }

    /**
     * What a slope, drawn to the mean, is taken to be. A slope that the law has not seen makes laws more probable that lead to expect such
     * slopes, and one that it has seen otherwise stands in its place.
     *
     * @param seen what the law has seen of the same unit
     */
    SlopeBelief drawn(Slope slope, Optional<Slope> seen) {
        return belief(slope, seen, (node, reliability) -> new double[] {
            node.mean + reliability * (slope.value - node.mean),
            reliability * slope.variance(node.omegaSquared) + (1 - reliability) * (1 - reliability) * node.meanVariance
        });
    }

    /** The same of its distance from the mean. */
    SlopeBelief apart(Slope slope, Optional<Slope> seen) {
        return belief(slope, seen, (node, reliability) -> new double[] {
            reliability * (slope.value - node.mean),
            reliability * slope.variance(node.omegaSquared) + reliability * reliability * node.meanVariance
        });
    }

    private SlopeBelief belief(Slope slope, Optional<Slope> seen, BiFunction<Node, Double, double[]> normal) {
        double[][] values = new double[2][nodes.size()];
        double[] weight = new double[nodes.size()];
        boolean same = seen.filter(slope::equals).isPresent();
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weight.length; k++) {
            Node node = nodes.get(k);
            double[] of = normal.apply(node, node.reliability(slope));
            values[0][k] = of[0];
            values[1][k] = of[1];
            weight[k] = same ? 0 : node.predicts(slope) - seen.map(node::predicts).orElse(0.0);
            most = Math.max(most, weight[k]);
        }
        double sum = 0;
        for (int k = 0; k < weight.length; k++) {
            weight[k] = nodes.get(k).weight * StrictMath.exp(weight[k] - most);
            sum += weight[k];
        }
        for (int k = 0; k < weight.length; k++) {
            weight[k] /= sum;
        }
        return SlopeBelief.of(values, weight, SlopeBelief.Scales.KNOWN);
    }

    /** What there is to say of tau where omega squared is given. */
    private static final class Given {
        private final double omegaSquared;
        private final double weight;
        private final double[] b;
        private final double[] v;
        private final double unit;
        private final double mode;
        private final double level;

        private Given(List<Slope> slopes, double omegaSquared, double weight) {
            this.omegaSquared = omegaSquared;
            this.weight = weight;
            this.b = slopes.stream().mapToDouble(Slope::value).toArray();
            this.v = slopes.stream().mapToDouble(slope -> slope.variance(omegaSquared)).toArray();
            this.unit = Math.sqrt(v.length / precision(0));
            this.mode = mode();
            this.level = density(mode);
        }

        private double precision(double tau2) {
            double sum = 0;
            for (double own : v) {
                sum += 1 / (own + tau2);
            }
            return sum;
        }

        private double mean(double tau2) {
            double sum = 0;
            for (int i = 0; i < b.length; i++) {
                sum += (b[i] - b[0]) / (v[i] + tau2);
            }
            return b[0] + sum / precision(tau2);
        }

        /** The logarithm of the density of tau together with the slopes, but for a constant. */
        private double density(double tau) {
            double tau2 = tau * tau;
            double mean = mean(tau2);
            double sum = StrictMath.log(precision(tau2) * unit * unit);
            double product = 1;
            for (int i = 0; i < b.length; i++) {
                double inverse = 1 / (v[i] + tau2);
                double apart = b[i] - mean;
                sum += apart * apart * inverse;
                product *= inverse * unit * unit;
                // One logarithm of many factors, before they can leave the range of numbers.
                if (product < SMALL || product > 1 / SMALL) {
                    sum -= StrictMath.log(product);
                    product = 1;
                }
            }
            sum += 2 * (b.length - 1) * StrictMath.log(unit) - StrictMath.log(product);
            return StrictMath.log(unit) - 2 * StrictMath.log(unit + tau) - sum / 2;
        }

        private List<Node> nodes(double highest) {
            double end = level - DEPTH;
            double low = density(0) >= end ? 0 : crossing(0, mode, tau -> density(tau) - end);
            double beyond = Math.max(2 * mode, unit);
            while (density(beyond) > end) {
                beyond *= 2;
            }
            double high = crossing(beyond, mode, tau -> density(tau) - end);
            List<Node> nodes = new ArrayList<>();
            for (int k = 0; k < NODES; k++) {
                double tau = low + (high - low) * LEGENDRE[0][k];
                double share = weight * (high - low) * LEGENDRE[1][k] * StrictMath.exp(density(tau) - highest);
                nodes.add(new Node(share, omegaSquared, tau * tau, mean(tau * tau), 1 / precision(tau * tau)));
            }
            return nodes;
        }

        /** Where the density is largest: the best of a coarse search, made finer. */
        private double mode() {
            double best = 0;
            double height = density(0);
            double low = 0;
            double high = unit / 16;
            for (double tau = unit / 16; tau < unit * 16 || density(tau) > height; tau *= 2) {
                double other = density(tau);
                if (other > height) {
                    height = other;
                    best = tau;
                    low = tau / 2;
                    high = 2 * tau;
                }
            }
            for (int step = 0; step < STEPS && high - low > 1e-3 * high; step++) {
                double first = low + (high - low) / 3;
                double second = high - (high - low) / 3;
                if (density(first) < density(second)) {
                    low = first;
                } else {
                    high = second;
                }
            }
            double refined = (low + high) / 2;
            return density(refined) > height ? refined : best;
        }
    }

    /** Where a function that is negative outside and positive inside is zero. */
    private static double crossing(double outside, double inside, DoubleUnaryOperator function) {
        double out = outside;
        double in = inside;
        for (int step = 0; step < STEPS && Math.abs(in - out) > 1e-3 * Math.abs(in + out); step++) {
            double middle = (out + in) / 2;
            if (function.applyAsDouble(middle) < 0) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }

    /** Nodes and weights of Gauss and Legendre on 0..1. */
    private static double[][] legendre() {
        double[][] rule = new double[2][NODES];
        for (int i = 0; i < NODES; i++) {
            double x = StrictMath.cos(StrictMath.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 0;
            for (int step = 0; step < 20; step++) {
                double before = 1;
                double value = x;
                for (int degree = 2; degree <= NODES; degree++) {
                    double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
                    before = value;
                    value = next;
                }
                slope = NODES * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            rule[0][NODES - 1 - i] = (1 + x) / 2;
            rule[1][NODES - 1 - i] = 1 / ((1 - x * x) * slope * slope);
        }
        return rule;
    }
}
