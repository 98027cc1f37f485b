package io.github.eduindicators.io.report;

import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.EffectivenessReview;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which schools are on which list, and the counts that put them there: lists of schools to help, and of schools to learn from. */
final class ListsSection {
    /** The section of schools with low results or in poor conditions, and of the lists of the region. */
    static final String LOW_RESULTS = "low-results";
    /** The section of schools that do well where others do not. */
    static final String BEST_PRACTICES = "best-practices";

    private static final String LOW = "shnor";
    private static final Set<String> GOOD = Set.of("best-practice", "resilient", "resilient-residual");

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final String section;
    private final EffectivenessReview review;

    ListsSection(Html html, Texts texts, RegionData data, String section) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.section = section;
        this.review = data.review().review().effectiveness();
    }

    void write() {
        html.open("section", "id", section).element("h2", texts.get("section." + section));
        html.element("p", texts.get(section + ".explained"));
        Map<String, TreeMap<Integer, List<Membership>>> lists = new TreeMap<>();
        for (Membership membership : review.memberships()) {
            if (GOOD.contains(membership.list()) == section.equals(BEST_PRACTICES) && ofRegion(membership).isPresent()) {
                lists.computeIfAbsent(membership.list(), list -> new TreeMap<>())
                        .computeIfAbsent(membership.period().year(), year -> new ArrayList<>())
                        .add(membership);
            }
        }
        if (lists.isEmpty()) {
            html.element("p", texts.get("no-data.lists"), "class", "empty");
        }
        // What the ministry asks about comes first.
        lists.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getKey().startsWith(LOW)))
                .forEach(entry -> list(entry.getKey(), entry.getValue().lastKey(), entry.getValue().lastEntry().getValue()));
        html.close();
    }

    private Optional<School> ofRegion(Membership membership) {
        SchoolResults results = data.review().review().results();
        Optional<School> school = membership.unit() instanceof SchoolId id ? results.school(id) : Optional.empty();
        return school.filter(s -> s.region().equals(data.region()));
    }

    private void list(String list, int year, List<Membership> memberships) {
        List<Membership> members = memberships.stream().filter(m -> m.member() == Membership.Answer.YES).toList();
        long unknown = memberships.stream().filter(m -> m.member() == Membership.Answer.INSUFFICIENT_DATA).count();
        html.element("h3", texts.list(list));
        html.element("p", texts.get("low.counts", Integer.toString(year), texts.number(members.size()),
                texts.number(memberships.size()), texts.number(unknown)));
        if (members.isEmpty()) {
            return;
        }
        html.open("details", members.size() <= 30 ? "open" : "class", members.size() <= 30 ? "open" : "long")
                .element("summary", texts.get("low.members"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : List.of("column.school", "column.municipality", "low.why", "low.note")) {
            html.element("th", texts.get(column), "scope", "col");
        }
        html.close().close().open("tbody");
        for (Membership member : members) {
            School school = ofRegion(member).orElseThrow();
            html.open("tr").element("th", school.name(), "scope", "row");
            html.element("td", texts.name(school.municipality()));
            html.open("td");
            for (Membership.Reason reason : member.triggers()) {
                html.element("div", why(reason));
            }
            html.close();
            html.element("td", review.doubtful().contains(school.id()) ? texts.get("low.doubtful") : "").close();
        }
        html.close().close().close().close();
    }

    private String why(Membership.Reason reason) {
        IndicatorValue value = reason.value();
        String name = reason.period() + ", " + named(reason.criterion());
        if (value.value().isEmpty()) {
            return name + ": " + texts.dash();
        }
        if (value.numerator().isPresent() && value.interval().isPresent()) {
            return texts.get("low.share", name, texts.number(value.numerator().getAsDouble(), 0),
                    texts.number(value.denominator().getAsDouble(), 0), texts.number(100 * value.value().getAsDouble(), 0),
                    texts.number(100 * value.interval().get().lower(), 0), texts.number(100 * value.interval().get().upper(), 0));
        }
        if (reason.limit().isEmpty()) {
            // A condition that is met or not.
            return name;
        }
        return texts.get("low.limit", name, texts.number(value.value().getAsDouble(), 2), texts.number(reason.limit().getAsDouble(), 2));
    }

    /** A code such as {@code vpr-mathematics-5} by the names of its parts, where they have any. */
    private String named(String criterion) {
        String whole = texts.part(criterion);
        return !whole.equals(criterion) ? whole : List.of(criterion.split("-")).stream().map(texts::part).collect(Collectors.joining(" "));
    }
}
