package io.github.eduindicators.review;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Results of small made-up regions. In North 30 schools, n01 to n30, wrote mathematics of grades 4, 5 and 6 in 2019, 2020 and 2021, and
 * Russian of grade 4 in 2021, forty pupils each; n31 has no results. Every result just below a boundary of n01 was lifted to it. The
 * pupils of n02 are 0.6 of a standard deviation better than their context lets expect, those of n03 as much worse, in every year.
 */
final class SmallRegions {
    static final String CONTEXT = "low_income";
    static final Region NORTH = Region.of("North");
    static final Region SOUTH = Region.of("South");
    static final Assessment EARLIER = Assessment.vpr(2019, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15));
    static final Assessment BEFORE = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    static final Assessment LATEST = Assessment.vpr(2021, Subject.MATHEMATICS, 6, ScoreScale.of(16, 6, 10, 14));
    static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33));
    static final SchoolId DOUBTFUL = id("n", 1);
    static final SchoolId STRONG = id("n", 2);
    static final SchoolId WEAK = id("n", 3);
    static final SchoolId EMPTY = id("n", 31);

    private static final int PUPILS = 40;
    private static final double SPREAD = 0.17;

    private SmallRegions() {}

    static SchoolId id(String prefix, int number) {
        return SchoolId.of(String.format(Locale.ROOT, "%s%02d", prefix, number));
    }

    /** North with its context, alone. */
    static SchoolResults north() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        addNorth(tally, register);
        return tally.snapshot().withSchools(register);
    }

    /** North, and the two schools of South, whose municipality has the same name, with mathematics of 2021 alone. */
    static SchoolResults both() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        addNorth(tally, register);
        Random random = new Random(11);
        for (int school = 1; school <= 2; school++) {
            register.add(School.builder(id("s", school)).municipality(Municipality.of(SOUTH, "Lake")).build());
            add(tally, id("s", school), LATEST, 0.3, random);
        }
        return tally.snapshot().withSchools(register);
    }

    private static void addNorth(ScoreTally tally, List<School> register) {
        Random random = new Random(3);
        for (int number = 1; number <= 31; number++) {
            SchoolId id = id("n", number);
            double context = 0.05 + number * 11 % 31 / 62.0;
            register.add(School.builder(id).name("School " + number)
                    .municipality(Municipality.of(NORTH, number % 3 == 0 ? "Hills" : "Lake"))
                    .type("school").locality(number % 2 == 0 ? "rural" : "town")
                    .context(CONTEXT, context).build());
            double level = 0.5 - 1.5 * context + (id.equals(STRONG) ? 0.6 : id.equals(WEAK) ? -0.6 : 0.05 * random.nextGaussian());
            if (!id.equals(EMPTY)) {
                for (Assessment work : List.of(EARLIER, BEFORE, LATEST, RUSSIAN)) {
                    add(tally, id, work, level, random);
                }
            }
        }
    }

    private static void add(ScoreTally tally, SchoolId id, Assessment work, double level, Random random) {
        int max = work.scale().max();
        for (int pupil = 0; pupil < PUPILS; pupil++) {
            int score = (int) Math.max(0, Math.min(max, Math.rint(max * (0.55 + SPREAD * (level + random.nextGaussian())))));
            for (int below = 1; below <= 2; below++) {
                if (id.equals(DOUBTFUL) && work.scale().cuts().contains(score + below)) {
                    score += below;
                    break;
                }
            }
            tally.add(id, work, score, ScoreDistribution.NO_MARK);
        }
    }
}
