package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.items.LearningPath.Catalogue;
import io.github.eduindicators.items.LearningPath.Module;
import io.github.eduindicators.items.StaffDiagnosis;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.results.ScoreTally;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The section and the table on staff; figures are counted by hand. */
class StaffSectionTest {
    private static final Region AMUR = Region.of("Амурская область");
    private static final Region TULA = Region.of("Тульская область");
    private static final String HOSTILE = "Школа <script>alert('1')</script> & \"{0}\"";
    private static final School TOWN = school("edu280001", Municipality.of(AMUR, "Тында"), HOSTILE);
    private static final School RURAL = school("edu280002", Municipality.of(AMUR, "Ромненский район"), "Школа 2");
    private static final School FAR = school("edu710001", Municipality.of(TULA, "Тында"), "Школа 3");
    private static final List<School> REGISTER = List.of(TOWN, RURAL, FAR);
    private static final String GOALS = "методические/цели <b>урока</b> {1}";
    private static final Catalogue CATALOGUE = Catalogue.of(
            Module.of("goals", GOALS, 24).withTitles("Цели <i>урока</i>", "Goals"),
            Module.of("talk", "речь", 8).withTitles("Речь", "Speech"));

    private static School school(String id, Municipality municipality, String name) {
        return School.builder(SchoolId.of(id)).municipality(municipality).name(name).build();
    }

    private static void add(CompetencyResults.Builder builder, School school, String person, String wave, String competency, int points) {
        builder.add(Unit.of(UnitType.PERSON, "secret" + person), school.id(), wave, competency, Score.of(points, 40));
    }

    /** Town: 11 of 12 lack the goals, sure, and 1 of 12 speech; the rural school has 4 persons; far away are 3. */
    private static CompetencyResults results() {
        CompetencyResults.Builder builder = CompetencyResults.builder(REGISTER);
        for (int i = 0; i < 12; i++) {
            add(builder, TOWN, "t" + i, "2021", GOALS, i < 11 ? 8 + i % 3 : 39);
            add(builder, TOWN, "t" + i, "2021", "речь", i == 0 ? 2 : 30 + i % 4);
            add(builder, TOWN, "t" + i, "2020", "речь", i < 3 ? 15 : 30 + i % 4);
        }
        for (int i = 0; i < 4; i++) {
            add(builder, RURAL, "r" + i, "2021", GOALS, 38);
        }
        for (int i = 0; i < 3; i++) {
            add(builder, FAR, "f" + i, "2021", "дальняя", 1);
        }
        return builder.build();
    }

    private static String write(CompetencyResults results, Region region, String language) {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(results);
        List<LearningPath.Need> needs = staff.latestWave(region)
                .map(wave -> LearningPath.of(CATALOGUE).needs(staff.persons(wave))).orElse(List.of());
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        new StaffSection(html, Texts.of(Locale.forLanguageTag(language)), staff, needs, region, REGISTER).write();
        html.end();
        return out.toString();
    }

    private static Element section(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html))).getDocumentElement();
    }

    private static List<Element> elements(Element root, String tag) {
        NodeList found = root.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The cells of the body of a table, a list a line. */
    private static List<List<String>> lines(Element table) {
        return elements(elements(table, "tbody").get(0), "tr").stream()
                .map(line -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < line.getChildNodes().getLength(); i++) {
                        if (line.getChildNodes().item(i) instanceof Element cell) {
                            cells.add(cell.getTextContent().strip());
                        }
                    }
                    return cells;
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void theSectionHasNoOpenPlaceKeyOrPerson(String language) throws Exception {
        Element section = section(write(results(), AMUR, language));
        assertThat(section.getAttribute("id")).isEqualTo("staff");
        String text = section.getTextContent().replace("{0}", "").replace("{1}", "");
        assertThat(text).contains(language.equals("ru") ? "Профессиональные дефициты" : "Deficits of staff")
                .doesNotContain("{", "secret", "NaN", "null", "Optional", "дальняя")
                .doesNotContainPattern("staff\\.[a-z]");
        assertThat(text).contains(HOSTILE.replace("{0}", ""));
        for (String tag : List.of("script", "b", "i", "img")) {
            assertThat(elements(section, tag)).as(tag).isEmpty();
        }
    }

    @Test
    void figuresAreThoseOfTheDiagnosis() throws Exception {
        List<Element> tables = elements(section(write(results(), AMUR, "en")), "table");
        assertThat(tables).hasSize(5);
        // 11 of 16: R wil(11, 16) = 0.444 0.858; mean of 4 x 8, 4 x 9, 3 x 10, 5 x 38 or 39 of 40
        List<List<String>> levels = lines(tables.get(0));
        assertThat(levels).hasSize(2);
        assertThat(levels.get(0)).containsExactly(
                "1. цели <b>урока</b> {1} методические", "16", "Low: 11, middle: 0, high: 5", "69 (44…86)", "45", "11", "yes");
        assertThat(levels.get(1).subList(0, 3)).containsExactly("2. речь", "12", "Low: 1, middle: 5, high: 6");
        assertThat(levels.get(1).get(6)).isEqualTo("no");
        // Of 4 persons of the district nothing is said.
        List<List<String>> heat = lines(tables.get(1));
        assertThat(heat).containsExactly(List.of("Тында", "92**", "8"));
        List<List<String>> mass = lines(tables.get(2));
        assertThat(mass).hasSize(2);
        assertThat(mass.get(0).get(0)).isEqualTo("Тында");
        assertThat(mass.get(1).get(0)).isEqualTo(HOSTILE + ", Тында");
        assertThat(mass.get(0).subList(1, 4)).containsExactly("цели <b>урока</b> {1} методические", "92 (65…99)", "12");
        List<List<String>> change = lines(tables.get(3));
        assertThat(change).hasSize(2);
        assertThat(change.get(1).subList(0, 4)).containsExactly("речь", "12", "3", "2");
        assertThat(change.get(1).get(7)).isEqualTo("0");
        // 11 persons surely lack the goals, one surely lacks speech: fewer than 5 are not counted.
        List<List<String>> needs = lines(tables.get(4));
        assertThat(needs).containsExactly(
                List.of("Goals", "цели <b>урока</b> {1} методические", "24", "11", "Тында (11)"),
                List.of("Speech", "речь", "8", "fewer than 5", "–"));
    }

    @Test
    void fewPersonsAreNotTold() throws Exception {
        Element far = section(write(results(), TULA, "en"));
        assertThat(lines(elements(far, "table").get(0)))
                .containsExactly(List.of("1. дальняя", "fewer than 5", "–", "–", "–", "–", "too few persons"));
        assertThat(far.getTextContent()).contains("2021, fewer than 5", "No municipality has 10 persons", "there are not two waves")
                .doesNotContain("secret");
        Element none = section(write(results(), Region.of("Пенза"), "en"));
        assertThat(none.getTextContent()).contains("nobody’s competencies");
        assertThat(elements(none, "table")).isEmpty();
    }

    @Test
    void aLargeRegionStaysSmall() throws Exception {
        Random random = new Random(1);
        List<School> schools = new ArrayList<>();
        CompetencyResults.Builder builder;
        for (int i = 0; i < 100; i++) {
            schools.add(school("school " + i, Municipality.of(AMUR, "Очень длинное название муниципального района № " + i % 50), "Школа № " + i));
        }
        builder = CompetencyResults.builder(schools);
        for (int i = 0; i < 600; i++) {
            for (int c = 0; c < 40; c++) {
                builder.add(Unit.of(UnitType.PERSON, "p" + i), schools.get(i % 100).id(), "2021", "группа/Довольно длинная компетенция " + c,
                        Score.of(random.nextInt(21), 20));
            }
        }
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(builder.build());
        StringWriter out = new StringWriter();
        new StaffSection(new Html(out), Texts.of(Locale.forLanguageTag("ru")), staff, List.of(), AMUR, schools).write();
        assertThat(out.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(50_000);
        assertThat(out.toString()).contains("и ещё 10", "и ещё 20");
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces() {
        ResourceBundle english = ResourceBundle.getBundle("io.github.eduindicators.io.report.report", Locale.ROOT);
        ResourceBundle russian = ResourceBundle.getBundle("io.github.eduindicators.io.report.report", Locale.forLanguageTag("ru"));
        List<String> keys = english.keySet().stream().filter(key -> key.startsWith("staff.")).toList();
        assertThat(keys).hasSizeGreaterThan(40);
        keys.forEach(key -> assertThat(places(russian.getString(key))).as(key).isEqualTo(places(english.getString(key))));
        assertThat(keys).filteredOn(key -> !key.equals("staff.p-closed"))
                .allSatisfy(key -> assertThat(russian.getString(key)).isNotEqualTo(english.getString(key)));
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}").matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void theTableHasEveryUnitAndNoPerson() {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(results());
        List<Table> tables = StaffTables.all(staff, UnitNames.of(ScoreTally.create().snapshot().withSchools(REGISTER)));
        assertThat(tables).hasSize(1);
        Table table = tables.get(0);
        assertThat(table.name()).isEqualTo("staff");
        assertThat(table.columns()).containsExactly(
                "unit_type", "unit", "wave", "competency", "deficit_share", "lower", "upper", "mean_share", "persons", "mass");
        List<List<Object>> rows = new ArrayList<>();
        table.forEach(rows::add);
        assertThat(rows).hasSize(staff.rows().size()).doesNotHaveDuplicates();
        assertThat(rows.toString()).doesNotContain("secret");
        assertThat(rows).contains(
                List.of("school", "edu280002", "2021", GOALS, "", "", "", "", "", "insufficient_data"),
                List.of("municipality", "Тында (Тульская область)", "2021", "дальняя", "", "", "", "", "", "insufficient_data"));
        List<Object> town = rows.stream()
                .filter(row -> row.get(1).equals("Тында (Амурская область)") && row.get(2).equals("2021") && row.get(3).equals(GOALS))
                .findFirst().orElseThrow();
        assertThat(town.get(4)).isEqualTo(11.0 / 12);
        assertThat(town.subList(8, 10)).containsExactly(12L, "yes");
    }
}
