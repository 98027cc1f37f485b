package io.github.eduindicators.io;

/** An input that cannot be used as a whole. The message names the place and the reason. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * Makes the exception for a problem.
     *
     * @param problem what is wrong and where
     */
    public InputException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /**
     * Makes the exception for a problem that another exception caused.
     *
     * @param problem what is wrong and where
     * @param cause what was thrown below
     */
    public InputException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /**
     * Returns what is wrong and where.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }
}
