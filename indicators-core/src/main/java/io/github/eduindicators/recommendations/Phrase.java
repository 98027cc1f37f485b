package io.github.eduindicators.recommendations;

import java.io.Serializable;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Russian and in English, with the same places in both.
 *
 * <p>A place is {@code {key}} or {@code {key:format}}, where key is a fact of the findings, a number that findings have ({@code p},
 * {@code adjusted-p}, {@code statistic}, {@code n}, {@code effect}, {@code effect-lower}, {@code effect-upper}), or one of
 * {@code unit} (the name of the unit), {@code units} (how many units the findings are about), {@code findings} (how many findings)
 * and {@code group} (the value that a rule makes one recommendation for). A format is a decimal pattern, {@code p} for a p-value, or
 * {@code name}, which puts codes into words. Immutable and safe to share between threads.
 *
 * @param ru the Russian text, one line of 1..2000 characters
 * @param en the English text, likewise
 */
public record Phrase(String ru, String en) implements Serializable {
    static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?::([^{}]+))?}");
    private static final int LONGEST = 2000;
    private static final Set<String> WORDS = Set.of("p", "name");

    /**
     * Checks the texts.
     *
     * @param ru the Russian text
     * @param en the English text
     * @throws IllegalArgumentException if one is blank, too long or more than a line, if a brace does not belong to a place, if a format
     *     is none, or if the texts have different places
     */
    public Phrase {
        ru = checked("Russian", ru);
        en = checked("English", en);
        Set<String> inRussian = places(ru);
        Set<String> inEnglish = places(en);
        if (!inRussian.equals(inEnglish)) {
            throw new IllegalArgumentException(
                    "both languages must have the same places, got " + inRussian + " in Russian and " + inEnglish + " in English");
        }
    }

    /**
     * Returns the text in a language, with its places as they are.
     *
     * @param locale Russian or any other, which gives English
     * @return the text
     */
    public String in(Locale locale) {
        return locale.getLanguage().equals("ru") ? ru : en;
    }

    /**
     * Returns what the places ask for.
     *
     * @return the keys, sorted
     */
    public Set<String> places() {
        return places(en);
    }

    private static String checked(String language, String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + language + " text must be one line of 1.." + LONGEST
                    + " characters, got " + stripped.length() + (stripped.isEmpty() ? "" : " or control characters"));
        }
        Matcher place = PLACE.matcher(stripped);
        while (place.find()) {
            format(place.group(), place.group(2));
        }
        String rest = PLACE.matcher(stripped).replaceAll("");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException("a brace of the " + language + " text belongs to no place {key} or {key:format}");
        }
        return stripped;
    }

    private static void format(String place, @javax.annotation.Nullable String format) {
        if (format == null || WORDS.contains(format)) {
            return;
        }
        try {
            new DecimalFormat(format, DecimalFormatSymbols.getInstance(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the format of a place must be p, name or a decimal pattern, got " + place, e);
        }
        if (format.chars().noneMatch(c -> c == '0' || c == '#')) {
            throw new IllegalArgumentException("the format of a place must be p, name or a decimal pattern, got " + place);
        }
    }

    private static Set<String> places(String text) {
        Set<String> keys = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            keys.add(place.group(1));
        }
        return keys;
    }

    @Override
    public String toString() {
        return en;
    }
}
