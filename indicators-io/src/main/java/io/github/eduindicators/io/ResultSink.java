package io.github.eduindicators.io;

/** Takes individual results as a reader finds them; the one place where duplicates are told and results are counted. */
interface ResultSink {

    /**
     * Takes one result.
     *
     * @param school the identifier of the school as written
     * @param className the class, or empty
     * @param pupil the code of the pupil, or empty; it is compared and never kept in any output
     * @param score the score, within the scale
     * @param journalMark 2..5 or ScoreDistribution.NO_MARK
     * @return null if it was counted, else the reason why not
     */
    @javax.annotation.CheckForNull
    Reason accept(String school, String className, String pupil, int score, int journalMark);
}
