package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Schools over three years, two subjects and two grades: levels, cohorts, lenient and strict journals; some help with the test. */
final class SimulatedYears {
    static final int LYCEUMS = 6;

    /** What some schools do. */
    enum Plant {
        NOTHING, HELP_IN_MATHEMATICS, HELP_EVERYWHERE, HELP_IN_ONE_YEAR, RAISED_JOURNAL
    }

    private static final int YEARS = 3;
    private static final int GRADES = 2;

    private final Random random;
    private final int schools;

    SimulatedYears(long seed, int schools) {
        this.random = new Random(seed);
        this.schools = schools;
    }

    static SchoolId id(int school) {
        return SchoolId.of(String.format(Locale.ROOT, "s%04d", school));
    }

    private static int max(int subject) {
        return subject == 0 ? 20 : 38;
    }

    private static Assessment work(int subject, int grade, int year) {
        ScoreScale scale = subject == 0 ? ScoreScale.of(20, 6, 10, 15) : ScoreScale.of(38, 14, 24, 33);
        return Assessment.vpr(2018 + year, subject == 0 ? Subject.MATHEMATICS : Subject.RUSSIAN, 4 + grade, scale);
    }

    /** The first schools do what is planted; the next are good, some become better, some are strict; the rest is ordinary. */
    SchoolResults results(Plant plant, int planted) {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            int odd = s - planted;
            double context = random.nextGaussian();
            double good = odd >= 0 && odd < LYCEUMS ? 0.7 : 0;
            double trend = odd >= LYCEUMS && odd < 2 * LYCEUMS ? 0.12 : 0;
            double strict = odd >= 2 * LYCEUMS && odd < 3 * LYCEUMS ? 0.5 : 0;
            register.add(School.builder(id(s))
                    .municipality(Municipality.of(Region.of("R"), "M" + s % 9))
                    .context("income", Math.round(100 * context) / 100.0)
                    .build());
            double level = 0.25 * context + 0.2 * random.nextGaussian() + good;
            double leniency = 0.15 * random.nextGaussian() - strict;
            int size = s < planted + 3 * LYCEUMS ? 25 + random.nextInt(40) : 6 + random.nextInt(50);
            double[] ofSubject = {0.1 * random.nextGaussian(), 0.1 * random.nextGaussian()};
            for (int cohort = 0; cohort < YEARS + GRADES - 1; cohort++) {
                double ofCohort = 0.1 * random.nextGaussian();
                double[] pupils = random.doubles(size).map(u -> 0.8 * random.nextGaussian()).toArray();
                for (int grade = 0; grade < GRADES; grade++) {
                    int year = cohort - (GRADES - 1) + grade;
                    if (year < 0 || year >= YEARS) {
                        continue;
                    }
                    for (int subject = 0; subject < 2; subject++) {
                        double here = level + ofSubject[subject] + ofCohort + trend * (year - 1) + 0.07 * random.nextGaussian();
                        boolean touched = s < planted
                                && switch (plant) {
                                    case HELP_IN_MATHEMATICS -> subject == 0;
                                    case HELP_IN_ONE_YEAR -> year == s % YEARS;
                                    default -> plant != Plant.NOTHING;
                                };
                        for (double pupil : pupils) {
                            Plant done = touched ? plant : Plant.NOTHING;
                            write(tally, s, work(subject, grade, year), max(subject), here, pupil + leniency, pupil, done);
                        }
                    }
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }

    private void write(ScoreTally tally, int s, Assessment work, int max, double level, double seen, double pupil, Plant plant) {
        double share = 1 / (1 + Math.exp(-0.3 - 0.9 * (level + pupil + 0.35 * random.nextGaussian())));
        int score = 0;
        for (int point = 0; point < max; point++) {
            score += random.nextDouble() < share ? 1 : 0;
        }
        double judged = 0.75 * level + seen + 0.4 * random.nextGaussian();
        int mark = judged < -1.5 ? 2 : judged < -0.3 ? 3 : judged < 0.9 ? 4 : 5;
        if (plant == Plant.RAISED_JOURNAL) {
            mark = random.nextDouble() < 0.5 ? Math.min(5, mark + 1) : mark;
        } else if (plant != Plant.NOTHING && random.nextDouble() < 0.85) {
            score = Math.min(max, score + (int) Math.round(0.2 * max * (0.5 + random.nextDouble())));
        }
        tally.add(id(s), work, score, mark);
    }
}
