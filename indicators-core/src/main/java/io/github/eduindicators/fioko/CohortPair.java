package io.github.eduindicators.fioko;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Subject;
import java.util.Comparator;

/** One cohort and subject over two years: a grade in a year, and the next grade in the next year. */
record CohortPair(Procedure procedure, Subject subject, int laterGrade, int laterYear) implements Comparable<CohortPair> {
    private static final Comparator<CohortPair> ORDER = Comparator.comparing(CohortPair::procedure)
            .thenComparing(CohortPair::subject)
            .thenComparing(CohortPair::laterGrade)
            .thenComparing(CohortPair::laterYear);

    static CohortPair endingWith(Assessment later) {
        return new CohortPair(later.procedure(), later.subject(), later.grade(), later.year());
    }

    boolean startsWith(Assessment earlier) {
        return earlier.procedure().equals(procedure)
                && earlier.subject().equals(subject)
                && earlier.grade() == laterGrade - 1
                && earlier.year() == laterYear - 1;
    }

    @Override
    public int compareTo(CohortPair other) {
        return ORDER.compare(this, other);
    }
}
