package io.github.eduindicators.benchmarks.power;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The constants of a synthetic world. Abilities and levels are in standard deviations of pupils, roughly.
 *
 * @param name the name of the set
 * @param schools how many schools
 * @param variants how it departs from the set
 * @param sizes how large schools are
 * @param works the works of one year, by subject and then grade; the same scales every year
 * @param levels the spread of abilities
 * @param leniency how works just below a cut score are treated everywhere
 * @param journal how journals are marked
 * @param harm how strong violations are
 * @param alike how strong look-alikes are
 */
record StudyParameters(
        String name,
        int schools,
        Set<Variant> variants,
        Sizes sizes,
        List<Work> works,
        Levels levels,
        Leniency leniency,
        Journal journal,
        Harm harm,
        Alike alike) {

    static final int FIRST_YEAR = 2018;
    static final int FIRST_GRADE = 4;
    static final int GRADES = 3;
    static final int SUBJECTS = 2;

    /** A departure from the ordinary world; several may be asked for together. */
    enum Variant {
        /** No violations; look-alikes stay. */
        HONEST,
        /** Neither violations nor look-alikes. */
        ORDINARY,
        /** Only the last two of the four years. */
        TWO_YEARS,
        /** Blank class. */
        NO_CLASSES,
        /** A third of journal marks missing. */
        MISSING_JOURNAL,
        /** Tasks worth two and three points, mostly all or nothing. */
        LUMPY,
        /** Four regions that treat works below a cut score differently. */
        REGIONAL_LENIENCY,
        /** Four regions of different level. */
        REGIONS,
        /** No context columns. */
        NO_CONTEXT,
        /** Honest schools with little spread among the look-alikes. */
        HOMOGENEOUS;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Variant parse(String code) {
            return valueOf(code.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Numbers of pupils of one grade: log-normal with median and spread; the size of a full class; the share present. */
    record Sizes(
            double ruralShare,
            double rural,
            double ruralSpread,
            double urban,
            double urbanSpread,
            int fullClass,
            double present) {}

    /**
     * One work: share of points of a middling pupil on the logit scale, slope, spread of the difficulty of tasks, and the
     * concentration of a beta-binomial law, or 0 for a sum of tasks.
     */
    record Work(int max, int three, int four, int five, double base, double slope, double difficulty, double concentration) {}

    /** Standard deviations of the components of ability; {@code income} and {@code rural} are effects; Student's freedom or 0. */
    record Levels(
            double region,
            double municipality,
            double school,
            double schoolSubject,
            double cohort,
            double cohortSubject,
            double schoolWork,
            double schoolClass,
            double classSubject,
            double pupil,
            double pupilSubject,
            double day,
            double work,
            double income,
            double rural,
            int freedom) {}

    /**
     * Chances of being lifted from one point below each cut score, how the odds fall with a point more of distance, how far a
     * lift reaches, how often it lands a point further, and the spread of the log odds.
     */
    record Leniency(
            double three,
            double four,
            double five,
            double decay,
            int reach,
            double spill,
            double school,
            double schoolSubject,
            double schoolWork,
            double region) {}

    /**
     * Levels at which journal marks 3, 4, 5 begin, how much of the level of the school the teacher sees, the teacher's error, and
     * the spread of honest leniency.
     */
    record Journal(
            double three,
            double four,
            double five,
            double seen,
            double error,
            double school,
            double schoolSubject,
            double schoolWork,
            double missing) {}

    /** Shares of pupils touched, and how far; {@code share} is that of violating schools. */
    record Harm(
            double share,
            double everywhere,
            double meanPupils,
            double meanLift,
            double cutoffPupils,
            double copyingPupils,
            double copyingExact,
            double journalPupils,
            double fittedPupils,
            double spikePupils,
            double spikeLift) {}

    /** The share of each look-alike; gains in level, the factor of the spread, the yearly trend, the strictness of journals. */
    record Alike(
            double share, double lyceum, double lyceumSpread, double special, double specialSpread, double trend, double strict,
            double homogeneous) {}

    static StudyParameters development() {
        return new StudyParameters(
                "development",
                4000,
                EnumSet.noneOf(Variant.class),
                new Sizes(0.62, 9.9, 0.55, 64, 0.50, 26, 0.93),
                List.of(
                        new Work(38, 14, 24, 33, 0.50, 0.95, 0.9, 0),
                        new Work(45, 18, 29, 39, 0.30, 0.95, 0.9, 0),
                        new Work(51, 25, 35, 45, 0.35, 0.90, 0.9, 0),
                        new Work(20, 6, 10, 15, 0.30, 0.90, 1.0, 0),
                        new Work(20, 7, 11, 15, -0.05, 0.90, 1.0, 0),
                        new Work(16, 6, 10, 13, -0.15, 0.90, 1.0, 0)),
                new Levels(0.15, 0.12, 0.20, 0.10, 0.11, 0.07, 0.07, 0.10, 0.07, 0.72, 0.42, 0.28, 0.06, 0.17, -0.12, 0),
                new Leniency(0.45, 0.15, 0.07, 0.45, 3, 0.12, 0.30, 0.20, 0.15, 0),
                new Journal(-1.75, -0.35, 0.95, 0.75, 0.40, 0.16, 0.10, 0.12, 0.02),
                new Harm(0.05, 0.5, 0.85, 0.18, 0.36, 0.62, 0.45, 0.44, 0.32, 0.90, 0.22),
                new Alike(0.024, 0.65, 0.85, -0.75, 0.90, 0.11, -0.45, 0.60));
    }

    static StudyParameters evaluation() {
        return new StudyParameters(
                "evaluation",
                4000,
                EnumSet.noneOf(Variant.class),
                new Sizes(0.62, 9.8, 0.62, 60, 0.45, 28, 0.91),
                List.of(
                        new Work(40, 16, 25, 34, 0.30, 1.05, 0.7, 14),
                        new Work(43, 15, 27, 37, 0.10, 1.00, 0.7, 0),
                        new Work(48, 22, 33, 42, 0.20, 0.95, 1.1, 18),
                        new Work(18, 5, 9, 14, 0.45, 1.00, 1.2, 0),
                        new Work(22, 8, 13, 17, 0.10, 1.00, 0.8, 10),
                        new Work(17, 6, 9, 13, -0.20, 1.05, 1.2, 0)),
                new Levels(0.20, 0.14, 0.23, 0.13, 0.09, 0.10, 0.05, 0.13, 0.05, 0.66, 0.46, 0.34, 0.09, 0.13, -0.08, 6),
                new Leniency(0.34, 0.20, 0.10, 0.35, 2, 0.22, 0.38, 0.15, 0.22, 0),
                new Journal(-1.55, -0.20, 1.10, 0.60, 0.48, 0.22, 0.13, 0.09, 0.04),
                new Harm(0.05, 0.5, 0.75, 0.24, 0.41, 0.66, 0.40, 0.53, 0.32, 0.80, 0.28),
                new Alike(0.024, 0.70, 0.80, -0.65, 0.85, 0.13, -0.55, 0.60));
    }

    static StudyParameters of(String name) {
        return switch (name) {
            case "development" -> development();
            case "evaluation" -> evaluation();
            default -> throw new IllegalArgumentException("set must be development or evaluation, got " + name);
        };
    }

    StudyParameters withSchools(int count) {
        return new StudyParameters(name, count, variants, sizes, works, levels, leniency, journal, harm, alike);
    }

    StudyParameters with(Variant... more) {
        Set<Variant> all = EnumSet.noneOf(Variant.class);
        all.addAll(variants);
        all.addAll(List.of(more));
        return new StudyParameters(name, schools, all, sizes, works, levels, leniency, journal, harm, alike);
    }

    boolean is(Variant variant) {
        return variants.contains(variant);
    }

    int years() {
        return is(Variant.TWO_YEARS) ? 2 : 4;
    }

    int firstYear() {
        return FIRST_YEAR + 4 - years();
    }

    int regions() {
        return is(Variant.REGIONS) || is(Variant.REGIONAL_LENIENCY) ? 4 : 1;
    }

    Work work(int subject, int grade) {
        return works.get(subject * GRADES + grade);
    }
}
