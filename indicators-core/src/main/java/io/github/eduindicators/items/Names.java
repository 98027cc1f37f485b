package io.github.eduindicators.items;

import java.util.Comparator;

/** The order of the names of tasks: a run of digits counts as a number, so that 2 comes before 10, and 9.2 before 9.10. */
final class Names {
    static final Comparator<String> ORDER = ((Comparator<String>) Names::compare).thenComparing(Comparator.naturalOrder());

    private Names() {}

    static int compare(String one, String two) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < two.length()) {
            if (isDigit(one.charAt(i)) && isDigit(two.charAt(j))) {
                int endOne = end(one, i);
                int endTwo = end(two, j);
                String a = number(one, i, endOne);
                String b = number(two, j, endTwo);
                int by = a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
                if (by != 0) {
                    return by;
                }
                i = endOne;
                j = endTwo;
            } else if (one.charAt(i) != two.charAt(j)) {
                return Character.compare(one.charAt(i), two.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        return Integer.compare(one.length() - i, two.length() - j);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Without zeros in front, so that the longer number is the larger. */
    private static String number(String text, int from, int end) {
        int first = from;
        while (first < end - 1 && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first, end);
    }
}
