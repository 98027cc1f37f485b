package io.github.eduindicators.io;

import io.github.eduindicators.io.Problem.Severity;
import java.util.Locale;
import java.util.ResourceBundle;

/** Why a part of an input was left out, assumed or refused. The wording stands in the resource bundle {@code reasons}. */
public enum Reason {
    /** A row has more or fewer fields than the header. */
    RAGGED_ROW(Severity.ERROR),
    /** The school is not in the register. */
    UNKNOWN_SCHOOL(Severity.ERROR),
    /** The assessment is not described. */
    UNKNOWN_ASSESSMENT(Severity.ERROR),
    /** The score is not a whole number from 0 to the maximum. */
    BAD_SCORE(Severity.ERROR),
    /** The mark is not one of 2, 3, 4, 5. */
    BAD_MARK(Severity.ERROR),
    /** The pupil stands in the assessment, school and class already; the first row counts. */
    DUPLICATE_PUPIL(Severity.ERROR);

    private static final String BUNDLE = "io.github.eduindicators.io.reasons";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Severity severity;

    Reason(Severity severity) {
        this.severity = severity;
    }

    /**
     * Returns how bad it is.
     *
     * @return the severity
     */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns the code, which does not depend on the language.
     *
     * @return for example {@code ragged-row}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the reason in words.
     *
     * @param locale Russian or any other, which gives English
     * @return one clause without a full stop
     */
    public String text(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, NO_FALLBACK).getString(code());
    }
}
