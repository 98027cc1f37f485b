package io.github.eduindicators;

import static org.assertj.core.api.Assertions.assertThat;

/** What equality of values has to be. */
public final class EqualityLaw {
    private EqualityLaw() {}

    /**
     * Checks a value against one that was made in the same way and against others, each of which differs from it in one thing only.
     *
     * @param value the value
     * @param same made like it
     * @param others different ones
     */
    public static void holds(Object value, Object same, Object... others) {
        assertThat(same).isNotSameAs(value).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(value).isEqualTo(value).isNotEqualTo("text");
        for (Object other : others) {
            assertThat(value).isNotEqualTo(other);
            assertThat(other).isNotEqualTo(value);
        }
    }
}
