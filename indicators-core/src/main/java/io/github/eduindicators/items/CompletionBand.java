package io.github.eduindicators.items;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Unit;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Is a share of points sufficient for tasks of its level of difficulty?
 *
 * <p>Bounds, both in tenths of a percent: a share of at least {@code sufficient} is sufficient, one below {@code insufficient} is
 * not, and one between them lies in the zone of uncertainty. By default 60 % and 57 % for the basic level (Б), 30 % and 28.5 %
 * for the advanced (П) and the high level (В). Shares are compared as whole numbers, {@code 1000 earned} with {@code bound
 * possible}, so that 60 % exactly is sufficient. The zone is a rule about the share that was counted; whether few pupils may have
 * brought the share to its side of a bound by chance is another question, which {@link Reading#sure} answers.
 *
 * <p>No band, and a reason instead: where the level is not known ({@code no-level}), where the tasks of a skill differ in level
 * ({@code mixed-levels}), where no points were possible ({@code no-points}). The letters Б, П, В and the words базовый,
 * повышенный, высокий, basic, advanced, high are understood; a Latin B is not, since it may stand for В or for "basic".
 *
 * <p>Complexity: constant. Immutable and safe to share between threads.
 *
 * <p>Reference: ФИОКО, recommendations of 2026 on the analysis of results of ВПР for schools, as quoted by others (pages 6 and 17
 * there); the document itself was not seen, so the bounds are not called official here.
 */
public final class CompletionBand {
    private static final int WHOLE = 1000;
    private static final CompletionBand FIOKO_2026 = new CompletionBand(new Bounds(600, 570), new Bounds(300, 285),
            new Bounds(300, 285));

    private final Bounds basic;
    private final Bounds advanced;
    private final Bounds high;

    private CompletionBand(Bounds basic, Bounds advanced, Bounds high) {
        this.basic = basic;
        this.advanced = advanced;
        this.high = high;
    }

    private record Bounds(int sufficient, int insufficient) {}

    /** The levels of difficulty that have bounds. */
    public enum Level {
        /** Basic (Б). */
        BASIC("б", "базовый", "basic"),
        /** Advanced (П). */
        ADVANCED("п", "повышенный", "advanced"),
        /** High (В). */
        HIGH("в", "высокий", "high");

        private final Set<String> names;

        Level(String... names) {
            this.names = Set.copyOf(List.of(names));
        }

        /**
         * Reads a level as a specification names it.
         *
         * @param text a letter or word; case and blanks around it are ignored
         * @return the level; empty if it is none of these
         */
        public static Optional<Level> parse(String text) {
            String name = text.strip().toLowerCase(Locale.ROOT);
            for (Level level : values()) {
                if (level.names.contains(name)) {
                    return Optional.of(level);
                }
            }
            return Optional.empty();
        }
    }

    /** What a share is. */
    public enum Band {
        /** At least the upper bound. */
        SUFFICIENT,
        /** Between the bounds: the zone of uncertainty of the rule. */
        UNCERTAIN,
        /** Below the lower bound. */
        INSUFFICIENT;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code sufficient}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The band of one row.
     *
     * @param band the band; empty where there is none
     * @param reason why there is none: {@code no-level}, {@code mixed-levels} or {@code no-points}; empty where there is one
     * @param sure whether the whole interval of the share lies in the band; if not, other pupils of the same kind may well be in
     *     another
     */
    public record Reading(Optional<Band> band, String reason, boolean sure) {

        /**
         * Checks the parts.
         *
         * @param band the band
         * @param reason why there is none
         * @param sure whether the interval lies in the band
         * @throws IllegalArgumentException if there are both a band and a reason, or neither
         */
        public Reading {
            if (band.isPresent() != reason.isEmpty()) {
                throw new IllegalArgumentException("there is either a band or a reason, got " + band + " and " + reason);
            }
        }

        /**
         * Tells whether the share is insufficient, and surely so.
         *
         * @return true if the whole interval lies below the lower bound
         */
        public boolean surelyInsufficient() {
            return sure && band.equals(Optional.of(Band.INSUFFICIENT));
        }
    }

    /**
     * Returns the bounds of ФИОКО's recommendations of 2026, as quoted by others.
     *
     * @return 60 % and 57 % for the basic level, 30 % and 28.5 % for the others
     */
    public static CompletionBand fioko2026() {
        return FIOKO_2026;
    }

    /**
     * Chooses the bounds of one level.
     *
     * @param level the level
     * @param sufficient from how many tenths of a percent on a share is sufficient, 1..1000
     * @param insufficient below how many tenths of a percent it is insufficient, 0..sufficient; the same number leaves no zone
     * @return the bounds with these
     * @throws IllegalArgumentException if a bound is outside its range
     */
    public CompletionBand withBounds(Level level, int sufficient, int insufficient) {
        if (sufficient < 1 || sufficient > WHOLE || insufficient < 0 || insufficient > sufficient) {
            throw new IllegalArgumentException(
                    "bounds must be 0 <= insufficient <= sufficient <= 1000, sufficient positive, got " + insufficient + " and "
                    + sufficient);
        }
        Bounds bounds = new Bounds(sufficient, insufficient);
        return switch (Objects.requireNonNull(level, "level")) {
            case BASIC -> new CompletionBand(bounds, advanced, high);
            case ADVANCED -> new CompletionBand(basic, bounds, high);
            case HIGH -> new CompletionBand(basic, advanced, bounds);
        };
    }

    private Bounds bounds(Level level) {
        return switch (level) {
            case BASIC -> basic;
            case ADVANCED -> advanced;
            case HIGH -> high;
        };
    }

    /** The same method with the bounds among its parameters. */
    MethodInfo describe(MethodInfo method) {
        MethodInfo described = method;
        for (Level level : Level.values()) {
            String name = level.name().toLowerCase(Locale.ROOT);
            described = described
                    .with(Fact.of(name + "-sufficient", bounds(level).sufficient() / 10.0))
                    .with(Fact.of(name + "-insufficient", bounds(level).insufficient() / 10.0));
        }
        return described;
    }

    /**
     * Returns from what share on tasks of a level are done sufficiently.
     *
     * @param level the level
     * @return a share, 0..1
     */
    public double sufficientFrom(Level level) {
        return (double) bounds(level).sufficient() / WHOLE;
    }

    /**
     * Returns below what share tasks of a level are done insufficiently.
     *
     * @param level the level
     * @return a share, 0..1
     */
    public double insufficientBelow(Level level) {
        return (double) bounds(level).insufficient() / WHOLE;
    }

    /**
     * Returns the band of points that were counted.
     *
     * @param level the level of the tasks
     * @param earned the points earned, 0..possible
     * @param possible the points possible, positive
     * @return the band
     * @throws IllegalArgumentException if the points are out of range
     */
    public Band of(Level level, long earned, long possible) {
        if (possible <= 0 || earned < 0 || earned > possible) {
            throw new IllegalArgumentException("earned must be within 0..possible, possible positive, got " + earned + " of "
                    + possible);
        }
        Bounds bounds = bounds(level);
        return atLeast(earned, possible, bounds.sufficient()) ? Band.SUFFICIENT
                : atLeast(earned, possible, bounds.insufficient()) ? Band.UNCERTAIN : Band.INSUFFICIENT;
    }

    private static boolean atLeast(long earned, long possible, int bound) {
        return BigInteger.valueOf(earned).multiply(BigInteger.valueOf(WHOLE))
                .compareTo(BigInteger.valueOf(possible).multiply(BigInteger.valueOf(bound))) >= 0;
    }

    /**
     * Returns the band of a unit in an element.
     *
     * @param table the table
     * @param unit the unit
     * @param element the element
     * @return the band, and whether the interval of the share lies within it
     */
    public Reading read(Completion table, Unit unit, Completion.Element element) {
        Optional<Completion.Row> row = table.row(unit, element);
        if (row.isEmpty()) {
            return new Reading(Optional.empty(), "no-points", false);
        }
        return read(table, row.get());
    }

    /**
     * Returns the band of a row.
     *
     * @param table the table that the row is of
     * @param row the row
     * @return the band, and whether the interval of the share lies within it
     */
    public Reading read(Completion table, Completion.Row row) {
        Optional<Level> level = Level.parse(table.level(row.element()));
        if (level.isEmpty()) {
            return new Reading(Optional.empty(), table.mixed(row.element()) ? "mixed-levels" : "no-level", false);
        }
        Band band = of(level.get(), row.earned(), row.possible());
        double sufficient = sufficientFrom(level.get());
        double insufficient = insufficientBelow(level.get());
        boolean sure = switch (band) {
            case SUFFICIENT -> row.share().lower() >= sufficient;
            case UNCERTAIN -> row.share().lower() >= insufficient && row.share().upper() < sufficient;
            case INSUFFICIENT -> row.share().upper() < insufficient;
        };
        return new Reading(Optional.of(band), "", sure);
    }

    @Override
    public String toString() {
        return "CompletionBand[basic " + percent(basic) + ", advanced " + percent(advanced) + ", high " + percent(high) + "]";
    }

    private static String percent(Bounds bounds) {
        return String.format(Locale.ROOT, "%.1f/%.1f", bounds.sufficient() / 10.0, bounds.insufficient() / 10.0);
    }
}
