package io.github.eduindicators.examples.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Options of a command line, each a name and a value. */
final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Takes the words apart.
     *
     * @throws IllegalArgumentException if one is unknown, has no value or stands twice
     */
    static Options parse(List<String> words, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!known.contains(name)) {
                throw new IllegalArgumentException("arguments are " + new TreeSet<>(known) + ", each with a value; got " + name);
            }
            if (i + 1 == words.size() || known.contains(words.get(i + 1)) || words.get(i + 1).isBlank()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            if (values.put(name, words.get(i + 1)) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        return new Options(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise, int most) {
        String text = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, got " + text, e);
        }
        throw new IllegalArgumentException(name + " must be within 1.." + most + ", got " + text);
    }

    <E extends Enum<E>> E choice(String name, E otherwise) {
        String text = text(name, otherwise.name()).toUpperCase(Locale.ROOT);
        for (E value : otherwise.getDeclaringClass().getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(name + " must be one of "
                + List.of(otherwise.getDeclaringClass().getEnumConstants()).toString().toLowerCase(Locale.ROOT) + ", got " + text(name, ""));
    }
}
