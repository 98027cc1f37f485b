package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Units, findings and rules of the tests. */
final class Fixture {
    static final Locale RU = Locale.forLanguageTag("ru");
    static final LocalDate DATE = LocalDate.of(2021, 8, 20);
    static final String COMBINED = "objectivity/combined";
    static final String SHNOR = "low-results/shnor-federal";
    static final String TREND = "trend/monitoring";
    static final Region REGION = Region.of("Амурская область");
    static final Municipality TYNDA = Municipality.of(REGION, "Тында");
    static final SchoolId ONE = SchoolId.of("edu280001");
    static final SchoolId TWO = SchoolId.of("edu280002");
    static final SchoolId THREE = SchoolId.of("edu280003");
    static final List<School> SCHOOLS = List.of(school(ONE, "Школа № 1"), school(TWO, "Школа № 2"), school(THREE, "Школа № 3"));

    private Fixture() {}

    private static School school(SchoolId id, String name) {
        return School.builder(id).name(name).municipality(TYNDA).build();
    }

    static Finding.Builder finding(String method, Unit unit, Outcome outcome) {
        return Finding.builder(MethodInfo.of(method, "1", "test"), unit).outcome(outcome);
    }

    static Finding flag(String method, Unit unit) {
        return finding(method, unit, Outcome.FLAGGED).build();
    }

    static Finding clear(String method, Unit unit) {
        return finding(method, unit, Outcome.CLEAR).build();
    }

    static Phrase phrase(String text) {
        return new Phrase(text, text);
    }

    /** A rule about schools for their heads. */
    static Rule.Builder rule(String id) {
        return Rule.builder(id, Addressee.SCHOOL_HEAD, "topic").unitTypes(UnitType.SCHOOL)
                .title(phrase("title")).text(phrase("text")).why(phrase("why"));
    }

    static Catalogue.Builder builder(Rule... rules) {
        Catalogue.Builder catalogue = Catalogue.builder("test", "1").title(phrase("title")).topic("topic", phrase("topic"));
        for (Rule rule : rules) {
            catalogue.rule(rule);
        }
        return catalogue;
    }

    static Recommendations method(Rule... rules) {
        return Recommendations.of(builder(rules).build()).withSchools(SCHOOLS);
    }
}
