package io.github.eduindicators.surveys;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/** One finding for each unit of a survey. */
final class SurveyFindings {
    private static final double POWER = 0.8;
    private static final double PERCENT = 100;

    private final SurveyShares shares;
    private final Satisfaction.Options options;
    private final MethodInfo method;
    private final List<String> waves;
    private final TreeMap<Unit, List<Satisfaction.Share>> latest = new TreeMap<>(Unit.order());
    private final Map<Unit, List<Satisfaction.Change>> changes = new HashMap<>();
    private final TreeMap<Unit, List<Satisfaction.Response>> responses = new TreeMap<>(Unit.order());
    private final Map<UnitType, double[]> levels = new HashMap<>();

    SurveyFindings(
            SurveyShares shares, List<Satisfaction.Response> responses, List<Satisfaction.Change> changes, List<String> waves) {
        this.shares = shares;
        this.options = shares.method().options;
        this.method = shares.method().method();
        this.waves = waves;
        Map<SurveyShares.Asked, TreeSet<String>> asked = shares.waves();
        shares.cells().cells().forEach((place, own) -> {
            TreeSet<String> all = asked.get(SurveyShares.Asked.of(place));
            if (all != null && all.last().equals(place.wave())) {
                shares.positive(place, own)
                        .ifPresent(share -> latest.computeIfAbsent(place.unit(), unit -> new ArrayList<>()).add(share));
            }
        });
        changes.forEach(change -> this.changes.computeIfAbsent(change.unit(), unit -> new ArrayList<>()).add(change));
        responses.forEach(response -> this.responses.computeIfAbsent(response.unit(), unit -> new ArrayList<>()).add(response));
        Map<UnitType, long[]> families = new HashMap<>();
        for (Satisfaction.Change change : changes) {
            long[] family = families.computeIfAbsent(change.unit().unitType(), type -> new long[2]);
            family[0]++;
            family[1] += change.adjustedP() <= options.level() ? 1 : 0;
        }
        families.forEach((type, family) ->
                levels.put(type, new double[] {Math.min(1, options.level() * (family[1] + 1) / family[0])}));
    }

    List<Finding> all() {
        return responses.keySet().stream().map(this::of).sorted(Finding.order()).toList();
    }

    private Finding of(Unit unit) {
        List<Satisfaction.Share> positive = latest.getOrDefault(unit, List.of());
        List<Satisfaction.Share> told = positive.stream().filter(share -> share.value().isPresent()).toList();
        List<Satisfaction.Change> tested = changes.getOrDefault(unit, List.of());
        Finding.Builder finding = Finding.builder(method, unit);
        OptionalDouble response = response(finding, unit);
        finding.fact("minimum", (long) options.minimum())
                .fact("told", (long) told.size())
                .fact("hidden", (long) positive.size() - told.size());
        if (told.isEmpty()) {
            boolean asked = shares.cells().questionnaire().questions().stream()
                    .anyMatch(question -> shares.cells().hasPositiveShare(question.id()));
            long most = positive.stream().mapToLong(Satisfaction.Share::n).max().orElse(0);
            return (asked ? finding.outcome(Outcome.INSUFFICIENT_DATA) : finding.outcome(Outcome.NOT_APPLICABLE))
                    .fact("respondents", most)
                    .build();
        }
        finding.n(told.stream().mapToLong(Satisfaction.Share::n).max().getAsLong());
        List<Satisfaction.Share> judged = told.stream().filter(this::isJudged).toList();
        List<Satisfaction.Share> low = judged.stream().filter(share -> upper(share) < options.low()).toList();
        List<Satisfaction.Change> fell = tested.stream().filter(change -> changed(change, -1)).toList();
        finding.fact("compared", (long) tested.size())
                .fact("fell", (long) fell.size())
                .fact("rose", tested.stream().filter(change -> changed(change, 1)).count())
                .fact("judged", (long) judged.size())
                .fact("low", (long) low.size())
                .fact("threshold", PERCENT * options.low());
        tested.stream().mapToDouble(change -> change.difference().p()).min().ifPresent(finding::p);
        tested.stream().mapToDouble(Satisfaction.Change::adjustedP).min().ifPresent(finding::adjustedP);
        if (!fell.isEmpty()) {
            return fell(finding, fell);
        }
        if (!low.isEmpty()) {
            return low(finding, low);
        }
        if (response.isPresent() && response.getAsDouble() < options.response()) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA)
                    .category("low-response")
                    .fact("least-response", PERCENT * options.response())
                    .build();
        }
        if (!tested.isEmpty()) {
            return finding.outcome(Outcome.CLEAR).fact("detectable", PERCENT * detectable(tested)).build();
        }
        return judged.isEmpty() || options.low() == 0
                ? finding.outcome(Outcome.NOT_APPLICABLE).category("nothing-to-compare").build()
                : finding.outcome(Outcome.CLEAR).category("one-wave").fact("detectable", PERCENT * detectableLow(judged)).build();
    }

    private boolean isJudged(Satisfaction.Share share) {
        return shares.cells().questionnaire().question(share.question()).orElseThrow().declared();
    }

    private static double upper(Satisfaction.Share share) {
        return share.value().orElseThrow().upper();
    }

    private boolean changed(Satisfaction.Change change, int direction) {
        return change.adjustedP() <= options.level() && change.difference().value().value() * direction > 0;
    }

    /** What part of those invited answered in the last wave. */
    private OptionalDouble response(Finding.Builder finding, Unit unit) {
        long respondents = 0;
        long ofInvited = 0;
        long invited = 0;
        for (Satisfaction.Response response : responses.get(unit)) {
            if (response.wave().equals(waves.get(waves.size() - 1))) {
                respondents += response.respondents();
                ofInvited += response.respondentsOfInvited();
                invited += response.invited();
            }
        }
        finding.fact("wave", waves.get(waves.size() - 1)).fact("answered", respondents);
        if (invited == 0) {
            return OptionalDouble.empty();
        }
        double rate = (double) ofInvited / invited;
        finding.fact("response", PERCENT * rate);
        return OptionalDouble.of(rate);
    }

    private Finding fell(Finding.Builder finding, List<Satisfaction.Change> fell) {
        Satisfaction.Change clearest = fell.stream()
                .min(Comparator.comparingDouble(Satisfaction.Change::adjustedP)
                        .thenComparingDouble(change -> change.difference().p())
                        .thenComparingDouble(change -> change.difference().value().value()))
                .orElseThrow();
        Satisfaction.Difference difference = clearest.difference();
        finding.outcome(Outcome.FLAGGED)
                .category("fell")
                .p(difference.p())
                .adjustedP(clearest.adjustedP())
                .effect(difference.value())
                .n(difference.secondN())
                .fact("group", clearest.group())
                .fact("question", clearest.question())
                .fact("from", clearest.from())
                .fact("to", clearest.to())
                .fact("share-from", PERCENT * difference.first())
                .fact("share-to", PERCENT * difference.second())
                .fact("n-from", difference.firstN())
                .fact("organisations", (long) difference.organisations())
                .fact("only-from", (long) difference.onlyFirst())
                .fact("only-to", (long) difference.onlySecond());
        latest.get(clearest.unit()).stream()
                .filter(share -> share.group().equals(clearest.group()) && share.question().equals(clearest.question()))
                .findFirst()
                .ifPresent(share -> bounds(finding, share));
        return finding.build();
    }

    private Finding low(Finding.Builder finding, List<Satisfaction.Share> low) {
        Satisfaction.Share lowest = low.stream()
                .min(Comparator.comparingDouble(SurveyFindings::upper).thenComparingDouble(share -> share.value().orElseThrow().value()))
                .orElseThrow();
        Interval value = lowest.value().orElseThrow();
        finding.outcome(Outcome.FLAGGED)
                .category("low")
                .effect(value)
                .n(lowest.n())
                .fact("group", lowest.group())
                .fact("question", lowest.question())
                .fact("share", PERCENT * value.value())
                .fact("share-lower", PERCENT * value.lower())
                .fact("share-upper", PERCENT * value.upper());
        bounds(finding, lowest);
        return finding.build();
    }

    private static void bounds(Finding.Builder finding, Satisfaction.Share share) {
        Optional<Interval> bounds = share.bounds();
        bounds.ifPresent(ends -> finding.fact("worst", PERCENT * ends.lower()).fact("best", PERCENT * ends.upper()));
    }

    /** The fall in the question measured best that would have been flagged in four cases of five. */
    private double detectable(List<Satisfaction.Change> tested) {
        double level = levels.get(tested.get(0).unit().unitType())[0];
        double errors = NormalLaw.upperQuantile(level / 2) + NormalLaw.quantile(POWER);
        return Math.min(1, tested.stream().mapToDouble(change -> errors * wide(change.difference())).min().getAsDouble());
    }

    /** The standard error, larger where it was itself found from few organisations. */
    private static double wide(Satisfaction.Difference difference) {
        int freedom = difference.freedom();
        return difference.error() * (freedom == 0 ? 1 : ShareMath.student(freedom) / Interval.Z95);
    }

    /** The share, of the question measured best, that would have been called low in four cases of five. */
    private double detectableLow(List<Satisfaction.Share> judged) {
        double errors = Interval.Z95 + NormalLaw.quantile(POWER);
        double error = judged.stream()
                .mapToDouble(share -> Math.sqrt(options.low() * (1 - options.low()) * share.designEffect().orElse(1) / share.n()))
                .min()
                .getAsDouble();
        return Math.max(0, options.low() - errors * error);
    }
}
