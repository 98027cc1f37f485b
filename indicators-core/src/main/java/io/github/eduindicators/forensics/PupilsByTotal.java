package io.github.eduindicators.forensics;

import io.github.eduindicators.forensics.Answers.Unit;
import java.util.Collection;
import java.util.Random;

/** Draws pupils with a wanted total, or nearly so, from all classes but one and but those that were set aside. */
final class PupilsByTotal {
    private static final int MOST_TRIES = 8;

    private final int[] pupils;
    /** By total, where its pupils begin; one element more for the end. */
    private final int[] starts;

    PupilsByTotal(Answers answers, Collection<Unit> aside) {
        int[] count = new int[answers.highest() + 2];
        for (Unit unit : answers.units()) {
            for (int pupil = unit.from(); pupil < unit.to() && !aside.contains(unit); pupil++) {
                count[answers.total(pupil) + 1]++;
            }
        }
        for (int total = 1; total < count.length; total++) {
            count[total] += count[total - 1];
        }
        starts = count.clone();
        pupils = new int[count[count.length - 1]];
        for (Unit unit : answers.units()) {
            for (int pupil = unit.from(); pupil < unit.to() && !aside.contains(unit); pupil++) {
                pupils[count[answers.total(pupil)]++] = pupil;
            }
        }
    }

    /** A pupil of another class; where the total is too rare for that, one of the nearest totals, lower and higher in turn. */
    int draw(int total, Unit but, Random random) {
        int last = starts.length - 2;
        int found = pupils[random.nextInt(pupils.length)];
        for (int reach = 0; reach <= last; reach++) {
            int from = starts[Math.max(0, total - reach)];
            int to = starts[Math.min(last, total + reach) + 1];
            for (int tries = 0; tries < MOST_TRIES && to > from; tries++) {
                found = pupils[from + random.nextInt(to - from)];
                if (found < but.from() || found >= but.to()) {
                    return found;
                }
            }
        }
        return found;
    }
}
