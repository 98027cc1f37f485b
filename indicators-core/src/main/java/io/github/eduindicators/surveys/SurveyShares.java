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

    SurveyShares(Satisfaction method, SurveyCells cells) {
        this.method = method;
        this.cells = cells;
        this.minimum = method.options.minimum();
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
            shares.add(share(place, own, answers.get(i), parts(own, cell -> cell.counts()[number])));
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
                ? Optional.of(share(place, own, Satisfaction.POSITIVE, parts(own, Cell::positive)))
                : Optional.empty();
    }

    private interface Count {
        long of(Cell cell);
    }

    private static List<Part> parts(List<Cell> own, Count count) {
        return own.stream().filter(cell -> cell.base() > 0).map(cell -> new Part(count.of(cell), cell.base())).toList();
    }

    private Satisfaction.Share share(Place place, List<Cell> own, String answer, List<Part> parts) {
        long n = ShareMath.people(parts);
        boolean several = parts.size() > 1;
        OptionalDouble effect = OptionalDouble.empty();
        Optional<Interval> value = Optional.empty();
        Optional<Interval> bounds = Optional.empty();
        if (n >= minimum) {
            effect = several ? OptionalDouble.of(ShareMath.designEffect(parts)) : OptionalDouble.empty();
            long whole = method.population == Satisfaction.Population.INVITED && own.size() == 1 ? own.get(0).whole() : 0;
            value = Optional.of(several ? ShareMath.share(parts) : ShareMath.share(parts.get(0).y(), n, whole));
            bounds = bounds(own, ShareMath.sum(parts), n);
        }
        var counts = new Satisfaction.Share.Counts(n, invited(own), parts.size(), effect);
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

    /** The second positive share less the first, if there are enough people in both. */
    Optional<Satisfaction.Difference> difference(Place first, Place second, Satisfaction.Composition composition) {
        TreeMap<Unit, Part> one = byOrganisation(first);
        TreeMap<Unit, Part> two = byOrganisation(second);
        if (composition == Satisfaction.Composition.SAME) {
            one.keySet().retainAll(two.keySet());
            two.keySet().retainAll(one.keySet());
        }
        List<Part> before = List.copyOf(one.values());
        List<Part> after = List.copyOf(two.values());
        if (ShareMath.people(before) < minimum || ShareMath.people(after) < minimum) {
            return Optional.empty();
        }
        TreeSet<Unit> both = new TreeSet<>(Unit.order());
        both.addAll(one.keySet());
        both.addAll(two.keySet());
        ShareMath.Contrast contrast;
        if (both.size() == 1) {
            contrast = ShareMath.contrast(before.get(0), after.get(0));
        } else {
            Part none = new Part(0, 0);
            contrast = ShareMath.contrast(
                    both.stream().map(unit -> one.getOrDefault(unit, none)).toList(),
                    both.stream().map(unit -> two.getOrDefault(unit, none)).toList());
        }
        return Optional.of(new Satisfaction.Difference(
                contrast,
                new Part(ShareMath.sum(before), ShareMath.people(before)),
                new Part(ShareMath.sum(after), ShareMath.people(after)),
                both.size(),
                both.size() - two.size(),
                both.size() - one.size()));
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
        Map<UnitType, List<Tested>> families = new TreeMap<>();
        for (Place place : cells.cells().keySet()) {
            TreeSet<String> all = waves.getOrDefault(Asked.of(place), new TreeSet<>());
            if (all.size() > 1 && all.last().equals(place.wave())) {
                String from = all.lower(place.wave());
                Place before = new Place(from, place.unit(), place.group(), place.question());
                difference(before, place, method.composition).ifPresent(difference -> families
                        .computeIfAbsent(place.unit().unitType(), type -> new ArrayList<>())
                        .add(new Tested(place, from, difference)));
            }
        }
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
