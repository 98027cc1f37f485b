package io.github.eduindicators.io.report;

import java.util.ArrayList;
import java.util.List;

/** Where a value stands in a plot: a straight line from one range to another. */
record Axis(double from, double to, double start, double end) {
    private static final int SCALE = 10;

    double at(double value) {
        return to == from ? (start + end) / 2 : start + (value - from) / (to - from) * (end - start);
    }

    /** A coordinate in as few characters as a tenth of a pixel needs, the same everywhere. */
    static String pixel(double value) {
        long tenths = Math.round(value * SCALE);
        long size = Math.abs(tenths);
        return (tenths < 0 ? "-" : "") + size / SCALE + (size % SCALE == 0 ? "" : "." + size % SCALE);
    }

    /** The smallest of 1, 2, 5, 10, 20 … that divides a range into at most so many steps. */
    static double step(double range, int most) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(range, 1e-9) / most)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (range / (step * factor) <= most + 1e-9) {
                return step * factor;
            }
        }
        return step * SCALE;
    }

    /** Round values within the range, at most so many and one more. */
    static List<Double> ticks(double from, double to, int most) {
        double step = step(to - from, most);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
