package io.github.eduindicators.surveys;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The levels of proficiency of a scale: where each begins, which one is the basic level, and from where results are high.
 *
 * <p>With K bounds there are K + 1 levels; level 0 is below the first bound, level i from bound i on. Whether a value at a bound
 * itself belongs to the level above is the {@link Rule}: the highlights of PISA 2003 (NCES) say level k if
 * {@code cut(k) < x <= cut(k + 1)}, benchmarks of TIMSS and PIRLS are reached at the bound. Plausible values have so many
 * decimals that it hardly ever matters.
 *
 * <p>Presets say how far they can be trusted: {@link #isVerified} only for the bounds of PISA mathematics from level 1 to 6.
 * Those of PISA reading 2018, science 2015, the levels 1b and 1c of mathematics 2022, and the benchmarks of TIMSS and PIRLS are
 * from memory: check them against the report of your study before you publish, and bring your own with {@link #of}. Immutable
 * and safe to share between threads.
 */
public final class ProficiencyLevels implements Serializable {
    private static final long serialVersionUID = 1L;

    /** To which level a value at a bound belongs. */
    public enum Rule {
        /** To the level below: level k if {@code cut(k) < x <= cut(k + 1)}. */
        ABOVE_BOUND,
        /** To the level above: level k if {@code cut(k) <= x < cut(k + 1)}. */
        FROM_BOUND
    }

    /**
     * Where a level begins.
     *
     * @param level its code, such as {@code 2} or {@code 1b}
     * @param lower the bound
     */
    public record Bound(String level, double lower) implements Serializable {

        /**
         * Checks the bound.
         *
         * @param level the code
         * @param lower the bound
         * @throws IllegalArgumentException if the code is blank or the bound not finite
         */
        public Bound {
            if (level.isBlank() || !Double.isFinite(lower)) {
                throw new IllegalArgumentException("a level needs a code and a finite bound, got " + level + " and " + lower);
            }
        }
    }

    private final String name;
    private final ArrayList<Bound> bounds;
    private final int basic;
    private final int top;
    private final Rule rule;
    private final boolean verified;

    private ProficiencyLevels(String name, List<Bound> bounds, int basic, int top, Rule rule, boolean verified) {
        this.name = name;
        this.bounds = new ArrayList<>(bounds);
        this.basic = basic;
        this.top = top;
        this.rule = rule;
        this.verified = verified;
    }

    /**
     * Returns levels of one's own. The basic level is the first and the highest results begin at the last, unless
     * {@link #withBasic} and {@link #withTop} say otherwise.
     *
     * @param name how the scale is called
     * @param bounds where the levels begin, at least one, rising
     * @return the levels, a value at a bound belonging to the level above
     * @throws IllegalArgumentException if there is no bound, they do not rise, or two levels have one code
     */
    public static ProficiencyLevels of(String name, List<Bound> bounds) {
        for (int i = 1; i < bounds.size(); i++) {
            if (!(bounds.get(i).lower() > bounds.get(i - 1).lower())) {
                throw new IllegalArgumentException("bounds must rise, got " + bounds);
            }
        }
        if (bounds.isEmpty() || bounds.stream().map(Bound::level).distinct().count() != bounds.size()) {
            throw new IllegalArgumentException("bounds must be at least one, with codes of their own, got " + bounds);
        }
        return new ProficiencyLevels(Objects.requireNonNull(name, "name"), bounds, 1, bounds.size(), Rule.FROM_BOUND, false);
    }

    private static ProficiencyLevels preset(String name, String levels, double... lower) {
        String[] codes = levels.split(" ");
        List<Bound> bounds = new ArrayList<>();
        for (int i = 0; i < lower.length; i++) {
            bounds.add(new Bound(codes[i], lower[i]));
        }
        return of(name, bounds);
    }

    private static ProficiencyLevels pisa(String name, String levels, double... lower) {
        return preset(name, levels, lower).withBasic("2").withTop("5").withRule(Rule.ABOVE_BOUND);
    }

    /**
     * Returns the levels of PISA reading 2018, from memory.
     *
     * @return 1c to 6, basic 2, high from 5
     */
    public static ProficiencyLevels pisaReading2018() {
        return pisa("pisa-reading-2018", "1c 1b 1a 2 3 4 5 6", 189.33, 262.04, 334.75, 407.47, 480.18, 552.89, 625.61, 698.32);
    }

    /**
     * Returns the levels of PISA mathematics 2003, as the highlights of NCES give them.
     *
     * @return 1 to 6, basic 2, high from 5
     */
    public static ProficiencyLevels pisaMathematics2003() {
        ProficiencyLevels levels = pisa("pisa-mathematics-2003", "1 2 3 4 5 6", 357.77, 420.07, 482.38, 544.68, 606.99, 669.30);
        return new ProficiencyLevels(levels.name, levels.bounds, levels.basic, levels.top, levels.rule, true);
    }

    /**
     * Returns the levels of PISA mathematics 2022: those of 2003 with 1b and 1c below, these from memory.
     *
     * @return 1c to 6, basic 2, high from 5
     */
    public static ProficiencyLevels pisaMathematics2022() {
        return pisa("pisa-mathematics-2022", "1c 1b 1a 2 3 4 5 6", 233.17, 295.47, 357.77, 420.07, 482.38, 544.68, 606.99, 669.30);
    }

    /**
     * Returns the levels of PISA science 2015, from memory.
     *
     * @return 1b to 6, basic 2, high from 5
     */
    public static ProficiencyLevels pisaScience2015() {
        return pisa("pisa-science-2015", "1b 1a 2 3 4 5 6", 260.54, 334.94, 409.54, 484.14, 558.73, 633.33, 707.93);
    }

    /**
     * Returns the international benchmarks of TIMSS and PIRLS, from memory.
     *
     * @return low 400, which is the basic one here, intermediate 475, high 550, advanced 625, which is the highest
     */
    public static ProficiencyLevels timss() {
        return preset("timss", "low intermediate high advanced", 400, 475, 550, 625);
    }

    /**
     * Returns a preset by its name.
     *
     * @param name such as {@code pisa-reading-2018}; upper and lower case are one
     * @return the levels, or empty if there is no such preset
     */
    public static Optional<ProficiencyLevels> preset(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "pisa-reading-2018" -> Optional.of(pisaReading2018());
            case "pisa-mathematics-2003" -> Optional.of(pisaMathematics2003());
            case "pisa-mathematics-2022" -> Optional.of(pisaMathematics2022());
            case "pisa-science-2015" -> Optional.of(pisaScience2015());
            case "timss", "pirls" -> Optional.of(timss());
            default -> Optional.empty();
        };
    }

    /**
     * Sets the basic level.
     *
     * @param level its code
     * @return the levels with it
     * @throws IllegalArgumentException if there is no such level
     */
    public ProficiencyLevels withBasic(String level) {
        return new ProficiencyLevels(name, bounds, place(level), top, rule, verified);
    }

    /**
     * Sets from which level on results are high.
     *
     * @param level its code
     * @return the levels with it
     * @throws IllegalArgumentException if there is no such level
     */
    public ProficiencyLevels withTop(String level) {
        return new ProficiencyLevels(name, bounds, basic, place(level), rule, verified);
    }

    /**
     * Sets to which level a value at a bound belongs.
     *
     * @param value the rule
     * @return the levels with it
     */
    public ProficiencyLevels withRule(Rule value) {
        return new ProficiencyLevels(name, bounds, basic, top, Objects.requireNonNull(value, "rule"), verified);
    }

    private int place(String level) {
        for (int i = 0; i < bounds.size(); i++) {
            if (bounds.get(i).level().equals(level)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("level must be one of " + codes() + ", got " + level);
    }

    private String codes() {
        return bounds.stream().map(Bound::level).collect(Collectors.joining(" "));
    }

    /**
     * Returns how the scale is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns where the levels begin.
     *
     * @return rising
     */
    public List<Bound> bounds() {
        return List.copyOf(bounds);
    }

    /**
     * Returns the number of the basic level.
     *
     * @return 1..K
     */
    public int basic() {
        return basic;
    }

    /**
     * Returns the number of the level from which on results are high.
     *
     * @return 1..K
     */
    public int top() {
        return top;
    }

    /**
     * Returns the code of a level.
     *
     * @param level its number, 0..K
     * @return its code; of level 0 {@code <} and the code of the first
     * @throws IndexOutOfBoundsException if there is no such level
     */
    public String code(int level) {
        return level == 0 ? "<" + bounds.get(0).level() : bounds.get(level - 1).level();
    }

    /**
     * Tells whether the bounds were read in a source and are not from memory or a caller's own.
     *
     * @return whether they were
     */
    public boolean isVerified() {
        return verified;
    }

    /**
     * Returns the level of a value.
     *
     * @param value the value, finite
     * @return 0..K
     * @throws IllegalArgumentException if the value is not finite
     */
    public int level(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a value must be finite, got " + value);
        }
        int level = 0;
        while (level < bounds.size() && reaches(value, bounds.get(level).lower())) {
            level++;
        }
        return level;
    }

    private boolean reaches(double value, double bound) {
        return rule == Rule.FROM_BOUND ? value >= bound : value > bound;
    }

    /**
     * Returns the share of pupils at a level.
     *
     * @param level its number, 0..K
     * @return the statistic
     * @throws IndexOutOfBoundsException if there is no such level
     */
    public Statistic at(int level) {
        Objects.checkIndex(level, bounds.size() + 1);
        return Statistic.share(value -> (level == 0 || reaches(value, bounds.get(level - 1).lower()))
                && (level == bounds.size() || !reaches(value, bounds.get(level).lower())));
    }

    /**
     * Returns the share of pupils below the basic level.
     *
     * @return the statistic
     */
    public Statistic belowBasic() {
        return belowBasic(0);
    }

    /** The same on a scale that is shifted up by some points. */
    Statistic belowBasic(double shift) {
        double bound = bounds.get(basic - 1).lower() + shift;
        return Statistic.share(value -> !reaches(value, bound));
    }

    /**
     * Returns the share of pupils with high results.
     *
     * @return the statistic
     */
    public Statistic high() {
        double bound = bounds.get(top - 1).lower();
        return Statistic.share(value -> reaches(value, bound));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProficiencyLevels that
                && name.equals(that.name)
                && bounds.equals(that.bounds)
                && basic == that.basic
                && top == that.top
                && rule == that.rule
                && verified == that.verified;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, bounds, basic, top, rule);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(bounds.stream().mapToDouble(Bound::lower).toArray());
    }
}
