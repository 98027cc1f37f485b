package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.benchmarks.power.StudyParameters.Variant;
import io.github.eduindicators.benchmarks.power.Truth.Scope;
import java.util.Arrays;

/** Which schools violate or look odd, and where; drawn once a world, so that the shares are exact. */
final class StudyPlan {
    private static final int KINDS = Violation.values().length - 1;
    private static final Scope NOWHERE = new Scope(-1, -1, 0, -1);

    private final boolean[] rural;
    private final Violation[] violations;
    private final Scope[] scopes;
    private final LookAlike[] lookAlikes;

    private StudyPlan(StudyParameters parameters, Stream draws) {
        int schools = parameters.schools();
        this.rural = new boolean[schools];
        this.violations = new Violation[schools];
        this.scopes = new Scope[schools];
        this.lookAlikes = new LookAlike[schools];
        Arrays.fill(violations, Violation.NONE);
        Arrays.fill(scopes, NOWHERE);
        Arrays.fill(lookAlikes, LookAlike.NONE);
        int[] place = draws.shuffled(schools);
        int rurals = (int) Math.round(parameters.sizes().ruralShare() * schools);
        for (int i = 0; i < rurals; i++) {
            rural[place[i]] = true;
        }
        int[] order = draws.shuffled(schools);
        int harmed = (int) Math.round(parameters.harm().share() * schools);
        for (int i = 0; i < harmed; i++) {
            Scope scope = scope(parameters, Violation.values()[1 + i % KINDS], draws);
            if (!parameters.is(Variant.HONEST) && !parameters.is(Variant.ORDINARY)) {
                violations[order[i]] = Violation.values()[1 + i % KINDS];
                scopes[order[i]] = scope;
            }
        }
        if (!parameters.is(Variant.ORDINARY)) {
            int next = harmed;
            int each = (int) Math.round(parameters.alike().share() * schools);
            for (LookAlike kind : LookAlike.values()) {
                if (kind == LookAlike.NONE || kind == LookAlike.HOMOGENEOUS && !parameters.is(Variant.HOMOGENEOUS)) {
                    continue;
                }
                for (int found = 0; found < each && next < schools; next++) {
                    // Lyceums are in towns; the rural schools passed over stay ordinary.
                    if (kind != LookAlike.LYCEUM || !rural[order[next]]) {
                        lookAlikes[order[next]] = kind;
                        found++;
                    }
                }
            }
        }
    }

    static StudyPlan of(StudyParameters parameters, Stream draws) {
        return new StudyPlan(parameters, draws);
    }

    private static Scope scope(StudyParameters parameters, Violation kind, Stream draws) {
        int last = parameters.years() - 1;
        boolean everywhere = draws.chance(parameters.harm().everywhere());
        double choice = draws.uniform();
        int subject = draws.below(StudyParameters.SUBJECTS);
        int grade = draws.below(StudyParameters.GRADES);
        int year = draws.below(parameters.years());
        int start = 1 + draws.below(Math.max(1, Math.min(2, last)));
        if (kind == Violation.SPIKE) {
            return new Scope(-1, everywhere ? -1 : grade, year, year);
        }
        if (everywhere) {
            return new Scope(-1, -1, 0, last);
        }
        if (choice < 1.0 / 3) {
            return new Scope(subject, -1, 0, last);
        }
        return choice < 2.0 / 3 ? new Scope(-1, grade, 0, last) : new Scope(-1, -1, start, last);
    }

    boolean rural(int school) {
        return rural[school];
    }

    Violation violation(int school) {
        return violations[school];
    }

    Scope scope(int school) {
        return scopes[school];
    }

    LookAlike lookAlike(int school) {
        return lookAlikes[school];
    }
}
