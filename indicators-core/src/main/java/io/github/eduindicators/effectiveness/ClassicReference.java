package io.github.eduindicators.effectiveness;

import io.github.eduindicators.stats.QuantileType;

/** What the pupils of a region are in one assessment: mean, quartiles and the spreads that intervals rest on. A spread may be NaN. */
final class ClassicReference {
    private static final double LOWER = 0.25;
    private static final double UPPER = 0.75;

    final double mean;
    final double deviation;
    /** The highest score at or below the lower quartile. */
    final int lowerQuartile;
    /** The lowest score at or above the upper quartile. */
    final int upperQuartile;
    final double deviationOfMarks;
    final double deviationOfWeights;

    ClassicReference(ClassicCell region, double[] weights) {
        int[] histogram = region.histogram();
        this.mean = region.mean();
        this.deviation = region.deviation();
        this.lowerQuartile = (int) Math.floor(QuantileType.TYPE_7.ofCounts(histogram, LOWER));
        this.upperQuartile = (int) Math.ceil(QuantileType.TYPE_7.ofCounts(histogram, UPPER));
        long[] marks = region.scale.hasMarks() ? region.marks() : null;
        this.deviationOfMarks = marks == null ? Double.NaN : deviationOfMarks(marks);
        this.deviationOfWeights = marks == null ? Double.NaN : deviation(marks, weights);
    }

    private ClassicReference(ClassicReference same, double factor) {
        this.mean = same.mean;
        this.deviation = same.deviation * factor;
        this.lowerQuartile = same.lowerQuartile;
        this.upperQuartile = same.upperQuartile;
        this.deviationOfMarks = same.deviationOfMarks * factor;
        this.deviationOfWeights = same.deviationOfWeights * factor;
    }

    /** The same with wider spreads. */
    ClassicReference widened(double factor) {
        return new ClassicReference(this, factor);
    }

    static double deviationOfMarks(long[] marks) {
        long n = 0;
        long sum = 0;
        long squares = 0;
        for (int i = 0; i < marks.length; i++) {
            n += marks[i];
            sum += marks[i] * (i + 2);
            squares += marks[i] * (i + 2) * (i + 2);
        }
        return ClassicCell.deviation(n, sum, squares);
    }

    /** The sample SD of values by their counts, NaN of fewer than two. */
    static double deviation(long[] counts, double[] values) {
        long n = 0;
        double sum = 0;
        int kinds = 0;
        for (int i = 0; i < counts.length; i++) {
            n += counts[i];
            sum += counts[i] * values[i];
            kinds += counts[i] > 0 ? 1 : 0;
        }
        if (n < 2) {
            return Double.NaN;
        }
        double squares = 0;
        for (int i = 0; i < counts.length && kinds > 1; i++) {
            squares += counts[i] * (values[i] - sum / n) * (values[i] - sum / n);
        }
        return Math.sqrt(squares / (n - 1));
    }
}
