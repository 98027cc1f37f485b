package io.github.eduindicators.io;

import java.util.List;

/**
 * What a reader made of its input: the value, and all that was wrong or worth a note.
 *
 * @param value what could be read
 * @param problems what was left out or assumed, in the order of the input
 * @param <T> the type of the value
 */
public record Loaded<T>(T value, List<Problem> problems) {

    /**
     * Keeps an unchangeable copy of the list.
     *
     * @param value what could be read
     * @param problems what was left out or assumed
     */
    public Loaded {
        problems = List.copyOf(problems);
    }

    /**
     * Returns the value if nothing was in error; notes do not matter.
     *
     * @return the value
     * @throws InputException if a row was left out, naming the first
     */
    public T orElseThrow() {
        for (Problem problem : problems) {
            if (problem.severity() == Problem.Severity.ERROR) {
                throw new InputException(problem);
            }
        }
        return value;
    }

    @Override
    public String toString() {
        return "Loaded[" + value + ", " + problems.size() + " problems]";
    }
}
