package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreDistribution;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The rows that are counted: 40,000 schools in 24 assessments, in no order.
 *
 * <p>School and assessment of each row are drawn independently from a fixed seed, so consecutive rows fall on unrelated cells and
 * the caches help nobody. Both sizes of the growth check go well beyond the caches: at 4,000,000 rows 98 of 100 cells are met.
 */
@State(Scope.Benchmark)
public class Rows {
    static final int SCHOOLS = 40_000;
    static final int ID_LENGTH = 9;
    private static final long SEED = 20_210_415;
    private static final int MARKS = 5;

    @Param({"4000000", "40000000"})
    int rows;

    final List<Assessment> assessments = Works.all();
    int[] school = {};
    byte[] assessment = {};
    byte[] score = {};
    byte[] mark = {};

    /** For the state of JMH. */
    public Rows() {}

    static Rows of(int count) {
        Rows rows = new Rows();
        rows.rows = count;
        rows.draw();
        return rows;
    }

    /** Draws the rows. */
    @Setup
    public final void draw() {
        school = new int[rows];
        assessment = new byte[rows];
        score = new byte[rows];
        mark = new byte[rows];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < rows; i++) {
            int work = random.nextInt(assessments.size());
            int max = assessments.get(work).scale().max();
            int points = (random.nextInt(max + 1) + random.nextInt(max + 1)) / 2;
            int journal = random.nextInt(MARKS);
            school[i] = random.nextInt(SCHOOLS);
            assessment[i] = (byte) work;
            score[i] = (byte) points;
            mark[i] = (byte) (journal == 0 ? ScoreDistribution.NO_MARK : journal + 1);
        }
    }

    static String id(int school) {
        return "edu" + (100_000 + school);
    }

    /** The identifiers of the rows' schools, one after another, as they lie in the buffer of a file. */
    byte[] ids() {
        byte[][] known = new byte[SCHOOLS][];
        for (int i = 0; i < SCHOOLS; i++) {
            known[i] = id(i).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] ids = new byte[rows * ID_LENGTH];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(known[school[i]], 0, ids, i * ID_LENGTH, ID_LENGTH);
        }
        return ids;
    }
}
