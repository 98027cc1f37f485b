package io.github.eduindicators.effectiveness;

import io.github.eduindicators.model.ScoreScale;

/** Which assessments of a year are added up: those of one kind of scale. */
enum ClassicPool {
    /** All. */
    ALL {
        @Override
        boolean has(ScoreScale scale) {
            return true;
        }
    },
    /** Those with marks. */
    MARKS {
        @Override
        boolean has(ScoreScale scale) {
            return scale.hasMarks();
        }
    },
    /** Those that one can pass. */
    MINIMUM {
        @Override
        boolean has(ScoreScale scale) {
            return !scale.cuts().isEmpty();
        }
    },
    /** Those of 100 points with a minimum. */
    HUNDRED {
        @Override
        boolean has(ScoreScale scale) {
            return scale.max() == HUNDRED_POINTS && scale.cuts().size() == 1;
        }
    },
    /** Sums of three examinations. */
    SUMS {
        @Override
        boolean has(ScoreScale scale) {
            return scale.max() == SUM_OF_THREE && !scale.hasMarks();
        }
    },
    /** None: such values cannot be added up. */
    NONE {
        @Override
        boolean has(ScoreScale scale) {
            return false;
        }
    };

    static final int HUNDRED_POINTS = 100;
    static final int SUM_OF_THREE = 300;

    abstract boolean has(ScoreScale scale);
}
