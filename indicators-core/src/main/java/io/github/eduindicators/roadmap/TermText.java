package io.github.eduindicators.roadmap;

import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which texts are compared and read: small letters, one kind of blank, dash and е, no quotation marks. */
final class TermText {
    /** Longer texts are no terms. */
    static final int LONGEST = 500;

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\p{Cntrl}]+");
    private static final Pattern DASHES = Pattern.compile("[\\u2010-\\u2015\\u2212\\uFE58\\uFE63\\uFF0D]");
    private static final Pattern NOTHING = Pattern.compile("[\\u00AD\\u200B-\\u200D\\u2060\\uFEFF«»\"'“”„‘’`]");
    private static final Pattern ENDS = Pattern.compile("^[ .,;:]+|[ .,;:]+$");

    private TermText() {}

    static String normal(String text) {
        String plain = NOTHING.matcher(text).replaceAll("");
        plain = BLANKS.matcher(plain).replaceAll(" ");
        plain = DASHES.matcher(plain).replaceAll("-").toLowerCase(Locale.ROOT);
        // The Ukrainian letter is what people find on the keyboard for the Roman numeral.
        plain = plain.replace('ё', 'е').replace('\u0456', 'i').replace('\u04CF', 'i');
        return ENDS.matcher(plain).replaceAll("");
    }

    /** The first characters of a text, never half of a pair. */
    static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
    }
}
