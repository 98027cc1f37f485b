package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.Locale;

/**
 * A name in Russian and in English, as people read it. Immutable and safe to share between threads.
 *
 * @param ru the Russian name, not blank
 * @param en the English name, not blank
 */
public record Title(String ru, String en) implements Serializable {
    private static final int LONGEST = 1000;

    /**
     * Checks the texts.
     *
     * @param ru the Russian name
     * @param en the English name
     * @throws MethodologyException if one is blank, has more than 1000 characters, or holds control characters
     */
    public Title {
        ru = checked(ru);
        en = checked(en);
    }

    /**
     * Returns one text for both languages.
     *
     * @param text the name, not blank
     * @return the name
     * @throws MethodologyException if it is blank, has more than 1000 characters, or holds control characters
     */
    public static Title of(String text) {
        return new Title(text, text);
    }

    /**
     * Returns the name in a language.
     *
     * @param locale Russian or any other, which gives English
     * @return the name
     */
    public String in(Locale locale) {
        return locale.getLanguage().equals("ru") ? ru : en;
    }

    private static String checked(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new MethodologyException("", "title", "a title is one line of 1..1000 characters, got " + stripped.length()
                    + (stripped.isEmpty() ? "" : " or control characters"));
        }
        return stripped;
    }

    @Override
    public String toString() {
        return en;
    }
}
