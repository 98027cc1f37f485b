package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.StudyMonitoring;
import io.github.eduindicators.surveys.StudyMonitoring.Place;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What sampled studies of the PISA model say of a region: level, spread, who is below the basic level, groups, change. */
final class StudiesSection {
    private static final int MOST = 20;
    private static final int MOST_BARS = 12;
    private static final String MEAN = "mean";

    private final Html html;
    private final Texts texts;
    private final StudyMonitoring.Result studies;
    private final Region region;
    private final List<Place> places;

    StudiesSection(Html html, Texts texts, StudyMonitoring.Result studies, Region region) {
        this.html = html;
        this.texts = texts;
        this.studies = studies;
        this.region = region;
        this.places = studies.places().stream().filter(place -> place.region().equals(region)).toList();
    }

    void write() {
        html.open("section", "id", "studies").element("h2", texts.get("section.studies"));
        if (places.isEmpty()) {
            html.element("p", texts.get("no-data.studies"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("studies.explained"), "class", "read");
        words();
        means();
        levels();
        results();
        gradients();
        groups();
        trust();
        html.close();
    }

    /** The findings in words. */
    private void words() {
        List<Finding> findings = studies.findings().stream()
                .filter(finding -> finding.unit().equals(region))
                .sorted(Comparator.comparing(finding -> finding.outcome() != Outcome.FLAGGED))
                .toList();
        html.open("ul");
        findings.stream().limit(MOST).forEach(finding -> {
            html.open("li").element("span", texts.wording().name(finding.outcome()), "class", "badge " + finding.outcome());
            html.text(" " + texts.wording().says(finding)).close();
        });
        html.close();
        more(findings.size());
    }

    private void more(int size) {
        more(size, MOST);
    }

    private void more(int size, int told) {
        if (size > told) {
            html.element("p", texts.get("studies.more", texts.number(size - told)), "class", "muted");
        }
    }

    private Optional<Row> row(Place place, String statistic) {
        String label = place.group().isEmpty() ? "" : region.name();
        return studies.rows(place.wave()).stream()
                .filter(row -> row.group().equals(place.group()) && row.label().equals(label) && row.statistic().equals(statistic))
                .findFirst();
    }

    private String name(Wave wave) {
        return wave.study() + ", " + texts.kind(wave.domain()) + ", " + wave.cycle();
    }

    private void means() {
        List<StudyCharts.Mean> means = new ArrayList<>();
        for (Place place : places) {
            row(place, MEAN).flatMap(Row::interval).ifPresent(mean -> means.add(new StudyCharts.Mean(name(place.wave()), mean)));
        }
        if (!means.isEmpty()) {
            html.open("figure").element("figcaption", texts.get("studies.means"), "class", "above");
            StudyCharts.means(html, texts, texts.get("studies.means"), means.subList(0, Math.min(MOST, means.size())));
            html.element("figcaption", texts.get("studies.means-legend")).close();
            more(means.size());
        }
    }

    private void levels() {
        List<StudyCharts.Levels> bars = new ArrayList<>();
        for (Place place : places) {
            place.wave().levels().ifPresent(levels -> shares(place, levels)
                    .ifPresent(shares -> bars.add(new StudyCharts.Levels(name(place.wave()), levels, shares))));
        }
        if (!bars.isEmpty()) {
            html.open("figure").element("figcaption", texts.get("studies.levels"), "class", "above");
            StudyCharts.levels(html, texts, texts.get("studies.levels"), bars.subList(0, Math.min(MOST_BARS, bars.size())));
            html.element("figcaption", texts.get("studies.levels-legend")).close();
            more(bars.size(), MOST_BARS);
        }
    }

    private Optional<List<Double>> shares(Place place, ProficiencyLevels levels) {
        List<Double> shares = new ArrayList<>();
        for (int level = 0; level <= levels.bounds().size(); level++) {
            OptionalDouble share = row(place, "level_" + levels.code(level)).map(Row::value).orElse(OptionalDouble.empty());
            if (share.isEmpty()) {
                return Optional.empty();
            }
            shares.add(share.getAsDouble());
        }
        return Optional.of(shares);
    }

    private void results() {
        html.element("h3", texts.get("studies.results"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("studies.study"), "scope", "col");
        for (String column : List.of("n", "mean", "se", "sd", "below", "high", "change", "change-below")) {
            html.element("th", texts.get("studies." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Place place : places.stream().limit(MOST).toList()) {
            html.open("tr").element("th", name(place.wave()), "scope", "row");
            Optional<Row> mean = row(place, MEAN);
            cell(mean.filter(row -> row.n().isPresent()).map(row -> texts.number(row.n().getAsLong())).orElse(texts.dash()));
            cell(points(mean));
            cell(mean.map(row -> texts.number(row.standardError(), 1)).orElse(texts.dash()));
            cell(row(place, "sd").map(row -> texts.number(row.value(), 1)).orElse(texts.dash()));
            cell(percent(row(place, "below_basic")));
            cell(percent(row(place, "high")));
            cell(points(row(place, "change_mean")));
            cell(percent(row(place, "change_below_basic")));
            html.close();
        }
        html.close().close().close();
        more(places.size());
        html.element("p", texts.get("studies.results-explained"), "class", "muted");
    }

    /** How results depend on the family, where the study asked; of the whole sample. */
    private void gradients() {
        List<Wave> waves = places.stream().map(Place::wave).filter(wave -> wave.gradient().isPresent()).limit(MOST).toList();
        if (waves.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("studies.gradient"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("studies.study"), "scope", "col");
        html.element("th", texts.get("studies.slope"), "scope", "col", "class", "num");
        html.element("th", texts.get("studies.r2"), "scope", "col", "class", "num").close().close().open("tbody");
        for (Wave wave : waves) {
            List<Row> whole = studies.rows(wave).stream().filter(row -> row.group().isEmpty()).toList();
            html.open("tr").element("th", name(wave), "scope", "row");
            cell(points(find(whole, "gradient_slope")));
            cell(percent(find(whole, "gradient_r2")));
            html.close();
        }
        html.close().close().close();
        html.element("p", texts.get("studies.gradient-explained"), "class", "muted");
    }

    private String points(Optional<Row> row) {
        return number(row, i -> StudyCharts.interval(texts, i), value -> texts.number(value, 1));
    }

    private String percent(Optional<Row> row) {
        return number(row, i -> texts.number(100 * i.value(), 1) + " (" + texts.number(100 * i.lower(), 1) + "…"
                + texts.number(100 * i.upper(), 1) + ")", value -> texts.number(100 * value, 1));
    }

    /** With its interval, without one, or why there is nothing. */
    private String number(Optional<Row> row, Function<Interval, String> interval, Function<Double, String> plain) {
        if (row.isEmpty()) {
            return texts.dash();
        }
        Optional<Interval> known = row.get().interval();
        if (known.isPresent()) {
            return interval.apply(known.get());
        }
        OptionalDouble value = row.get().value();
        return value.isPresent() ? plain.apply(value.getAsDouble()) : texts.get("studies.note." + row.get().note());
    }

    /** The groups of the last cycles, and how they differ from all the others. */
    private void groups() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Wave wave = places.get(i).wave();
            boolean last = i + 1 == places.size() || !same(wave, places.get(i + 1).wave());
            if (last) {
                studies.rows(wave).stream().filter(row -> !row.group().isEmpty() && row.statistic().equals(MEAN)).forEach(rows::add);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("studies.groups"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : List.of("study", "group")) {
            html.element("th", texts.get("studies." + column), "scope", "col");
        }
        for (String column : List.of("n", "mean", "below", "difference", "difference-below", "p")) {
            html.element("th", texts.get("studies." + column), "scope", "col", "class", "num");
        }
        html.element("th", texts.get("studies.says"), "scope", "col").close().close().open("tbody");
        rows.stream().limit(MOST).forEach(this::group);
        html.close().close().close();
        more(rows.size());
        html.element("p", texts.get("studies.groups-explained"), "class", "muted");
    }

    private static boolean same(Wave one, Wave other) {
        return one.study().equals(other.study()) && one.domain().equals(other.domain());
    }

    private void group(Row mean) {
        List<Row> own = studies.rows(mean.wave()).stream()
                .filter(row -> row.group().equals(mean.group()) && row.label().equals(mean.label()))
                .toList();
        Optional<Row> difference = find(own, "difference_mean");
        html.open("tr").element("th", name(mean.wave()), "scope", "row");
        html.element("td", mean.label().isEmpty() ? mean.group() : mean.group() + ": " + mean.label());
        cell(mean.n().isPresent() ? texts.number(mean.n().getAsLong()) : texts.dash());
        cell(points(Optional.of(mean)));
        cell(percent(find(own, "below_basic")));
        cell(points(difference));
        cell(percent(find(own, "difference_below_basic")));
        OptionalDouble p = difference.map(Row::adjustedP).orElse(OptionalDouble.empty());
        cell(texts.p(p));
        html.element("td", says(difference, p)).close();
    }

    private static Optional<Row> find(List<Row> rows, String statistic) {
        return rows.stream().filter(row -> row.statistic().equals(statistic)).findFirst();
    }

    private String says(Optional<Row> difference, OptionalDouble p) {
        if (p.isEmpty()) {
            return texts.dash();
        }
        double level = studies.method().parameters().stream().filter(fact -> fact.key().equals("level")).findFirst().orElseThrow()
                .number().getAsDouble();
        String key = p.getAsDouble() > level ? "same" : difference.orElseThrow().value().orElseThrow() < 0 ? "lower" : "higher";
        return texts.get("studies.says." + key);
    }

    /** Bounds and schemes that nobody has checked for this report. */
    private void trust() {
        String scales = places.stream()
                .flatMap(place -> place.wave().levels().stream())
                .filter(levels -> !levels.isVerified() && !levels.name().equals("own"))
                .map(ProficiencyLevels::name).distinct().sorted().collect(Collectors.joining(", "));
        if (!scales.isEmpty()) {
            html.element("p", texts.get("studies.unverified-levels", scales), "class", "muted");
        }
        String schemes = places.stream()
                .map(place -> place.wave().data().scheme())
                .filter(scheme -> !scheme.isVerified())
                .map(scheme -> scheme.name()).distinct().sorted().collect(Collectors.joining(", "));
        if (!schemes.isEmpty()) {
            html.element("p", texts.get("studies.unverified-schemes", schemes), "class", "muted");
        }
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }
}
