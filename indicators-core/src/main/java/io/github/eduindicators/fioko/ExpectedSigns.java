package io.github.eduindicators.fioko;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.RankPermutation;
import java.util.List;

/** How many signs chance alone would give. It costs far more than the signs themselves, so it is computed only when asked. */
final class ExpectedSigns {
    private ExpectedSigns() {}

    static double inflatedMeans(FiokoSigns method, SchoolResults results, List<Assessment> looked) {
        double expected = 0;
        for (Assessment assessment : looked) {
            for (RegionResults region : RegionResults.of(results, assessment)) {
                ChanceOfInflatedMean chance = new ChanceOfInflatedMean(region.all(), longest(region));
                for (SchoolResult result : region.schools()) {
                    long m = result.scores().count();
                    expected += m < method.minimum ? 0 : chance.of((int) m);
                }
            }
        }
        return expected;
    }

    private static int longest(RegionResults region) {
        return (int) region.schools().stream().mapToLong(result -> result.scores().count()).max().orElse(0);
    }

    static double journalMismatches(FiokoSigns method, SchoolResults results, List<Assessment> looked) {
        double expected = 0;
        for (Assessment assessment : looked) {
            if (!assessment.procedure().equals(Procedure.OGE)) {
                for (SchoolResult result : results.results(assessment.id())) {
                    expected += RankPermutation.probabilityNegative(result.scores().scoresByJournalMark(), method.spearman).orElse(0);
                }
            }
        }
        return expected;
    }
}
