package io.github.eduindicators.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * One assessment: a work of one procedure, calendar year, season, subject and grade, with its scale.
 *
 * <p>The grade is that of the programme tested, not of the pupils: a work of autumn 2020 on the programme of grade 4 was written by
 * pupils of grade 5. Immutable and safe to share between threads.
 */
public final class Assessment implements Comparable<Assessment>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;
    private static final int LAST_GRADE = 12;

    private final AssessmentId id;
    private final Procedure procedure;
    private final int year;
    private final Season season;
    private final Subject subject;
    private final int grade;
    private final ScoreScale scale;

    private Assessment(Builder builder) {
        this.procedure = builder.procedure;
        this.year = range("year", builder.year, FIRST_YEAR, LAST_YEAR);
        this.season = builder.season;
        this.subject = builder.subject;
        this.grade = range("grade", builder.grade, 1, LAST_GRADE);
        this.scale = builder.scale;
        this.id = builder.id == null
                ? AssessmentId.of(procedure + "-" + year + (season == Season.AUTUMN ? "-autumn" : "") + "-" + subject + "-" + grade)
                : builder.id;
    }

    private static int range(String what, int value, int first, int last) {
        if (value < first || value > last) {
            throw new IllegalArgumentException(what + " must be within " + first + ".." + last + ", got " + value);
        }
        return value;
    }

    /**
     * Returns a ВПР work of spring.
     *
     * @param year the calendar year of the work, 1990..2100
     * @param subject the subject
     * @param grade the grade of the programme, 1..12
     * @param scale the scale
     * @return the assessment, with an id such as {@code VPR-2021-mathematics-5}
     * @throws IllegalArgumentException if the year or the grade is out of range
     */
    public static Assessment vpr(int year, Subject subject, int grade, ScoreScale scale) {
        return builder(Procedure.VPR, year, subject).grade(grade).scale(scale).build();
    }

    /**
     * Starts an assessment: spring, grade 1 and a scale of 0..100 without marks unless said otherwise.
     *
     * @param procedure the procedure
     * @param year the calendar year of the work, 1990..2100
     * @param subject the subject
     * @return a builder
     */
    public static Builder builder(Procedure procedure, int year, Subject subject) {
        return new Builder(procedure, year, subject);
    }

    /**
     * Returns the identity.
     *
     * @return the identity
     */
    public AssessmentId id() {
        return id;
    }

    /**
     * Returns the procedure.
     *
     * @return the procedure
     */
    public Procedure procedure() {
        return procedure;
    }

    /**
     * Returns the calendar year of the work.
     *
     * @return the year, 1990..2100
     */
    public int year() {
        return year;
    }

    /**
     * Returns the season of the work.
     *
     * @return the season
     */
    public Season season() {
        return season;
    }

    /**
     * Returns the subject.
     *
     * @return the subject
     */
    public Subject subject() {
        return subject;
    }

    /**
     * Returns the grade of the programme tested.
     *
     * @return the grade, 1..12
     */
    public int grade() {
        return grade;
    }

    /**
     * Returns the scale.
     *
     * @return the scale
     */
    public ScoreScale scale() {
        return scale;
    }

    @Override
    public int compareTo(Assessment other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assessment that
                && id.equals(that.id)
                && procedure.equals(that.procedure)
                && year == that.year
                && season == that.season
                && subject.equals(that.subject)
                && grade == that.grade
                && scale.equals(that.scale);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id + " " + scale;
    }

    /** Collects the parts of an assessment. Not safe for use by several threads. */
    public static final class Builder {
        private final Procedure procedure;
        private final int year;
        private final Subject subject;
        private AssessmentId id;
        private Season season = Season.SPRING;
        private int grade = 1;
        private ScoreScale scale = ScoreScale.of(100);

        private Builder(Procedure procedure, int year, Subject subject) {
            this.procedure = Objects.requireNonNull(procedure, "procedure");
            this.year = year;
            this.subject = Objects.requireNonNull(subject, "subject");
        }

        /**
         * Sets an identity other than the one made of procedure, year, subject and grade.
         *
         * @param value the identity
         * @return this builder
         */
        public Builder id(AssessmentId value) {
            this.id = Objects.requireNonNull(value, "id");
            return this;
        }

        /**
         * Sets the season.
         *
         * @param value the season
         * @return this builder
         */
        public Builder season(Season value) {
            this.season = Objects.requireNonNull(value, "season");
            return this;
        }

        /**
         * Sets the grade of the programme tested.
         *
         * @param value the grade, 1..12
         * @return this builder
         */
        public Builder grade(int value) {
            this.grade = value;
            return this;
        }

        /**
         * Sets the scale.
         *
         * @param value the scale
         * @return this builder
         */
        public Builder scale(ScoreScale value) {
            this.scale = Objects.requireNonNull(value, "scale");
            return this;
        }

        /**
         * Makes the assessment.
         *
         * @return the assessment
         * @throws IllegalArgumentException if the year or the grade is out of range
         */
        public Assessment build() {
            return new Assessment(this);
        }
    }
}
