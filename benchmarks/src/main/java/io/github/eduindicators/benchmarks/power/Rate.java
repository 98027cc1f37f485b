package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.stats.Interval;
import java.util.Locale;

/** So many of so many. */
record Rate(long count, long trials) {
    Rate {
        if (count < 0 || count > trials) {
            throw new IllegalArgumentException("count must be within 0.." + trials + ", got " + count);
        }
    }

    Rate plus(Rate other) {
        return new Rate(count + other.count, trials + other.trials);
    }

    double value() {
        return trials == 0 ? 0 : (double) count / trials;
    }

    double lower() {
        return trials == 0 ? 0 : Interval.wilson(count, trials).lower();
    }

    double upper() {
        return trials == 0 ? 1 : Interval.wilson(count, trials).upper();
    }

    /** Whether the 95 % Wilson interval lies wholly above a bound. */
    boolean surelyAbove(double bound) {
        return trials > 0 && lower() > bound;
    }

    /** Whether the 95 % Wilson interval lies wholly below a bound. */
    boolean surelyBelow(double bound) {
        return trials > 0 && upper() < bound;
    }

    @Override
    public String toString() {
        return trials == 0 ? "-" : String.format(Locale.ROOT, "%.3f (%.3f-%.3f)", value(), lower(), upper());
    }
}
