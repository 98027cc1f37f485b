package io.github.eduindicators.benchmarks.power;

/**
 * A stream of random numbers named by the seed and a path of numbers, the same on every machine: SplitMix64 (Steele, Lea, Flood
 * 2014, doi:10.1145/2660193.2660195) and {@link StrictMath}. Streams of different paths do not depend on each other, so a school
 * is the same whatever is drawn for others.
 */
final class Stream {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;
    private double spare;
    private boolean hasSpare;

    private Stream(long state) {
        this.state = state;
    }

    static Stream of(long seed, int... path) {
        long state = mix(seed + GAMMA);
        for (int step : path) {
            state = mix(state + GAMMA * (2L * step + 1));
        }
        return new Stream(state);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform on 0 (possible) to 1 (not possible). */
    double uniform() {
        state += GAMMA;
        return (mix(state) >>> 11) * UNIT;
    }

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

    /** Standard normal, or Student with this many degrees of freedom scaled to variance 1; 0 stands for the normal. */
    double noise(int freedom) {
        double z = normal();
        if (freedom == 0) {
            return z;
        }
        double square = 0;
        for (int i = 0; i < freedom; i++) {
            double each = normal();
            square += each * each;
        }
        return z * StrictMath.sqrt((freedom - 2) / square);
    }

    /** Log-normal with this median, cut to a range and rounded. */
    int size(double median, double spread, int lowest, int highest) {
        long size = StrictMath.round(median * StrictMath.exp(spread * normal()));
        return (int) Math.min(highest, Math.max(lowest, size));
    }

    /** The numbers 0..count-1 in random order. */
    int[] shuffled(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
