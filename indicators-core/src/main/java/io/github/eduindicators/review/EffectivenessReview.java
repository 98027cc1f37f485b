package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.effectiveness.ClassicIndicators;
import io.github.eduindicators.effectiveness.ContextualExpectation;
import io.github.eduindicators.effectiveness.CumulativeFailures;
import io.github.eduindicators.effectiveness.ExpectedRanks;
import io.github.eduindicators.effectiveness.LowResults;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.effectiveness.Memberships;
import io.github.eduindicators.effectiveness.ValueAdded;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How well do schools work, given whom they teach; which have low results; which can others learn from?
 *
 * <p>Classic indicators are counted over all results. Whatever compares schools leaves those out whose results are in doubt, gives them no
 * value and says so. Immutable and safe to share between threads.
 */
public final class EffectivenessReview {
    private final SchoolResults results;
    private final ImmutableSet<SchoolId> doubtful;
    private final ContextualExpectation.Result context;
    private final ValueAdded.Cohorts valueAdded;
    private final SocialReview social;
    private final ImmutableList<Membership> memberships;
    private final ImmutableList<Finding> findings;
    private final ImmutableSortedMap<Region, Ranking> rankings;
    private final IndicatorValues compared;

    private EffectivenessReview(
            SchoolResults results, Set<SchoolId> doubtful, Predicate<SchoolId> clear, IndicatorValues given) {
        this.results = results;
        this.doubtful = ImmutableSet.copyOf(doubtful);
        this.context = ContextualExpectation.withDefaults().run(results, doubtful::contains);
        this.valueAdded = ValueAdded.withDefaults().cohorts(results, doubtful::contains);
        Memberships low = LowResults.federal().run(results, doubtful::contains);
        Memberships cumulative = CumulativeFailures.withDefaults().run(results);
        this.social = SocialReview.of(results, doubtful, clear, given, context.values());
        this.memberships = Stream.of(low.memberships(), cumulative.memberships(), social.memberships())
                .flatMap(List::stream)
                .collect(ImmutableList.toImmutableList());
        this.findings = Stream.of(context.findings(), valueAdded.findings(), low.findings())
                .flatMap(List::stream)
                .sorted(Finding.order())
                .collect(ImmutableList.toImmutableList());
        this.rankings = rank();
        this.compared = context.values().plus(valueAdded.values()).plus(social.index());
    }

    static EffectivenessReview of(
            SchoolResults results, Set<SchoolId> doubtful, Predicate<SchoolId> clear, IndicatorValues given) {
        return new EffectivenessReview(results, doubtful, clear, given);
    }

    /**
     * How the schools of a region stand in a year.
     *
     * @param period the latest year in which schools could be compared
     * @param ranks their ranks by what is left after context is allowed for
     */
    public record Ranking(Period period, ExpectedRanks ranks) {}

    private ImmutableSortedMap<Region, Ranking> rank() {
        Map<Region, TreeMap<Period, Map<Unit, Interval>>> byYear = new TreeMap<>();
        context.values().values().forEach((key, value) -> {
            Optional<School> school = key.unit() instanceof SchoolId id ? results.school(id) : Optional.empty();
            if (key.assessment().isEmpty() && value.interval().isPresent() && school.isPresent()) {
                byYear.computeIfAbsent(school.orElseThrow().region(), region -> new TreeMap<>())
                        .computeIfAbsent(key.period(), period -> new TreeMap<>(Unit.order()))
                        .put(key.unit(), value.interval().orElseThrow());
            }
        });
        ImmutableSortedMap.Builder<Region, Ranking> ranked = ImmutableSortedMap.naturalOrder();
        byYear.forEach((region, years) ->
                ranked.put(region, new Ranking(years.lastKey(), ExpectedRanks.of(years.lastEntry().getValue()))));
        return ranked.build();
    }

    /**
     * Returns the schools whose results are in doubt.
     *
     * @return the schools that comparisons leave out
     */
    public Set<SchoolId> doubtful() {
        return doubtful;
    }

    /**
     * Hands on every value, row by row, in the order of {@link IndicatorValues}: the classic indicators, which are counted anew each
     * time so that they need no memory, and among them those of {@link #compared}.
     *
     * @param row takes each row
     */
    public void forEach(BiConsumer<IndicatorValues.Key, IndicatorValue> row) {
        Iterator<Map.Entry<IndicatorValues.Key, IndicatorValue>> rest = compared.values().entrySet().iterator();
        Merge merge = new Merge(rest, row);
        ClassicIndicators.standard().forEach(results, doubtful::contains, merge::classic);
        merge.finish();
    }

    /** Two sorted rows of values into one. */
    private static final class Merge {
        private final Iterator<Map.Entry<IndicatorValues.Key, IndicatorValue>> rest;
        private final BiConsumer<IndicatorValues.Key, IndicatorValue> row;
        private Optional<Map.Entry<IndicatorValues.Key, IndicatorValue>> next = Optional.empty();

        Merge(
                Iterator<Map.Entry<IndicatorValues.Key, IndicatorValue>> rest,
                BiConsumer<IndicatorValues.Key, IndicatorValue> row) {
            this.rest = rest;
            this.row = row;
            advance();
        }

        private void advance() {
            next = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
        }

        void classic(IndicatorValues.Key key, IndicatorValue value) {
            while (next.isPresent() && next.get().getKey().compareTo(key) < 0) {
                flush();
            }
            row.accept(key, value);
        }

        private void flush() {
            row.accept(next.orElseThrow().getKey(), next.orElseThrow().getValue());
            advance();
        }

        void finish() {
            while (next.isPresent()) {
                flush();
            }
        }
    }

    /**
     * Returns a part of the values as a table.
     *
     * @param wanted which rows
     * @return the table
     */
    public IndicatorValues values(Predicate<IndicatorValues.Key> wanted) {
        IndicatorValues.Builder table = IndicatorValues.builder();
        forEach((key, value) -> {
            if (wanted.test(key)) {
                table.add(key, value);
            }
        });
        return table.build();
    }

    /**
     * Returns what compares schools with each other.
     *
     * @return values of {@code contextual_residual} and {@code value_added}, and of the social index where passports are known
     */
    public IndicatorValues compared() {
        return compared;
    }

    /**
     * Returns the expectation from context.
     *
     * @return rows, models and findings
     */
    public ContextualExpectation.Result context() {
        return context;
    }

    /**
     * Returns the value added to the level of the same pupils a year before.
     *
     * @return rows, models and findings
     */
    public ValueAdded.Cohorts valueAdded() {
        return valueAdded;
    }

    /**
     * Returns who belongs to which list.
     *
     * @return low results by the federal and the cumulative rule, unfavourable social conditions, resilience, best practice; by list,
     *     unit and period within each rule
     */
    public List<Membership> memberships() {
        return memberships;
    }

    /**
     * Returns how the schools of each region stand.
     *
     * @return by region; none where no two years or contexts could be compared
     */
    public SortedMap<Region, Ranking> rankings() {
        return rankings;
    }

    /**
     * Returns the findings of all methods.
     *
     * @return in the order of {@link Finding#order()}
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns the members of a list.
     *
     * @param list the code of the list
     * @return the memberships of the latest period that answer yes, by unit
     */
    public List<Membership> members(String list) {
        Optional<Period> latest = memberships.stream()
                .filter(m -> m.list().equals(list))
                .map(Membership::period)
                .max(Comparator.naturalOrder());
        return memberships.stream()
                .filter(m -> m.list().equals(list) && m.member() == Membership.Answer.YES && latest.equals(Optional.of(m.period())))
                .toList();
    }

    @Override
    public String toString() {
        return "EffectivenessReview[" + compared + ", " + doubtful.size() + " schools left out as doubtful]";
    }
}
