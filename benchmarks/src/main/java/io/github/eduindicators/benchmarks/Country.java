package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The results of a country: {@value #SCHOOLS} schools in {@value #REGIONS} regions, 24 assessments, in no order.
 *
 * <p>Scores follow the level of the school, journal marks the marks earned, with some error; every thirtieth pupil or so has none.
 * The same number of rows gives the same rows.
 */
final class Country {
    static final int SCHOOLS = 40_000;
    static final int REGIONS = 80;
    /** A million and a half pupils in each of the 24. */
    static final int ROWS = 36_600_000;

    private static final long SEED = 20_211_122;
    private static final double WITHOUT_JOURNAL = 0.03;
    private static final double JOURNAL_AGREES = 0.65;
    private static final double SPREAD_OF_SCHOOLS = 0.4;
    private static final int FIRST_NUMBER = 100_000;
    private static final int LEVELS = 1 << 12;

    /** Takes a row. */
    @FunctionalInterface
    interface Sink {
        void row(int row, int school, int assessment, int score, int mark);
    }

    private Country() {}

    static String id(int school) {
        return Rows.id(school);
    }

    static int number(SchoolId id) {
        return Integer.parseInt(id.value(), 3, Rows.ID_LENGTH, 10) - FIRST_NUMBER;
    }

    static int region(int school) {
        return school / (SCHOOLS / REGIONS);
    }

    static List<School> register() {
        List<School> schools = new ArrayList<>();
        for (int i = 0; i < SCHOOLS; i++) {
            Region region = Region.of("Region " + region(i) / 10 + region(i) % 10);
            schools.add(School.builder(SchoolId.of(id(i))).municipality(Municipality.of(region, "District " + i % 20)).build());
        }
        return schools;
    }

    static void draw(int rows, Sink sink) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] normal = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            normal[i] = random.nextGaussian();
        }
        double[] level = new double[SCHOOLS];
        for (int i = 0; i < SCHOOLS; i++) {
            level[i] = SPREAD_OF_SCHOOLS * random.nextGaussian();
        }
        List<Assessment> works = Works.all();
        for (int i = 0; i < rows; i++) {
            int school = random.nextInt(SCHOOLS);
            int work = random.nextInt(works.size());
            var scale = works.get(work).scale();
            double ability = level[school] + normal[random.nextInt(LEVELS)];
            int score = (int) Math.round(scale.max() / (1 + Math.exp(-ability)));
            sink.row(i, school, work, score, journalMark(scale.mark(score), random));
        }
    }

    private static int journalMark(int earned, SplittableRandom random) {
        double draw = random.nextDouble();
        if (draw < WITHOUT_JOURNAL) {
            return ScoreDistribution.NO_MARK;
        }
        if (draw < WITHOUT_JOURNAL + JOURNAL_AGREES) {
            return earned;
        }
        return Math.min(5, Math.max(2, earned + (random.nextBoolean() ? 1 : -1)));
    }
}
