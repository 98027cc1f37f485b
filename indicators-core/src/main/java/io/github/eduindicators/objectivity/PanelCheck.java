package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.results.SchoolResults;
import java.util.List;

/** A check that works on the results as laid out, so that several share the work of laying them out. */
interface PanelCheck extends Check {

    /** Looks at all schools; the findings as {@link Check#run} gives them. */
    List<Finding> run(Panel panel);

    @Override
    default List<Finding> run(SchoolResults results) {
        return run(Panel.of(results));
    }
}
