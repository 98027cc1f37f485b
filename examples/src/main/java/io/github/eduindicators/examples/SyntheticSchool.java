package io.github.eduindicators.examples;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import java.util.Locale;

/**
 * One synthetic school: its place in the register and its lasting honest traits. It follows from the seed and the number of the
 * school alone.
 */
final class SyntheticSchool {
    static final int LAST_NUMBER = 9_999;
    static final String TOWN = "town";
    static final String RURAL = "rural";
    static final String SCHOOL = "school";
    static final String GYMNASIUM = "gymnasium";
    static final String LYCEUM = "lyceum";
    static final String LOW_INCOME = "low_income_share";

    private static final int DISTRICTS = 34;
    private static final int TOWNS = 6;
    private static final double RURAL_SHARE = 0.665;
    private static final double IN_BIG_TOWN = 0.7;
    private static final double GYMNASIUM_SHARE = 0.10;
    private static final double LYCEUM_SHARE = 0.08;

    private static final double GYMNASIUM_GAIN = 0.32;
    private static final double LYCEUM_GAIN = 0.42;
    /** Takes the gain of selective schools out of the region's mean. */
    private static final double CENTRE = -0.06;
    private static final double INCOME_EFFECT = -0.8;
    private static final double MEAN_LOW_INCOME = 0.24;
    private static final double SCHOOL_SD = 0.18;
    private static final double SUBJECT_SD = 0.08;
    /** The lifting below marks and the leniency of journals differ between honest schools, but not by much. */
    private static final double HABIT_SD = 0.12;
    private static final double LENIENCY_SD = 0.05;

    private final int number;
    private final int size;
    private final double level;
    private final double mathematics;
    private final double russian;
    private final double habit;
    private final double leniency;
    private final School school;

    private SyntheticSchool(Region region, long seed, int number) {
        Draws draws = Draws.of(seed, number);
        this.number = number;
        boolean rural = draws.chance(RURAL_SHARE);
        double kind = draws.uniform();
        String type = rural || kind >= GYMNASIUM_SHARE + LYCEUM_SHARE ? SCHOOL : kind < LYCEUM_SHARE ? LYCEUM : GYMNASIUM;
        int district = 1 + draws.below(DISTRICTS);
        boolean big = draws.chance(IN_BIG_TOWN);
        // The smaller of two draws makes the first towns the larger ones.
        int town = DISTRICTS + 1 + Math.min(draws.below(TOWNS), draws.below(TOWNS));
        this.size = rural ? draws.size(6.8, 0.55, 1, 18) : draws.size(60, 0.40, 20, 110);
        double lowIncome = StrictMath.round(100 * Math.min(0.75, Math.max(0.02,
                (rural ? 0.34 : type.equals(SCHOOL) ? 0.23 : 0.12) + (rural ? 0.11 : 0.07) * draws.normal()))) / 100.0;
        double gain = type.equals(LYCEUM) ? LYCEUM_GAIN : type.equals(GYMNASIUM) ? GYMNASIUM_GAIN : 0;
        this.level = CENTRE + gain + INCOME_EFFECT * (lowIncome - MEAN_LOW_INCOME) + SCHOOL_SD * draws.normal();
        this.mathematics = SUBJECT_SD * draws.normal();
        this.russian = SUBJECT_SD * draws.normal();
        this.habit = StrictMath.exp(HABIT_SD * draws.normal());
        this.leniency = LENIENCY_SD * draws.normal();
        String municipality = !rural && big
                ? String.format(Locale.ROOT, "Синтетический городской округ %02d", town)
                : String.format(Locale.ROOT, "Синтетический район %02d", district);
        String word = switch (type) {
            case LYCEUM -> "Синтетический лицей";
            case GYMNASIUM -> "Синтетическая гимназия";
            default -> "Синтетическая школа";
        };
        this.school = School.builder(id(number))
                .name(word + " № " + number)
                .municipality(Municipality.of(region, municipality))
                .type(type)
                .locality(rural ? RURAL : TOWN)
                .context(LOW_INCOME, lowIncome)
                .build();
    }

    static SyntheticSchool of(Region region, long seed, int number) {
        return new SyntheticSchool(region, seed, number);
    }

    /** No region of the country has the code 99. */
    static SchoolId id(int number) {
        return SchoolId.of(String.format(Locale.ROOT, "edu99%04d", number));
    }

    int number() {
        return number;
    }

    School school() {
        return school;
    }

    /** The usual number of pupils of one grade. */
    int size() {
        return size;
    }

    boolean rural() {
        return school.locality().equals(RURAL);
    }

    boolean selective() {
        return !school.type().equals(SCHOOL);
    }

    /** How far the pupils of the school are above the region in a subject, in standard units. */
    double level(Subject subject) {
        return level + (subject.equals(Subject.MATHEMATICS) ? mathematics : russian);
    }

    /** The odds of being lifted below a mark, relative to the region's. */
    double habit() {
        return habit;
    }

    /** How much higher than elsewhere the journal marks the same pupil. */
    double leniency() {
        return leniency;
    }
}
