package io.github.eduindicators.examples;

import java.util.SplittableRandom;

/**
 * A stream of random numbers that is the same on every machine: the 64-bit outputs of {@link SplittableRandom} (SplitMix64), and
 * everything else computed from them here with {@link StrictMath}, because the ready-made normal draws of the platform may change
 * from one Java version to the next.
 *
 * <p>A stream is named by the seed and a path of numbers such as school and year, so streams do not depend on each other.
 */
final class Draws {
    private static final double UNIT = 0x1.0p-53;

    private final SplittableRandom source;
    private double spare;
    private boolean hasSpare;

    private Draws(long state) {
        this.source = new SplittableRandom(state);
    }

    static Draws of(long seed, int... path) {
        long state = new SplittableRandom(seed).nextLong();
        for (int step : path) {
            state = new SplittableRandom(state ^ step).nextLong();
        }
        return new Draws(state);
    }

    /** Uniform on 0 (possible) to 1 (not possible). */
    double uniform() {
        return (source.nextLong() >>> 11) * UNIT;
    }

    /** A whole number of 0..bound-1. */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** Standard normal, by the polar method. */
    double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        hasSpare = true;
        return x * factor;
    }

    /** Log-normal with this median, cut to a range and rounded. */
    int size(double median, double spread, int lowest, int highest) {
        long size = StrictMath.round(median * StrictMath.exp(spread * normal()));
        return (int) Math.min(highest, Math.max(lowest, size));
    }

    /** The numbers first..first+count-1 in random order. */
    int[] shuffled(int first, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = below(i + 1);
            order[i] = order[j];
            order[j] = first + i;
        }
        return order;
    }
}
