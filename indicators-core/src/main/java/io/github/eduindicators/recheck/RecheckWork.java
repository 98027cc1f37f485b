package io.github.eduindicators.recheck;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One work on its way through a re-check: listed, drawn, given to an expert, marked again. A work that two experts mark is two of
 * these, which differ in the expert.
 *
 * <p>The code of the work leads to a pupil: no message and no {@link #toString} of this library holds it.
 *
 * @param assessment the assessment
 * @param school the school that marked the work
 * @param work the code of the work within assessment and school, not blank, at most 200 characters
 * @param stratum from which part of the works it was drawn, in the region's own words; may be empty
 * @param score the school's score, not negative
 * @param expertScore the expert's score, not negative, or empty where the expert has not marked it yet
 * @param expert the code of the expert; empty where the work is given to nobody, and then there is no expert's score
 */
public record RecheckWork(
        AssessmentId assessment, SchoolId school, String work, String stratum, int score, OptionalInt expertScore, String expert) {
    private static final int LONGEST = 200;
    /** By school, assessment, work and expert: the order of every list of works. */
    static final Comparator<RecheckWork> ORDER = Comparator.comparing(RecheckWork::school)
            .thenComparing(RecheckWork::assessment)
            .thenComparing(RecheckWork::work)
            .thenComparing(RecheckWork::expert);

    /** Which piece of paper it is, whoever marks it. */
    record Key(AssessmentId assessment, SchoolId school, String work) {}

    /**
     * Checks the parts.
     *
     * @param assessment the assessment
     * @param school the school
     * @param work the code of the work
     * @param stratum from which part of the works it was drawn
     * @param score the school's score
     * @param expertScore the expert's score
     * @param expert the code of the expert
     * @throws IllegalArgumentException if a code is blank, too long or holds control characters, a score is negative, or there is
     *     an expert's score without an expert
     */
    public RecheckWork {
        Objects.requireNonNull(assessment, "assessment");
        Objects.requireNonNull(school, "school");
        work = code("work", work);
        stratum = stratum.isBlank() ? "" : code("stratum", stratum);
        expert = expert.isBlank() ? "" : code("expert", expert);
        if (work.isEmpty()) {
            throw new IllegalArgumentException("the code of the work must not be blank");
        }
        if (score < 0 || expertScore.isPresent() && expertScore.getAsInt() < 0) {
            throw new IllegalArgumentException("scores must not be negative, got " + score + " and " + expertScore);
        }
        if (expert.isEmpty() && expertScore.isPresent()) {
            throw new IllegalArgumentException("an expert's score needs the code of the expert");
        }
    }

    private static String code(String what, String value) {
        String text = value.strip();
        // The text itself is not told: it may be the code of a pupil.
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the code of the " + what + " must have at most " + LONGEST + " characters, none of them a control character");
        }
        return text;
    }

    /**
     * Returns a work that is not drawn yet.
     *
     * @param assessment the assessment
     * @param school the school that marked it
     * @param work the code of the work, not blank
     * @param score the school's score, not negative
     * @return the work
     * @throws IllegalArgumentException if the code is blank, too long or holds control characters, or the score is negative
     */
    public static RecheckWork of(AssessmentId assessment, SchoolId school, String work, int score) {
        return new RecheckWork(assessment, school, work, "", score, OptionalInt.empty(), "");
    }

    /**
     * Returns the work as drawn from a stratum.
     *
     * @param value the stratum
     * @return the work with it
     * @throws IllegalArgumentException if it is too long or holds control characters
     */
    public RecheckWork withStratum(String value) {
        return new RecheckWork(assessment, school, work, value, score, expertScore, expert);
    }

    /**
     * Returns the work as given to an expert, who has not marked it yet.
     *
     * @param value the code of the expert
     * @return the work with the expert and without an expert's score
     * @throws IllegalArgumentException if the code is too long or holds control characters
     */
    public RecheckWork withExpert(String value) {
        return new RecheckWork(assessment, school, work, stratum, score, OptionalInt.empty(), value);
    }

    /**
     * Returns the work as marked by its expert.
     *
     * @param value the expert's score, not negative
     * @return the work with the score
     * @throws IllegalArgumentException if the score is negative or the work has no expert
     */
    public RecheckWork withExpertScore(int value) {
        return new RecheckWork(assessment, school, work, stratum, score, OptionalInt.of(value), expert);
    }

    Key key() {
        return new Key(assessment, school, work);
    }

    /** One line without the code of the work. */
    @Override
    public String toString() {
        return "RecheckWork[" + school + " " + assessment + (stratum.isEmpty() ? "" : " " + stratum) + " score=" + score
                + (expert.isEmpty() ? "" : " expert=" + expert)
                + (expertScore.isPresent() ? " expertScore=" + expertScore.getAsInt() : "") + "]";
    }
}
