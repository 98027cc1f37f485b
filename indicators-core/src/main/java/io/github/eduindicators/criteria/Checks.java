package io.github.eduindicators.criteria;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What every part of a methodology must be, wherever it stands. */
final class Checks {
    private static final Pattern METRIC = Pattern.compile("[\\p{Ll}\\p{N}][\\p{Ll}\\p{N}_.\\-]{0,99}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9А-Яа-яЁё][A-Za-z0-9А-Яа-яЁё_.\\-]{0,39}");
    private static final double LARGEST = 1e12;
    private static final int LONGEST_LABEL = 200;
    private static final int DEEPEST_RULE = 5;
    private static final int MOST_METRICS = 50;

    private Checks() {}

    static double points(double points) {
        if (!(points >= 0 && points <= LARGEST)) {
            throw new MethodologyException("", "points", "points must be within 0..1e12, got " + points);
        }
        return points + 0.0;
    }

    static double positive(String what, double value) {
        if (!(value > 0 && value <= LARGEST)) {
            throw new MethodologyException("", what, what + " must be positive and at most 1e12, got " + value);
        }
        return value;
    }

    static double share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new MethodologyException("", what.replace(' ', '-'), what + " must be within 0..1, got " + value);
        }
        return value + 0.0;
    }

    static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new MethodologyException("", what.replace(' ', '-'), what + " must be finite, got " + value);
        }
        return value + 0.0;
    }

    static String label(String label) {
        String stripped = label.strip();
        if (stripped.length() > LONGEST_LABEL || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new MethodologyException("", "label", "a label is one line of at most 200 characters, got " + stripped.length()
                    + " or control characters");
        }
        return stripped;
    }

    static String metric(String code) {
        if (!METRIC.matcher(code).matches()) {
            throw new MethodologyException("", "metric",
                    "the code of an indicator has lower-case letters, digits, _ - . and at most 100 of them, got " + cut(code));
        }
        return code;
    }

    static List<String> metrics(String what, List<String> codes) {
        if (codes.isEmpty() || codes.size() > MOST_METRICS) {
            throw new MethodologyException("", "metric", what + " must have 1..50 indicators, got " + codes.size());
        }
        codes.forEach(Checks::metric);
        return List.copyOf(codes);
    }

    static String code(String what, String code) {
        if (!CODE.matcher(code).matches()) {
            throw new MethodologyException("", "code",
                    what + " has Latin or Russian letters, digits, _ - . and at most 40 of them, got " + cut(code));
        }
        return code;
    }

    static void ruleDepth(Collection<Rule> inner) {
        if (inner.stream().anyMatch(rule -> rule.depth() >= DEEPEST_RULE)) {
            throw new MethodologyException("", "depth", "rules stand in one another at most " + DEEPEST_RULE + " deep");
        }
    }

    /** The form in which codes must differ. */
    static String key(String code) {
        return code.toLowerCase(Locale.ROOT);
    }

    static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
