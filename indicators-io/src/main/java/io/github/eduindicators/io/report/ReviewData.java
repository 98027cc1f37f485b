package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.fioko.Sign;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.objectivity.Evidence;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A review as its report needs it: grouped once by region and school, so that a page looks at its own region only. */
final class ReviewData {
    private final Review.Result review;
    private final List<Problem> problems;
    private final Map<Region, List<SchoolSummary>> schools = new TreeMap<>();
    private final Map<SchoolId, List<Finding>> ofSchool = new HashMap<>();
    private final Set<String> objectivity = new HashSet<>();
    private final Map<Unit, List<Recommendation>> recommendations = new HashMap<>();
    private final Map<SchoolId, List<Evidence>> evidence = new HashMap<>();
    private final Map<Region, List<Finding>> ofRegion = new HashMap<>();
    private final Map<Municipality, List<Finding>> ofMunicipality = new HashMap<>();
    private final Map<SchoolId, List<Sign>> signs = new HashMap<>();
    private final Map<SchoolId, List<ListRow>> lists = new HashMap<>();
    private final Map<Region, List<IndexRow>> index = new HashMap<>();
    /** The indicators of regions, and those of municipalities over all works. */
    private final IndicatorValues pooled;

    private ReviewData(Review.Result review, List<Problem> problems) {
        this.review = review;
        this.problems = problems;
        for (SchoolSummary school : review.schools()) {
            schools.computeIfAbsent(school.school().region(), region -> new ArrayList<>()).add(school);
        }
        for (Finding finding : review.findings()) {
            if (finding.unit() instanceof SchoolId school) {
                ofSchool.computeIfAbsent(school, id -> new ArrayList<>()).add(finding);
            } else if (finding.unit() instanceof Region region) {
                ofRegion.computeIfAbsent(region, r -> new ArrayList<>()).add(finding);
            } else if (finding.unit() instanceof Municipality municipality) {
                ofMunicipality.computeIfAbsent(municipality, m -> new ArrayList<>()).add(finding);
            }
        }
        Stream.of(review.screening().findings(), review.forensics().findings(), review.recheck().findings())
                .flatMap(List::stream)
                .forEach(finding -> objectivity.add(finding.method().id()));
        for (Recommendation recommendation : review.recommendations()) {
            recommendations.computeIfAbsent(recommendation.unit(), unit -> new ArrayList<>()).add(recommendation);
            if (!recommendation.addressedUnit().equals(recommendation.unit())) {
                recommendations.computeIfAbsent(recommendation.addressedUnit(), unit -> new ArrayList<>()).add(recommendation);
            }
        }
        for (Evidence row : review.screening().evidence()) {
            evidence.computeIfAbsent(row.school(), id -> new ArrayList<>()).add(row);
        }
        for (Sign sign : review.screening().signs().signs()) {
            signs.computeIfAbsent(sign.school().id(), id -> new ArrayList<>()).add(sign);
        }
        for (ListRow row : review.lists()) {
            if (row.unit() instanceof SchoolId school) {
                lists.computeIfAbsent(school, id -> new ArrayList<>()).add(row);
            }
        }
        this.pooled = review.effectiveness().values(key ->
                key.unit() instanceof Region || key.unit() instanceof Municipality && key.assessment().isEmpty());
        for (IndexRow row : review.index()) {
            Region region = row.unit() instanceof Region own ? own : ((Municipality) row.unit()).region();
            index.computeIfAbsent(region, r -> new ArrayList<>()).add(row);
        }
    }

    static ReviewData of(Review.Result review, List<Problem> problems) {
        return new ReviewData(review, problems);
    }

    Review.Result review() {
        return review;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The regions, by name; none if there is no school. */
    List<Region> regions() {
        return List.copyOf(schools.keySet());
    }

    List<SchoolSummary> schools(Region region) {
        return schools.getOrDefault(region, List.of());
    }

    List<Finding> findings(SchoolId school) {
        return ofSchool.getOrDefault(school, List.of());
    }

    List<Finding> findings(Region region) {
        return ofRegion.getOrDefault(region, List.of());
    }

    List<Finding> findings(Municipality municipality) {
        return ofMunicipality.getOrDefault(municipality, List.of());
    }

    /** The methods that ask whether results can be believed. */
    Set<String> objectivityMethods() {
        return objectivity;
    }

    /** What is advised to a school, or of it. */
    List<Recommendation> recommendations(Unit unit) {
        return recommendations.getOrDefault(unit, List.of());
    }

    /** What each kind of evidence says, all together last. */
    List<Evidence> evidence(SchoolId school) {
        return evidence.getOrDefault(school, List.of());
    }

    List<Sign> signs(SchoolId school) {
        return signs.getOrDefault(school, List.of());
    }

    List<ListRow> lists(SchoolId school) {
        return lists.getOrDefault(school, List.of());
    }

    /** The indicators of a region itself. */
    IndicatorValues effectiveness(Region region) {
        return pooled.where(key -> key.unit().equals(region));
    }

    /** The indicators of a municipality over all works. */
    IndicatorValues effectiveness(Municipality municipality) {
        return pooled.where(key -> key.unit().equals(municipality));
    }

    /** The index of a region and its municipalities. */
    List<IndexRow> index(Region region) {
        return index.getOrDefault(region, List.of());
    }
}
