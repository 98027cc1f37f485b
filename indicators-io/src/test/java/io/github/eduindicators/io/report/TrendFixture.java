package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sixty schools of Amur in twelve municipalities, with mathematics and Russian of grade 5 in 2017, 2018, 2020, 2021 and 2022, forty pupils
 * each. s01 to s07 rise by 0.18 standard deviations of pupils a year, s08 to s14 fall as much; they have the hostile names. The others
 * keep their level. s60 has no results of 2022.
 */
final class TrendFixture {
    static final int MOVING = 7;
    static final int SCHOOLS = 60;
    static final double SLOPE = 0.18;
    static final String PLACE = "M<script>1</script>\" onload=\"x";
    static final String INDICATOR = "clubs";
    static final List<String> HOSTILE = List.of(
            ReviewFixture.SCRIPT, ReviewFixture.FORMULA, ReviewFixture.QUOTES, "</title></svg><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "{0} {1}");

    private TrendFixture() {}

    static SchoolId id(int number) {
        return ReviewFixture.id(number);
    }

    /** With indicators of schools if they are asked for. */
    static Review.Result review(boolean indicators) {
        Random random = new Random(12);
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int number = 1; number <= SCHOOLS; number++) {
            String name = number <= 2 * MOVING ? HOSTILE.get((number - 1) % MOVING) + number : "Школа " + number;
            String place = number % 12 == 1 ? PLACE : "M" + number % 12;
            register.add(School.builder(id(number)).name(name).municipality(Municipality.of(Region.of("Amur"), place)).build());
            double slope = number <= MOVING ? SLOPE : number <= 2 * MOVING ? -SLOPE : 0;
            double level = 0.3 * random.nextGaussian();
            for (int year : new int[] {2017, 2018, 2020, 2021, 2022}) {
                double of = level + slope * (year - 2020) + 0.05 * random.nextGaussian();
                for (Subject subject : List.of(Subject.MATHEMATICS, Subject.RUSSIAN)) {
                    Assessment work = Assessment.vpr(year, subject, 5, ScoreScale.of(100, 35, 50, 65));
                    for (int pupil = 0; pupil < 40 && !(number == SCHOOLS && year == 2022); pupil++) {
                        int score = (int) Math.max(0, Math.min(100, Math.rint(50 + 12 * (of + random.nextGaussian()))));
                        tally.add(id(number), work, score, ScoreDistribution.NO_MARK);
                    }
                }
                if (indicators) {
                    values.add(id(number), INDICATOR, Period.of(year), IndicatorValue.ratio(random.nextInt(20), 20));
                }
            }
        }
        return Review.standard().run(ReviewInput.of(tally.snapshot().withSchools(register)).withIndicators(values.build()));
    }
}
