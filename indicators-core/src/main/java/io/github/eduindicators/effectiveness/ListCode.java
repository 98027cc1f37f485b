package io.github.eduindicators.effectiveness;

/** The codes of lists and criteria, which stand in files. */
final class ListCode {
    private ListCode() {}

    static String checked(String code) {
        if (!code.matches("[\\p{Ll}\\p{N}][\\p{Ll}\\p{N}_.\\-]{0,59}")) {
            throw new IllegalArgumentException(
                    "a code has lower-case letters, digits, _ - . and at most 60 of them, got " + code);
        }
        return code;
    }
}
