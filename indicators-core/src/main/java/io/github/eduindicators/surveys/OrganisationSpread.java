package io.github.eduindicators.surveys;

import io.github.eduindicators.surveys.ShareMath.Contrast;
import io.github.eduindicators.surveys.ShareMath.Part;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much organisations of one municipality differ, found over all municipalities of a region: three organisations alone cannot tell.
 *
 * <p>Analysis of variance of answers of 0 and 1, organisations within municipalities. With SS(m) the sum of
 * {@code n(c) (p(c) - p(m))^2}, W the variance within organisations and k organisations, {@code t2 = (S SS(m) - W S (k - 1)) / S (N -
 * S n(c)^2 / N)}, at least 0.
 */
record OrganisationSpread(double between, double within, int freedom) {
    /** With fewer degrees of freedom a municipality is left to its own organisations. */
    private static final int FEWEST = 20;

    /** The answers of the organisations of each municipality; organisations without answers make no difference. */
    static OrganisationSpread of(List<List<Part>> municipalities) {
        Sums sums = new Sums();
        double squares = 0;
        long people = 0;
        for (List<Part> all : municipalities) {
            List<Part> parts = all.stream().filter(part -> part.n() > 0).toList();
            for (Part part : parts) {
                squares += part.y() * (1 - (double) part.y() / part.n());
                people += part.n() - 1;
            }
            sums.add(parts.stream().mapToDouble(part -> (double) part.y() / part.n()).toArray(),
                    parts.stream().mapToDouble(Part::n).toArray());
        }
        double within = people == 0 ? 0 : squares / people;
        return new OrganisationSpread(sums.between(within), within, sums.freedom);
    }

    /** The sums over municipalities that the variance between organisations is found from. */
    private static final class Sums {
        private double squares;
        private double room;
        private int freedom;

        /** Takes in one municipality: values and their weights, which are one over their sampling variances but for a factor. */
        void add(double[] values, double[] weights) {
            if (values.length < 2) {
                return;
            }
            double total = 0;
            double mean = 0;
            double ofSquares = 0;
            for (int i = 0; i < values.length; i++) {
                total += weights[i];
                mean += weights[i] * values[i];
                ofSquares += weights[i] * weights[i];
            }
            mean /= total;
            for (int i = 0; i < values.length; i++) {
                squares += weights[i] * (values[i] - mean) * (values[i] - mean);
            }
            room += total - ofSquares / total;
            freedom += values.length - 1;
        }

        double between(double within) {
            return room > 0 ? Math.max(0, (squares - within * freedom) / room) : 0;
        }
    }

    boolean isKnown() {
        return freedom >= FEWEST;
    }

    /** How alike people of one organisation are, 0..1. */
    double likeness() {
        return between > 0 ? between / (between + within) : 0;
    }

    /** How many times larger the variance of the share of these people is than if they did not stand together. */
    double designEffect(List<Part> parts) {
        double squares = parts.stream().mapToDouble(part -> (double) part.n() * part.n()).sum();
        return 1 + likeness() * Math.max(0, squares / ShareMath.people(parts) - 1);
    }

    /**
     * How much the shares of organisations of one municipality change from wave to wave beyond the common change. Half the variance of
     * these changes is what belongs to one wave alone; the rest of the variance between organisations is lasting.
     */
    record OfChange(double lasting, double ofWave, int freedom) {

        /** Both waves of the organisations of each municipality, side by side; organisations of one wave tell of that wave alone. */
        static OfChange of(List<List<Part>> first, List<List<Part>> second) {
            OrganisationSpread before = OrganisationSpread.of(first);
            OrganisationSpread after = OrganisationSpread.of(second);
            Sums sums = new Sums();
            for (int i = 0; i < first.size(); i++) {
                List<Part> one = first.get(i);
                List<Part> two = second.get(i);
                int[] both = IntStream.range(0, one.size())
                        .filter(c -> one.get(c).n() > 0 && two.get(c).n() > 0)
                        .toArray();
                double[] changes = new double[both.length];
                double[] weights = new double[both.length];
                for (int c = 0; c < both.length; c++) {
                    Part from = one.get(both[c]);
                    Part to = two.get(both[c]);
                    changes[c] = (double) to.y() / to.n() - (double) from.y() / from.n();
                    weights[c] = 1 / (1.0 / from.n() + 1.0 / to.n());
                }
                sums.add(changes, weights);
            }
            double ofWave = sums.between((before.within + after.within) / 2) / 2;
            double lasting = Math.max(0, (before.between + after.between) / 2 - ofWave);
            return new OfChange(lasting, ofWave, sums.freedom);
        }

        boolean isKnown() {
            return freedom >= FEWEST;
        }

        /** The difference of the shares of one municipality. */
        Contrast contrast(List<Part> first, List<Part> second) {
            Part before = new Part(ShareMath.sum(first), ShareMath.people(first));
            Part after = new Part(ShareMath.sum(second), ShareMath.people(second));
            double variance = ShareMath.pooled(before, after);
            for (int c = 0; c < first.size(); c++) {
                double one = (double) first.get(c).n() / before.n();
                double two = (double) second.get(c).n() / after.n();
                variance += (two - one) * (two - one) * lasting + (one * one + two * two) * ofWave;
            }
            double difference = (double) after.y() / after.n() - (double) before.y() / before.n();
            return ShareMath.contrast(difference, Math.sqrt(variance), freedom);
        }
    }
}
