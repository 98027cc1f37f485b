package io.github.eduindicators.objectivity;

/** The level of a test, checked. */
final class Levels {
    static final double DEFAULT = 0.05;

    private Levels() {}

    static double checked(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        return level;
    }
}
