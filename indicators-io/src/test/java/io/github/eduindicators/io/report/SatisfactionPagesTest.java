package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.Satisfaction;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SatisfactionPagesTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final Region REGION = Region.of("Амурская область");
    private static final Region OTHER = Region.of("Тульская область");
    private static final String HOSTILE = "</title><script>alert(1)</script>";
    private static final Questionnaire QUESTIONS = Questionnaire.of(List.of(
            Question.single("q1")
                    .withText(RUSSIAN, "довольны ли вы " + HOSTILE).withText(Locale.ENGLISH, "are you content?").withPositive("да"),
            Question.single("q2").withPositive("да")));

    private final Map<SchoolId, School> schools = new TreeMap<>();
    private final SurveyAnswers.Builder answers = SurveyAnswers.builder();

    private SchoolId school(int number, String municipality, Region region) {
        SchoolId id = SchoolId.of("s" + number);
        schools.put(id, School.builder(id).name("Школа <" + number + ">").municipality(Municipality.of(region, municipality)).build());
        return id;
    }

    private void asked(String wave, Unit unit, String group, int yes, int no) {
        Asked asked = new Asked(wave, unit, group);
        answers.invited(asked, 250);
        for (String question : List.of("q1", "q2")) {
            answers.add(asked, question, "да", yes).add(asked, question, "нет", no);
        }
    }

    private Satisfaction.Result survey(int perMunicipality) {
        for (int i = 0; i < 2 * perMunicipality; i++) {
            SchoolId id = school(i, i < perMunicipality ? "Первый район" : "Второй район", REGION);
            asked("2022", id, "parents", 180, 20);
            asked("2023", id, "parents", i < perMunicipality ? 100 : 180, i < perMunicipality ? 100 : 20);
            asked("2023", id, "heads", 1, 1);
            asked("2023", id, "teachers", 30, 2);
            asked("2023", id, "члены " + "управляющего ".repeat(9) + "совета", 30, 2);
        }
        asked("2023", school(9_000, "Далёкий район", OTHER), "parents", 30, 30);
        asked("2023", Unit.of(UnitType.ORGANISATION, "ДОУ"), "parents", 30, 30);
        return Satisfaction.withDefaults().run(answers.build(), QUESTIONS, unit -> unit instanceof SchoolId id
                ? Optional.of(schools.get(id).municipality()) : Optional.empty());
    }

    private Satisfaction.Result placed(Questionnaire questions) {
        return Satisfaction.withDefaults().run(answers.build(), questions, unit -> Optional.of(schools.get(unit).municipality()));
    }

    private String page(Satisfaction.Result result, Region region, Locale locale) {
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        new SatisfactionSection(html, Texts.of(locale), result, region, id -> Optional.ofNullable(schools.get(id))).write();
        html.end();
        return out.toString();
    }

    private static Document parse(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    @Test
    void tellsWhoAnsweredWhatChangedAndWhere() throws Exception {
        Satisfaction.Result result = survey(4);
        String page = page(result, REGION, RUSSIAN);
        assertThat(parse(page).getDocumentElement().getAttribute("id")).isEqualTo("satisfaction");
        // Parents: 1120 of 1600 now, 1440 of 1600 before; 1600 answered of 2000 invited.
        assertThat(page).contains("<td class=\"num\">1\u00a0600</td><td class=\"num\">2\u00a0000</td><td class=\"num\">80\u00a0%</td>")
                .contains("70\u00a0% (2023)", "90\u00a0% (2022)")
                .contains("Первый район", "Второй район", "Школа &lt;0&gt;", "снижение", "родители: Довольны ли вы", "90 → 50 %")
                .contains("Довольны ли вы &lt;/title&gt;&lt;script&gt;")
                .contains("члены управляющего управляющег…, 2023")
                .contains("Опрошено организаций: 8; с признаком: 4.")
                .contains("не входят ни в один регион: 1.")
                .doesNotContain("<script", "Далёкий район", "руководители, 2023: ");
        assertThat(page(result, REGION, Locale.ENGLISH)).contains("parents: Are you content?, 90 → 50 %", "fell")
                .doesNotContain("Довольны");
    }

    @Test
    void sharesOfTooFewPeopleAreNowhere() {
        asked("2023", school(1, "Первый район", REGION), "heads", 5, 4);
        Satisfaction.Result result = placed(QUESTIONS);
        String page = page(result, REGION, RUSSIAN);
        assertThat(page).contains("Если ответили менее 10 чел., доля не показана", "не показана ни одна доля: 3; всего скрыто долей: 6.")
                .doesNotContain("56");
    }

    @Test
    void aRegionWithoutASurveySaysSo() {
        assertThat(page(survey(1), Region.of("Где-то"), RUSSIAN)).contains("Нет данных: опроса по этому региону нет")
                .doesNotContain("<table");
        Satisfaction.Result none = Satisfaction.withDefaults().run(SurveyAnswers.empty(), QUESTIONS, unit -> Optional.empty());
        assertThat(page(none, REGION, Locale.ENGLISH)).contains("No data: there is no survey");
    }

    @Test
    void aSurveyWithoutPositiveAnswersHasNoPictures() throws Exception {
        asked("2023", school(1, "Первый район", REGION), "parents", 50, 40);
        Questionnaire none = Questionnaire.of(List.of(Question.single("q1"), Question.single("q2")));
        Satisfaction.Result result = placed(none);
        String page = page(result, REGION, RUSSIAN);
        assertThat(parse(page).getElementsByTagName("svg").getLength()).isZero();
        assertThat(page).contains("Не известно, какие ответы положительные");
    }

    @Test
    void theSectionStaysSmall() throws Exception {
        List<Question> many = new ArrayList<>();
        for (int question = 0; question < 30; question++) {
            String text = "Удовлетворены ли вы качеством образования в школе " + question + " 😀".repeat(200);
            many.add(Question.single("q" + question).withPositive("да").withText(RUSSIAN, text));
        }
        for (int i = 0; i < 62; i++) {
            SchoolId id = school(i, "Район " + i % 31, REGION);
            for (String wave : List.of("2022", "2023")) {
                for (String group : List.of("pupils", "parents")) {
                    Asked asked = new Asked(wave, id, group);
                    answers.invited(asked, 250);
                    for (int question = 0; question < 30; question++) {
                        answers.add(asked, "q" + question, "да", wave.equals("2022") ? 150 : 60).add(asked, "q" + question, "нет", 40);
                    }
                }
            }
        }
        Satisfaction.Result result = placed(Questionnaire.of(many));
        String page = page(result, REGION, RUSSIAN);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
        assertThat(parse(page).getElementsByTagName("svg").getLength()).isEqualTo(8);
        assertThat(page).contains("😀…", "и ещё 22; все", "и ещё 40; все", "и ещё 10; все", "и ещё 1; все", "и ещё 42; все");
    }
}
