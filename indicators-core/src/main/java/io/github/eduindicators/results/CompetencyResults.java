package io.github.eduindicators.results;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a diagnosis of staff observed: the points of persons in competencies, wave by wave, with the school each works at.
 *
 * <p>A person is a code, never a name, and no message and no {@code toString} of this class tells it. A competency is a text that
 * the region chooses; a group may stand before it and a slash, as in {@code methodical/lesson goals}. A wave is a year, a
 * half-year, a month, a day or its number: {@code 2021}, {@code 2021-H1}, {@code 2021-09}, {@code 2021-09-15} or {@code 2}, so that
 * it is known which came first. A person has one school in a wave and may have another in the next. The order in which scores were
 * added makes no difference, to the bit. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * var results = CompetencyResults.builder(schools)
 *         .add(Unit.of(UnitType.PERSON, "t-17"), SchoolId.of("edu280417"), "2021", "methodical/lesson goals", Score.of(9, 20))
 *         .build();
 * }</pre>
 */
public final class CompetencyResults implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final char GROUP_END = '/';
    private static final int LONGEST = 200;
    private static final int NONE = -1;

    private final ArrayList<String> waves;
    private final ArrayList<String> competencies;
    /** By person, then by wave. */
    private final ArrayList<Diagnosis> diagnoses;

    private CompetencyResults(Builder builder) {
        TreeSet<String> inTime = new TreeSet<>(WaveOrder.BY_END);
        TreeSet<String> named = new TreeSet<>();
        builder.cells.forEach((key, cell) -> {
            inTime.add(key.wave());
            named.addAll(cell.scores().keySet());
        });
        this.waves = new ArrayList<>(inTime);
        this.competencies = new ArrayList<>(named);
        this.diagnoses = new ArrayList<>(builder.cells.size());
        builder.cells.forEach((key, cell) -> diagnoses.add(new Diagnosis(this, key, cell, builder.register.get(cell.school()))));
    }

    /**
     * Starts the results of a diagnosis.
     *
     * @param register the schools that persons may work at; it gives them their municipality and region
     * @return a builder without persons
     * @throws IllegalArgumentException if two schools have the same identity
     */
    public static Builder builder(Collection<School> register) {
        return new Builder(register);
    }

    /**
     * Returns a wave as results hold it.
     *
     * @param text a year, half-year, month, day, or a number from 1 to 999
     * @return the wave in its usual form, such as {@code 2021-H1}
     * @throws IllegalArgumentException if the text is none of these, since then it would not be known which wave came first
     */
    public static String wave(String text) {
        return WaveOrder.canonical(text);
    }

    /**
     * Returns the order of waves.
     *
     * @return by their ends; a half-year before the year it is the second half of, and numbers before dates
     */
    public static Comparator<String> waveOrder() {
        return WaveOrder.BY_END;
    }

    /**
     * Returns a competency as results hold it.
     *
     * @param text the name, perhaps with a group and a slash before it
     * @return the name without blanks at the ends, around the slash, or twice in a row
     * @throws IllegalArgumentException if the name or the group is blank, or the text is longer than 200 characters or holds control
     *     characters
     */
    public static String competency(String text) {
        String name = CharMatcher.whitespace().trimAndCollapseFrom(text, ' ');
        int end = name.indexOf(GROUP_END);
        if (end >= 0) {
            String group = name.substring(0, end).strip();
            String rest = name.substring(end + 1).strip();
            name = group.isEmpty() || rest.isEmpty() ? "" : group + GROUP_END + rest;
        }
        if (name.isEmpty() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a competency is one line of 1 to " + LONGEST
                    + " characters with a name on both sides of the slash, if there is one, got " + name.length() + " characters");
        }
        return name;
    }

    /**
     * Returns the group of a competency.
     *
     * @param competency the competency
     * @return what stands before its first slash, or empty if there is none
     */
    public static Optional<String> group(String competency) {
        int end = competency.indexOf(GROUP_END);
        return end < 0 ? Optional.empty() : Optional.of(competency.substring(0, end));
    }

    /**
     * Returns the waves.
     *
     * @return all waves with a person, in the order of time
     */
    public List<String> waves() {
        return ImmutableList.copyOf(waves);
    }

    /**
     * Returns the competencies.
     *
     * @return all that some person has points in, by name, so that a group stands together
     */
    public SortedSet<String> competencies() {
        return ImmutableSortedSet.copyOf(competencies);
    }

    /**
     * Returns the persons.
     *
     * @return all persons, by code
     */
    public SortedSet<Unit> persons() {
        return diagnoses.stream().map(Diagnosis::person).collect(ImmutableSortedSet.toImmutableSortedSet(Unit.order()));
    }

    /**
     * Returns the schools.
     *
     * @return every school with a person in some wave
     */
    public SortedSet<SchoolId> schools() {
        return diagnoses.stream().map(Diagnosis::school)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<SchoolId>naturalOrder()));
    }

    /**
     * Returns everything.
     *
     * @return one element a person and wave, by person and then by wave
     */
    public List<Diagnosis> diagnoses() {
        return ImmutableList.copyOf(diagnoses);
    }

    /**
     * Returns one wave.
     *
     * @param wave the wave
     * @return its persons, by code; none if there is no such wave
     */
    public List<Diagnosis> diagnoses(String wave) {
        return diagnoses.stream().filter(diagnosis -> diagnosis.wave().equals(wave)).toList();
    }

    /**
     * Returns what is known of a person in a wave.
     *
     * @param person the person
     * @param wave the wave, as {@link #wave(String)} reads it
     * @return the scores, or empty if the person was not diagnosed then
     * @throws IllegalArgumentException if the wave cannot be read
     */
    public Optional<Diagnosis> diagnosis(Unit person, String wave) {
        Key key = new Key(person.code(), wave(wave));
        int low = 0;
        int high = diagnoses.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Diagnosis diagnosis = diagnoses.get(middle);
            int order = new Key(diagnosis.person().code(), diagnosis.wave()).compareTo(key);
            if (order == 0) {
                return diagnosis.person().equals(person) ? Optional.of(diagnosis) : Optional.empty();
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /**
     * Returns whether nobody was diagnosed.
     *
     * @return true if there is no person
     */
    public boolean isEmpty() {
        return diagnoses.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompetencyResults that
                && waves.equals(that.waves)
                && competencies.equals(that.competencies)
                && diagnoses.equals(that.diagnoses);
    }

    @Override
    public int hashCode() {
        return Objects.hash(waves, competencies, diagnoses);
    }

    @Override
    public String toString() {
        return "CompetencyResults[" + persons().size() + " persons, " + competencies.size() + " competencies, waves " + waves + "]";
    }

    /**
     * Points out of the most that could be had, exact to a thousandth.
     *
     * <p>Scores are equal if both numbers are, and are ordered by their share, exactly. Immutable.
     */
    public static final class Score implements Comparable<Score>, Serializable {
        private static final long serialVersionUID = 1L;
        private static final int DECIMALS = 3;
        private static final int UNIT = 1_000;
        private static final int MOST = 1_000_000;
        private static final int WHOLE = 100;

        private final int points;
        private final int max;

        private Score(int points, int max) {
            this.points = points;
            this.max = max;
        }

        /**
         * Returns a score.
         *
         * @param points the points, 0..max, with at most three decimals
         * @param max the most points that could be had, more than 0 and at most a million, with at most three decimals
         * @return the score
         * @throws IllegalArgumentException if a number is out of range or has more decimals
         */
        public static Score of(double points, double max) {
            int most = thousandths("max", max);
            int had = thousandths("points", points);
            if (most == 0 || had > most) {
                throw new IllegalArgumentException("a score needs max > 0 and points within 0..max, got " + points + " of " + max);
            }
            return new Score(had, most);
        }

        private static int thousandths(String what, double value) {
            if (!(value >= 0 && value <= MOST)) {
                throw new IllegalArgumentException(what + " must be within 0.." + MOST + ", got " + value);
            }
            try {
                return BigDecimal.valueOf(value).movePointRight(DECIMALS).intValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(what + " must have at most three decimals, got " + value, e);
            }
        }

        /**
         * Returns the points.
         *
         * @return 0..max
         */
        public double points() {
            return (double) points / UNIT;
        }

        /**
         * Returns the most points that could be had.
         *
         * @return more than 0
         */
        public double max() {
            return (double) max / UNIT;
        }

        /**
         * Returns the share of the points.
         *
         * @return 0..1
         */
        public double share() {
            return (double) points / max;
        }

        /**
         * Returns whether the share is below a cut, in whole numbers: 60 of 100 is not below 60 percent, whatever the binary form of the
         * points.
         *
         * @param percent the cut in percent of the most points
         * @return true if less
         */
        public boolean below(int percent) {
            return (long) WHOLE * points < (long) percent * max;
        }

        @Override
        public int compareTo(Score other) {
            return Long.compare((long) points * other.max, (long) other.points * max);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Score that && points == that.points && max == that.max;
        }

        @Override
        public int hashCode() {
            return 31 * points + max;
        }

        @Override
        public String toString() {
            return BigDecimal.valueOf(points, DECIMALS).stripTrailingZeros().toPlainString() + " of "
                    + BigDecimal.valueOf(max, DECIMALS).stripTrailingZeros().toPlainString();
        }
    }

    /** One person in one wave. Immutable. */
    public static final class Diagnosis implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Unit person;
        private final SchoolId school;
        private final Municipality municipality;
        private final String wave;
        private final ArrayList<String> competencies;
        /** By competency the points and the most points in thousandths; negative where there are none. */
        private final int[] scores;

        private Diagnosis(CompetencyResults all, Key key, Cell cell, Municipality municipality) {
            this.person = Unit.of(UnitType.PERSON, key.person());
            this.school = cell.school();
            this.municipality = municipality;
            this.wave = key.wave();
            this.competencies = all.competencies;
            this.scores = new int[2 * competencies.size()];
            for (int i = 0; i < competencies.size(); i++) {
                Score score = cell.scores().get(competencies.get(i));
                scores[2 * i] = score == null ? NONE : score.points;
                scores[2 * i + 1] = score == null ? NONE : score.max;
            }
        }

        /**
         * Returns the person.
         *
         * @return a code; not for reports
         */
        public Unit person() {
            return person;
        }

        /**
         * Returns the school.
         *
         * @return where the person worked in this wave
         */
        public SchoolId school() {
            return school;
        }

        /**
         * Returns the municipality.
         *
         * @return that of the school in the register
         */
        public Municipality municipality() {
            return municipality;
        }

        /**
         * Returns the region.
         *
         * @return that of the school in the register
         */
        public Region region() {
            return municipality.region();
        }

        /**
         * Returns the wave.
         *
         * @return such as {@code 2021}
         */
        public String wave() {
            return wave;
        }

        /**
         * Returns the score in a competency.
         *
         * @param competency the competency
         * @return the score, or empty if the person was not diagnosed in it
         */
        public Optional<Score> score(String competency) {
            int at = Collections.binarySearch(competencies, competency);
            return at < 0 || scores[2 * at] < 0 ? Optional.empty() : Optional.of(new Score(scores[2 * at], scores[2 * at + 1]));
        }

        /**
         * Returns all scores.
         *
         * @return by competency, sorted; at least one
         */
        public SortedMap<String, Score> scores() {
            ImmutableSortedMap.Builder<String, Score> all = ImmutableSortedMap.naturalOrder();
            for (int i = 0; i < competencies.size(); i++) {
                if (scores[2 * i] >= 0) {
                    all.put(competencies.get(i), new Score(scores[2 * i], scores[2 * i + 1]));
                }
            }
            return all.build();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Diagnosis that
                    && person.equals(that.person)
                    && school.equals(that.school)
                    && municipality.equals(that.municipality)
                    && wave.equals(that.wave)
                    && competencies.equals(that.competencies)
                    && Arrays.equals(scores, that.scores);
        }

        @Override
        public int hashCode() {
            return Objects.hash(person, school, municipality, wave, Arrays.hashCode(scores));
        }

        @Override
        public String toString() {
            return school + " " + wave + " " + scores();
        }
    }

    /** Who was diagnosed when. */
    private record Key(String person, String wave) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byPerson = person.compareTo(other.person);
            return byPerson != 0 ? byPerson : WaveOrder.BY_END.compare(wave, other.wave);
        }
    }

    /** What is known of a person in a wave. */
    private record Cell(SchoolId school, TreeMap<String, Score> scores) {}

    /** Collects scores in any order. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<SchoolId, Municipality> register = new HashMap<>();
        private final TreeMap<Key, Cell> cells = new TreeMap<>();
        /** What was read before, so that it is read once, and one string stands for all that are equal. */
        private final Map<String, String> waves = new HashMap<>();
        private final Map<String, String> competencies = new HashMap<>();

        private Builder(Collection<School> register) {
            for (School school : register) {
                if (this.register.put(school.id(), school.municipality()) != null) {
                    throw new IllegalArgumentException("schools must differ in their identities, got twice " + school.id());
                }
            }
        }

        /**
         * Adds a score.
         *
         * @param person the person, a unit of type {@link UnitType#PERSON}
         * @param school the school of the person in this wave, one of the register
         * @param wave the wave, as {@link #wave(String)} reads it
         * @param competency the competency, as {@link #competency(String)} reads it
         * @param score the score
         * @return this builder
         * @throws IllegalArgumentException if the unit is no person, the school is not in the register or another than before in this
         *     wave, the wave or competency cannot be read, or the person has a score of this competency and wave already
         */
        public Builder add(Unit person, SchoolId school, String wave, String competency, Score score) {
            Objects.requireNonNull(score, "score");
            if (person.unitType() != UnitType.PERSON) {
                throw new IllegalArgumentException("competencies are those of units of type PERSON, got " + person.unitType());
            }
            if (!register.containsKey(school)) {
                throw new IllegalArgumentException("the school is not in the register: " + school);
            }
            String time = time(wave);
            String name = name(competency);
            Cell cell = cells.get(new Key(person.code(), time));
            if (cell != null && !cell.school().equals(school)) {
                throw new IllegalArgumentException(
                        "a person has one school in a wave, got " + cell.school() + " and " + school + " in " + time);
            }
            if (cell != null && cell.scores().containsKey(name)) {
                throw new IllegalArgumentException("a person has one score of a competency in a wave, got two of " + name + " in " + time);
            }
            cells.computeIfAbsent(new Key(person.code(), time), key -> new Cell(school, new TreeMap<>())).scores().put(name, score);
            return this;
        }

        private String time(String text) {
            return waves.computeIfAbsent(text, CompetencyResults::wave);
        }

        private String name(String text) {
            return competencies.computeIfAbsent(text, CompetencyResults::competency);
        }

        /**
         * Returns the school that a person was added with.
         *
         * @param person the person
         * @param wave the wave
         * @return the school, or empty if the person has no score in the wave so far
         * @throws IllegalArgumentException if the wave cannot be read
         */
        public Optional<SchoolId> school(Unit person, String wave) {
            return Optional.ofNullable(cells.get(new Key(person.code(), time(wave)))).map(Cell::school);
        }

        /**
         * Returns whether a score was added.
         *
         * @param person the person
         * @param wave the wave
         * @param competency the competency
         * @return true if the person has a score of it in the wave
         * @throws IllegalArgumentException if the wave or competency cannot be read
         */
        public boolean contains(Unit person, String wave, String competency) {
            Cell cell = cells.get(new Key(person.code(), time(wave)));
            return cell != null && cell.scores().containsKey(name(competency));
        }

        /**
         * Makes the results; the builder can go on.
         *
         * @return the scores so far
         */
        public CompetencyResults build() {
            return new CompetencyResults(this);
        }
    }
}
