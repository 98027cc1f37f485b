package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import java.nio.charset.StandardCharsets;

/** The same work as {@link HandWritten}, by the library. */
final class Tallies {
    private Tallies() {}

    /** A tally that knows the schools and assessments by the numbers of the rows, and has counted nothing. */
    static ScoreTally empty(Rows rows) {
        ScoreTally tally = ScoreTally.create();
        rows.assessments.forEach(tally::assessment);
        for (int school = 0; school < Rows.SCHOOLS; school++) {
            tally.school(Rows.id(school));
        }
        return tally;
    }

    static ScoreTally counted(Rows rows) {
        ScoreTally tally = empty(rows);
        count(tally, rows);
        return tally;
    }

    static void count(ScoreTally tally, Rows rows) {
        int[] school = rows.school;
        byte[] assessment = rows.assessment;
        byte[] score = rows.score;
        byte[] mark = rows.mark;
        for (int i = 0; i < school.length; i++) {
            tally.add(school[i], assessment[i], score[i], mark[i]);
        }
    }

    static void count(ScoreTally tally, Rows rows, byte[] ids) {
        byte[] assessment = rows.assessment;
        byte[] score = rows.score;
        byte[] mark = rows.mark;
        for (int i = 0; i < assessment.length; i++) {
            String id = new String(ids, i * Rows.ID_LENGTH, Rows.ID_LENGTH, StandardCharsets.ISO_8859_1);
            tally.add(tally.school(id), assessment[i], score[i], mark[i]);
        }
    }

    /** Counts from the last row to the first, so that the cells lie in another order. */
    static void countBackwards(ScoreTally tally, Rows rows) {
        for (int i = rows.rows - 1; i >= 0; i--) {
            tally.add(rows.school[i], rows.assessment[i], rows.score[i], rows.mark[i]);
        }
    }

    /** n, mean and standard deviation of every cell, folded into one number so that none is left out. */
    static double moments(SchoolResults results) {
        double total = 0;
        for (Assessment assessment : results.assessments()) {
            for (SchoolResult result : results.results(assessment.id())) {
                total += moments(result);
            }
        }
        return total;
    }

    /** The same and the counts of the marks earned. */
    static double statistics(SchoolResults results) {
        double total = 0;
        for (Assessment assessment : results.assessments()) {
            for (SchoolResult result : results.results(assessment.id())) {
                total += moments(result);
                for (int mark = 2; mark <= 5; mark++) {
                    total += mark * result.scores().markCount(mark);
                }
            }
        }
        return total;
    }

    private static double moments(SchoolResult result) {
        return result.scores().count()
                + result.scores().mean().orElse(0)
                + Math.sqrt(result.scores().variance().orElse(0));
    }
}
