package io.github.eduindicators.results;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collector;

/**
 * Counts results: for each school, class and assessment, how many pupils had each score, by journal mark.
 *
 * <p>The state is whole numbers, so {@link #add(SchoolId, Assessment, int) add} and {@link #merge merge} commute: whatever the order of
 * the rows, however they are divided between threads or machines, {@link #snapshot snapshot} is the same. Schools and assessments are
 * taken in as they come.
 *
 * <p>Adding costs constant time and allocates nothing for a school and an assessment that are known already; a cell takes about
 * {@code 5 * (max + 1)} bytes. A tally is not safe for use by several threads: give each its own and merge them, which is what
 * {@link #collector collector} does.
 *
 * <p>For millions of rows, ask once for the number of a school and of an assessment and add by number:
 *
 * <pre>{@code
 * int maths = tally.assessment(maths5);
 * for (Row row : rows) {
 *     tally.add(tally.school(row.login()), maths, row.score(), ScoreDistribution.NO_MARK);
 * }
 * }</pre>
 */
public final class ScoreTally implements Serializable {
    private static final long serialVersionUID = 2L;
    /** The most characters that the name of a class has. */
    public static final int LONGEST_CLASS = 64;
    private static final String UNKNOWN_CLASS = "";

    private final Names schoolNumbers;
    private final HashMap<String, HashMap<String, Integer>> classNumbers = new HashMap<>();
    /** By number: the school, and which class of it. */
    private final ArrayList<SchoolId> schools = new ArrayList<>();
    private final ArrayList<String> classes = new ArrayList<>();
    private final HashMap<AssessmentId, Integer> assessmentNumbers = new HashMap<>();
    private final ArrayList<Assessment> assessments = new ArrayList<>();
    private int[] max = {};
    private Cells cells = new Cells();

    private ScoreTally() {
        schoolNumbers = new Names();
    }

    /**
     * Returns a tally that has counted nothing.
     *
     * @return a new tally
     */
    public static ScoreTally create() {
        return new ScoreTally();
    }

    /**
     * Returns a collector that counts rows of any type, sequentially or in parallel, into one tally a thread.
     *
     * @param school how to find the school of a row
     * @param assessment how to find the assessment of a row
     * @param score how to find the score of a row, 0..max
     * @param journalMark how to find the journal mark of a row, 2..5 or {@link ScoreDistribution#NO_MARK}
     * @param <T> the type of a row
     * @return a collector of rows into results
     */
    public static <T> Collector<T, ?, SchoolResults> collector(
            Function<? super T, SchoolId> school,
            Function<? super T, Assessment> assessment,
            ToIntFunction<? super T> score,
            ToIntFunction<? super T> journalMark) {
        return Collector.of(
                ByThread::new,
                (tallies, row) -> tallies.own().add(
                        school.apply(row), assessment.apply(row), score.applyAsInt(row), journalMark.applyAsInt(row)),
                ByThread::with,
                tallies -> tallies.merged().snapshot(),
                Collector.Characteristics.UNORDERED,
                Collector.Characteristics.CONCURRENT);
    }

    /** A tally for each thread, rather than for each of the many parts that a stream is divided into: so there is little to merge. */
    private static final class ByThread {
        private final ConcurrentLinkedQueue<ScoreTally> all = new ConcurrentLinkedQueue<>();
        private final ThreadLocal<ScoreTally> own = ThreadLocal.withInitial(() -> {
            ScoreTally tally = create();
            all.add(tally);
            return tally;
        });

        ScoreTally own() {
            return own.get();
        }

        ByThread with(ByThread other) {
            all.addAll(other.all);
            return this;
        }

        ScoreTally merged() {
            ScoreTally merged = create();
            all.forEach(merged::merge);
            return merged;
        }
    }

    /**
     * Returns the number of a school in this tally, giving it one if it is new.
     *
     * @param id the identifier as written in the source; not blank
     * @return the number, valid for this tally only
     * @throws IllegalArgumentException if the identifier is blank, too long or holds control characters
     */
    public int school(String id) {
        int known = schoolNumbers.find(id);
        return known >= 0 ? known : newSchool(SchoolId.of(id), id);
    }

    /**
     * Returns the numbers of many schools in this tally, giving numbers to those that are new: for columns in memory the quickest way.
     * A thousand at a time are plenty.
     *
     * @param ids identifiers as written in the source; none blank
     * @param from the first of them to look at
     * @param numbers takes the numbers, one an identifier from there on, valid for this tally only
     * @throws IllegalArgumentException if an identifier is blank, too long or holds control characters
     * @throws IndexOutOfBoundsException if there are fewer identifiers than numbers asked for
     */
    public void schools(String[] ids, int from, int[] numbers) {
        Objects.checkFromIndexSize(from, numbers.length, ids.length);
        schoolNumbers.find(ids, from, numbers);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0) {
                numbers[i] = school(ids[from + i]);
            }
        }
    }

    private int school(SchoolId id, String schoolClass) {
        int known = schoolClass.isEmpty() ? schoolNumbers.find(id.value()) : school(id.value(), schoolClass);
        return known >= 0 ? known : newSchool(id, id.value());
    }

    private int newSchool(SchoolId id, String written) {
        int number = schoolNumbers.find(id.value());
        if (number >= 0) {
            schoolNumbers.putOther(written, number);
            return number;
        }
        number = newNumber(id, UNKNOWN_CLASS);
        schoolNumbers.put(written, number);
        if (!written.equals(id.value())) {
            schoolNumbers.putOther(id.value(), number);
        }
        return number;
    }

    private int newNumber(SchoolId id, String schoolClass) {
        schools.add(id);
        classes.add(schoolClass);
        return schools.size() - 1;
    }

    /**
     * Returns the number of a class of a school in this tally, giving it one if it is new. What is counted under it is counted for
     * the school, and for its class.
     *
     * @param id the identifier of the school as written in the source; not blank
     * @param schoolClass the class as written, such as {@code 5А}, at most {@value #LONGEST_CLASS} characters; blank where it is not
     *     known, which is the same as {@link #school(String)}
     * @return the number, valid for this tally only
     * @throws IllegalArgumentException if the identifier or the class is too long or holds control characters, or the identifier is
     *     blank
     */
    public int school(String id, String schoolClass) {
        if (schoolClass.isEmpty()) {
            return school(id);
        }
        HashMap<String, Integer> ofSchool = classNumbers.get(id);
        Integer known = ofSchool == null ? null : ofSchool.get(schoolClass);
        return known != null ? known : newClass(id, schoolClass);
    }

    private int newClass(String written, String schoolClass) {
        String label = schoolClass.strip();
        if (label.isEmpty()) {
            return school(written);
        }
        if (label.length() > LONGEST_CLASS || label.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "class must be at most " + LONGEST_CLASS + " characters without control characters, got "
                            + label.length() + " characters");
        }
        SchoolId id = SchoolId.of(written);
        HashMap<String, Integer> ofSchool = classNumbers.computeIfAbsent(id.value(), s -> new HashMap<>());
        int number = ofSchool.computeIfAbsent(label, l -> newNumber(id, l));
        ofSchool.put(schoolClass, number);
        classNumbers.put(written, ofSchool);
        return number;
    }

    /**
     * Returns the number of an assessment in this tally, giving it one if it is new.
     *
     * @param assessment the assessment
     * @return the number, valid for this tally only
     * @throws IllegalArgumentException if another assessment with the same identity is known already
     */
    public int assessment(Assessment assessment) {
        Integer known = assessmentNumbers.get(assessment.id());
        if (known != null) {
            Assessment same = assessments.get(known);
            if (same != assessment && !same.equals(assessment)) {
                throw new IllegalArgumentException(
                        "assessment " + assessment.id() + " is known as " + same + ", got " + assessment);
            }
            return known;
        }
        int number = cells.addColumn((assessment.scale().max() + 1) * ScoreDistribution.COLUMNS);
        assessments.add(assessment);
        assessmentNumbers.put(assessment.id(), number);
        max = Arrays.copyOf(max, number + 1);
        max[number] = assessment.scale().max();
        return number;
    }

    /**
     * Counts a result of a pupil without a journal mark.
     *
     * @param school the school
     * @param assessment the assessment
     * @param score the score, 0..max
     * @return this tally
     * @throws IllegalArgumentException if the score is out of range, or the assessment contradicts one known already
     */
    public ScoreTally add(SchoolId school, Assessment assessment, int score) {
        return add(school, assessment, score, ScoreDistribution.NO_MARK);
    }

    /**
     * Counts a result.
     *
     * @param school the school
     * @param assessment the assessment
     * @param score the score, 0..max
     * @param journalMark the journal mark, 2..5, or {@link ScoreDistribution#NO_MARK}
     * @return this tally
     * @throws IllegalArgumentException if the score or the mark is out of range, or the assessment contradicts one known already
     */
    public ScoreTally add(SchoolId school, Assessment assessment, int score, int journalMark) {
        add(school(school.value()), assessment(assessment), score, journalMark);
        return this;
    }

    /**
     * Counts a result of a pupil whose class is known.
     *
     * @param school the school
     * @param schoolClass the class, or blank
     * @param assessment the assessment
     * @param score the score, 0..max
     * @param journalMark the journal mark, 2..5, or {@link ScoreDistribution#NO_MARK}
     * @return this tally
     * @throws IllegalArgumentException if the class is too long, the score or the mark is out of range, or the assessment contradicts
     *     one known already
     */
    public ScoreTally add(SchoolId school, String schoolClass, Assessment assessment, int score, int journalMark) {
        add(school(school.value(), schoolClass), assessment(assessment), score, journalMark);
        return this;
    }

    /**
     * Counts a result by the numbers of its school and assessment.
     *
     * @param school the number of the school, or of its class, in this tally
     * @param assessment the number of the assessment in this tally
     * @param score the score, 0..max
     * @param journalMark the journal mark, 2..5, or {@link ScoreDistribution#NO_MARK}
     * @throws IllegalArgumentException if a number is not of this tally, or the score or the mark is out of range
     */
    public void add(int school, int assessment, int score, int journalMark) {
        int column = journalMark == ScoreDistribution.NO_MARK ? 0 : journalMark - 1;
        if (school < 0
                || school >= schools.size()
                || assessment < 0
                || assessment >= max.length
                || score < 0
                || score > max[assessment]
                || column < 0
                || column >= ScoreDistribution.COLUMNS
                || journalMark == 1) {
            throw new IllegalArgumentException(reason(school, assessment, score, journalMark));
        }
        cells.increment(school, assessment, score * ScoreDistribution.COLUMNS + column);
    }

    private String reason(int school, int assessment, int score, int journalMark) {
        if (school < 0 || school >= schools.size()) {
            return "school must be a number of this tally, 0.." + (schools.size() - 1) + ", got " + school;
        }
        if (assessment < 0 || assessment >= max.length) {
            return "assessment must be a number of this tally, 0.." + (max.length - 1) + ", got " + assessment;
        }
        if (score < 0 || score > max[assessment]) {
            return "score must be within 0.." + max[assessment] + ", got " + score;
        }
        return "journal mark must be within 2..5 or NO_MARK, got " + journalMark;
    }

    /**
     * Adds all that another tally has counted. The other is not changed.
     *
     * @param other another tally
     * @return this tally
     * @throws IllegalArgumentException if both know an assessment by the same identity but not as the same; nothing is added then
     */
    public ScoreTally merge(ScoreTally other) {
        for (Assessment assessment : other.assessments) {
            Integer known = assessmentNumbers.get(assessment.id());
            if (known != null) {
                assessment(assessment);
            }
        }
        if (schools.isEmpty() && assessments.isEmpty()) {
            takeOver(other);
            return this;
        }
        int[] columns = other.assessments.stream().mapToInt(this::assessment).toArray();
        int[] rows = new int[other.schools.size()];
        for (int theirs = 0; theirs < rows.length; theirs++) {
            rows[theirs] = school(other.schools.get(theirs), other.classes.get(theirs));
        }
        cells.add(other == this ? other.cells.copy() : other.cells, rows, columns);
        return this;
    }

    /** Shares the counts of another until one of both goes on; nothing is counted twice, nor copied before it must be. */
    private void takeOver(ScoreTally other) {
        other.assessments.forEach(this::assessment);
        for (int theirs = 0; theirs < other.schools.size(); theirs++) {
            school(other.schools.get(theirs), other.classes.get(theirs));
        }
        cells = other.cells.copy();
    }

    /**
     * Returns what has been counted so far. The tally goes on and does not change the snapshot.
     *
     * @return the results; of each school only the identity is known
     */
    public SchoolResults snapshot() {
        return SchoolResults.of(schools, classes, assessments, cells);
    }

    /**
     * Returns how many bytes the counts take, to plan memory by.
     *
     * @return bytes of the counts and of their index
     */
    public long bytes() {
        return cells.bytes();
    }

    private Object writeReplace() {
        return new Form(schools, classes, assessments, CellsForm.of(cells, schools.size(), assessments.size()));
    }

    @SuppressWarnings("unused")
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a tally is read from its form");
    }

    /** A tally as it is written: what is only there to be quick is left out. The numbers of schools and assessments stay. */
    private record Form(ArrayList<SchoolId> schools, ArrayList<String> classes, ArrayList<Assessment> assessments, CellsForm counts)
            implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            ScoreTally tally = new ScoreTally();
            assessments.forEach(tally::assessment);
            for (int i = 0; i < schools.size(); i++) {
                if (tally.school(schools.get(i).value(), classes.get(i)) != i) {
                    throw new InvalidObjectException("a school stands twice in a tally: " + schools.get(i));
                }
            }
            tally.cells = counts.cells();
            return tally;
        }
    }

    @Override
    public String toString() {
        return "ScoreTally[" + new HashSet<>(schools).size() + " schools, " + assessments.size() + " assessments]";
    }
}
