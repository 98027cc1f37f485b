package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.results.SchoolResults;
import java.util.List;

/**
 * One kind of evidence from counts. An implementation is immutable and safe to share between threads, and its findings do not depend
 * on the order of anything.
 */
public interface Check {

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    MethodInfo method();

    /**
     * Looks at all schools.
     *
     * @param results the results, of one region or several; a school is compared with its own region
     * @return one finding a unit and place of evidence, in the order of {@link Finding#order()}; p-values are adjusted over all of them
     */
    List<Finding> run(SchoolResults results);
}
