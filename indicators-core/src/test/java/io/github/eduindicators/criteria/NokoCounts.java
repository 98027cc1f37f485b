package io.github.eduindicators.criteria;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The counts of one organisation, by variable. */
final class NokoCounts {
    static final List<String> VARIABLES = List.of(
            "info_stand", "info_stand_norm", "info_site", "info_site_norm", "channels", "sat_stand", "sat_stand_n", "sat_site",
            "sat_site_n", "comfort", "sat_comfort", "respondents", "access_env", "access_service", "sat_access",
            "disabled_n", "polite_first", "polite_service", "polite_remote", "remote_n", "recommend", "org_conditions",
            "overall");

    private final TreeMap<String, Double> counts = new TreeMap<>();

    /** In the order of {@link #VARIABLES}. */
    static NokoCounts of(int... values) {
        NokoCounts counts = new NokoCounts();
        for (int i = 0; i < VARIABLES.size(); i++) {
            counts.counts.put(VARIABLES.get(i), (double) values[i]);
        }
        return counts;
    }

    /** K1 = 90, K2 = 83.75, K3 = 74.5, K4 = 96, K5 = 93.25, S = 87.5, by hand. */
    static NokoCounts example() {
        return of(8, 10, 38, 40, 3, 180, 200, 150, 160, 4, 210, 240, 2, 5, 9, 12, 230, 228, 118, 120, 222, 216, 228);
    }

    NokoCounts with(String variable, double value) {
        NokoCounts other = new NokoCounts();
        other.counts.putAll(counts);
        other.counts.put(variable, value);
        return other;
    }

    NokoCounts without(String... variables) {
        NokoCounts other = new NokoCounts();
        other.counts.putAll(counts);
        List.of(variables).forEach(other.counts::remove);
        return other;
    }

    double get(String variable) {
        return counts.get(variable);
    }

    IndicatorValues.Builder addTo(IndicatorValues.Builder values, String organisation, Period period) {
        counts.forEach((variable, value) -> values.add(unit(organisation), "noko." + variable, period, IndicatorValue.of(value)));
        return values;
    }

    static Unit unit(String organisation) {
        return Unit.of(UnitType.ORGANISATION, organisation);
    }

    /** Scores this organisation alone, in 2021. */
    Scorecard scored(Noko noko) {
        IndicatorValues values = addTo(IndicatorValues.builder(), "a", Period.of(2021)).build();
        return noko.run(values, unit -> Optional.empty()).scorecards().get(0).of(unit("a")).orElseThrow();
    }

    static double points(Scorecard card, String code) {
        return card.score(code).orElseThrow().points().orElseThrow();
    }

    static Map<String, Double> criteria(Scorecard card) {
        TreeMap<String, Double> points = new TreeMap<>();
        card.scores().forEach(score -> score.points().ifPresent(p -> points.put(score.code(), p)));
        return points;
    }
}
