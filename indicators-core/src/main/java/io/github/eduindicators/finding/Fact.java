package io.github.eduindicators.finding;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One fact that a finding rests on: a key and a number or a text. What the key means stands in the wording, by language.
 *
 * @param key the key, such as {@code school-mean}
 * @param value the value: a {@link Long}, a finite {@link Double} or a {@link String}
 */
public record Fact(String key, Serializable value) implements Serializable {

    /**
     * Checks the value.
     *
     * @param key the key
     * @param value the value
     * @throws IllegalArgumentException if the value is of another type or not finite
     */
    public Fact {
        Objects.requireNonNull(key, "key");
        boolean number = value instanceof Double d && Double.isFinite(d);
        if (!number && !(value instanceof Long) && !(value instanceof String)) {
            throw new IllegalArgumentException("fact " + key + " must be a finite number or a text, got " + value);
        }
    }

    /**
     * Returns a fact that is a measured number.
     *
     * @param key the key
     * @param value the number, finite
     * @return the fact
     * @throws IllegalArgumentException if the number is not finite
     */
    public static Fact of(String key, double value) {
        return new Fact(key, value + 0.0);
    }

    /**
     * Returns a fact that is a count or another whole number.
     *
     * @param key the key
     * @param value the number
     * @return the fact
     */
    public static Fact of(String key, long value) {
        return new Fact(key, value);
    }

    /**
     * Returns a fact that is a text, such as an identifier.
     *
     * @param key the key
     * @param value the text
     * @return the fact
     */
    public static Fact of(String key, String value) {
        return new Fact(key, value);
    }

    /**
     * Returns the number.
     *
     * @return the number, or empty if the fact is a text
     */
    public OptionalDouble number() {
        return value instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
