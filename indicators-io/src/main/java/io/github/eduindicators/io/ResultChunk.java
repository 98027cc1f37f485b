package io.github.eduindicators.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.CheckForNull;

/**
 * What a stretch of a file of results says: rows that count, as numbers sorted by the group of their school and otherwise in the
 * order of the file, and what was wrong. Lines are counted from the start of the stretch.
 *
 * <p>A row is 28 bits of the school, 4 that are free, 16 of the assessment, 2 that are free, 1 that says that class and pupil are
 * kept as text, 10 of the score and 3 of the mark. Beside it stands who it is of, 0 where neither class nor pupil is known: 16
 * bits of the class, 23 of the line, and 25 of the pupil or of the place of the text.
 */
final class ResultChunk {
    /** The most schools, assessments and classes that rows can tell apart. */
    static final int MOST_SCHOOLS = 1 << 27;

    static final int MOST_ASSESSMENTS = 1 << 16;
    static final int MOST_CLASSES = 1 << 16;
    private static final int MOST_LINES = 1 << 23;

    private static final int SCHOOL_AT = 36;
    private static final int ASSESSMENT_AT = 16;
    private static final int TEXT_AT = 13;
    /** Where the score stands in the number that it makes with the mark. */
    static final int SCORE_AT = 3;
    private static final int CLASS_AT = 48;
    private static final int LINE_AT = SeenPupils.PUPIL_BITS;

    private static final long[] NONE = {};

    /** A class and a pupil that are kept as text. */
    private record Text(int schoolClass, String pupil) {}

    /** A row that does not count. */
    record LeftOut(int line, Reason reason, int column, String value) {}

    /** Why nothing behind can be read. */
    record Failure(int line, InputException cause) {}

    /** Where the stretch begins and, once it is read, where its last row ends. */
    private final long start;
    private long end;
    private int lines;
    private int filled;
    private int used;
    private final SpareArrays spare;
    private long[] rows;
    /** Empty while no row has a class or a pupil. */
    private long[] whos = NONE;
    private int[] starts = {};
    private final List<Text> texts = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    private final AtomicInteger repeated = new AtomicInteger();
    @CheckForNull
    private Failure failure;

    ResultChunk(long start, int expected, SpareArrays spare) {
        this.start = start;
        this.end = start;
        this.spare = spare;
        this.rows = spare.take(expected);
    }

    /** Makes room for so many rows more. */
    void reserve(int more) {
        if (used + more > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(used + more, rows.length + (rows.length >> 1)));
        }
        if (whos != NONE && used + more > whos.length) {
            whos = Arrays.copyOf(whos, rows.length);
        }
    }

    /** Takes a row that counts; there must be room. The score and the mark are one number already. */
    void add(int school, int assessment, long scoreAndMark, long who) {
        rows[used] = (long) school << SCHOOL_AT | (long) assessment << ASSESSMENT_AT | scoreAndMark;
        if (who != 0 && whos == NONE) {
            whos = spare.take(rows.length);
            Arrays.fill(whos, 0, used, 0);
        }
        if (whos != NONE) {
            whos[used] = who;
        }
        used++;
    }

    /** Takes a row that counts, found by its text. */
    void add(ResultJudge.Counts row, int line) {
        reserve(1);
        int pupil = SeenPupils.number(row.pupil());
        long scoreAndMark = scoreAndMark(row.score(), row.mark());
        if (row.pupil().isEmpty() && row.schoolClass() == 0) {
            add(row.school(), row.assessment(), scoreAndMark, 0);
        } else if (row.schoolClass() < MOST_CLASSES && (pupil != 0 || row.pupil().isEmpty())) {
            add(row.school(), row.assessment(), scoreAndMark, who(row.schoolClass(), line, pupil));
        } else {
            texts.add(new Text(row.schoolClass(), row.pupil()));
            add(row.school(), row.assessment(), scoreAndMark | 1L << TEXT_AT, who(MOST_CLASSES - 1, line, texts.size() - 1));
        }
    }

    static long scoreAndMark(int score, int mark) {
        return (long) score << SCORE_AT | mark;
    }

    static long who(int schoolClass, int line, int pupil) {
        if (line >= MOST_LINES) {
            throw new IllegalArgumentException("a stretch must have fewer than " + MOST_LINES + " lines, got " + line);
        }
        return (long) schoolClass << CLASS_AT | (long) line << LINE_AT | pupil;
    }

    /** Takes a row that does not count. Of each reason so many are kept as any list of problems keeps. */
    void leaveOut(int line, ResultJudge.LeftOut row) {
        if (refused.merge(row.reason(), 1, Math::addExact) <= Problems.MOST) {
            leftOut.add(new LeftOut(line, row.reason(), row.column(), row.value()));
        }
    }

    void fail(int line, InputException cause) {
        failure = new Failure(line, cause);
    }

    /** Ends the stretch and sorts its rows by the group of their school. */
    void finish(long realEnd, int countedLines, int filledRows) {
        end = realEnd;
        lines = countedLines;
        filled = filledRows;
        int groups = 0;
        for (int i = 0; i < used; i++) {
            groups = Math.max(groups, group(rows[i]) + 1);
        }
        int[] places = new int[groups + 1];
        for (int i = 0; i < used; i++) {
            places[group(rows[i]) + 1]++;
        }
        for (int group = 0; group < groups; group++) {
            places[group + 1] += places[group];
        }
        starts = places.clone();
        long[] sorted = spare.take(used);
        long[] sortedWhos = whos == NONE ? NONE : spare.take(used);
        for (int i = 0; i < used; i++) {
            int place = places[group(rows[i])]++;
            sorted[place] = rows[i];
            if (sortedWhos != NONE) {
                sortedWhos[place] = whos[i];
            }
        }
        release();
        rows = sorted;
        whos = sortedWhos;
    }

    /** Gives the arrays back; nothing can be asked of the rows any more. */
    void release() {
        spare.give(rows);
        if (whos != NONE) {
            spare.give(whos);
        }
    }

    private static int group(long row) {
        return (int) (row >>> SCHOOL_AT + SchoolGroup.BITS);
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** How many line breaks the stretch has. */
    int lines() {
        return lines;
    }

    /** How many rows the stretch has that are not blank. */
    int filled() {
        return filled;
    }

    /** How many numbers the rows take, to bound the memory of what waits. */
    int size() {
        return whos == NONE ? used : 2 * used;
    }

    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    int groups() {
        return Math.max(0, starts.length - 1);
    }

    int start(int group) {
        return group < groups() ? starts[group] : used;
    }

    int end(int group) {
        return group < groups() ? starts[group + 1] : used;
    }

    long row(int at) {
        return rows[at];
    }

    long who(int at) {
        return whos == NONE ? 0 : whos[at];
    }

    static int school(long row) {
        return (int) (row >>> SCHOOL_AT);
    }

    static int assessment(long row) {
        return (int) (row >>> ASSESSMENT_AT) & MOST_ASSESSMENTS - 1;
    }

    static boolean isText(long row) {
        return (row >>> TEXT_AT & 1) != 0;
    }

    static int score(long row) {
        return (int) (row >>> SCORE_AT) & (1 << TEXT_AT - SCORE_AT) - 1;
    }

    static int mark(long row) {
        return (int) row & (1 << SCORE_AT) - 1;
    }

    /** The pupil as a number, or 0 for none; of a row whose pupil is not kept as text. */
    static int pupilNumber(long who) {
        return (int) who & (1 << SeenPupils.PUPIL_BITS) - 1;
    }

    int schoolClass(long row, long who) {
        return isText(row) ? texts.get(pupilNumber(who)).schoolClass : (int) (who >>> CLASS_AT);
    }

    /** The pupil of a row who is kept as text. */
    String pupil(long who) {
        return texts.get(pupilNumber(who)).pupil;
    }

    /** Notes that the pupil of a row was there before. */
    void repeat(int at) {
        rows[at] = -1;
        repeated.incrementAndGet();
    }

    /** How many rows counted. */
    int counted() {
        return used - repeated.get();
    }

    /** The rows that are left out and kept, in the order of the file. */
    List<LeftOut> leftOut() {
        List<LeftOut> all = new ArrayList<>(leftOut);
        if (repeated.get() > 0) {
            for (int i = 0; i < used; i++) {
                if (rows[i] == -1) {
                    int line = (int) (whos[i] >>> LINE_AT) & MOST_LINES - 1;
                    all.add(new LeftOut(line, Reason.DUPLICATE_PUPIL, ResultJudge.PUPIL, ""));
                }
            }
            all.sort((one, other) -> Integer.compare(one.line, other.line));
        }
        return all;
    }

    /** How many rows are left out for a reason beside those that are kept. */
    Map<Reason, Integer> rest() {
        Map<Reason, Integer> rest = new EnumMap<>(Reason.class);
        refused.forEach((reason, count) -> {
            if (count > Problems.MOST) {
                rest.put(reason, count - Problems.MOST);
            }
        });
        return rest;
    }
}
