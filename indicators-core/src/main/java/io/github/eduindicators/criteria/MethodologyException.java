package io.github.eduindicators.criteria;

import java.util.Objects;

/**
 * Says why a methodology is refused: where in it, by which check, and what was found. Nothing of a refused methodology is kept.
 *
 * <p>The checks have codes, so that a reader of files can name them: {@code bands-gap}, {@code bands-overlap}, {@code
 * band-empty}, {@code weights-sum}, {@code unknown-reference} and so on. Immutable.
 */
public final class MethodologyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String rule;
    private final String problem;

    /**
     * Says what is wrong.
     *
     * @param path where, such as {@code K1/1.2/bands[2]}; empty where the place is not known yet
     * @param rule the code of the check, such as {@code bands-gap}
     * @param problem what was expected and what was found
     */
    public MethodologyException(String path, String rule, String problem) {
        super((path.isEmpty() ? "" : path + ": ") + problem + " [" + rule + "]");
        this.path = path;
        this.rule = Objects.requireNonNull(rule, "rule");
        this.problem = problem;
    }

    /**
     * Returns the same refusal seen from further outside.
     *
     * @param outer the path of what holds the part, such as {@code K1}
     * @return the refusal with the longer path
     */
    public MethodologyException within(String outer) {
        MethodologyException moved = new MethodologyException(path.isEmpty() ? outer : outer + "/" + path, rule, problem);
        moved.setStackTrace(getStackTrace());
        return moved;
    }

    /**
     * Returns where the methodology is wrong.
     *
     * @return codes of nodes and names of parts joined by a slash, such as {@code K1/1.2/bands[2]}, parts counted from 0; may
     *     be empty
     */
    public String path() {
        return path;
    }

    /**
     * Returns which check refused it.
     *
     * @return the code of the check
     */
    public String rule() {
        return rule;
    }

    /**
     * Returns what is wrong, without the place and the code.
     *
     * @return what was expected and what was found
     */
    public String problem() {
        return problem;
    }
}
