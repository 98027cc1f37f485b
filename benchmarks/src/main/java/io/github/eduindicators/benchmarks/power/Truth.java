package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.model.SchoolId;

/**
 * What was planted in a school.
 *
 * @param school the school
 * @param violation what it was made to do, or NONE
 * @param scope where it did so
 * @param lookAlike what makes it look odd though honest, or NONE
 * @param cohort median number of results an assessment
 */
record Truth(SchoolId school, Violation violation, Scope scope, LookAlike lookAlike, double cohort) {
    SizeBand band() {
        return SizeBand.of(cohort);
    }

    boolean honest() {
        return violation == Violation.NONE;
    }

    boolean ordinary() {
        return honest() && lookAlike == LookAlike.NONE;
    }

    /**
     * The works that a violation touches.
     *
     * @param subject the number of the only subject, or -1
     * @param grade the only grade, or -1
     * @param firstYear the first year, counted from 0
     * @param lastYear the last year, counted from 0
     */
    record Scope(int subject, int grade, int firstYear, int lastYear) {
        boolean covers(int subjectNumber, int gradeNumber, int year) {
            return (subject < 0 || subject == subjectNumber)
                    && (grade < 0 || grade == gradeNumber)
                    && year >= firstYear
                    && year <= lastYear;
        }

        boolean everywhere(int years) {
            return subject < 0 && grade < 0 && firstYear == 0 && lastYear == years - 1;
        }

        String label(int years) {
            if (everywhere(years)) {
                return "everywhere";
            }
            if (subject >= 0) {
                return "one subject";
            }
            if (firstYear == lastYear) {
                return grade >= 0 ? "one year and grade" : "one year";
            }
            return grade >= 0 ? "one grade" : "from a year";
        }
    }
}
