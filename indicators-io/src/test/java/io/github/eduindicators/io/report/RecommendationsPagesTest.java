package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.recommendations.Recommendations;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.review.Review;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The section of recommendations and its tables, on a region with hostile names. */
class RecommendationsPagesTest {
    private static final LocalDate DATE = LocalDate.of(2021, 8, 20);
    private static final Region AMUR = Region.of("Amur");
    private static final Catalogue SHIPPED = RecommendationsJson.shipped();
    private static final Review.Result REVIEW = ReviewFixture.plain();
    private static final Municipality TYNDA = Municipality.of(AMUR, "Tynda");

    private static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int school = 1; school <= 26; school++) {
            findings.add(flag("low-results/shnor-federal", ReviewFixture.id(school)).fact("year", 2021L).fact("low", "vpr-russian-5")
                    .fact("repeated", "vpr-russian-5").fact("low-procedures", 2L).build());
        }
        for (int school : new int[] {1, 2, 25}) {
            findings.add(flag("objectivity/combined", ReviewFixture.id(school)).p(0.001).adjustedP(0.01).build());
        }
        findings.add(flag("fioko-2019/inflated-mean", ReviewFixture.id(25)).assessment(ReviewFixture.MATHS_2020.id())
                .assessment(ReviewFixture.MATHS_2021.id()).build());
        findings.add(flag("criteria/scorecard", Unit.of(UnitType.HEAD, "s01")).fact("methodology", "heads").fact("period", "2021")
                .fact("percent", 40.0).fact("level", "low").fact("weakest", "A1").build());
        findings.add(flag("criteria/scorecard", Unit.of(UnitType.HEAD, "Petrov-7")).fact("methodology", "heads").fact("period", "2021")
                .fact("percent", 40.0).fact("level", "low").fact("weakest", "A1").build());
        findings.add(flag("criteria/scorecard", TYNDA).fact("methodology", "municipal-mechanisms").fact("period", "2021-H1")
                .fact("percent", 40.0).fact("level", "low").fact("weakest", "1.1.goals").fact("scored", 7L).fact("criteria", 72L).build());
        findings.add(flag("roadmap/execution", AMUR).category("overdue").fact("as-of", "2021-08-20").fact("due", 9L).fact("overdue", 2L)
                .fact("longest", "<b>4.2</b>").build());
        return findings;
    }

    private static Finding.Builder flag(String method, Unit unit) {
        return Finding.builder(MethodInfo.of(method, "1", "test"), unit).outcome(Outcome.FLAGGED);
    }

    private static List<Recommendation> advice() {
        return Recommendations.of(SHIPPED).withSchools(REVIEW.results().schools()).withAssessments(REVIEW.results().assessments())
                .run(findings(), DATE);
    }

    private static DecisionEffects.Result effects() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int school = 1; school <= 26; school++) {
            values.add(ReviewFixture.id(school), "mean_z", Period.of(2019), IndicatorValue.of(school / 20.0));
            values.add(ReviewFixture.id(school), "mean_z", Period.of(2020), IndicatorValue.of(school / 20.0 + school % 3 * 0.01
                    + (school == 5 ? 0.5 : 0)));
        }
        List<Decision> decisions = List.of(
                Decision.of("D-1", LocalDate.of(2019, 5, 5), ReviewFixture.id(5)).withRecommendation("low-results-plan")
                        .withText("Секретный текст").withTargets(List.of(Decision.Target.parse("mean_z"))),
                Decision.of("D-2", LocalDate.of(2021, 5, 5), ReviewFixture.id(1)).withTargets(List.of(Decision.Target.parse("mean_z:down"))),
                Decision.of("<D-3>", LocalDate.of(2019, 5, 5), Unit.of(UnitType.HEAD, "Petrov-7"))
                        .withTargets(List.of(Decision.Target.parse("mean_z"))));
        return DecisionEffects.withDefaults().run(decisions, values.build(), DATE);
    }

    private static String page(Locale locale, Optional<Catalogue> catalogue, List<Recommendation> advice, DecisionEffects.Result effects)
            throws Exception {
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        RegionData data = RegionData.of(AMUR, ReviewData.of(REVIEW, List.of()));
        new RecommendationsSection(html, Texts.of(locale), catalogue, advice, effects, data).write();
        html.end();
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getAttribute("id")).isEqualTo("recommendations");
        return out.toString();
    }

    private static DecisionEffects.Result none() {
        return DecisionEffects.withDefaults().run(List.of(), IndicatorValues.empty(), DATE);
    }

    @Test
    void theSectionTellsWhatToWhomAboutWhom() throws Exception {
        String page = page(Locale.ENGLISH, Optional.of(SHIPPED), advice(), effects());
        assertThat(page).contains("An example of the library", "Schools with low results", "Head of the school",
                        "Programme of transition to the effective mode", "units: 26", "and 18 more", "&lt;b&gt;4.2&lt;/b&gt;",
                        "until 2021-09-03:", "About the region as a whole", "<td class=\"num\">2021-09-03</td>")
                .contains("href=\"#s25\"", "&lt;script&gt;")
                .contains("moved the way that was meant", "too early", "too few data", "2019-05-05, Programme of transition", "&lt;D-3&gt;")
                .doesNotContain("Petrov", "Секретный", "<script", "{", "}");
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(40_000);
    }

    @Test
    void theSectionIsRussianToo() throws Exception {
        String page = page(ReviewFixture.RU, Optional.of(SHIPPED), advice(), effects());
        assertThat(page).contains("никем не утверждённый", "Школы с низкими результатами", "и ещё 18", "изменился в нужную сторону")
                .doesNotContain("Petrov", "{", "}");
        assertThat(page.replaceAll("<[^>]*>", "")).doesNotContain("Head of", "Recommendations");
    }

    @Test
    void nothingToSayIsSaid() throws Exception {
        assertThat(page(Locale.ENGLISH, Optional.of(SHIPPED), List.of(), none()))
                .contains("No rule of the catalogue speaks", "No data: no decisions were recorded").doesNotContain("<table");
        assertThat(page(Locale.ENGLISH, Optional.empty(), List.of(), none())).contains("could not be read").doesNotContain("<table");
    }

    @Test
    void anotherRegionIsNotTold() throws Exception {
        Recommendations elsewhere = Recommendations.of(SHIPPED);
        List<Recommendation> advice = elsewhere.run(List.of(
                flag("objectivity/combined", SchoolId.of("edu990001")).build(),
                flag("roadmap/execution", Region.of("Elsewhere")).category("overdue").build()), DATE);
        assertThat(advice).isNotEmpty();
        assertThat(page(Locale.ENGLISH, Optional.of(SHIPPED), advice, none())).contains("No rule of the catalogue speaks");
    }

    @Test
    void recommendationsAreATableSortedByUnitWithTheirCauses() {
        Table table = RecommendationTables.recommendations(advice(), UnitNames.of(REVIEW.results()), Texts.of(Locale.ENGLISH));
        assertThat(table.columns()).containsExactly("unit_type", "unit", "addressee", "addressed", "rule", "topic", "priority", "due",
                "text", "causes");
        List<List<Object>> rows = rows(table);
        assertThat(rows).hasSize(advice().size());
        assertThat(rows).extracting(row -> row.get(0)).first().isEqualTo("school");
        assertThat(rows).filteredOn(row -> row.get(4).equals("objectivity-interview")).singleElement().satisfies(row -> {
            assertThat(row.subList(0, 8)).containsExactly("school", "s25", "municipal_authority", "Zeya", "objectivity-interview",
                    "objectivity", "medium", "2021-09-20");
            assertThat(row.get(9)).isEqualTo("fioko-2019/inflated-mean@VPR-2020-mathematics-5+VPR-2021-mathematics-5");
        });
        assertThat(rows).filteredOn(row -> row.get(4).equals("low-results-plan")).hasSize(26);
        assertThat(rows).filteredOn(row -> row.get(4).equals("objectivity-school")).extracting(row -> row.get(9))
                .containsExactly("objectivity/combined", "objectivity/combined",
                        "fioko-2019/inflated-mean@VPR-2020-mathematics-5+VPR-2021-mathematics-5;objectivity/combined");
    }

    @Test
    void causesOfOtherUnitsNameThem() {
        List<Finding> findings = new ArrayList<>(findings());
        findings.add(flag("objectivity/combined", ReviewFixture.id(3)).build());
        List<Recommendation> advice = Recommendations.of(SHIPPED).withSchools(REVIEW.results().schools()).run(findings, DATE);
        Table table = RecommendationTables.recommendations(advice, UnitNames.of(REVIEW.results()), Texts.of(Locale.ENGLISH));
        assertThat(rows(table)).filteredOn(row -> row.get(4).equals("objectivity-municipality")).extracting(row -> row.get(9))
                .containsExactly("objectivity/combined#s01;objectivity/combined#s02;objectivity/combined#s03");
    }

    @Test
    void effectsAreATable() {
        Table table = RecommendationTables.effects(effects(), UnitNames.of(REVIEW.results()));
        List<List<Object>> rows = rows(table);
        assertThat(table.columns()).hasSize(18).startsWith("decision", "date", "unit_type", "unit", "indicator", "before", "after")
                .endsWith("adjusted_p", "compared", "verdict", "note");
        assertThat(rows).extracting(row -> row.get(0)).containsExactly("<D-3>", "D-1", "D-2");
        assertThat(rows).extracting(row -> row.get(16)).containsExactly("INSUFFICIENT_DATA", "IMPROVED", "TOO_EARLY");
        assertThat(rows.get(0).get(17)).isEqualTo("no-value-before");
        assertThat(rows.get(2).get(4)).isEqualTo("mean_z:down");
        assertThat(rows.get(1).subList(5, 7)).containsExactly(0.25, 0.25 + 0.02 + 0.5);
        assertThat(RecommendationTables.all(advice(), effects(), UnitNames.of(REVIEW.results()), Texts.of(Locale.ENGLISH)))
                .extracting(Table::name).containsExactly("recommendations", "effects");
    }

    private static List<List<Object>> rows(Table table) {
        List<List<Object>> rows = new ArrayList<>();
        table.forEach(rows::add);
        return rows;
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        for (String key : List.of("nav.recommendations", "section.recommendations", "no-data.recommendations", "recommendations.unnamed")) {
            assertThat(Texts.of(ReviewFixture.RU).get(key)).isNotEqualTo(Texts.of(Locale.ENGLISH).get(key));
        }
    }
}
