package io.github.eduindicators.surveys;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.surveys.StudyMonitoring.Numbers;
import io.github.eduindicators.surveys.StudyMonitoring.Part;
import io.github.eduindicators.surveys.StudyMonitoring.Place;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;

/** One run over all studies. */
final class StudyRun {
    private static final String MEAN = "mean";
    private static final String BELOW_BASIC = "below_basic";
    private static final String DIFFERENCE = "difference_";
    private static final String CHANGE = "change_";
    private static final String NO_LINK = "no-link-error";

    private final StudyMonitoring options;
    private final List<Wave> waves;
    private final SortedSet<Region> regions;
    private final Map<Wave, Map<Part, Figures>> parts = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    /** What later steps need of a part of a wave. */
    private static final class Figures {
        private final Map<String, StudyEstimate> estimates = new HashMap<>();
        private final Map<String, StudyEstimate> differences = new HashMap<>();
        private final Map<String, StudyDifference> changes = new HashMap<>();
    }

    StudyRun(StudyMonitoring options, List<Wave> waves, SortedSet<Region> regions) {
        this.options = options;
        this.waves = waves;
        this.regions = regions;
    }

    StudyMonitoring.Result run() {
        for (int i = 0; i < waves.size(); i++) {
            place(waves.get(i));
            describe(waves.get(i), before(i));
        }
        return new StudyMonitoring.Result(options, waves, rows, findings(), places);
    }

    private Optional<Wave> before(int number) {
        if (number == 0 || !sameSeries(waves.get(number), waves.get(number - 1))) {
            return Optional.empty();
        }
        return Optional.of(waves.get(number - 1));
    }

    private static boolean sameSeries(Wave one, Wave other) {
        return one.study().equals(other.study()) && one.domain().equals(other.domain());
    }

    private void place(Wave wave) {
        boolean named = false;
        for (String group : wave.groups()) {
            SortedSet<String> labels = wave.data().study().labels(group);
            for (Region region : regions) {
                if (labels.contains(region.name()) && places.stream().noneMatch(p -> p.wave() == wave && p.region().equals(region))) {
                    places.add(new Place(wave, region, group));
                    named = true;
                }
            }
        }
        if (!named && regions.size() == 1) {
            places.add(new Place(wave, regions.first(), ""));
        }
    }

    private void describe(Wave wave, Optional<Wave> before) {
        Study study = wave.data().study();
        StudyAnalysis analysis = options.analysis(wave.data().scheme());
        Describer whole = new Describer(wave, analysis, study, Part.WHOLE);
        whole.describe();
        wave.gradient().ifPresent(covariate -> {
            whole.estimate("gradient_slope", Statistic.slope(covariate));
            whole.estimate("gradient_r2", Statistic.rSquared(covariate));
        });
        before.ifPresent(earlier -> changes(wave, earlier, Part.WHOLE));
        wave.groups().forEach(group -> group(wave, analysis, group, before));
    }

    private void group(Wave wave, StudyAnalysis analysis, String group, Optional<Wave> before) {
        Study study = wave.data().study();
        SortedSet<String> labels = study.labels(group);
        if (labels.size() > StudyMonitoring.MOST_GROUPS) {
            StudyEstimate.Size size = new StudyEstimate.Size(study.pupils(), study.totalWeight(), study.clusters());
            rows.add(new Row(wave, new Part(group, ""), MEAN, Numbers.of(StudyEstimate.insufficient(size, "many-groups")),
                    OptionalDouble.empty(), "many-groups"));
            return;
        }
        int from = rows.size();
        for (String label : labels) {
            Describer describer = new Describer(wave, analysis, study.where(group, label), new Part(group, label));
            if (places.stream().anyMatch(p -> p.wave() == wave && p.group().equals(group) && p.region().name().equals(label))) {
                describer.describe();
            } else {
                describer.estimate(MEAN, Statistic.mean());
                wave.levels().ifPresent(levels -> describer.estimate(BELOW_BASIC, levels.belowBasic()));
            }
            if (labels.size() > 1) {
                describer.difference(MEAN, Statistic.mean());
                wave.levels().ifPresent(levels -> describer.difference(BELOW_BASIC, levels.belowBasic()));
            }
            before.filter(earlier -> earlier.groups().contains(group) && earlier.data().study().labels(group).contains(label))
                    .ifPresent(earlier -> changes(wave, earlier, new Part(group, label)));
        }
        adjust(from);
    }

    /** Adjusts p-values over the groups of a grouping, statistic by statistic. */
    private void adjust(int from) {
        Map<String, List<Integer>> tests = new TreeMap<>();
        for (int i = from; i < rows.size(); i++) {
            if (rows.get(i).difference().flatMap(d -> boxed(d.p())).isPresent()) {
                tests.computeIfAbsent(rows.get(i).statistic(), key -> new ArrayList<>()).add(i);
            }
        }
        tests.values().forEach(places -> {
            double[] p = places.stream().mapToDouble(i -> rows.get(i).difference().orElseThrow().p().getAsDouble()).toArray();
            double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
            for (int i = 0; i < p.length; i++) {
                rows.set(places.get(i), rows.get(places.get(i)).withAdjustedP(adjusted[i]));
            }
        });
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private Figures known(Wave wave, Part part) {
        return parts.computeIfAbsent(wave, key -> new HashMap<>()).computeIfAbsent(part, key -> new Figures());
    }

    private void changes(Wave wave, Wave before, Part part) {
        change(wave, before, part, MEAN, wave.linkError(), wave.linkError().isPresent() ? "" : NO_LINK);
        boolean comparable = wave.levels().isPresent() && before.levels().isPresent()
                && basic(wave.levels().get()) == basic(before.levels().get());
        if (part.equals(Part.WHOLE) && comparable) {
            OptionalDouble link = wave.linkError().isPresent()
                    ? OptionalDouble.of(linkOfShare(wave, wave.linkError().getAsDouble()))
                    : OptionalDouble.empty();
            change(wave, before, part, BELOW_BASIC, link, link.isEmpty() ? NO_LINK : link.getAsDouble() > 0 ? "approximate-link-error" : "");
        }
    }

    private static double basic(ProficiencyLevels levels) {
        return levels.bounds().get(levels.basic() - 1).lower();
    }

    /** Half of what the share below the basic level changes when the bound moves by the link error up and down. */
    private static double linkOfShare(Wave wave, double link) {
        ProficiencyLevels levels = wave.levels().orElseThrow();
        Study study = wave.data().study();
        int values = study.plausibleValues(wave.domain());
        double sum = 0;
        for (int m = 1; m <= values; m++) {
            Statistic.Sample sample = study.sample(wave.domain(), m);
            sum += levels.belowBasic(link).of(sample).orElse(0) - levels.belowBasic(-link).of(sample).orElse(0);
        }
        return sum / values / 2;
    }

    private void change(Wave wave, Wave before, Part part, String statistic, OptionalDouble link, String note) {
        StudyEstimate now = known(wave, part).estimates.get(statistic);
        StudyEstimate then = known(before, part).estimates.get(statistic);
        if (now == null || then == null) {
            return;
        }
        StudyDifference change = StudyDifference.between(now, then, link.orElse(0));
        known(wave, part).changes.put(statistic, change);
        rows.add(new Row(wave, part, CHANGE + statistic, Numbers.ofChange(change), change.p(),
                change.reason().isEmpty() ? note : change.reason()));
    }

    /** Estimates statistics of a part of a wave and keeps them as rows. */
    private final class Describer {
        private final Wave wave;
        private final StudyAnalysis analysis;
        private final Study study;
        private final Part part;

        Describer(Wave wave, StudyAnalysis analysis, Study study, Part part) {
            this.wave = wave;
            this.analysis = analysis;
            this.study = study;
            this.part = part;
        }

        /** All that is told of the whole sample and of a region. */
        void describe() {
            estimate(MEAN, Statistic.mean());
            estimate("sd", Statistic.standardDeviation());
            wave.levels().ifPresent(levels -> {
                estimate(BELOW_BASIC, levels.belowBasic());
                estimate("high", levels.high());
                for (int level = 0; level <= levels.bounds().size(); level++) {
                    estimate("level_" + levels.code(level), levels.at(level));
                }
            });
        }

        void estimate(String name, Statistic statistic) {
            StudyEstimate estimate = analysis.estimate(study, wave.domain(), statistic);
            known(wave, part).estimates.put(name, estimate);
            rows.add(new Row(wave, part, name, Numbers.of(estimate), OptionalDouble.empty(), estimate.reason()));
        }

        void difference(String name, Statistic statistic) {
            StudyEstimate estimate = analysis.difference(
                    wave.data().study(), wave.domain(), statistic, StudyAnalysis.Pair.withRest(part.group(), part.label()));
            known(wave, part).differences.put(name, estimate);
            Numbers numbers = Numbers.ofDifference(estimate);
            rows.add(new Row(wave, part, DIFFERENCE + name, numbers, numbers.difference().orElseThrow().p(), numbers.reason()));
        }
    }

    /** A finding in the making: what is tested, if anything is. */
    private record Test(Finding.Builder finding, Optional<StudyDifference> difference, double p, String low, String high, String none) {}

    private List<Finding> findings() {
        List<Test> changes = new ArrayList<>();
        List<Test> standings = new ArrayList<>();
        List<Test> gaps = new ArrayList<>();
        for (int i = 0; i < waves.size(); i++) {
            boolean last = i + 1 == waves.size() || !sameSeries(waves.get(i), waves.get(i + 1));
            Wave wave = waves.get(i);
            Optional<Wave> before = before(i);
            for (Place place : places) {
                if (last && place.wave() == wave) {
                    changes.add(change(place, before));
                    if (!place.group().isEmpty()) {
                        standing(place).ifPresent(standings::add);
                    } else {
                        wave.groups().stream().filter(options::asksFor).forEach(group -> gap(place, group).ifPresent(gaps::add));
                    }
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (List<Test> kind : List.of(changes, standings, gaps)) {
            judge(kind, findings);
        }
        findings.sort(Finding.order().thenComparing(f -> f.fact("study").orElseThrow().value().toString())
                .thenComparing(f -> f.fact("domain").orElseThrow().value().toString())
                .thenComparing(Finding::category));
        return findings;
    }

    private void judge(List<Test> tests, List<Finding> findings) {
        List<Test> tested = tests.stream().filter(test -> test.difference().isPresent()).toList();
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(tested.stream().mapToDouble(Test::p).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            Test test = tested.get(i);
            StudyDifference difference = test.difference().orElseThrow();
            boolean sure = adjusted[i] <= options.level();
            boolean lower = difference.value().getAsDouble() < 0;
            String category = !sure ? test.none() : lower ? test.low() : test.high();
            findings.add(test.finding()
                    .outcome(sure && lower ? Outcome.FLAGGED : Outcome.CLEAR)
                    .category(category)
                    .p(test.p()).adjustedP(adjusted[i]).statistic(difference.statistic().getAsDouble())
                    .effect(difference.interval().orElseThrow())
                    .fact("detectable", difference.detectable().getAsDouble())
                    .build());
        }
        tests.stream().filter(test -> test.difference().isEmpty()).forEach(test -> findings.add(test.finding().build()));
    }

    private Finding.Builder finding(Wave wave, Region region) {
        return Finding.builder(options.method(), region)
                .fact("study", wave.study()).fact("domain", wave.domain()).fact("cycle", wave.cycle().toString());
    }

    private static Part part(Place place) {
        return place.group().isEmpty() ? Part.WHOLE : new Part(place.group(), place.region().name());
    }

    private Test change(Place place, Optional<Wave> before) {
        Finding.Builder finding = finding(place.wave(), place.region());
        StudyEstimate now = known(place.wave(), part(place)).estimates.get(MEAN);
        if (now == null) {
            return untested(finding, Outcome.NOT_APPLICABLE, "many-groups");
        }
        finding.n(now.n());
        describe(finding, place, now);
        if (now.standardError().isEmpty()) {
            return untested(finding, Outcome.INSUFFICIENT_DATA, told(now.reason()));
        }
        StudyDifference change = known(place.wave(), part(place)).changes.get(MEAN);
        if (before.isEmpty() || change == null) {
            return untested(finding, Outcome.NOT_APPLICABLE, "first-cycle");
        }
        finding.fact("previous", before.get().cycle().toString());
        if (change.p().isEmpty()) {
            return untested(finding, Outcome.INSUFFICIENT_DATA, told(change.reason()));
        }
        finding.fact("mean-before", known(before.get(), part(place)).estimates.get(MEAN).value().getAsDouble());
        finding.fact("change", change.value().getAsDouble());
        if (place.wave().linkError().isEmpty()) {
            return untested(finding, Outcome.NOT_APPLICABLE, NO_LINK);
        }
        finding.fact("link-error", change.linkError());
        return new Test(finding, Optional.of(change), change.p().getAsDouble(), "fell", "rose", "");
    }

    private void describe(Finding.Builder finding, Place place, StudyEstimate mean) {
        mean.value().ifPresent(value -> finding.fact(MEAN, value));
        mean.standardError().ifPresent(error -> finding.fact("standard-error", error));
        StudyEstimate below = known(place.wave(), part(place)).estimates.get(BELOW_BASIC);
        if (below != null && below.value().isPresent()) {
            finding.fact("below-basic", 100 * below.value().getAsDouble());
        }
    }

    private static Test untested(Finding.Builder finding, Outcome outcome, String category) {
        return new Test(finding.outcome(outcome).category(category), Optional.empty(), 1, "", "", "");
    }

    /** The reasons that are told apart in words. */
    private static String told(String reason) {
        return reason.equals("few-pupils") || reason.equals("few-clusters") ? reason : "no-error";
    }

    private Optional<Test> standing(Place place) {
        StudyEstimate difference = known(place.wave(), part(place)).differences.get(MEAN);
        if (difference == null) {
            return Optional.empty();
        }
        StudyEstimate own = known(place.wave(), part(place)).estimates.get(MEAN);
        Finding.Builder finding = finding(place.wave(), place.region()).n(own.n());
        describe(finding, place, own);
        StudyDifference tested = StudyDifference.within(difference);
        if (tested.p().isEmpty()) {
            return Optional.of(untested(finding, Outcome.INSUFFICIENT_DATA, told(tested.reason())));
        }
        return Optional.of(new Test(finding, Optional.of(tested), tested.p().getAsDouble(), "below", "above", "as-others"));
    }

    /** One finding a grouping: of the group that is the furthest below the others. */
    private Optional<Test> gap(Place place, String group) {
        Wave wave = place.wave();
        Finding.Builder finding = finding(wave, place.region()).fact("group", group);
        List<String> labels = new ArrayList<>();
        List<StudyDifference> differences = new ArrayList<>();
        for (String label : wave.data().study().labels(group)) {
            StudyEstimate estimate = known(wave, new Part(group, label)).differences.get(MEAN);
            if (estimate != null && StudyDifference.within(estimate).p().isPresent()) {
                labels.add(label);
                differences.add(StudyDifference.within(estimate));
            }
        }
        if (labels.isEmpty()) {
            return Optional.of(untested(finding, Outcome.INSUFFICIENT_DATA, "no-error"));
        }
        int lowest = 0;
        double[] p = new double[labels.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = differences.get(i).p().getAsDouble();
            lowest = differences.get(i).statistic().getAsDouble() < differences.get(lowest).statistic().getAsDouble() ? i : lowest;
        }
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
        StudyEstimate own = known(wave, new Part(group, labels.get(lowest))).estimates.get(MEAN);
        finding.fact("label", labels.get(lowest)).n(own.n());
        own.value().ifPresent(value -> finding.fact(MEAN, value));
        return Optional.of(new Test(finding, Optional.of(differences.get(lowest)), adjusted[lowest], "gap", "no-gap", "no-gap"));
    }
}
