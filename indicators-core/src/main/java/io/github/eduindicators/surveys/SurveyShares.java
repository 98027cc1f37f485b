package io.github.eduindicators.surveys;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.ShareMath.Part;
import io.github.eduindicators.surveys.SurveyCells.Cell;
import io.github.eduindicators.surveys.SurveyCells.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Shares, means and differences from the answers, when asked for. */
final class SurveyShares {
    private final Satisfaction method;
    private final SurveyCells cells;
    private final int minimum;
    /** By region, for the positive answers together and each answer: how much organisations of one municipality differ. */
    private final Map<Place, List<OrganisationSpread>> spreads = new HashMap<>();

    SurveyShares(Satisfaction method, SurveyCells cells) {
        this.method = method;
        this.cells = cells;
        this.minimum = method.options.minimum();
        ofMunicipalities(cells.cells()).forEach((region, municipalities) -> {
            List<OrganisationSpread> own = new ArrayList<>();
            own.add(spread(municipalities, Cell::positive));
            for (int i = 0; i < cells.answers(region.question()).size(); i++) {
                int number = i;
                own.add(spread(municipalities, cell -> cell.counts()[number]));
            }
            spreads.put(region, own);
        });
    }

    /** The places of regions, with those of their municipalities in order. */
    private static <T> Map<Place, List<T>> ofMunicipalities(Map<Place, T> places) {
        Map<Place, List<T>> regions = new HashMap<>();
        places.forEach((place, own) -> {
            if (place.unit() instanceof Municipality municipality) {
                regions.computeIfAbsent(inRegion(place, municipality), key -> new ArrayList<>()).add(own);
            }
        });
        return regions;
    }

    private static Place inRegion(Place place, Municipality municipality) {
        return new Place(place.wave(), municipality.region(), place.group(), place.question());
    }

    private static OrganisationSpread spread(List<List<Cell>> municipalities, Count count) {
        return OrganisationSpread.of(municipalities.stream().map(own -> parts(own, count)).toList());
    }

    private Optional<OrganisationSpread> spread(Place place, int number) {
        return place.unit() instanceof Municipality municipality
                ? Optional.of(spreads.get(inRegion(place, municipality)).get(number)).filter(OrganisationSpread::isKnown)
                : Optional.empty();
    }

    Satisfaction method() {
        return method;
    }

    SurveyCells cells() {
        return cells;
    }

    Stream<Satisfaction.Share> all(Place place, List<Cell> own) {
        List<Satisfaction.Share> shares = new ArrayList<>();
        positive(place, own).ifPresent(shares::add);
        List<String> answers = cells.answers(place.question());
        for (int i = 0; i < answers.size(); i++) {
            int number = i;
            shares.add(share(place, own, number + 1, parts(own, cell -> cell.counts()[number])));
        }
        if (question(place).kind() == Kind.SCALE) {
            shares.add(mean(place, own));
        }
        return shares.stream();
    }

    private Question question(Place place) {
        return cells.questionnaire().question(place.question()).orElseThrow();
    }

    Optional<Satisfaction.Share> positive(Place place, List<Cell> own) {
        return cells.hasPositiveShare(place.question())
                ? Optional.of(share(place, own, 0, parts(own, Cell::positive)))
                : Optional.empty();
    }

    private interface Count {
        long of(Cell cell);
    }

    private static List<Part> parts(List<Cell> own, Count count) {
        return own.stream().filter(cell -> cell.base() > 0).map(cell -> new Part(count.of(cell), cell.base())).toList();
    }

    /** The share of all positive answers, number 0, or of one answer, from 1 on. */
    private Satisfaction.Share share(Place place, List<Cell> own, int number, List<Part> parts) {
        long n = ShareMath.people(parts);
        boolean several = parts.size() > 1;
        OptionalDouble effect = OptionalDouble.empty();
        Optional<Interval> value = Optional.empty();
        Optional<Interval> bounds = Optional.empty();
        if (n >= minimum) {
            Optional<OrganisationSpread> spread = spread(place, number);
            if (several) {
                effect = OptionalDouble.of(spread.map(of -> of.designEffect(parts)).orElseGet(() -> ShareMath.designEffect(parts)));
            }
            long whole = method.population == Satisfaction.Population.INVITED && own.size() == 1 ? own.get(0).whole() : 0;
            value = Optional.of(several
                    ? spread.map(of -> ShareMath.share(parts, of)).orElseGet(() -> ShareMath.share(parts))
                    : ShareMath.share(parts.get(0).y(), n, whole));
            bounds = bounds(own, ShareMath.sum(parts), n);
        }
        var counts = new Satisfaction.Share.Counts(n, invited(own), parts.size(), effect);
        String answer = number == 0 ? Satisfaction.POSITIVE : cells.answers(place.question()).get(number - 1);
        return new Satisfaction.Share(place, answer, value, counts, bounds, note(place, own, counts));
    }

    /** If nobody who did not answer had said so, and if all of them had. */
    private static Optional<Interval> bounds(List<Cell> own, long yes, long n) {
        if (own.stream().anyMatch(cell -> cell.most().isEmpty())) {
            return Optional.empty();
        }
        double most = own.stream().mapToLong(cell -> cell.most().getAsLong()).sum();
        double value = (double) yes / n;
        return Optional.of(new Interval(value, Math.min(value, yes / most), Math.max(value, (yes + most - n) / most)));
    }

    private static OptionalLong invited(List<Cell> own) {
        return own.stream().allMatch(cell -> cell.invited().isPresent())
                ? OptionalLong.of(own.stream().mapToLong(cell -> cell.invited().getAsLong()).sum())
                : OptionalLong.empty();
    }

    private String note(Place place, List<Cell> own, Satisfaction.Share.Counts counts) {
        List<String> notes = new ArrayList<>();
        if (counts.n() < minimum) {
            notes.add("small-n");
        }
        boolean above = place.unit() instanceof Municipality || place.unit() instanceof Region;
        if (above) {
            notes.add(counts.organisations() == 1 ? "one-organisation" : "organisations=" + counts.organisations());
        }
        counts.designEffect().ifPresent(effect -> notes.add(String.format(Locale.ROOT, "deff=%.2f", effect)));
        if (question(place).filter().isPresent()) {
            notes.add("filtered");
        }
        if (counts.invited().isEmpty()) {
            notes.add("invited-unknown");
        }
        return String.join(";", notes);
    }

    /** The mean of the numbers of a scale. */
    private Satisfaction.Share mean(Place place, List<Cell> own) {
        List<String> answers = cells.answers(place.question());
        List<long[]> moments = own.stream().map(cell -> cell.moments(answers)).filter(moment -> moment[2] > 0).toList();
        List<Part> parts = moments.stream().map(moment -> new Part(moment[0], moment[2])).toList();
        long n = ShareMath.people(parts);
        var counts = new Satisfaction.Share.Counts(n, invited(own), parts.size(), OptionalDouble.empty());
        Optional<Interval> value = Optional.empty();
        if (n >= minimum) {
            double mean = (double) ShareMath.sum(parts) / n;
            double squares = moments.stream().mapToDouble(moment -> moment[1]).sum();
            double independent = Math.max(0, squares / n - mean * mean) / (n - 1);
            double between = ShareMath.variance(parts).orElse(0);
            int freedom = parts.size() > 1 ? parts.size() - 1 : (int) Math.min(n - 1, Integer.MAX_VALUE);
            boolean all = own.size() == 1 && own.get(0).base() == n && method.population == Satisfaction.Population.INVITED;
            long whole = all ? own.get(0).whole() : 0;
            double correction = whole > 1 ? (double) (whole - n) / whole : 1;
            value = Optional.of(Interval.student(mean, Math.sqrt(correction * Math.max(between, independent)), freedom));
        }
        return new Satisfaction.Share(place, Satisfaction.MEAN, value, counts, Optional.empty(), note(place, own, counts));
    }

    /** The positive answers of two places, organisation by organisation. */
    private record Pair(List<Part> first, List<Part> second) {}

    private Pair pair(Place first, Place second, Satisfaction.Composition composition) {
        TreeMap<Unit, Part> one = byOrganisation(first);
        TreeMap<Unit, Part> two = byOrganisation(second);
        if (composition == Satisfaction.Composition.SAME) {
            one.keySet().retainAll(two.keySet());
            two.keySet().retainAll(one.keySet());
        }
        TreeSet<Unit> both = new TreeSet<>(Unit.order());
        both.addAll(one.keySet());
        both.addAll(two.keySet());
        Part none = new Part(0, 0);
        return new Pair(
                both.stream().map(unit -> one.getOrDefault(unit, none)).toList(),
                both.stream().map(unit -> two.getOrDefault(unit, none)).toList());
    }

    /** The second positive share less the first, if there are enough people in both. */
    Optional<Satisfaction.Difference> difference(Place first, Place second) {
        return difference(pair(first, second, Satisfaction.Composition.ALL), Optional.empty());
    }

    private Optional<Satisfaction.Difference> difference(Pair pair, Optional<OrganisationSpread.OfChange> spread) {
        List<Part> first = pair.first();
        List<Part> second = pair.second();
        Part before = new Part(ShareMath.sum(first), ShareMath.people(first));
        Part after = new Part(ShareMath.sum(second), ShareMath.people(second));
        if (before.n() < minimum || after.n() < minimum) {
            return Optional.empty();
        }
        ShareMath.Contrast contrast = first.size() == 1
                ? ShareMath.contrast(before, after)
                : spread.map(of -> of.contrast(first, second)).orElseGet(() -> ShareMath.contrast(first, second));
        int onlyFirst = (int) second.stream().filter(part -> part.n() == 0).count();
        int onlySecond = (int) first.stream().filter(part -> part.n() == 0).count();
        return Optional.of(new Satisfaction.Difference(contrast, before, after, first.size(), onlyFirst, onlySecond));
    }

    private TreeMap<Unit, Part> byOrganisation(Place place) {
        TreeMap<Unit, Part> parts = new TreeMap<>(Unit.order());
        List<Cell> own = cells.cells(place);
        if (!own.isEmpty() && cells.hasPositiveShare(place.question())) {
            own.stream().filter(cell -> cell.base() > 0)
                    .forEach(cell -> parts.put(cell.organisation(), new Part(cell.positive(), cell.base())));
        }
        return parts;
    }

    /** A group and a question, whatever the unit and the wave. */
    record Asked(String group, String question) {
        static Asked of(Place place) {
            return new Asked(place.group(), place.question());
        }
    }

    /** The waves in which anybody answered, of those questions that have a positive share. */
    Map<Asked, TreeSet<String>> waves() {
        Map<Asked, TreeSet<String>> waves = new HashMap<>();
        cells.cells().forEach((place, own) -> {
            if (own.stream().anyMatch(cell -> cell.base() > 0) && cells.hasPositiveShare(place.question())) {
                waves.computeIfAbsent(Asked.of(place), key -> new TreeSet<>(SurveyAnswers.waveOrder())).add(place.wave());
            }
        });
        return waves;
    }

    List<Satisfaction.Change> changes() {
        Map<Asked, TreeSet<String>> waves = waves();
        record Tested(Place place, String from, Satisfaction.Difference difference) {}
        TreeMap<Place, Pair> pairs = new TreeMap<>(cells.cells().comparator());
        Map<Place, String> from = new HashMap<>();
        for (Place place : cells.cells().keySet()) {
            TreeSet<String> all = waves.getOrDefault(Asked.of(place), new TreeSet<>());
            if (all.size() > 1 && all.last().equals(place.wave())) {
                String wave = all.lower(place.wave());
                from.put(place, wave);
                pairs.put(place, pair(new Place(wave, place.unit(), place.group(), place.question()), place, method.composition));
            }
        }
        Map<Place, OrganisationSpread.OfChange> spreadOfChanges = new HashMap<>();
        ofMunicipalities(pairs).forEach((region, own) -> spreadOfChanges.put(region, OrganisationSpread.OfChange.of(
                own.stream().map(Pair::first).toList(), own.stream().map(Pair::second).toList())));
        Map<UnitType, List<Tested>> families = new TreeMap<>();
        pairs.forEach((place, pair) -> {
            Optional<OrganisationSpread.OfChange> spread = place.unit() instanceof Municipality municipality
                    ? Optional.of(spreadOfChanges.get(inRegion(place, municipality))).filter(OrganisationSpread.OfChange::isKnown)
                    : Optional.empty();
            difference(pair, spread).ifPresent(difference -> families
                    .computeIfAbsent(place.unit().unitType(), type -> new ArrayList<>())
                    .add(new Tested(place, from.get(place), difference)));
        });
        List<Satisfaction.Change> changes = new ArrayList<>();
        for (List<Tested> family : families.values()) {
            double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(
                    family.stream().mapToDouble(tested -> tested.difference().p()).toArray());
            for (int i = 0; i < adjusted.length; i++) {
                Tested tested = family.get(i);
                changes.add(new Satisfaction.Change(tested.place(), tested.from(), tested.difference(), adjusted[i]));
            }
        }
        changes.sort(Comparator.comparing(Satisfaction.Change::unit, Unit.order())
                .thenComparing(Satisfaction.Change::group)
                .thenComparing(change -> cells.number(change.question())));
        return List.copyOf(changes);
    }
}
