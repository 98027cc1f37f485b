package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.CheckForNull;

/**
 * Counts the results of all files of a run: knows the schools, tells duplicates, feeds the tallies. Schools, classes and
 * assessments have numbers, in the order in which they come; results never depend on them.
 *
 * <p>Schools and classes may be looked up by several threads at once; all else belongs to one thread, but for groups of schools,
 * each of which may have its own.
 */
final class ResultCounter {
    /** The longest class or pupil code. */
    static final int LONGEST = 200;

    private static final int LOWEST_MARK = 2;
    private static final int HIGHEST_MARK = 5;

    private boolean anySchool;
    private final Map<SchoolId, School> register = new TreeMap<>();
    private final Map<String, Integer> schoolNumbers = new HashMap<>();
    private final List<SchoolId> schools = new ArrayList<>();
    private final Map<String, Integer> classNumbers = new HashMap<>();
    private final List<String> classes = new ArrayList<>();
    private final Map<Assessment, Integer> assessmentNumbers = new HashMap<>();
    private final List<Assessment> assessments = new ArrayList<>();
    private final ScoreTally counted = ScoreTally.create();
    private SchoolGroup[] groups = {};

    private ResultCounter(boolean anySchool) {
        this.anySchool = anySchool;
        schoolClass("");
    }

    /** A counter for which every school exists. */
    static ResultCounter ofAnySchool() {
        return new ResultCounter(true);
    }

    /** A counter for which only described schools exist. */
    static ResultCounter ofDescribedSchools(Collection<School> schools) {
        ResultCounter counter = new ResultCounter(false);
        schools.forEach(counter::describe);
        return counter;
    }

    /** Takes in what is known of a school; what was known before stays. */
    void describe(School school) {
        register.putIfAbsent(school.id(), school);
    }

    /** Whether the school exists for this counter. */
    boolean exists(SchoolId school) {
        return anySchool || register.containsKey(school);
    }

    /** Whether a result of the school was counted. */
    boolean hasSchool(SchoolId school) {
        return schoolNumbers.containsKey(school.value());
    }

    /** From now on only described schools exist. */
    void closeRegister() {
        anySchool = false;
        schoolNumbers.keySet().removeIf(written -> !register.containsKey(SchoolId.of(written)));
    }

    /** What was counted, with what is known of the schools. */
    SchoolResults results() {
        for (SchoolGroup group : groups) {
            counted.merge(group.handOver());
        }
        return counted.snapshot().withSchools(register.values());
    }

    /** Takes the results of one assessment. */
    ResultSink sink(Assessment assessment) {
        return new Sink(assessment);
    }

    /** The number of a school as written, or -1 if it does not exist; it must be followed by a result of the school. */
    synchronized int school(String written) {
        Integer known = schoolNumbers.get(written);
        if (known != null) {
            return known;
        }
        SchoolId id;
        try {
            id = SchoolId.of(written);
        } catch (IllegalArgumentException e) {
            return -1;
        }
        if (!exists(id)) {
            return -1;
        }
        Integer number = schoolNumbers.get(id.value());
        if (number == null) {
            number = schools.size();
            if (number == ResultChunk.MOST_SCHOOLS) {
                throw new IllegalStateException("too many schools: " + number);
            }
            schools.add(id);
            schoolNumbers.put(id.value(), number);
        }
        schoolNumbers.put(written, number);
        return number;
    }

    /** The school of a number. */
    SchoolId schoolId(int number) {
        return schools.get(number);
    }

    /** The number of a class, whatever its school; 0 for none. */
    synchronized int schoolClass(String className) {
        Integer known = classNumbers.putIfAbsent(className, classes.size());
        if (known != null) {
            return known;
        }
        classes.add(className);
        return classes.size() - 1;
    }

    /** The class of a number. */
    String className(int number) {
        return classes.get(number);
    }

    /** The number of an assessment. */
    int number(Assessment assessment) {
        Integer known = assessmentNumbers.putIfAbsent(assessment, assessments.size());
        if (known != null) {
            return known;
        }
        if (assessments.size() == ResultChunk.MOST_ASSESSMENTS) {
            throw new IllegalArgumentException("there must be at most " + ResultChunk.MOST_ASSESSMENTS + " assessments");
        }
        assessments.add(assessment);
        return assessments.size() - 1;
    }

    /** The assessment of a number. */
    Assessment assessment(int number) {
        return assessments.get(number);
    }

    /** The highest scores of the assessments, by their numbers. */
    int[] maxima() {
        return assessments.stream().mapToInt(assessment -> assessment.scale().max()).toArray();
    }

    /** How many groups the schools make that have a number. */
    int groups() {
        return (schools.size() + SchoolGroup.SCHOOLS - 1) / SchoolGroup.SCHOOLS;
    }

    /** The groups of schools, by the upper bits of their numbers. */
    SchoolGroup[] prepareGroups() {
        int before = groups.length;
        groups = Arrays.copyOf(groups, groups());
        for (int i = before; i < groups.length; i++) {
            groups[i] = new SchoolGroup(this);
        }
        return groups;
    }

    /** Why no result of such a class and pupil can be counted, or null. */
    @CheckForNull
    static Reason check(String className, String pupil) {
        return className.length() > ScoreTally.LONGEST_CLASS
                        || className.codePoints().anyMatch(Character::isISOControl)
                        || pupil.length() > LONGEST
                ? Reason.BAD_VALUE
                : null;
    }

    private final class Sink implements ResultSink {
        private final Assessment assessment;
        private final int number;

        Sink(Assessment assessment) {
            this.assessment = assessment;
            this.number = number(assessment);
        }

        @CheckForNull
        @Override
        public Reason accept(String school, String className, String pupil, int score, int journalMark) {
            if (score < 0 || score > assessment.scale().max()) {
                return Reason.BAD_SCORE;
            }
            if (journalMark != ScoreDistribution.NO_MARK && (journalMark < LOWEST_MARK || journalMark > HIGHEST_MARK)) {
                return Reason.BAD_MARK;
            }
            Reason refused = check(className, pupil);
            if (refused != null) {
                return refused;
            }
            int schoolNumber = school(school);
            if (schoolNumber < 0) {
                return Reason.UNKNOWN_SCHOOL;
            }
            SchoolGroup group = group(schoolNumber);
            int classNumber = schoolClass(className);
            if (!pupil.isEmpty() && !group.isNew(number, schoolNumber, classNumber, pupil)) {
                return Reason.DUPLICATE_PUPIL;
            }
            group.count(schoolNumber, classNumber, number, score, journalMark);
            return null;
        }
    }

    private SchoolGroup group(int school) {
        int group = school >>> SchoolGroup.BITS;
        return group < groups.length ? groups[group] : prepareGroups()[group];
    }
}
