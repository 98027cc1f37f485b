package io.github.eduindicators.criteria;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Whether ranges partition a range: every number of it lies in exactly one. With declared decimals only the numbers that
 * rounding can give count, so {@code [20;49]} and {@code [50;100]} have no gap at 0 decimals and have one without rounding. An
 * infinite end reaches as far as the whole does.
 */
final class Partition {
    private static final Comparator<BigInteger> LOW = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Comparator<BigInteger> HIGH = Comparator.nullsLast(Comparator.naturalOrder());

    private Partition() {}

    /** One part: its place in the declared order, and its first and last number on the grid, null where there is no end. */
    private record Part(int index, Range range, @Nullable BigInteger first, @Nullable BigInteger last) {}

    /**
     * Checks the parts.
     *
     * @return their places in the declared order, by rising numbers
     */
    static List<Integer> check(String what, Range whole, List<Range> parts, int decimals) {
        return decimals < 0 ? exact(what, whole, parts) : onGrid(what, whole, parts, decimals);
    }

    private static List<Integer> onGrid(String what, Range whole, List<Range> ranges, int decimals) {
        Part all = part(-1, whole, decimals);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            Part part = part(i, ranges.get(i), decimals);
            BigInteger first = part.first == null ? all.first : part.first;
            BigInteger last = part.last == null ? all.last : part.last;
            if (first != null && last != null && first.compareTo(last) > 0) {
                throw refusal(what, i, "band-empty", "no number with " + decimals + " decimals within " + whole + " lies in "
                        + part.range);
            }
            parts.add(new Part(i, part.range, first, last));
        }
        parts.sort(Comparator.comparing(Part::first, LOW).thenComparing(Part::last, HIGH));
        ends(what, whole, parts.get(0), LOW.compare(parts.get(0).first, all.first), "below");
        for (int i = 1; i < parts.size(); i++) {
            Part before = parts.get(i - 1);
            Part part = parts.get(i);
            int step = before.last == null || part.first == null ? -1 : part.first.compareTo(before.last.add(BigInteger.ONE));
            if (step < 0) {
                throw refusal(what, part.index, "bands-overlap", before.range + " and " + part.range + " share numbers with "
                        + decimals
                        + " decimals" + (part.first == null ? "" : ", such as " + number(part.first, decimals)));
            }
            if (step > 0) {
                throw refusal(what, part.index, "bands-gap", "no band has the numbers between " + before.range + " and "
                        + part.range
                        + ", such as " + number(before.last.add(BigInteger.ONE), decimals));
            }
        }
        Part top = parts.get(parts.size() - 1);
        ends(what, whole, top, -HIGH.compare(top.last, all.last), "above");
        return parts.stream().map(Part::index).toList();
    }

    private static List<Integer> exact(String what, Range whole, List<Range> ranges) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.<Integer>comparingDouble(i -> ranges.get(i).lower())
                .thenComparing(i -> !ranges.get(i).hasLower())
                .thenComparingDouble(i -> ranges.get(i).upper()));
        Range lowest = ranges.get(order.get(0));
        ends(what, whole, new Part(order.get(0), lowest, null, null),
                lowest.lower() == Double.NEGATIVE_INFINITY ? 0
                        : side(lowest.lower(), whole.lower(), lowest.hasLower(), whole.hasLower()),
                "below");
        for (int i = 1; i < order.size(); i++) {
            Range before = ranges.get(order.get(i - 1));
            Range range = ranges.get(order.get(i));
            if (range.lower() < before.upper() || range.lower() == before.upper() && range.hasLower() && before.hasUpper()) {
                throw refusal(what, order.get(i), "bands-overlap", before + " and " + range + " share numbers");
            }
            if (range.lower() > before.upper() || !range.hasLower() && !before.hasUpper()) {
                throw refusal(what, order.get(i), "bands-gap", "no band has the numbers between " + before + " and " + range
                        + "; declare decimals if values are rounded first");
            }
        }
        Range highest = ranges.get(order.get(order.size() - 1));
        ends(what, whole, new Part(order.get(order.size() - 1), highest, null, null),
                highest.upper() == Double.POSITIVE_INFINITY ? 0
                        : side(-highest.upper(), -whole.upper(), highest.hasUpper(), whole.hasUpper()),
                "above");
        return order;
    }

    /**
     * Compares lower ends, or upper ends with their signs turned: below 0 where the part reaches beyond the whole, above 0
     * where it does not reach the end of it.
     */
    private static int side(double part, double whole, boolean partHas, boolean wholeHas) {
        return part < whole ? -1 : part > whole ? 1 : partHas == wholeHas ? 0 : partHas ? -1 : 1;
    }

    private static void ends(String what, Range whole, Part part, int side, String where) {
        if (side < 0) {
            throw refusal(what, part.index, "band-outside", part.range + " reaches " + where + " the declared range " + whole);
        }
        if (side > 0) {
            throw refusal(what, part.index, "bands-gap", "no band has the numbers of " + whole + " " + where + " " + part.range);
        }
    }

    private static MethodologyException refusal(String what, int index, String rule, String problem) {
        return new MethodologyException(what + "[" + index + "]", rule, problem);
    }

    private static Part part(int index, Range range, int decimals) {
        BigInteger first = null;
        if (range.lower() != Double.NEGATIVE_INFINITY) {
            BigDecimal lower = Decimals.exact(range.lower()).scaleByPowerOfTen(decimals);
            first = lower.setScale(0, RoundingMode.CEILING).toBigInteger();
            if (!range.hasLower() && lower.compareTo(new BigDecimal(first)) == 0) {
                first = first.add(BigInteger.ONE);
            }
        }
        BigInteger last = null;
        if (range.upper() != Double.POSITIVE_INFINITY) {
            BigDecimal upper = Decimals.exact(range.upper()).scaleByPowerOfTen(decimals);
            last = upper.setScale(0, RoundingMode.FLOOR).toBigInteger();
            if (!range.hasUpper() && upper.compareTo(new BigDecimal(last)) == 0) {
                last = last.subtract(BigInteger.ONE);
            }
        }
        return new Part(index, range, first, last);
    }

    private static String number(BigInteger onGrid, int decimals) {
        return Decimals.text(new BigDecimal(onGrid, decimals));
    }
}
