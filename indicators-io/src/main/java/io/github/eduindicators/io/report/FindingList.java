package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.results.SchoolResults;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the methods say of one unit, in words. */
final class FindingList {
    private final Html html;
    private final Texts texts;
    private final SchoolResults results;
    private final Function<AssessmentId, String> names;

    FindingList(Html html, Texts texts, SchoolResults results, Function<AssessmentId, String> names) {
        this.html = html;
        this.texts = texts;
        this.results = results;
        this.names = names;
    }

    /** Each flag: by which method, in which works, and what it says. */
    void flags(List<Finding> findings) {
        html.open("ul");
        findings.stream().filter(finding -> finding.outcome() == Outcome.FLAGGED).sorted(combinedFirst()).forEach(finding -> {
            html.open("li").element("b", texts.wording().name(finding.method()));
            if (!finding.assessments().isEmpty() && finding.assessments().size() <= 2) {
                html.text(" (" + finding.assessments().stream().map(names).collect(Collectors.joining(" → ")) + ")");
            }
            html.text(". " + texts.says(finding, results)).close();
        });
        html.close();
    }

    /** Everything else, each with what it says: a check that gave no sign tells what it could have noticed. */
    void others(List<Finding> findings) {
        html.open("ul", "class", "muted");
        findings.stream().filter(finding -> finding.outcome() != Outcome.FLAGGED).sorted(combinedFirst()).forEach(finding -> {
            html.open("li").element("b", texts.wording().name(finding.method()));
            html.text(": " + texts.wording().name(finding.outcome()) + ". " + texts.says(finding, results)).close();
        });
        html.close();
    }

    /** Everything else by outcome, the methods named only. */
    void othersInShort(List<Finding> findings) {
        TreeSet<String> flagged = methods(findings, Outcome.FLAGGED);
        for (Outcome outcome : List.of(Outcome.CLEAR, Outcome.INSUFFICIENT_DATA)) {
            TreeSet<String> methods = methods(findings, outcome);
            methods.removeAll(flagged);
            flagged.addAll(methods);
            if (!methods.isEmpty()) {
                html.open("p", "class", "muted").element("span", texts.wording().name(outcome), "class", "badge " + outcome);
                html.text(" " + String.join("; ", methods)).close();
            }
        }
    }

    private TreeSet<String> methods(List<Finding> findings, Outcome outcome) {
        return findings.stream()
                .filter(finding -> finding.outcome() == outcome)
                .map(finding -> texts.wording().name(finding.method()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Comparator<Finding> combinedFirst() {
        return Comparator.comparing((Finding finding) -> !finding.method().id().equals(ObjectivityScreening.COMBINED))
                .thenComparing(Finding.order());
    }
}
