package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which findings a rule looks for: by method, outcome, category, subject and facts; of the unit itself or of its schools or heads; how
 * many, in how many years.
 *
 * <p>Only what a method claims can be looked for: the outcome is FLAGGED or CLEAR. What is not known matches nothing.
 *
 * <p>Unless said otherwise only findings of the latest period count: of those of one unit and method (and, where they name one, of one
 * {@code methodology}, {@code list}, {@code subject} and {@code grade}) the ones whose fact {@code period}, {@code year} or {@code wave},
 * or else whose assessments, are the latest, and not more than two years before the latest year that any finding of the method has in
 * the run. Where the latest period has no claim, nothing matches, even if an earlier one had. A finding without a period is taken as
 * current. Immutable and safe to share between threads.
 *
 * <p>A finding without a category matches the name of its outcome, such as {@code CLEAR}.
 *
 * <pre>{@code
 * FindingPattern.flagged("items/mass-deficit").in("mass-deficit").where(FindingPattern.Comparison.atLeast("share", 0.5))
 * }</pre>
 */
public final class FindingPattern implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LATEST = 0;
    private static final int ALL = -1;
    private static final int MOST_YEARS = 50;
    private static final int MOST_UNITS = 100_000;
    private static final int LONGEST = 200;

    /** Whose findings are looked at. */
    public enum Whose {
        /** The unit's own. */
        UNIT,
        /** Those of the schools of a municipality or region. */
        SCHOOLS,
        /** Those of the heads of the schools of a municipality or region. */
        HEADS
    }

    /** How a fact is compared. */
    public enum Operator {
        /** The number is at least the limit. */
        AT_LEAST,
        /** The number is at most the limit. */
        AT_MOST,
        /** The text, or the whole number, is one of those named. */
        IN
    }

    /**
     * What a fact must be. A finding without the fact does not match.
     *
     * @param fact the key of a fact, or one of {@code p}, {@code adjusted-p}, {@code statistic}, {@code n}, {@code effect},
     *     {@code effect-lower}, {@code effect-upper}
     * @param operator how it is compared
     * @param limit what a number is compared with; 0 for {@link Operator#IN}
     * @param texts the texts that are allowed; none for numbers
     */
    public record Comparison(String fact, Operator operator, double limit, List<String> texts) implements Serializable {

        /**
         * Checks and copies.
         *
         * @param fact the key of a fact
         * @param operator how it is compared
         * @param limit what a number is compared with
         * @param texts the texts that are allowed
         * @throws IllegalArgumentException if the key is none, the limit is not finite, or there is no text to be in
         */
        public Comparison {
            if (!fact.matches("[a-z0-9-]{1,60}")) {
                throw new IllegalArgumentException("the key of a fact has small Latin letters, digits and hyphens, got " + fact);
            }
            texts = List.copyOf(new TreeSet<>(texts));
            if (!Double.isFinite(limit) || (operator == Operator.IN) == texts.isEmpty() || operator == Operator.IN && limit != 0) {
                throw new IllegalArgumentException(
                        "a comparison of " + fact + " needs a finite number, or at least one text to be in, got " + limit + " and " + texts);
            }
            boolean probability = fact.equals("p") || fact.equals("adjusted-p");
            if (probability && (operator == Operator.AT_LEAST && limit > 1 || operator == Operator.AT_MOST && limit < 0)) {
                throw new IllegalArgumentException(fact + " is within 0..1, so this can never hold: " + limit);
            }
            limit += 0.0;
        }

        /**
         * Asks for a number that is at least so large.
         *
         * @param fact the key of a fact
         * @param limit the least number
         * @return the comparison
         * @throws IllegalArgumentException if the limit is not finite
         */
        public static Comparison atLeast(String fact, double limit) {
            return new Comparison(fact, Operator.AT_LEAST, limit, List.of());
        }

        /**
         * Asks for a number that is at most so large.
         *
         * @param fact the key of a fact
         * @param limit the largest number
         * @return the comparison
         * @throws IllegalArgumentException if the limit is not finite
         */
        public static Comparison atMost(String fact, double limit) {
            return new Comparison(fact, Operator.AT_MOST, limit, List.of());
        }

        /**
         * Asks for one of several texts.
         *
         * @param fact the key of a fact
         * @param texts the texts that are allowed, at least one
         * @return the comparison
         * @throws IllegalArgumentException if there is no text
         */
        public static Comparison in(String fact, String... texts) {
            return new Comparison(fact, Operator.IN, 0, List.of(texts));
        }

        @Override
        public String toString() {
            return switch (operator) {
                case AT_LEAST -> fact + " >= " + limit;
                case AT_MOST -> fact + " <= " + limit;
                case IN -> fact + " in " + texts;
            };
        }
    }

    private final String method;
    private final Outcome outcome;
    private final TreeSet<String> categories;
    private final TreeSet<String> subjects;
    private final ArrayList<Comparison> comparisons;
    private final Whose whose;
    private final int atLeast;
    private final int years;
    private final int span;

    /** Parts that stay together when one option changes. */
    private record Filter(TreeSet<String> categories, TreeSet<String> subjects, ArrayList<Comparison> comparisons) {}

    private FindingPattern(String method, Outcome outcome, Filter filter, Whose whose, int... numbers) {
        this.method = method;
        this.outcome = outcome;
        this.categories = filter.categories();
        this.subjects = filter.subjects();
        this.comparisons = filter.comparisons();
        this.whose = whose;
        this.atLeast = numbers[0];
        this.years = numbers[1];
        this.span = numbers[2];
    }

    /**
     * Looks for flags of a method.
     *
     * @param method the identity of the method, such as {@code objectivity/combined}
     * @return at least one finding of the latest period, of any category
     * @throws IllegalArgumentException if the identity is blank or too long
     */
    public static FindingPattern flagged(String method) {
        return of(method, Outcome.FLAGGED);
    }

    /**
     * Looks for findings without a sign.
     *
     * @param method the identity of the method
     * @return at least one finding of the latest period, of any category
     * @throws IllegalArgumentException if the identity is blank or too long
     */
    public static FindingPattern clear(String method) {
        return of(method, Outcome.CLEAR);
    }

    /**
     * Looks for findings of an outcome.
     *
     * @param method the identity of the method
     * @param outcome {@link Outcome#FLAGGED} or {@link Outcome#CLEAR}
     * @return at least one finding of the latest period, of any category
     * @throws IllegalArgumentException if the identity is blank or too long, or the outcome is that nothing is known
     */
    public static FindingPattern of(String method, Outcome outcome) {
        if (outcome != Outcome.FLAGGED && outcome != Outcome.CLEAR) {
            throw new IllegalArgumentException("nothing is recommended from what is not known: the outcome must be FLAGGED or CLEAR, got "
                    + outcome);
        }
        return new FindingPattern(checked("method", method), outcome,
                new Filter(new TreeSet<>(), new TreeSet<>(), new ArrayList<>()), Whose.UNIT, 1, 1, LATEST);
    }

    private static String checked(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(c -> Character.isISOControl(c) || c == ' ')) {
            throw new IllegalArgumentException(
                    what + " must be a code of 1.." + LONGEST + " characters without blanks, got '" + text + "'");
        }
        return text;
    }

    /**
     * Narrows to categories.
     *
     * @param names the categories of findings that match
     * @return the pattern
     * @throws IllegalArgumentException if one is blank or too long
     */
    public FindingPattern in(String... names) {
        return inCategories(Arrays.asList(names));
    }

    /**
     * Narrows to categories.
     *
     * @param names the categories of findings that match; none for any
     * @return the pattern
     * @throws IllegalArgumentException if one is blank or too long
     */
    public FindingPattern inCategories(Collection<String> names) {
        TreeSet<String> all = names.stream().map(name -> checked("category", name)).collect(Collectors.toCollection(TreeSet::new));
        return new FindingPattern(method, outcome, new Filter(all, subjects, comparisons), whose, atLeast, years, span);
    }

    /**
     * Narrows to subjects: those of the fact {@code subject}, or else of the assessments.
     *
     * @param codes the codes of subjects that match; none for any
     * @return the pattern
     * @throws IllegalArgumentException if one is blank or too long
     */
    public FindingPattern inSubjects(Collection<String> codes) {
        TreeSet<String> all = codes.stream().map(code -> checked("subject", code)).collect(Collectors.toCollection(TreeSet::new));
        return new FindingPattern(method, outcome, new Filter(categories, all, comparisons), whose, atLeast, years, span);
    }

    /**
     * Narrows by a fact.
     *
     * @param comparison what the fact must be
     * @return the pattern
     * @throws IllegalArgumentException if no number can meet this and the comparisons before
     */
    public FindingPattern where(Comparison comparison) {
        ArrayList<Comparison> all = new ArrayList<>(comparisons);
        all.add(Objects.requireNonNull(comparison, "comparison"));
        for (Comparison one : all) {
            for (Comparison other : all) {
                if (excludes(one, other)) {
                    throw new IllegalArgumentException("this can never hold together: " + one + " and " + other);
                }
            }
        }
        return new FindingPattern(method, outcome, new Filter(categories, subjects, all), whose, atLeast, years, span);
    }

    private static boolean excludes(Comparison one, Comparison other) {
        if (!one.fact().equals(other.fact())) {
            return false;
        }
        return one.operator() == Operator.AT_LEAST && other.operator() == Operator.AT_MOST && one.limit() > other.limit()
                || one.operator() == Operator.IN && other.operator() == Operator.IN
                && one.texts().stream().noneMatch(other.texts()::contains);
    }

    /**
     * Says whose findings are looked at.
     *
     * @param members the unit's own, or those of its schools or heads
     * @return the pattern
     */
    public FindingPattern of(Whose members) {
        return new FindingPattern(method, outcome, filter(), Objects.requireNonNull(members, "members"), atLeast, years, span);
    }

    private Filter filter() {
        return new Filter(categories, subjects, comparisons);
    }

    /**
     * Asks for several findings; of schools or heads, for so many of them with a finding.
     *
     * @param number the least number, 1..100000
     * @return the pattern
     * @throws IllegalArgumentException if the number is out of range
     */
    public FindingPattern withAtLeast(int number) {
        return new FindingPattern(method, outcome, filter(), whose, range("the least number", number, MOST_UNITS), years, span);
    }

    /**
     * Asks for findings of several years, which needs a period of more than one; see {@link #inLastYears} and
     * {@link #inAllPeriods}. A finding whose year is not known counts for none.
     *
     * @param number the least number of different calendar years, 1..50
     * @return the pattern
     * @throws IllegalArgumentException if the number is out of range
     */
    public FindingPattern withYears(int number) {
        return new FindingPattern(method, outcome, filter(), whose, atLeast, range("the number of years", number, MOST_YEARS), span);
    }

    /**
     * Looks at the last years instead of the latest period: up to the latest year that any finding of the method has in the run. A
     * finding whose year is not known does not match.
     *
     * @param number how many calendar years, 1..50
     * @return the pattern
     * @throws IllegalArgumentException if the number is out of range
     */
    public FindingPattern inLastYears(int number) {
        return new FindingPattern(method, outcome, filter(), whose, atLeast, years, range("the last years", number, MOST_YEARS));
    }

    /**
     * Looks at findings of all periods.
     *
     * @return the pattern
     */
    public FindingPattern inAllPeriods() {
        return new FindingPattern(method, outcome, filter(), whose, atLeast, years, ALL);
    }

    private static int range(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(what + " must be within 1.." + most + ", got " + number);
        }
        return number;
    }

    /** Refuses what nothing can match. */
    void check() {
        boolean tooFew = span == LATEST ? years > 1 : span > 0 && years > span;
        if (tooFew) {
            throw new IllegalArgumentException("findings of " + years + " years can never stand in "
                    + (span == LATEST ? "the latest period" : span + " years") + ": " + this);
        }
    }

    /**
     * Returns the method.
     *
     * @return its identity
     */
    public String method() {
        return method;
    }

    /**
     * Returns the outcome.
     *
     * @return FLAGGED or CLEAR
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns the categories.
     *
     * @return those that match, sorted; none for any
     */
    public SortedSet<String> categories() {
        return new TreeSet<>(categories);
    }

    /**
     * Returns the subjects.
     *
     * @return those that match, sorted; none for any
     */
    public SortedSet<String> subjects() {
        return new TreeSet<>(subjects);
    }

    /**
     * Returns the comparisons of facts.
     *
     * @return all must hold
     */
    public List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    /**
     * Returns whose findings are looked at.
     *
     * @return the unit's own, or those of its schools or heads
     */
    public Whose whose() {
        return whose;
    }

    /**
     * Returns how many findings are needed, or schools or heads with one.
     *
     * @return the least number
     */
    public int atLeast() {
        return atLeast;
    }

    /**
     * Returns in how many years.
     *
     * @return the least number of different years
     */
    public int years() {
        return years;
    }

    /**
     * Returns the period that is looked at.
     *
     * @return how many last years; 0 for the latest period, -1 for all
     */
    public int lastYears() {
        return span;
    }

    boolean isOfCategory(String kind) {
        return categories.isEmpty() || categories.contains(kind);
    }

    boolean anySubject() {
        return subjects.isEmpty();
    }

    boolean isOfSubject(Collection<String> codes) {
        return codes.stream().anyMatch(subjects::contains);
    }

    boolean latest() {
        return span == LATEST;
    }

    boolean allPeriods() {
        return span == ALL;
    }

    /** Whether each finding that the other matches is matched by this too. */
    boolean covers(FindingPattern other) {
        return method.equals(other.method)
                && outcome == other.outcome
                && whose == other.whose
                && atLeast <= other.atLeast
                && years <= other.years
                && (span == other.span || span == ALL)
                && (categories.isEmpty() || !other.categories.isEmpty() && categories.containsAll(other.categories))
                && (subjects.isEmpty() || !other.subjects.isEmpty() && subjects.containsAll(other.subjects))
                && other.comparisons.containsAll(comparisons);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FindingPattern that
                && method.equals(that.method)
                && outcome == that.outcome
                && categories.equals(that.categories)
                && subjects.equals(that.subjects)
                && comparisons.equals(that.comparisons)
                && whose == that.whose
                && atLeast == that.atLeast
                && years == that.years
                && span == that.span;
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, outcome, categories, subjects, comparisons, whose, atLeast, years, span);
    }

    @Override
    public String toString() {
        return method + " " + outcome
                + (categories.isEmpty() ? "" : " " + categories)
                + (subjects.isEmpty() ? "" : " in " + subjects)
                + (comparisons.isEmpty() ? "" : " where " + comparisons)
                + (whose == Whose.UNIT ? "" : " of " + whose.name().toLowerCase(Locale.ROOT))
                + (atLeast == 1 ? "" : ", at least " + atLeast)
                + (years == 1 ? "" : ", in " + years + " years")
                + (span == LATEST ? "" : span == ALL ? ", all periods" : ", last " + span + " years");
    }
}
