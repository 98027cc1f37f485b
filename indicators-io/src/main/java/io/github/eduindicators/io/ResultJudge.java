package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges rows of results by their texts: the one place that says which count, and why others do not. */
final class ResultJudge {
    static final List<String> COLUMNS = List.of("assessment", "school", "class", "pupil", "score", "journal_mark");
    static final int ASSESSMENT = 0;
    static final int SCHOOL = 1;
    static final int CLASS = 2;
    static final int PUPIL = 3;
    static final int SCORE = 4;
    static final int MARK = 5;
    private static final int NOT_A_NUMBER = -1;
    private static final int NO_COLUMN = -1;

    private final Map<String, Integer> assessments = new HashMap<>();
    /** By the number of the assessment. */
    private final int[] maxima;
    private final ResultCounter counter;
    private final List<Integer> places;
    private final int width;

    /**
     * Makes a judge.
     *
     * @param known the assessments that results may belong to
     * @param counter the counter, which knows the schools
     * @param places where the columns stand in a row
     * @param width how many columns a row has
     */
    ResultJudge(Collection<Assessment> known, ResultCounter counter, List<Integer> places, int width) {
        this.counter = counter;
        this.places = places;
        this.width = width;
        known.forEach(assessment -> assessments.put(assessment.id().value(), counter.number(assessment)));
        this.maxima = counter.maxima();
    }

    /** What a row comes to. */
    sealed interface Verdict permits Counts, LeftOut {}

    /** A row that counts, by the numbers of the counter, unless the pupil was there before. */
    record Counts(int school, int schoolClass, int assessment, String pupil, int score, int mark) implements Verdict {}

    /** A row that does not count. */
    record LeftOut(Reason reason, int column, String value) implements Verdict {}

    /** The name of a column, or empty where the whole row is meant. */
    static String name(int column) {
        return column == NO_COLUMN ? "" : COLUMNS.get(column);
    }

    /** Judges a row that is not blank. */
    Verdict judge(List<String> cells) {
        if (cells.size() != width) {
            return new LeftOut(Reason.RAGGED_ROW, NO_COLUMN, "");
        }
        Integer assessment = assessments.get(cell(cells, ASSESSMENT));
        if (assessment == null) {
            return leftOut(Reason.UNKNOWN_ASSESSMENT, ASSESSMENT, cells);
        }
        int score = Numbers.whole(cell(cells, SCORE)).orElse(NOT_A_NUMBER);
        int mark = mark(cell(cells, MARK));
        if (score == NOT_A_NUMBER || score > maximum(assessment)) {
            return leftOut(Reason.BAD_SCORE, SCORE, cells);
        }
        if (mark == NOT_A_NUMBER) {
            return leftOut(Reason.BAD_MARK, MARK, cells);
        }
        String className = cell(cells, CLASS);
        if (className.length() > ResultCounter.LONGEST) {
            return leftOut(Reason.BAD_VALUE, CLASS, cells);
        }
        Reason refused = ResultCounter.check(className, cell(cells, PUPIL));
        if (refused != null) {
            // What else may be wrong may be the pupil, whose code is not told.
            return new LeftOut(refused, PUPIL, "");
        }
        int school = counter.school(cell(cells, SCHOOL));
        return school < 0
                ? leftOut(Reason.UNKNOWN_SCHOOL, SCHOOL, cells)
                : new Counts(school, counter.schoolClass(className), assessment, cell(cells, PUPIL), score, mark);
    }

    /** The text of a column of the format. */
    String cell(List<String> cells, int column) {
        return cells.get(places.get(column));
    }

    /** The number of a school that a row names which is in order but for that, or -1 if it does not exist. */
    int school(String written) {
        return counter.school(written);
    }

    /** The highest score of an assessment. */
    int maximum(int assessment) {
        return maxima[assessment];
    }

    /** Whether the columns stand in the order of the format, and no other beside them. */
    boolean isPlain() {
        if (width != COLUMNS.size()) {
            return false;
        }
        for (int column = 0; column < width; column++) {
            if (places.get(column) != column) {
                return false;
            }
        }
        return true;
    }

    private LeftOut leftOut(Reason reason, int column, List<String> cells) {
        return new LeftOut(reason, column, cell(cells, column));
    }

    private static int mark(String text) {
        if (text.isEmpty()) {
            return ScoreDistribution.NO_MARK;
        }
        return text.length() == 1 && "2345".contains(text) ? text.charAt(0) - '0' : NOT_A_NUMBER;
    }
}
