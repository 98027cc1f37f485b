package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreTally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the results of {@value #SCHOOLS} schools and tells their pupils apart. A group has its counts and pupils to itself:
 * groups can be worked on by several threads at once, and while one is worked on its counts stay in the caches of the core.
 */
final class SchoolGroup {
    /** The bits of the number of a school that tell the schools of a group apart. */
    static final int BITS = 7;
    /** The schools of a group. */
    static final int SCHOOLS = 1 << BITS;

    private static final int UNKNOWN = -1;

    private final ResultCounter counter;
    private ScoreTally tally = ScoreTally.create();
    private final SeenPupils seen = new SeenPupils();
    /** By the last bits of the number of a school, by assessment: their numbers in the tally. */
    private final int[] schools = new int[SCHOOLS];
    private int[] assessments = {};
    private final Map<Long, Integer> classes = new HashMap<>();

    SchoolGroup(ResultCounter counter) {
        this.counter = counter;
        Arrays.fill(schools, UNKNOWN);
    }

    /** Takes a pupil in whose code has a number, and tells whether the pupil is new. */
    boolean isNew(int assessment, int school, int schoolClass, int pupil) {
        return seen.add(assessment, school & SCHOOLS - 1, schoolClass, pupil);
    }

    /** Takes a pupil in, and tells whether the pupil is new. */
    boolean isNew(int assessment, int school, int schoolClass, String pupil) {
        return seen.add(assessment, school & SCHOOLS - 1, schoolClass, pupil);
    }

    /** Counts a result of a school and, unless 0, a class, by the numbers of the counter. */
    void count(int school, int schoolClass, int assessment, int score, int mark) {
        int number = schoolClass == 0 ? schools[school & SCHOOLS - 1] : ofClass(school, schoolClass);
        if (number == UNKNOWN) {
            number = tally.school(counter.schoolId(school).value());
            schools[school & SCHOOLS - 1] = number;
        }
        int column = assessment < assessments.length ? assessments[assessment] : UNKNOWN;
        tally.add(number, column == UNKNOWN ? take(assessment) : column, score, mark);
    }

    private int ofClass(int school, int schoolClass) {
        long key = (long) school << Integer.SIZE | schoolClass;
        Integer known = classes.get(key);
        if (known == null) {
            SchoolId id = counter.schoolId(school);
            known = tally.school(id.value(), counter.className(schoolClass));
            classes.put(key, known);
        }
        return known;
    }

    /** An assessment exists for the tally from its first result on. */
    private int take(int assessment) {
        if (assessment >= assessments.length) {
            int before = assessments.length;
            assessments = Arrays.copyOf(assessments, assessment + 1);
            Arrays.fill(assessments, before, assessments.length, UNKNOWN);
        }
        Assessment taken = counter.assessment(assessment);
        assessments[assessment] = tally.assessment(taken);
        return assessments[assessment];
    }

    /** Hands the counts over and begins anew; the pupils stay known. */
    ScoreTally handOver() {
        ScoreTally counted = tally;
        tally = ScoreTally.create();
        Arrays.fill(schools, UNKNOWN);
        assessments = new int[0];
        classes.clear();
        return counted;
    }

    /** Counts the rows of a chunk that are of this group, and tells the chunk which pupils were there before. */
    void count(ResultChunk chunk, int group) {
        int to = chunk.end(group);
        for (int i = chunk.start(group); i < to; i++) {
            long row = chunk.row(i);
            long who = chunk.who(i);
            int schoolClass = 0;
            if (who != 0) {
                schoolClass = chunk.schoolClass(row, who);
                if (!isNew(chunk, row, who, schoolClass)) {
                    chunk.repeat(i);
                    continue;
                }
            }
            count(ResultChunk.school(row), schoolClass, ResultChunk.assessment(row), ResultChunk.score(row), ResultChunk.mark(row));
        }
    }

    private boolean isNew(ResultChunk chunk, long row, long who, int schoolClass) {
        int school = ResultChunk.school(row);
        int assessment = ResultChunk.assessment(row);
        if (ResultChunk.isText(row)) {
            String pupil = chunk.pupil(who);
            return pupil.isEmpty() || isNew(assessment, school, schoolClass, pupil);
        }
        int pupil = ResultChunk.pupilNumber(who);
        return pupil == 0 || isNew(assessment, school, schoolClass, pupil);
    }
}
