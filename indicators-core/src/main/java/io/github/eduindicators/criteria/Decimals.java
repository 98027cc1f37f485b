package io.github.eduindicators.criteria;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Arithmetic as people do it on paper: decimal, so that 2.675 is 2.675 and three tenths are three tenths.
 *
 * <p>Work goes on with 34 digits; what is compared has 24, so that a third taken three times is one. A number that comes from
 * binary arithmetic is read with 12 digits: what lies beyond is the noise of that arithmetic, not a measurement.
 */
final class Decimals {
    static final MathContext WORK = MathContext.DECIMAL128;
    private static final MathContext SETTLED = new MathContext(24, RoundingMode.HALF_EVEN);
    private static final MathContext MEASURED = new MathContext(12, RoundingMode.HALF_EVEN);
    static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Decimals() {}

    /** A number that a person wrote. */
    static BigDecimal exact(double written) {
        return BigDecimal.valueOf(written);
    }

    /** A number that was computed in binary arithmetic. */
    static BigDecimal measured(double computed) {
        return BigDecimal.valueOf(computed).round(MEASURED);
    }

    static BigDecimal settled(BigDecimal value) {
        return value.round(SETTLED);
    }

    /** Zeros at the end stay, unlike in the division of the JDK by digits: stripping them costs more than the division. */
    static BigDecimal quotient(BigDecimal above, BigDecimal below) {
        int whole = above.precision() - above.scale() - below.precision() + below.scale();
        return above.divide(below, Math.max(WORK.getPrecision() - whole, 0), RoundingMode.HALF_EVEN);
    }

    static BigDecimal plus(BigDecimal a, BigDecimal b) {
        return a.add(b, WORK);
    }

    static String text(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.isNaN(value) ? "NaN" : text(BigDecimal.valueOf(value));
    }

    static String text(BigDecimal value) {
        BigDecimal plain = value.round(MEASURED).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : Math.abs(plain.scale()) > 20 ? plain.toString() : plain.toPlainString();
    }
}
