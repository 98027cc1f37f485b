package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A country of two regions with schools of all sizes, most of them small, and works with marks, with a minimum and with
 * neither.
 */
final class PublicFixture {
    private static final int SCHOOLS = 90;
    private static final Review.Result REVIEW = Review.standard().run(results());

    private PublicFixture() {}

    static Review.Result review() {
        return REVIEW;
    }

    private static SchoolResults results() {
        Random random = new Random(20);
        List<Assessment> works = new ArrayList<>();
        for (int year = 2019; year <= 2021; year++) {
            for (int grade = 4; grade <= 6; grade++) {
                works.add(Assessment.vpr(year, Subject.MATHEMATICS, grade, ScoreScale.of(20, 7, 11, 15)));
            }
        }
        works.add(Assessment.builder(Procedure.EGE, 2021, Subject.PHYSICS).grade(11).scale(ScoreScale.of(100, 36)).build());
        works.add(Assessment.builder(Procedure.PISA, 2021, Subject.of("reading")).grade(9).scale(ScoreScale.of(1000)).build());
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int number = 1; number <= SCHOOLS; number++) {
            SchoolId id = SchoolId.of(String.format(Locale.ROOT, "p%03d", number));
            Region region = Region.of(number % 3 == 0 ? "Tomsk" : "Amur");
            // One municipality has one school; one school has none; both regions have a Zeya.
            String place = number == 5 ? "-" : number == 7 ? "Lonely" : List.of("Zeya", "Tynda", "Shimanovsk", "Svobodny")
                    .get(number % 4);
            register.add(School.builder(id).name("School " + number).municipality(Municipality.of(region, place)).build());
            double size = Math.exp(2.5 + 0.9 * random.nextGaussian());
            double level = 0.62 + 0.08 * random.nextGaussian();
            for (Assessment work : works) {
                long n = Math.round(size * (0.7 + 0.6 * random.nextDouble()) * (work.procedure().equals(Procedure.VPR) ? 1
                        : 0.3));
                int max = work.scale().max();
                for (int pupil = 0; pupil < n; pupil++) {
                    int score = (int) Math.max(0, Math.min(max, Math.rint(max * (level + 0.15 * random.nextGaussian()))));
                    tally.add(id, work, score, ScoreDistribution.NO_MARK);
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }
}
