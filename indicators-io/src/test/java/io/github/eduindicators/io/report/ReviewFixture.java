package io.github.eduindicators.io.report;

import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Reviews of small made-up regions. */
final class ReviewFixture {
    static final Locale RU = Locale.forLanguageTag("ru");
    static final String SCRIPT = "<script>alert(\"x\")</script>";
    static final String FORMULA = "=cmd|' /C calc'!A0";
    static final String QUOTES = "Школа \"А\", № 1 & <Б>";
    static final Assessment MATHS_2020 = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    static final Assessment MATHS_2021 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static final ScoreScale WIDE = ScoreScale.of(38, 14, 24, 33);

    private ReviewFixture() {}

    static SchoolId id(int number) {
        return SchoolId.of(String.format(Locale.ROOT, "s%02d", number));
    }

    /**
     * One region whose figures can be worked out by hand. In 2020 and 2021 each of 25 schools has four pupils with each of the
     * scores 8..12 (mean 10), journal marks 3 for 8..10 and 4 for 11, 12; but in 2021 school s25 has ten pupils with 18 and ten
     * with 19. Schools s01..s10 are of Tynda, s11..s25 of Zeya; s26 of Zeya has no result at all.
     */
    static Review.Result plain() {
        ScoreTally tally = ScoreTally.create();
        for (int school = 1; school <= 25; school++) {
            for (int pupil = 0; pupil < 20; pupil++) {
                int score = 8 + pupil % 5;
                tally.add(id(school), MATHS_2020, score, score <= 10 ? 3 : 4);
                if (school == 25) {
                    tally.add(id(school), MATHS_2021, 18 + pupil % 2, 4 + pupil % 2);
                } else {
                    tally.add(id(school), MATHS_2021, score, score <= 10 ? 3 : 4);
                }
            }
        }
        List<School> register = new ArrayList<>();
        for (int school = 1; school <= 26; school++) {
            String name = school == 1 ? SCRIPT : school == 2 ? FORMULA : school == 3 ? QUOTES : "School " + school;
            register.add(school(school, name, "Amur", school <= 10 ? "Tynda" : "Zeya"));
        }
        return Review.standard().run(tally.snapshot().withSchools(register));
    }

    private static School school(int number, String name, String region, String municipality) {
        return School.builder(id(number)).name(name).municipality(Municipality.of(Region.of(region), municipality)).build();
    }

    /**
     * Forty schools with four works of sixty pupils each, drawn from a bell. Every pupil of s01 just below a boundary is lifted
     * to it, journal marks of s02 are one too high, s03 has three points too many. Names are hostile.
     */
    static Review.Result lively(String... regions) {
        Random random = new Random(7);
        List<Assessment> works = List.of(
                MATHS_2020,
                MATHS_2021,
                Assessment.vpr(2021, Subject.RUSSIAN, 4, WIDE),
                Assessment.builder(Procedure.VPR, 2020, Subject.of("<b>craft</b>")).grade(4).season(Season.AUTUMN)
                        .scale(WIDE).build());
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int school = 1; school <= 40; school++) {
            for (Assessment work : works) {
                for (int pupil = 0; pupil < 60; pupil++) {
                    result(tally, school, work, random.nextGaussian(), random.nextGaussian());
                }
            }
            String name = switch (school) {
                case 1 -> SCRIPT;
                case 2 -> FORMULA;
                case 3 -> QUOTES;
                case 4 -> "<img src=x onerror=alert(1)>&amp;";
                case 5 -> "]]> -->\u202Eэдрево";
                default -> "Школа " + school;
            };
            register.add(school(school, name, regions[school % regions.length], school <= 20 ? "Зея & <b>" : "Тында"));
        }
        return Review.standard().run(tally.snapshot().withSchools(register));
    }

    private static void result(ScoreTally tally, int school, Assessment work, double ability, double noise) {
        int max = work.scale().max();
        int score = (int) Math.max(0, Math.min(max, Math.rint(max * (0.55 + 0.17 * ability) + (school == 3 ? 3 : 0))));
        int journal = work.scale().mark((int) Math.max(0, Math.min(max, score + Math.rint(max * 0.1 * noise))));
        if (school == 1 && work.scale().cuts().contains(score + 1)) {
            score++;
        }
        tally.add(id(school), work, score, school == 2 ? Math.min(5, journal + 1) : journal);
    }

    /** Scales of all kinds, of one school and one pupil up: nothing here is enough for anything. */
    static Review.Result scanty() {
        Assessment exam = Assessment.builder(Procedure.EGE, 2021, Subject.PHYSICS).grade(11)
                .scale(ScoreScale.of(100, 36)).build();
        Assessment study = Assessment.builder(Procedure.PISA, 2021, Subject.of("reading")).grade(9)
                .scale(ScoreScale.of(1000)).build();
        Assessment tiny = Assessment.builder(Procedure.ROP, 2021, Subject.HISTORY).grade(6)
                .scale(ScoreScale.of(3, 1, 2, 3)).build();
        return Review.standard().run(ScoreTally.create()
                .add(id(1), exam, 36, ScoreDistribution.NO_MARK)
                .add(id(1), study, 500, ScoreDistribution.NO_MARK)
                .add(id(1), tiny, 0, ScoreDistribution.NO_MARK)
                .add(id(2), tiny, 0, 5)
                .snapshot());
    }

    static Review.Result nothing() {
        return Review.standard().run(ScoreTally.create().snapshot());
    }

    static List<Problem> problems() {
        return List.of(
                new Problem("schools.csv", "", 0, "", "", Reason.WINDOWS_1251, 1),
                new Problem("results.csv", "", 9, "score", "=1+1", Reason.BAD_SCORE, 1),
                new Problem("results.csv", "", 7, "score", "\"><script>x</script>", Reason.BAD_SCORE, 1),
                new Problem("results.csv", "", 0, "", "", Reason.BAD_SCORE, 234),
                new Problem("vpr.xlsx", "Лист <1>", 12, "Балл, первичный", "21\n22", Reason.BAD_SCORE, 1));
    }
}
