package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.review.Review;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class MunicipalityPagesTest {
    @TempDir
    Path folder;

    private List<Document> write(Review.Result review, Locale locale) throws Exception {
        ReviewFiles.of(review, ReviewFixture.problems()).withLocale(locale).write(folder);
        List<Document> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("municipalities"))) {
            for (Path file : files.sorted().toList()) {
                pages.add(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                        .parse(new ByteArrayInputStream(Files.readAllBytes(file))));
            }
        }
        return pages;
    }

    private static List<Element> elements(Node node, String tag) {
        List<Element> found = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                if (element.getTagName().equals(tag)) {
                    found.add(element);
                }
                found.addAll(elements(element, tag));
            }
        }
        return found;
    }

    private static Map<Municipality, List<School>> places(Review.Result review) {
        return review.results().schools().stream()
                .collect(Collectors.groupingBy(School::municipality, TreeMap::new, Collectors.toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void everyMunicipalityHasAPageAndEverySchoolASheetOfIt(String language) throws Exception {
        Review.Result review = ReviewFixture.lively("Амурская область");
        List<Document> pages = write(review, Locale.forLanguageTag(language));
        Map<Municipality, List<School>> places = places(review);
        assertThat(pages).hasSameSizeAs(places.keySet());
        int at = 0;
        for (Map.Entry<Municipality, List<School>> place : places.entrySet()) {
            Document page = pages.get(at++);
            assertThat(elements(page, "h1").get(0).getTextContent()).contains(place.getKey().name());
            List<Element> sheets = elements(page, "article");
            // What turns the direction of writing does not reach a page.
            assertThat(sheets.stream().map(sheet -> elements(sheet, "h2").get(0).getTextContent()))
                    .containsExactlyElementsOf(place.getValue().stream().map(school -> school.name().replace('\u202E', '\uFFFD')).toList());
            List<String> links = elements(page, "a").stream().map(a -> a.getAttribute("href")).toList();
            assertThat(links).containsAll(sheets.stream().map(sheet -> "#" + sheet.getAttribute("id")).toList());
            assertThat(links.get(0)).isEqualTo("../report.html");
            assertThat(elements(page, "main").get(0).getTextContent()).doesNotContain("{0}", "NaN", "null");
        }
    }

    @Test
    void aSheetHoldsTheResultsOfTheLastYearsTheLatestFirst() throws Exception {
        Review.Result review = ReviewFixture.lively("Амурская область");
        Document page = write(review, Locale.ENGLISH).get(0);
        School school = places(review).values().iterator().next().get(0);
        List<SchoolResult> results = review.results().results(school.id());
        List<Element> rows = elements(elements(elements(page, "article").get(0), "tbody").get(0), "tr");
        assertThat(rows).hasSameSizeAs(results);
        assertThat(rows.get(0).getTextContent()).contains("2021");
        assertThat(rows.get(rows.size() - 1).getTextContent()).contains("2020");
        List<String> counts = rows.stream().map(row -> elements(row, "td").get(0).getTextContent()).toList();
        assertThat(counts).containsExactlyInAnyOrderElementsOf(
                results.stream().map(result -> Long.toString(result.scores().count())).toList());
    }

    @Test
    void severalRegionsLeadBackToTheirOwnPages() throws Exception {
        Review.Result review = ReviewFixture.lively("Амурская область", "Томская область");
        List<Document> pages = write(review, ReviewFixture.RU);
        List<String> back = pages.stream().map(page -> elements(page, "a").get(0).getAttribute("href")).distinct().toList();
        assertThat(back).hasSize(2).allMatch(link -> Files.isRegularFile(folder.resolve("municipalities").resolve(link)));
    }
}
