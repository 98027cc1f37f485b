package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreTally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
        tally.add(schoolClass == 0 ? number(school) : ofClass(school, schoolClass), column(assessment), score, mark);
    }

    private int number(int school) {
        int place = school & SCHOOLS - 1;
        if (schools[place] == UNKNOWN) {
            SchoolId id = counter.schoolId(school);
            schools[place] = tally.school(id.value());
        }
        return schools[place];
    }

    /** An assessment exists for the tally from its first result on. */
    private int column(int assessment) {
        int known = assessment < assessments.length ? assessments[assessment] : UNKNOWN;
        return known == UNKNOWN ? takeAssessment(assessment) : known;
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

    private int takeAssessment(int assessment) {
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

    /** Counts the rows of chunks that are of this group, and tells the chunks which pupils were there before. */
    void count(List<ResultChunk> chunks, int group) {
        for (int i = 0; i < chunks.size(); i++) {
            ResultChunk chunk = chunks.get(i);
            int to = chunk.end(group);
            int at = chunk.start(group);
            while ((at = countKnown(chunk, at, to)) < to) {
                if (chunk.who(at) == 0) {
                    takeIn(chunks.subList(i, chunks.size()), group);
                } else {
                    at = countPupils(chunk, at, to);
                }
            }
        }
    }

    /** Counts rows of known schools and assessments without class and pupil, up to the first other. */
    private int countKnown(ResultChunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            long row = chunk.row(i);
            if (chunk.who(i) != 0 || !isKnown(row)) {
                return i;
            }
            int school = schools[ResultChunk.school(row) & SCHOOLS - 1];
            tally.add(school, assessments[ResultChunk.assessment(row)], ResultChunk.score(row), ResultChunk.mark(row));
        }
        return to;
    }

    /**
     * Takes in what all rows without class and pupil name, which do count. First it is noted and then taken in: so neither that loop
     * nor the one of the counting has new schools in it when it is compiled.
     */
    private void takeIn(List<ResultChunk> chunks, int group) {
        boolean[] named = new boolean[SCHOOLS];
        chunks.forEach(chunk -> note(chunk, group, named));
        for (int i = 0; i < SCHOOLS; i++) {
            if (named[i]) {
                number(group * SCHOOLS + i);
            }
        }
    }

    private void note(ResultChunk chunk, int group, boolean[] named) {
        for (int i = chunk.start(group); i < chunk.end(group); i++) {
            if (chunk.who(i) == 0) {
                named[ResultChunk.school(chunk.row(i)) & SCHOOLS - 1] = true;
                column(ResultChunk.assessment(chunk.row(i)));
            }
        }
    }

    private boolean isKnown(long row) {
        int assessment = ResultChunk.assessment(row);
        return assessment < assessments.length
                && (schools[ResultChunk.school(row) & SCHOOLS - 1] | assessments[assessment]) >= 0;
    }

    /** Counts rows with a class or a pupil, up to the first other. */
    private int countPupils(ResultChunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            long row = chunk.row(i);
            long who = chunk.who(i);
            if (who == 0) {
                return i;
            }
            int schoolClass = chunk.schoolClass(row, who);
            if (isNew(chunk, row, who, schoolClass)) {
                int school = ResultChunk.school(row);
                count(school, schoolClass, ResultChunk.assessment(row), ResultChunk.score(row), ResultChunk.mark(row));
            } else {
                chunk.repeat(i);
            }
        }
        return to;
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
