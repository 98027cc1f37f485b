package io.github.eduindicators.recheck;

import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Works as a sample of more works: either of the strata of one school, weighted by their sizes, or of several schools, which are
 * then the units that differ.
 */
final class Sample {
    /** The square of one more difference of a point, so that a few works without any are no proof that there is none. */
    private static final double ONE_POINT = 1;

    private final List<List<CheckedWork>> parts;
    /** What each part stands for: how many works it was drawn from, or how many there are in it. */
    private final long[] sizes;
    private final long whole;
    private final long works;
    private final boolean known;
    private final boolean schools;

    private Sample(List<List<CheckedWork>> parts, long[] sizes, boolean known, boolean schools) {
        this.parts = parts;
        this.sizes = sizes;
        this.whole = Arrays.stream(sizes).sum();
        this.works = parts.stream().mapToLong(List::size).sum();
        this.known = known;
        this.schools = schools;
    }

    /**
     * The works of a school, of which the strata have these sizes. Where a stratum has too few works to speak for itself, all are
     * taken as one simple sample; where it has more than there can be, the sizes are not believed.
     */
    static Sample ofStrata(List<List<CheckedWork>> strata, long[] sizes) {
        List<List<CheckedWork>> parts = new ArrayList<>();
        boolean possible = true;
        boolean each = true;
        for (int h = 0; h < sizes.length; h++) {
            possible &= strata.get(h).size() <= sizes[h];
            if (sizes[h] > 0) {
                parts.add(strata.get(h));
                each &= strata.get(h).size() >= 2;
            }
        }
        long[] there = Arrays.stream(sizes).filter(size -> size > 0).toArray();
        if (possible && each) {
            return new Sample(parts, there, true, false);
        }
        List<CheckedWork> all = strata.stream().flatMap(List::stream).toList();
        return new Sample(List.of(all), new long[] {possible ? Arrays.stream(there).sum() : all.size()}, possible, false);
    }

    /** The works of several schools, or of one whose sizes are not known. */
    static Sample ofSchools(List<List<CheckedWork>> schools) {
        return new Sample(schools, schools.stream().mapToLong(List::size).toArray(), false, schools.size() > 1);
    }

    /** How many works the sample was drawn from, or 0 where that is not known. */
    long population() {
        return known ? whole : 0;
    }

    /** A mean with its standard error. */
    record Mean(double value, double error, double degrees) {
        Interval interval() {
            return error == 0 ? new Interval(value, value, value) : Interval.student(value, error, degrees);
        }

        /** The probability of a difference from another mean at least as large as this, if both are estimates of the same. */
        double higherThan(Mean other) {
            double own = error * error;
            double theirs = other.error * other.error;
            double both = own + theirs;
            double freedom = both * both / (own * own / degrees + theirs * theirs / other.degrees);
            return StudentLaw.upperTail((value - other.value) / Math.sqrt(both), freedom);
        }
    }

    /** The mean of one value of the works, as an estimate for works that are like these; empty if there are too few. */
    Optional<Mean> mean(ToDoubleFunction<CheckedWork> value) {
        return mean(value, false);
    }

    /** The same for the works that the sample was drawn from, of which some are now known; empty if there are too few. */
    Optional<Mean> meanOfAll(ToDoubleFunction<CheckedWork> value) {
        return mean(value, true);
    }

    private Optional<Mean> mean(ToDoubleFunction<CheckedWork> value, boolean finite) {
        double mean = weighted(value);
        if (finite && works == whole) {
            return Optional.of(new Mean(mean, 0, works));
        }
        if (schools) {
            return Optional.of(new Mean(mean, Math.sqrt(betweenSchools(value, mean)), parts.size() - 1.0));
        }
        if (works < 2) {
            return Optional.empty();
        }
        double variance = 0;
        double denominator = 0;
        for (int h = 0; h < sizes.length; h++) {
            int n = parts.get(h).size();
            double left = finite ? 1 - (double) n / sizes[h] : 1;
            double part = weight(h) * weight(h) * left * (squares(parts.get(h), value) + ONE_POINT) / (n - 1) / n;
            variance += part;
            denominator += part * part / (n - 1);
        }
        // Satterthwaite's degrees of freedom.
        return Optional.of(new Mean(mean, Math.sqrt(variance), variance * variance / denominator));
    }

    /** The share of works with a property, with its 95 % Wilson interval. */
    Interval share(Predicate<CheckedWork> property) {
        return share(property, Interval.Z95);
    }

    /** The same for the works that the sample was drawn from, where their number is known. */
    Interval shareOfAll(Predicate<CheckedWork> property) {
        double left = known ? (double) (whole - works) / Math.max(1, whole - 1) : 1;
        return share(property, Interval.Z95 * Math.sqrt(left));
    }

    private Interval share(Predicate<CheckedWork> property, double z) {
        double share = weighted(work -> property.test(work) ? 1 : 0);
        return Interval.wilson(share, effective(property), z);
    }

    /** How many independent works the sample is worth for a share: what the weights leave, or less where the parts vary more. */
    double effective(Predicate<CheckedWork> property) {
        ToDoubleFunction<CheckedWork> value = work -> property.test(work) ? 1 : 0;
        double share = weighted(value);
        double variance = 0;
        double kish = 0;
        for (int h = 0; h < sizes.length; h++) {
            double n = parts.get(h).size();
            double own = parts.get(h).stream().mapToDouble(value).sum() / n;
            variance += weight(h) * weight(h) * own * (1 - own) / n;
            kish += weight(h) * weight(h) / n;
        }
        if (schools) {
            variance = betweenSchools(value, share);
        }
        return variance > 0 && share > 0 && share < 1 ? Math.min(1 / kish, share * (1 - share) / variance) : 1 / kish;
    }

    /** The variance of the mean of all works, if schools were drawn and each brought its works. */
    private double betweenSchools(ToDoubleFunction<CheckedWork> value, double mean) {
        double sum = 0;
        for (List<CheckedWork> school : parts) {
            double total = school.stream().mapToDouble(work -> value.applyAsDouble(work) - mean).sum();
            sum += total * total;
        }
        return parts.size() / (parts.size() - 1.0) * sum / works / works;
    }

    private double weighted(ToDoubleFunction<CheckedWork> value) {
        double sum = 0;
        for (int h = 0; h < sizes.length; h++) {
            sum += sizes[h] * (parts.get(h).stream().mapToDouble(value).sum() / parts.get(h).size());
        }
        return sum / whole;
    }

    private double weight(int part) {
        return (double) sizes[part] / whole;
    }

    private static double squares(List<CheckedWork> works, ToDoubleFunction<CheckedWork> value) {
        double mean = works.stream().mapToDouble(value).sum() / works.size();
        return works.stream().mapToDouble(value).map(x -> (x - mean) * (x - mean)).sum();
    }
}
