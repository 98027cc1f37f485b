package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.stats.Interval;
import java.util.Locale;

/** So many of so many. */
record Rate(long count, long trials) {
    Rate {
        if (count < 0 || count > trials) {
            throw new IllegalArgumentException("count must be within 0.." + trials + ", got " + count);
        }
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

    /** Count, total and the exact chance of at least so many at a true rate: Wilson's interval errs for counts of 1 to 3. */
    String against(double rate) {
        return String.format(Locale.ROOT, "%d of %d, exact p %.3g", count, trials, BinomialLaw.upperTail(count, trials, rate));
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
