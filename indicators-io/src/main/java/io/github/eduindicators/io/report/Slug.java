package io.github.eduindicators.io.report;

import java.util.Locale;

/** Names of files made of names of regions: Latin letters, digits and hyphens only, so that no name leads out of its folder. */
final class Slug {
    private static final int LONGEST = 60;
    private static final String CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    private static final String[] LATIN = {"a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p",
        "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"};

    private Slug() {}

    /** The number in front keeps names apart that are written alike in Latin letters. */
    static String of(int number, int count, String name) {
        StringBuilder slug = new StringBuilder();
        for (char letter : name.toLowerCase(Locale.ROOT).toCharArray()) {
            int at = CYRILLIC.indexOf(letter);
            if (at >= 0) {
                slug.append(LATIN[at]);
            } else if (letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9') {
                slug.append(letter);
            } else if (!slug.isEmpty() && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        String cut = slug.length() > LONGEST ? slug.substring(0, LONGEST) : slug.toString();
        String text = cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
        int digits = Math.max(2, Integer.toString(count).length());
        return String.format(Locale.ROOT, "%0" + digits + "d", number) + (text.isEmpty() ? "" : "-" + text);
    }
}
