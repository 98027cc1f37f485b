package io.github.eduindicators.model;

import com.google.common.base.CharMatcher;
import java.util.Locale;

/** The rules that the typed strings of this package share. */
final class Codes {
    private static final int MAX_LENGTH = 200;
    private static final CharMatcher CONTROL = CharMatcher.javaIsoControl();

    private Codes() {}

    /** A name or identifier as people write it: trimmed, not blank, on one line. */
    static String text(String what, String value) {
        String trimmed = value.strip();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        if (trimmed.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have at most " + MAX_LENGTH + " characters, got " + trimmed.length());
        }
        if (CONTROL.matchesAnyOf(trimmed)) {
            throw new IllegalArgumentException(what + " must not contain control characters: "
                    + CONTROL.replaceFrom(trimmed, '?'));
        }
        return trimmed;
    }

    /** The form in which alternative spellings of a name are compared. */
    static String key(String value) {
        return CharMatcher.whitespace().trimAndCollapseFrom(value, ' ').toLowerCase(Locale.ROOT).replace('ё', 'е');
    }
}
