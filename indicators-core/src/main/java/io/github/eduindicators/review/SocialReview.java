package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.composite.SocialIndex;
import io.github.eduindicators.effectiveness.ClassicIndicators;
import io.github.eduindicators.effectiveness.ContextualExpectation;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.effectiveness.RegionalCriteria;
import io.github.eduindicators.effectiveness.ResilientSchools;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Under which conditions schools work, who does well under hard ones, and who does better than expected for years. */
final class SocialReview {
    /** The code of the index of social conditions (ИСБШ). */
    static final String INDEX = "isbsh";

    private static final String RESULT = "mean_z";
    private static final String NO_SIGN = "objectivity-no-sign";
    /** The parts of a social passport that most regions count. */
    private static final List<String> FAVOURABLE = List.of("social.both_parents_higher", "social.comfortable_housing");
    private static final List<String> UNFAVOURABLE = List.of(
            "social.low_income", "social.not_native_russian", "social.on_registers", "social.one_parent", "social.parents_unemployed");
    /** Of three years two: one year of a small school is mostly chance. */
    private static final int YEARS = 3;
    private static final int LEAST_YEARS = 2;

    private final IndicatorValues index;
    private final ImmutableList<Membership> memberships;

    private SocialReview(IndicatorValues index, List<Membership> memberships) {
        this.index = index;
        this.memberships = memberships.stream()
                .sorted(Comparator.comparing(Membership::list)
                        .thenComparing(Membership::unit, Unit.order())
                        .thenComparing(Membership::period))
                .collect(ImmutableList.toImmutableList());
    }

    static SocialReview of(
            SchoolResults results,
            Set<SchoolId> doubtful,
            Predicate<SchoolId> clear,
            IndicatorValues given,
            IndicatorValues residuals) {
        Map<Unit, String> regions = new HashMap<>();
        results.schools().forEach(school -> regions.put(school.id(), school.region().name()));
        IndicatorValues index = index(given, PeerGroups.of(regions));
        IndicatorValues pooled = residuals.where(key -> key.assessment().isEmpty());
        List<Membership> memberships = new ArrayList<>();
        IndicatorValues levels = index.isEmpty() ? index : levels(results, doubtful, index);
        for (Region region : results.regions()) {
            IndicatorValues own = levels.where(key -> region.name().equals(regions.get(key.unit())));
            if (!own.isEmpty()) {
                add(ResilientSchools.withDefaults().unfavourable(INDEX), own, doubtful, memberships);
                // High results under hard conditions are also what raised marks look like.
                RegionalCriteria resilient = ResilientSchools.withDefaults()
                        .resilient(INDEX, RESULT)
                        .requiring(NO_SIGN, school -> !doubtful.contains(school));
                add(resilient, own, doubtful, memberships);
            }
            IndicatorValues effects = pooled.where(key -> region.name().equals(regions.get(key.unit())));
            if (!effects.isEmpty()) {
                RegionalCriteria practice = ResilientSchools.withDefaults()
                        .withYears(LEAST_YEARS, YEARS)
                        .bestPractice(ContextualExpectation.INDICATOR, clear);
                add(practice, effects, doubtful, memberships);
            }
        }
        return new SocialReview(index, memberships);
    }

    private static void add(RegionalCriteria rule, IndicatorValues values, Set<SchoolId> doubtful, List<Membership> memberships) {
        memberships.addAll(rule.run(values, doubtful::contains).memberships());
    }

    /** The index of every period with passports: by those of their parts that the input has. */
    private static IndicatorValues index(IndicatorValues given, PeerGroups regions) {
        Set<String> known = given.indicators();
        SocialIndex.Builder builder = SocialIndex.builder(INDEX).tScale();
        List<String> parts = new ArrayList<>();
        FAVOURABLE.stream().filter(known::contains).forEach(part -> {
            builder.favourable(part);
            parts.add(part);
        });
        UNFAVOURABLE.stream().filter(known::contains).forEach(part -> {
            builder.unfavourable(part);
            parts.add(part);
        });
        IndicatorValues all = IndicatorValues.empty();
        if (parts.isEmpty()) {
            return all;
        }
        SocialIndex method = builder.build();
        IndicatorValues passports = given.where(key -> parts.contains(key.indicator()) && key.unit() instanceof SchoolId);
        for (Period period : passports.periods()) {
            all = all.plus(method.evaluate(passports, period, regions).values());
        }
        return all;
    }

    /** The index, and beside it the level of results in the periods that have one. */
    private static IndicatorValues levels(SchoolResults results, Set<SchoolId> doubtful, IndicatorValues index) {
        Set<Period> periods = index.periods();
        IndicatorValues.Builder both = IndicatorValues.builder();
        index.values().forEach(both::add);
        ClassicIndicators.standard().forEach(results, doubtful::contains, (key, value) -> {
            if (key.indicator().equals(RESULT) && key.assessment().isEmpty() && key.unit() instanceof SchoolId
                    && periods.contains(key.period())) {
                both.add(key, value);
            }
        });
        return both.build();
    }

    IndicatorValues index() {
        return index;
    }

    List<Membership> memberships() {
        return memberships;
    }
}
