package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.review.Review;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The section on trends of a region where some schools rise and some fall. */
class TrendPagesTest {
    private static final Review.Result REVIEW = TrendFixture.review(true);
    private static final TrendMonitoring.Result SCHOOLS = REVIEW.trends().overall().values().iterator().next().schools();

    private static final Map<String, Document> PAGES = new HashMap<>();

    @BeforeAll
    static void writeTheReview(@TempDir Path folder) throws Exception {
        for (String language : List.of("ru", "en")) {
            PAGES.put(language, write(REVIEW, language, folder));
        }
    }

    private static Document write(Review.Result review, String language, Path folder) throws Exception {
        ReviewFiles.of(review, List.of()).withLocale(Locale.forLanguageTag(language)).write(folder);
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("report.html"))));
    }

    private static List<Element> elements(Node node, String tag) {
        List<Element> found = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                if (tag.equals("*") || element.getTagName().equals(tag)) {
                    found.add(element);
                }
                found.addAll(elements(element, tag));
            }
        }
        return found;
    }

    private static Element trends(Document page) {
        return elements(page, "section").stream().filter(e -> e.getAttribute("id").equals("trends")).findFirst().orElseThrow();
    }

    private static List<String> titles(Node node) {
        return elements(node, "title").stream().map(Element::getTextContent).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void theSectionIsThereWithoutAnOpenPlaceOrKey(String language) {
        Document page = PAGES.get(language);
        Element section = trends(page);
        assertThat(elements(page, "a").stream().map(a -> a.getAttribute("href"))).contains("#trends");
        // One school is called {0} {1}.
        String text = section.getTextContent().replace("{0} {1}", "");
        assertThat(text).contains(language.equals("ru") ? "Тренды" : "Trends")
                .doesNotContain("{", "}", "null", "NaN", "Optional", "Infinity", "INSUFFICIENT", "IMPROVING")
                .doesNotContainPattern("trends?\\.(?!csv)[A-Za-z]");
        titles(section).forEach(title -> assertThat(title).isNotBlank());
        assertThat(elements(section, "path")).isNotEmpty()
                .allSatisfy(path -> assertThat(path.getAttribute("d")).matches("[MVHvhLlZz0-9. -]*"));
    }

    @Test
    void everyTextOfTheSectionIsInBothLanguages() {
        ResourceBundle english = ResourceBundle.getBundle("io.github.eduindicators.io.report.report", Locale.ROOT);
        ResourceBundle russian = ResourceBundle.getBundle("io.github.eduindicators.io.report.report", ReviewFixture.RU);
        List<String> keys = english.keySet().stream().filter(key -> key.startsWith("trend")).sorted().toList();
        assertThat(keys).hasSizeGreaterThan(40);
        for (String key : keys) {
            assertThat(russian.getString(key)).as(key).isNotEqualTo(english.getString(key));
            assertThat(places(russian.getString(key))).as(key).isEqualTo(places(english.getString(key)));
        }
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}").matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void hostileNamesAreOnlyText() {
        Document page = PAGES.get("en");
        Element section = trends(page);
        assertThat(elements(page, "script")).hasSize(1);
        for (Element element : elements(section, "*")) {
            assertThat(element.getTagName()).isNotIn("script", "img", "i", "iframe");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on").isNotEqualTo("src");
            }
        }
        assertThat(section.getTextContent()).contains(TrendFixture.PLACE);
        List<String> shown = SCHOOLS.rows(Label.IMPROVING).stream().map(row -> name(row)).filter(name -> !name.startsWith("Школа")).toList();
        assertThat(shown).hasSizeGreaterThanOrEqualTo(TrendFixture.MOVING - 1);
        assertThat(titles(section)).containsAll(shown.stream().map(name -> "Results of " + name + " by year").toList());
        assertThat(elements(section, "figcaption")).extracting(Element::getTextContent).containsAll(shown);
    }

    private static String name(TrendMonitoring.Row row) {
        return REVIEW.results().schools().stream().filter(school -> school.id().equals(row.key().unit())).findFirst().orElseThrow().name();
    }

    @Test
    void theTableOfLabelsCountsEverySchoolAndMunicipality() {
        Element section = trends(PAGES.get("en"));
        List<Element> lines = elements(elements(elements(section, "table").get(0), "tbody").get(0), "tr");
        Map<Label, Integer> schools = SCHOOLS.counts();
        Map<Label, Integer> places = REVIEW.trends().overall().values().iterator().next().municipalities().orElseThrow().counts();
        assertThat(lines).hasSize(Label.values().length);
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = elements(lines.get(i), "td").stream().map(Element::getTextContent).toList();
            assertThat(cells.get(0)).isEqualTo(Integer.toString(schools.get(Label.values()[i])));
            assertThat(cells.get(2)).isEqualTo(Integer.toString(places.get(Label.values()[i])));
        }
        assertThat(schools.get(Label.IMPROVING)).isGreaterThanOrEqualTo(TrendFixture.MOVING - 1);
        assertThat(schools.get(Label.DECLINING)).isGreaterThanOrEqualTo(TrendFixture.MOVING - 1);
    }

    @Test
    void theFunnelHasAPlaceForEverySchoolAndNamesThoseThatMove() {
        Element funnel = elements(trends(PAGES.get("en")), "svg").get(0);
        long dots = elements(funnel, "path").stream().filter(path -> path.getAttribute("class").equals("dots"))
                .mapToLong(path -> path.getAttribute("d").chars().filter(c -> c == 'M').count()).sum();
        List<Element> circles = elements(funnel, "circle");
        int moving = SCHOOLS.counts().get(Label.IMPROVING) + SCHOOLS.counts().get(Label.DECLINING);
        assertThat(circles).hasSize(moving);
        assertThat(dots + circles.size()).isEqualTo(TrendFixture.SCHOOLS);
        assertThat(circles.stream().map(circle -> circle.getAttribute("class")).distinct()).containsExactlyInAnyOrder("rising", "sign");
        assertThat(titles(funnel)).contains(TrendFixture.HOSTILE.get(0) + 1);
    }

    @Test
    void theGapIsLeftOpenInThePictures() {
        Element section = trends(PAGES.get("en"));
        Element picture = elements(section, "svg").stream()
                .filter(svg -> titles(svg).contains("Results of " + TrendFixture.HOSTILE.get(0) + 1 + " by year")).findFirst().orElseThrow();
        List<Element> years = elements(picture, "text").stream().filter(text -> text.getTextContent().startsWith("’")).toList();
        assertThat(years).extracting(Element::getTextContent).containsExactly("’17", "’18", "’20", "’21", "’22");
        List<Double> at = years.stream().map(text -> Double.parseDouble(text.getAttribute("x"))).toList();
        double step = at.get(1) - at.get(0);
        assertThat(at.get(2) - at.get(1)).as("two years").isCloseTo(2 * step, within(0.3));
        assertThat(at.get(3) - at.get(2)).isCloseTo(step, within(0.3));
        // What is expected in 2023.
        assertThat(elements(picture, "path").stream().filter(path -> path.getAttribute("class").startsWith("expected"))).hasSize(2);
    }

    @Test
    void theTableOfSchoolsThatMoveHasThemAll() {
        Element section = trends(PAGES.get("en"));
        Element details = elements(section, "details").get(0);
        List<Element> lines = elements(elements(details, "tbody").get(0), "tr");
        assertThat(lines).hasSize(SCHOOLS.counts().get(Label.IMPROVING) + SCHOOLS.counts().get(Label.DECLINING));
        int columns = elements(elements(details, "thead").get(0), "th").size();
        assertThat(lines).allSatisfy(line -> assertThat(elements(line, "th").size() + elements(line, "td").size()).isEqualTo(columns));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void aReportOfOneYearSaysSo(String language, @TempDir Path folder) throws Exception {
        Element section = trends(write(ReviewFixture.scanty(), language, folder));
        assertThat(section.getTextContent()).contains(language.equals("ru")
                ? "Нет данных: результаты есть только за один год" : "No data: there is one year only");
        assertThat(elements(section, "svg")).isEmpty();
        assertThat(elements(section, "table")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void twoYearsWithoutALabelMakeASectionToo(String language, @TempDir Path folder) throws Exception {
        Element section = trends(write(ReviewFixture.plain(), language, folder));
        assertThat(section.getTextContent()).doesNotContain("{", "}", "null", "NaN", "Optional", "Infinity");
        assertThat(elements(section, "path")).allSatisfy(path -> assertThat(path.getAttribute("d")).matches("[MVHvhLlZz0-9. -]*"));
        assertThat(elements(section, "table")).isNotEmpty();
    }
}
