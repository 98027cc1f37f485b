package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.CheckForNull;

/** Counts the results of all files of a run: knows the schools, tells duplicates, feeds the tally. */
final class ResultCounter {
    /** The longest class or pupil code. */
    static final int LONGEST = 200;

    private static final int LOWEST_MARK = 2;
    private static final int HIGHEST_MARK = 5;

    private boolean anySchool;
    private final Map<SchoolId, School> register = new TreeMap<>();
    private final Map<String, Integer> schoolNumbers = new HashMap<>();
    private final ScoreTally tally = ScoreTally.create();
    private final SeenPupils seen = new SeenPupils();

    private ResultCounter(boolean anySchool) {
        this.anySchool = anySchool;
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
        return tally.snapshot().withSchools(register.values());
    }

    /** Takes the results of one assessment. */
    ResultSink sink(Assessment assessment) {
        return new Sink(assessment);
    }

    private int school(String written) {
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
        if (!anySchool && !register.containsKey(id)) {
            return -1;
        }
        int number = tally.school(id.value());
        schoolNumbers.put(written, number);
        schoolNumbers.put(id.value(), number);
        return number;
    }

    private final class Sink implements ResultSink {
        private final Assessment assessment;
        private int number = -1;

        Sink(Assessment assessment) {
            this.assessment = assessment;
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
            if (className.length() > ScoreTally.LONGEST_CLASS
                    || className.codePoints().anyMatch(Character::isISOControl)
                    || pupil.length() > LONGEST) {
                return Reason.BAD_VALUE;
            }
            int schoolNumber = school(school);
            if (schoolNumber < 0) {
                return Reason.UNKNOWN_SCHOOL;
            }
            // An assessment exists for the tally from its first result on.
            if (number < 0) {
                number = tally.assessment(assessment);
            }
            if (!pupil.isEmpty() && !seen.add(number, schoolNumber, className, pupil)) {
                return Reason.DUPLICATE_PUPIL;
            }
            tally.add(className.isEmpty() ? schoolNumber : tally.school(school, className), number, score, journalMark);
            return null;
        }
    }
}
