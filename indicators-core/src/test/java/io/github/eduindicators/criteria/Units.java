package io.github.eduindicators.criteria;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;

/** Short ways to say what units have. */
final class Units {
    static final Period NOW = Period.of(2023);
    static final SchoolId SCHOOL = SchoolId.of("s1");

    private final IndicatorValues.Builder values = IndicatorValues.builder();

    static Units one() {
        return new Units();
    }

    static SchoolId school(int number) {
        return SchoolId.of("s" + number);
    }

    Units has(String metric, double value) {
        return has(SCHOOL, metric, value);
    }

    Units had(String metric, double value) {
        values.add(SCHOOL, metric, NOW.previous(), IndicatorValue.of(value));
        return this;
    }

    Units has(SchoolId school, String metric, double value) {
        return has(school, metric, IndicatorValue.of(value));
    }

    Units has(String metric, IndicatorValue value) {
        return has(SCHOOL, metric, value);
    }

    Units has(SchoolId school, String metric, IndicatorValue value) {
        values.add(school, metric, NOW, value);
        return this;
    }

    IndicatorValues values() {
        return values.build();
    }

    Scorecards by(Methodology methodology) {
        return methodology.run(values(), NOW);
    }

    Scorecard card(Methodology methodology) {
        return by(methodology).of(SCHOOL).orElseThrow();
    }

    static Methodology methodology(Node root) {
        return Methodology.builder("test", "1").root(root).build();
    }

    static Criterion ofHundred(String code) {
        return Criterion.builder(code, "m" + code).rule(Rule.Scaled.identity(100)).build();
    }

    static Criterion ofHundred(String code, double weight) {
        return ofHundred(code).toBuilder().weight(weight).build();
    }
}
