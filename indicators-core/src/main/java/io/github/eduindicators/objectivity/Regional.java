package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The results of one region in one assessment: every school, and all of them together. */
record Regional(Region region, Assessment assessment, List<SchoolResult> schools, ScoreDistribution all) {

    static List<Regional> of(SchoolResults results, Assessment assessment) {
        SortedMap<Region, List<SchoolResult>> schools = new TreeMap<>();
        for (SchoolResult result : results.results(assessment.id())) {
            schools.computeIfAbsent(result.school().region(), region -> new ArrayList<>()).add(result);
        }
        List<Regional> regions = new ArrayList<>();
        schools.forEach((region, list) -> regions.add(new Regional(region, assessment, list, total(assessment, list))));
        return regions;
    }

    private static ScoreDistribution total(Assessment assessment, List<SchoolResult> schools) {
        return ScoreDistribution.sum(assessment.scale(), schools.stream().map(SchoolResult::scores).toList());
    }

    int longest() {
        return (int) schools.stream().mapToLong(result -> result.scores().count()).max().orElse(0);
    }
}
