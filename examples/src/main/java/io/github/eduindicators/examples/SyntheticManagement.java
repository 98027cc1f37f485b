package io.github.eduindicators.examples;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a region collects of the heads of the synthetic schools and of its municipalities: shares of teachers, pupils and places, and
 * which documents the municipalities have published in each half-year. Each head and each municipality has a lasting level; some figures
 * are missing, as in reality. Three shares are collected of municipalities each half-year for three years, but not in the first half
 * of 2020; in every fourth municipality they rise or fall steadily.
 */
final class SyntheticManagement {
    private static final int HEADS = -3;
    private static final int MUNICIPALITIES = -4;
    private static final int HALF_YEARS = -7;
    private static final int YEAR = SyntheticWork.LAST_YEAR;
    private static final double SPREAD = 0.7;
    private static final double MISSING = 0.06;
    /** Pupils to a teacher. */
    private static final int CLASS = 12;
    private static final int GRADES = 11;

    /** A share that is counted of the head's school: of how many, and how easy it is to have. */
    private enum Of {
        TEACHERS, PUPILS, FEW
    }

    private record Share(String indicator, Of of, double ease) {
        Share easier(double by) {
            return new Share(indicator, of, ease + by);
        }
    }

    private static final List<Share> OF_HEADS = List.of(
            new Share("noko_shortcomings_fixed", Of.FEW, 1.4),
            new Share("roadmap_on_time", Of.FEW, 1.2),
            new Share("reserve_positions", Of.FEW, 0.4),
            new Share("teachers_category", Of.TEACHERS, 0.3),
            new Share("teachers_trained_3y", Of.TEACHERS, 1.6),
            new Share("teachers_individual_path", Of.TEACHERS, -1.0),
            new Share("individual_plans", Of.PUPILS, -1.8),
            new Share("additional_education", Of.PUPILS, 1.0),
            new Share("career_guidance", Of.PUPILS, 0.2),
            new Share("first_shift", Of.PUPILS, 2.0),
            new Share("rooms_equipped", Of.FEW, 0.6),
            new Share("observed", Of.FEW, 0.8),
            new Share("marks_equal", Of.PUPILS, 0.7),
            new Share("certificates_9", Of.PUPILS, 3.2),
            new Share("certificates_11", Of.FEW, 2.8),
            new Share("functional_literacy", Of.PUPILS, 0.9),
            new Share("honours_confirmed", Of.FEW, 1.0),
            new Share("olympiad_winners", Of.FEW, -0.6),
            new Share("reserve_trained", Of.FEW, 0.2),
            new Share("teacher_vacancies", Of.TEACHERS, -3.0),
            new Share("special_needs_conditions", Of.FEW, 0.8),
            new Share("entered_by_profile", Of.FEW, 0.2),
            new Share("young_teachers_kept", Of.FEW, 0.4));
    private static final List<Share> OF_MUNICIPALITIES = List.of(
            new Share("teachers_under_35", Of.TEACHERS, -1.2),
            new Share("first_shift", Of.PUPILS, 1.6),
            new Share("rooms_equipped", Of.FEW, 0.5),
            new Share("additional_education", Of.PUPILS, 0.9),
            new Share("low_results_left", Of.FEW, -0.3),
            new Share("teachers_trained_3y", Of.TEACHERS, 1.5),
            new Share("teachers_diagnosed", Of.TEACHERS, -0.2),
            new Share("teachers_individual_path", Of.TEACHERS, -0.8),
            new Share("methodical_help", Of.TEACHERS, 0.8),
            new Share("young_teachers_with_mentor", Of.FEW, 1.0),
            new Share("young_teachers_kept", Of.FEW, 0.6),
            new Share("mentors_trained", Of.FEW, 0.5),
            new Share("methodical_requests_met", Of.FEW, 1.1),
            new Share("methodical_associations", Of.FEW, 0.9),
            new Share("low_results_schools_helped", Of.FEW, 0.6),
            new Share("rural_schools_helped", Of.FEW, 0.3),
            new Share("network_participation", Of.FEW, -0.2),
            new Share("deficits_addressed", Of.TEACHERS, 0.4),
            new Share("deficits_closed", Of.TEACHERS, -0.1),
            new Share("programmes_approved", Of.FEW, 0.7),
            new Share("programmes_in_register", Of.FEW, -0.4),
            new Share("low_results_teachers_trained", Of.TEACHERS, 0.2),
            new Share("rural_teachers_trained", Of.TEACHERS, 0.1),
            new Share("teacher_vacancies", Of.TEACHERS, -2.8),
            new Share("noko_shortcomings_fixed", Of.FEW, 1.0),
            new Share("roadmap_on_time", Of.FEW, 1.2),
            new Share("olympiad_winners", Of.PUPILS, -2.2));
    private static final List<Share> OF_HALF_YEARS = List.of(
            new Share("teachers_with_mentor", Of.TEACHERS, 0.2),
            new Share("pupils_in_sports_clubs", Of.PUPILS, -0.4),
            new Share("teachers_in_seminars", Of.TEACHERS, 0.6));
    private static final int FIRST_HALF_YEAR = YEAR - 2;
    private static final Period NOT_COLLECTED = Period.ofHalf(2020, 1);
    /** The steady change a half-year in the logarithm of the odds, and how much one half-year differs from the next by itself. */
    private static final double SLOPE = 0.25;
    private static final double HALF_YEAR_SD = 0.06;
    /** Of so many municipalities one rises and one falls. */
    private static final int RISING_OF = 8;
    private static final int RISING = 3;
    private static final int FALLING = 7;
    private static final List<String> DIRECTIONS = List.of("1_1", "1_2", "1_3", "1_4", "2_1", "2_2", "2_3", "2_4");
    private static final List<String> POSITIONS = List.of("goals", "indicators", "collection", "monitoring", "analysis", "recommendations",
            "measures", "decisions", "effectiveness");
    /** The later in the cycle of management, the more seldom it is there. */
    private static final double FIRST_EASE = 2.2;
    private static final double LESS_EASE = 0.35;
    private static final double LEARNT = 0.4;

    private final IndicatorValues.Builder values = IndicatorValues.builder();
    private final Draws draws;
    private final Unit unit;
    private final double level;
    private final int pupils;

    private SyntheticManagement(Draws draws, Unit unit, int pupils) {
        this.draws = draws;
        this.unit = unit;
        this.level = SPREAD * draws.normal();
        this.pupils = pupils;
    }

    static IndicatorValues of(long seed, List<SyntheticSchool> schools) {
        IndicatorValues.Builder all = IndicatorValues.builder();
        Map<Municipality, Integer> municipalities = new TreeMap<>();
        for (SyntheticSchool synthetic : schools) {
            School school = synthetic.school();
            municipalities.merge(school.municipality(), GRADES * synthetic.size(), Integer::sum);
            SyntheticManagement head = new SyntheticManagement(
                    Draws.of(seed, HEADS, synthetic.number()),
                    Unit.of(UnitType.HEAD, school.id().value()),
                    GRADES * synthetic.size());
            head.head();
            head.values.build().values().forEach(all::add);
        }
        int number = 0;
        for (Map.Entry<Municipality, Integer> municipality : municipalities.entrySet()) {
            SyntheticManagement authority = new SyntheticManagement(
                    Draws.of(seed, MUNICIPALITIES, ++number), municipality.getKey(), municipality.getValue());
            authority.municipality();
            authority.values.build().values().forEach(all::add);
            SyntheticManagement collected = new SyntheticManagement(
                    Draws.of(seed, HALF_YEARS, number), municipality.getKey(), municipality.getValue());
            collected.halfYears(slope(number));
            collected.values.build().values().forEach(all::add);
        }
        return all.build();
    }

    /** The municipalities that rise or fall in the shares of half-years, with the change of the logarithm of the odds. */
    static SortedMap<Municipality, Double> trends(List<SyntheticSchool> schools) {
        TreeSet<Municipality> municipalities = new TreeSet<>();
        schools.forEach(school -> municipalities.add(school.school().municipality()));
        TreeMap<Municipality, Double> trends = new TreeMap<>();
        int number = 0;
        for (Municipality municipality : municipalities) {
            double slope = slope(++number);
            if (slope != 0) {
                trends.put(municipality, slope);
            }
        }
        return Collections.unmodifiableSortedMap(trends);
    }

    private static double slope(int number) {
        return switch (number % RISING_OF) {
            case RISING -> SLOPE;
            case FALLING -> -SLOPE;
            default -> 0;
        };
    }

    private void head() {
        Period period = Period.of(YEAR);
        shares(OF_HEADS, period);
        flag("head_management_training", period, 1.0);
        flag("head_attested", period, 1.5);
        put("orders_overdue", period, IndicatorValue.of(draws.chance(0.2) ? 1 + draws.below(3) : 0));
        put("clear_years", period, IndicatorValue.of(draws.chance(0.25) ? 1 + draws.below(2) : 3));
    }

    private void municipality() {
        shares(OF_MUNICIPALITIES, Period.of(YEAR));
        for (int half = 1; half <= 2; half++) {
            for (String direction : DIRECTIONS) {
                double own = 0.5 * Draws.of(DIRECTIONS.indexOf(direction), unit.code().hashCode()).normal();
                for (int position = 0; position < POSITIONS.size(); position++) {
                    flag("mm." + direction + "." + POSITIONS.get(position), Period.ofHalf(YEAR, half),
                            FIRST_EASE - LESS_EASE * position + own + LEARNT * (half - 1));
                }
            }
        }
    }

    private void halfYears(double slope) {
        int first = 2 * FIRST_HALF_YEAR;
        int last = 2 * YEAR + 1;
        for (int time = first; time <= last; time++) {
            Period period = Period.ofHalf(time / 2, 1 + time % 2);
            double risen = slope * (time - (first + last) / 2.0) + HALF_YEAR_SD * draws.normal();
            if (!period.equals(NOT_COLLECTED)) {
                shares(OF_HALF_YEARS.stream().map(share -> share.easier(risen)).toList(), period);
            }
        }
    }

    private void shares(List<Share> shares, Period period) {
        for (Share share : shares) {
            int whole = switch (share.of()) {
                case TEACHERS -> Math.max(3, pupils / CLASS);
                case PUPILS -> Math.max(1, pupils);
                case FEW -> 2 + draws.below(12);
            };
            int part = 0;
            for (int i = 0; i < whole; i++) {
                part += draws.chance(chance(share.ease())) ? 1 : 0;
            }
            put(share.indicator(), period, IndicatorValue.ratio(part, whole));
        }
    }

    /** Whoever looks for a document finds it or does not. */
    private void flag(String indicator, Period period, double ease) {
        values.add(unit, indicator, period, IndicatorValue.of(draws.chance(chance(ease)) ? 1 : 0));
    }

    private void put(String indicator, Period period, IndicatorValue value) {
        if (!draws.chance(MISSING)) {
            values.add(unit, indicator, period, value);
        }
    }

    private double chance(double ease) {
        return 1 / (1 + StrictMath.exp(-(level + ease)));
    }
}
