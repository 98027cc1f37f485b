package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.Repetition;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.objectivity.Evidence;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.SchoolSummary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For each school with a sign: the reasons in words, with the pictures that show them. */
final class SchoolDetails {
    private static final int MOST_PICTURES = 4;
    private static final String INFLATED_MEAN = "fioko-2019/inflated-mean";
    private static final String CUTOFF = "cutoff-excess/school";
    private static final String JOURNAL = "journal/marginal-shift";

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final Function<Assessment, String> names;
    private final SchoolResults results;
    private final MarkTable regionMarks;

    SchoolDetails(Html html, Texts texts, RegionData data, Function<Assessment, String> names) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.names = names;
        this.results = data.review().review().results();
        this.regionMarks = data.marks();
    }

    /** The place of a school's details in the page; it does not depend on what the register writes. */
    static String anchor(int number) {
        return "s" + (number + 1);
    }

    void write() {
        html.open("section", "id", "details").element("h2", texts.get("section.details"));
        List<SchoolSummary> schools = data.schools();
        if (schools.stream().noneMatch(RegionData::detailed)) {
            html.element("p", texts.get("details.none"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("details.explained"));
        html.open("p", "class", "all", "hidden", "hidden");
        html.element("button", texts.get("details.open"), "type", "button", "data-open", "true");
        html.element("button", texts.get("details.close"), "type", "button", "data-open", "").close();
        for (int i = 0; i < schools.size(); i++) {
            if (RegionData.detailed(schools.get(i))) {
                school(schools.get(i), anchor(i));
            }
        }
        html.close();
    }

    private void school(SchoolSummary summary, String anchor) {
        School school = summary.school();
        List<Finding> findings = data.review().findings(school.id());
        html.open("details", "id", anchor).open("summary");
        html.element("b", school.name()).text(" ").element("small", school.id() + ", " + texts.name(school.municipality()))
                .text(" ");
        if (summary.outcome() == Outcome.FLAGGED) {
            html.element("span", texts.wording().name(summary.outcome()), "class", "badge FLAGGED").text(" ");
        }
        if (summary.signs() > 0) {
            html.element("span", texts.get("details.signs", texts.number(summary.signs())), "class", "badge");
        }
        html.close();
        html.open("div", "class", "school");
        repetition(summary);
        evidence(data.review().evidence(school.id()));
        FindingList said = new FindingList(html, texts, results, this::name);
        html.element("h4", texts.get("details.reasons"));
        said.flags(findings);
        pictures(school, findings);
        List<Finding> quiet = findings.stream().filter(finding -> finding.outcome() != Outcome.FLAGGED).toList();
        if (!quiet.isEmpty()) {
            html.element("h4", texts.get("details.others"));
            said.others(quiet.stream().filter(this::ofObjectivity).toList());
            said.othersInShort(findings.stream().filter(finding -> !ofObjectivity(finding)).toList());
        }
        html.close().close();
    }

    /** What else the school's results say stands on its sheet; here it is told whether they can be believed. */
    private boolean ofObjectivity(Finding finding) {
        return data.review().objectivityMethods().contains(finding.method().id());
    }

    private void repetition(SchoolSummary summary) {
        Repetition repetition = summary.repetition();
        if (repetition.yearsFlagged() > 0) {
            html.element("p", texts.get("details.repetition", texts.number(repetition.totalMarkers()),
                    texts.number(repetition.yearsFlagged()),
                    texts.number(repetition.consecutive()), Integer.toString(repetition.lastYear().orElseThrow())));
        }
        for (ListRow row : data.review().lists(summary.school().id())) {
            if (row.member() == ListRow.Member.YES) {
                html.element("p", texts.get("details.list", texts.list(row.list()), ReviewTables.reason(row, texts)));
            }
        }
    }

    private void evidence(List<Evidence> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.element("h4", texts.get("details.evidence")).open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("details.kind"), "scope", "col");
        for (String column : List.of("details.p", "details.adjusted-p", "details.n")) {
            html.element("th", texts.get(column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Evidence row : rows) {
            html.open("tr").element("th", texts.kind(row.kind()), "scope", "row");
            html.element("td", texts.p(OptionalDouble.of(row.p())), "class", "num");
            html.element("td", texts.p(OptionalDouble.of(row.adjustedP())), "class", "num");
            html.element("td", texts.number(row.n()), "class", "num").close();
        }
        html.close().close().close();
    }

    private String name(AssessmentId id) {
        return results.assessment(id).map(names).orElse(id.value());
    }

    private void pictures(School school, List<Finding> findings) {
        Map<AssessmentId, SchoolResult> own = new HashMap<>();
        results.results(school.id()).forEach(result -> own.put(result.assessment().id(), result));
        Set<AssessmentId> shown = strongest(findings, own).stream().limit(MOST_PICTURES).collect(Collectors.toSet());
        boolean journal = findings.stream().anyMatch(f -> f.outcome() == Outcome.FLAGGED && f.method().id().equals(JOURNAL));
        if (shown.isEmpty() && !journal) {
            return;
        }
        html.open("div", "class", "pictures");
        for (RegionData.Work work : data.works()) {
            if (shown.contains(work.assessment().id())) {
                picture(work, own.get(work.assessment().id()).scores());
            }
        }
        if (journal) {
            MarkTable marks = MarkTable.empty();
            for (SchoolResult result : own.values()) {
                marks = result.assessment().scale().hasMarks() ? marks.plus(result.scores().marks()) : marks;
            }
            html.open("figure");
            JournalBars.of(html, texts, marks, regionMarks);
            html.element("figcaption", texts.get("journal.caption")).close();
        }
        html.close();
    }

    private void picture(RegionData.Work work, ScoreDistribution scores) {
        String name = names.apply(work.assessment());
        html.open("figure").element("figcaption", name, "class", "above");
        Histogram.ofSchool(html, texts, texts.get("histogram.school-title", name), scores, work.all());
        html.element("figcaption", texts.get("histogram.school-caption", texts.number(scores.count()),
                texts.number(scores.mean(), 1),
                texts.number(work.all().mean(), 1))).close();
    }

    /** The assessments whose histograms show most of what was flagged. */
    private List<AssessmentId> strongest(List<Finding> findings, Map<AssessmentId, SchoolResult> own) {
        Map<AssessmentId, Double> strength = new HashMap<>();
        Set<AssessmentId> pooled = new HashSet<>();
        boolean boundaries = false;
        for (Finding finding : findings) {
            if (finding.outcome() == Outcome.FLAGGED) {
                if (finding.assessments().size() > 2) {
                    pooled.addAll(finding.assessments());
                    boundaries |= finding.method().id().equals(CUTOFF);
                } else {
                    finding.assessments().forEach(id -> strength.merge(id, strength(finding), Double::sum));
                }
            }
        }
        for (AssessmentId id : pooled) {
            if (own.containsKey(id)) {
                strength.merge(id, boundaries ? Math.max(0, surplus(own.get(id))) : distance(own.get(id)), Double::sum);
            }
        }
        return strength.entrySet().stream()
                .filter(entry -> own.containsKey(entry.getKey()) && entry.getValue() > 0)
                .sorted(Map.Entry.<AssessmentId, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double strength(Finding finding) {
        if (finding.method().id().equals(INFLATED_MEAN)) {
            double spread = finding.fact("region-sd").map(fact -> fact.number().orElse(1)).orElse(1.0);
            return 2 + finding.effect().map(effect -> effect.value()).orElse(0.0) / Math.max(spread, 1e-9);
        }
        return 1 + Math.abs(finding.statistic().orElse(0));
    }

    /** How far the shares of scores are from the region's, against what so many pupils differ by chance. */
    private double distance(SchoolResult result) {
        ScoreDistribution region = data.work(result.assessment().id()).orElseThrow().all();
        double distance = 0;
        for (int score = 0; score <= region.scale().max(); score++) {
            distance += Math.abs(
                    (double) result.scores().count(score) / result.scores().count() - (double) region.count(score) / region.count());
        }
        return distance * Math.sqrt(result.scores().count());
    }

    /** Pupils just at boundaries beyond what the region's share of those at or just below gives, in standard deviations. */
    private double surplus(SchoolResult result) {
        ScoreDistribution region = data.work(result.assessment().id()).orElseThrow().all();
        double surplus = 0;
        double variance = 0;
        for (int cut : result.assessment().scale().cuts()) {
            double both = region.count(cut) + region.count(cut - 1);
            if (both > 0) {
                double share = region.count(cut) / both;
                int trials = result.scores().count(cut) + result.scores().count(cut - 1);
                surplus += result.scores().count(cut) - trials * share;
                variance += trials * share * (1 - share);
            }
        }
        return variance > 0 ? surplus / Math.sqrt(variance) : 0;
    }
}
