package io.github.eduindicators.results;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import java.util.List;

/**
 * The results of one region in one assessment: every school, and all of them together.
 *
 * @param region the region
 * @param assessment the assessment
 * @param schools the schools with results in it, by identity
 * @param all the sum of their counts
 */
public record RegionResults(Region region, Assessment assessment, List<SchoolResult> schools, ScoreDistribution all) {

    /**
     * Takes a copy of the list.
     *
     * @param region the region
     * @param assessment the assessment
     * @param schools the schools with results in it
     * @param all the sum of their counts
     */
    public RegionResults {
        schools = ImmutableList.copyOf(schools);
    }

    /**
     * Divides the results of an assessment by region.
     *
     * @param results the results
     * @param assessment an assessment of these results
     * @return one element a region that has results in it, by name of the region
     */
    public static List<RegionResults> of(SchoolResults results, Assessment assessment) {
        return results.byRegion(assessment);
    }
}
