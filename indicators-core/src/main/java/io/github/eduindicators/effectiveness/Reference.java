package io.github.eduindicators.effectiveness;

/**
 * The mean and the standard deviation (divisor n - 1) of values in a given order. Sums are compensated, and made in units of a power of
 * two near the largest value, so that they neither overflow nor depend on the scale.
 */
record Reference(int n, double mean, double deviation) {

    static Reference of(double[] values) {
        double largest = 0;
        boolean equal = true;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
            equal &= value == values[0];
        }
        if (values.length == 0 || equal) {
            return new Reference(values.length, values.length == 0 ? 0 : values[0], 0);
        }
        int exponent = Math.getExponent(largest);
        double mean = sum(values, value -> Math.scalb(value, -exponent)) / values.length;
        double square = sum(values, value -> {
            double difference = Math.scalb(value, -exponent) - mean;
            return difference * difference;
        });
        return new Reference(
                values.length, Math.scalb(mean, exponent), Math.scalb(Math.sqrt(square / (values.length - 1)), exponent));
    }

    private static double sum(double[] values, java.util.function.DoubleUnaryOperator term) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double x = term.applyAsDouble(value);
            double next = sum + x;
            lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    /** How many deviations above the mean; 0 where all are equal. */
    double standardised(double value) {
        return deviation == 0 ? 0 : (value - mean) / deviation;
    }
}
