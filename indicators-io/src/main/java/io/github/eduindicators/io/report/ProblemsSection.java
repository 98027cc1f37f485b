package io.github.eduindicators.io.report;

import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How many rows of the input were left out or assumed, and why most of them. */
final class ProblemsSection {
    private static final int MOST_REASONS = 10;
    private static final int MOST_FILES = 3;

    private final Html html;
    private final Texts texts;
    private final List<Problem> problems;

    ProblemsSection(Html html, Texts texts, List<Problem> problems) {
        this.html = html;
        this.texts = texts;
        this.problems = problems;
    }

    void write() {
        html.open("section", "id", "problems").element("h2", texts.get("section.problems"));
        if (problems.isEmpty()) {
            html.element("p", texts.get("problems.none")).close();
            return;
        }
        html.element("p", texts.get("problems.count", texts.number(count(Problem.Severity.ERROR)),
                texts.number(count(Problem.Severity.NOTE))));
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        Map<Reason, TreeSet<String>> files = new EnumMap<>(Reason.class);
        for (Problem problem : problems) {
            counts.merge(problem.reason(), problem.count(), Math::addExact);
            files.computeIfAbsent(problem.reason(), reason -> new TreeSet<>()).add(problem.file());
        }
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("problems.reason"), "scope", "col");
        html.element("th", texts.get("problems.severity"), "scope", "col");
        html.element("th", texts.get("problems.rows"), "scope", "col", "class", "num");
        html.element("th", texts.get("problems.files"), "scope", "col");
        html.close().close().open("tbody");
        counts.entrySet().stream()
                .sorted(Map.Entry.<Reason, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_REASONS)
                .forEach(entry -> line(entry.getKey(), entry.getValue(), files.get(entry.getKey())));
        html.close().close().close();
        if (counts.size() > MOST_REASONS) {
            html.element("p", texts.get("problems.others", texts.number(counts.size() - MOST_REASONS)), "class", "muted");
        }
        html.close();
    }

    private void line(Reason reason, long count, TreeSet<String> files) {
        html.open("tr").element("th", texts.reason(reason), "scope", "row");
        html.element("td", texts.get("severity." + reason.severity().code()));
        html.element("td", texts.number(count), "class", "num");
        String named = String.join(", ", files.stream().limit(MOST_FILES).toList());
        int more = files.size() - MOST_FILES;
        html.element("td", more > 0 ? texts.get("problems.files-more", named, texts.number(more)) : named);
        html.close();
    }

    private long count(Problem.Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).mapToLong(Problem::count).sum();
    }
}
