package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.review.Review;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each method looked at, what it flagged, and how many of the flags chance alone would give. */
final class MethodsTable {
    private final Html html;
    private final Texts texts;
    private final List<MethodSummary> summaries;
    private final Map<String, List<Finding>> all;

    MethodsTable(Html html, Texts texts, Review.Result review) {
        this.html = html;
        this.texts = texts;
        this.all = byMethod(review.findings());
        this.summaries = review.summaries();
    }

    private static Map<String, List<Finding>> byMethod(List<Finding> findings) {
        Map<String, List<Finding>> byMethod = new HashMap<>();
        findings.forEach(finding -> byMethod.computeIfAbsent(finding.method().id(), id -> new ArrayList<>()).add(finding));
        return byMethod;
    }

    private static long units(List<Finding> findings, Outcome... outcomes) {
        return findings.stream().filter(f -> List.of(outcomes).contains(f.outcome())).map(Finding::unit).distinct().count();
    }

    void ofAll() {
        start();
        if (summaries.isEmpty()) {
            html.element("p", texts.get("no-data.methods"), "class", "empty").close();
            return;
        }
        head("methods.flags", "methods.flagged", "methods.expected");
        for (MethodSummary summary : summaries) {
            html.open("tr").element("th", texts.wording().name(summary.method()), "scope", "row");
            cell(looked(summary.units(), summary));
            cell(texts.number(summary.flags()));
            cell(texts.number(summary.flaggedUnits()));
            cell(expected(summary));
            html.close();
        }
        end();
    }

    /** With several regions the number expected by chance is known for all of them together only. */
    void ofRegion(List<Finding> findings) {
        Map<String, List<Finding>> own = byMethod(findings);
        start();
        if (summaries.isEmpty()) {
            html.element("p", texts.get("no-data.methods"), "class", "empty").close();
            return;
        }
        head("methods.flags", "methods.flagged", "methods.flags-all", "methods.expected-all");
        for (MethodSummary summary : summaries) {
            List<Finding> here = own.getOrDefault(summary.method().id(), List.of());
            html.open("tr").element("th", texts.wording().name(summary.method()), "scope", "row");
            cell(looked(units(here, Outcome.CLEAR, Outcome.FLAGGED), summary));
            cell(texts.number(here.stream().filter(finding -> finding.outcome() == Outcome.FLAGGED).count()));
            cell(texts.number(units(here, Outcome.FLAGGED)));
            cell(texts.number(summary.flags()));
            cell(expected(summary));
            html.close();
        }
        end();
    }

    private void start() {
        html.open("section", "id", "methods").element("h2", texts.get("section.methods"));
        html.open("div", "class", "read");
        for (String paragraph : List.of("read.flag", "read.chance", "read.expected", "read.clear", "read.teachers")) {
            html.element("p", texts.get(paragraph));
        }
        html.close();
    }

    private void head(String... columns) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("methods.method"), "scope", "col");
        html.element("th", texts.get("methods.looked"), "scope", "col", "class", "num");
        for (String column : columns) {
            html.element("th", texts.get(column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
    }

    private void end() {
        html.close().close().close().close();
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }

    private String looked(long units, MethodSummary summary) {
        boolean regions = all.getOrDefault(summary.method().id(), List.of()).stream()
                .anyMatch(f -> f.unit().unitType() == UnitType.REGION);
        return regions ? texts.get("methods.regions", texts.number(units)) : texts.number(units);
    }

    private String expected(MethodSummary summary) {
        if (summary.expectedFalseAlarms().isEmpty()) {
            return texts.get("methods.not-available");
        }
        boolean adjusted = all.getOrDefault(summary.method().id(), List.of()).stream().anyMatch(f -> f.adjustedP().isPresent());
        return texts.get(adjusted ? "methods.at-most" : "methods.about",
                texts.number(summary.expectedFalseAlarms().getAsDouble(), 1));
    }
}
