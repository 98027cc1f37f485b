package io.github.eduindicators.fioko;

/** The kinds of signs of ФИОКО 2019. */
public enum SignKind {
    /** The school's mean is above the region's, their intervals apart (завышенные значения среднего балла). */
    INFLATED_MEAN("fioko-2019/inflated-mean"),
    /** Scores and journal marks are ordered against each other (несоответствие школьным отметкам). */
    JOURNAL_MISMATCH("fioko-2019/journal-mismatch"),
    /** A cohort rose sharply from one grade to the next (резкое возрастание). */
    COHORT_RISE("fioko-2019/cohort-rise"),
    /** A cohort fell sharply from one grade to the next (резкое падение). */
    COHORT_FALL("fioko-2019/cohort-fall");

    private final String methodId;

    SignKind(String methodId) {
        this.methodId = methodId;
    }

    /**
     * Returns the identity of the method.
     *
     * @return such as {@code fioko-2019/inflated-mean}
     */
    public String methodId() {
        return methodId;
    }
}
