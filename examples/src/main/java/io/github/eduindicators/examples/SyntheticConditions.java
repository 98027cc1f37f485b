package io.github.eduindicators.examples;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.List;

/**
 * What is known of the schools of the synthetic region beside their results: the answers of an independent assessment of conditions
 * (НОКО), which visits each school once in three years, and the social passport of the latest year.
 *
 * <p>Conditions are a trait of the school; answers are drawn around it. A few schools were never visited, some have no disabled
 * respondents or nobody who wrote or called, as in reality.
 */
final class SyntheticConditions {
    private static final int STREAM = -2;
    private static final int CYCLE = 3;
    private static final int GRADES = 11;
    private static final int STAND_NORM = 14;
    private static final int SITE_NORM = 48;
    private static final double NOT_VISITED = 0.03;
    private static final double NO_DISABLED = 0.2;
    private static final double NO_REMOTE = 0.1;
    private static final double ASKED = 0.4;
    private static final int MOST_ASKED = 600;
    private static final double BASE = 1.6;
    private static final double SPREAD = 0.55;

    private final IndicatorValues.Builder values = IndicatorValues.builder();
    private final Draws draws;
    private final Unit organisation;
    private final SchoolId school;
    private final int pupils;
    private final double level;

    private SyntheticConditions(long seed, SyntheticSchool school) {
        this.draws = Draws.of(seed, STREAM, school.number());
        this.school = school.school().id();
        this.organisation = Unit.of(UnitType.ORGANISATION, this.school.value());
        this.pupils = GRADES * school.size();
        this.level = BASE + SPREAD * draws.normal();
        conditions(Period.of(SyntheticWork.LAST_YEAR - school.number() % CYCLE));
        passport(Period.of(SyntheticWork.LAST_YEAR), school.school().context().get(SyntheticSchool.LOW_INCOME));
    }

    static IndicatorValues of(long seed, List<SyntheticSchool> schools) {
        IndicatorValues.Builder all = IndicatorValues.builder();
        for (SyntheticSchool school : schools) {
            new SyntheticConditions(seed, school).values.build().values().forEach(all::add);
        }
        return all.build();
    }

    private void conditions(Period period) {
        boolean visited = !draws.chance(NOT_VISITED);
        int respondents = Math.max(3, (int) Math.min(MOST_ASKED, StrictMath.round(ASKED * pupils)));
        int disabled = draws.chance(NO_DISABLED) ? 0 : 1 + draws.below(Math.max(1, respondents / 20));
        int remote = draws.chance(NO_REMOTE) ? 0 : part(respondents, 0.4);
        int stand = Math.max(1, part(respondents, 0.8));
        int site = Math.max(1, part(respondents, 0.7));
        if (!visited) {
            return;
        }
        put(period, "info_stand", agreed(STAND_NORM, 1));
        put(period, "info_stand_norm", STAND_NORM);
        put(period, "info_site", agreed(SITE_NORM, 1));
        put(period, "info_site_norm", SITE_NORM);
        put(period, "channels", agreed(5, 0));
        put(period, "sat_stand", agreed(stand, 0.6));
        put(period, "sat_stand_n", stand);
        put(period, "sat_site", agreed(site, 0.4));
        put(period, "sat_site_n", site);
        put(period, "comfort", agreed(5, 0.2));
        put(period, "sat_comfort", agreed(respondents, 0.2));
        put(period, "respondents", respondents);
        put(period, "access_env", agreed(5, -1.8));
        put(period, "access_service", agreed(6, -1.2));
        put(period, "sat_access", agreed(disabled, -0.2));
        put(period, "disabled_n", disabled);
        put(period, "polite_first", agreed(respondents, 1));
        put(period, "polite_service", agreed(respondents, 1));
        put(period, "polite_remote", agreed(remote, 0.9));
        put(period, "remote_n", remote);
        put(period, "recommend", agreed(respondents, 0.3));
        put(period, "org_conditions", agreed(respondents, 0.4));
        put(period, "overall", agreed(respondents, 0.5));
    }

    /** Families by what a passport counts; all of it goes with the share of low incomes. */
    private void passport(Period period, double lowIncome) {
        share(period, "social.both_parents_higher", 0.62 - 0.95 * lowIncome);
        share(period, "social.one_parent", 0.12 + 0.4 * lowIncome);
        share(period, "social.on_registers", 0.005 + 0.06 * lowIncome);
    }

    private void share(Period period, String indicator, double share) {
        values.add(school, indicator, period, IndicatorValue.ratio(part(pupils, Math.min(0.95, Math.max(0.002, share))), pupils));
    }

    private void put(Period period, String variable, int value) {
        values.add(organisation, "noko." + variable, period, IndicatorValue.of(value));
    }

    /** How many of n say yes, the easier the question and the better the school the more. */
    private int agreed(int n, double ease) {
        return part(n, 1 / (1 + StrictMath.exp(-(level + ease))));
    }

    private int part(int n, double share) {
        int part = 0;
        for (int i = 0; i < n; i++) {
            part += draws.chance(share) ? 1 : 0;
        }
        return part;
    }
}
