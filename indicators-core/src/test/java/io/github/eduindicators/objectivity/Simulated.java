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
import java.util.function.DoubleUnaryOperator;

/** A region for the laws: schools of several levels, a step at mark 3 everywhere, journal marks that follow ability. */
final class Simulated {
    static final List<Assessment> WORKS = List.of(
            Assessment.vpr(2021, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33)),
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39)));

    private final Random random;
    private final int schools;
    /** Leniency at the boundary by a uniform draw of the school. */
    private DoubleUnaryOperator leniency = u -> 0.6;
    private double strictnessSpread;
    private double levelSpread = 0.5;

    Simulated(long seed, int schools) {
        this.random = new Random(seed);
        this.schools = schools;
    }

    Simulated leniency(DoubleUnaryOperator value) {
        this.leniency = value;
        return this;
    }

    Simulated strictnessSpread(double value) {
        this.strictnessSpread = value;
        return this;
    }

    static SchoolId id(int school) {
        return SchoolId.of(String.format(Locale.ROOT, "s%04d", school));
    }

    /** The region; the first schools of each list break the rules in that way. */
    SchoolResults results(int cutoffViolators, int journalViolators) {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            register.add(School.builder(id(s)).municipality(Municipality.of(Region.of("R"), "M" + s % 7)).build());
            double level = random.nextGaussian() * levelSpread;
            double lift = s < cutoffViolators ? 0.98 : leniency.applyAsDouble(random.nextDouble());
            boolean inflated = s >= cutoffViolators && s < cutoffViolators + journalViolators;
            double strictness = random.nextGaussian() * strictnessSpread + (inflated ? -1.2 : 0);
            int size = 8 + random.nextInt(60);
            for (Assessment work : WORKS) {
                for (int pupil = 0; pupil < size; pupil++) {
                    double ability = level + random.nextGaussian();
                    int score = (int) Math.round(work.scale().max() / (1 + Math.exp(-ability - 0.3 * random.nextGaussian())));
                    for (int cut : work.scale().cuts()) {
                        boolean first = cut == work.scale().cuts().get(0);
                        if (score == cut - 1 && random.nextDouble() < (first || s < cutoffViolators ? lift : lift / 6)) {
                            score = cut;
                        }
                    }
                    double journal = 3.6 + 0.7 * (ability + 0.5 * random.nextGaussian()) - strictness;
                    tally.add(id(s), work, score, (int) Math.min(5, Math.max(2, Math.round(journal))));
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }
}
