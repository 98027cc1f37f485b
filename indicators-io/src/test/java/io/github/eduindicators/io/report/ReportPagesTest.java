package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.review.Review;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class ReportPagesTest {
    private static final Review.Result LIVELY = ReviewFixture.lively("Амурская область");
    private static final String NOTE = "Синтетические данные <&>";

    @TempDir
    Path folder;

    private Document write(Review.Result review, Locale locale) throws Exception {
        ReviewFiles.of(review, ReviewFixture.problems()).withLocale(locale).withNote(NOTE).write(folder);
        return parse(folder.resolve("report.html"));
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new ByteArrayInputStream(Files.readAllBytes(file)));
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

    private static Element byId(Document page, String id) {
        return elements(page, "*").stream().filter(e -> e.getAttribute("id").equals(id)).findFirst().orElseThrow();
    }

    /** Everything that a reader sees. */
    private static String text(Document page) {
        return elements(page, "body").get(0).getTextContent().replace(elements(page, "script").get(0).getTextContent(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void thePageIsWellFormedAndSelfContained(String language) throws Exception {
        Document page = write(LIVELY, Locale.forLanguageTag(language));
        assertThat(Files.readString(folder.resolve("report.html"))).startsWith("<!DOCTYPE html>\n")
                .doesNotContain("http:", "https:", "url(");
        Set<String> ids = new HashSet<>();
        for (Element element : elements(page, "*")) {
            assertThat(element.hasAttribute("src")).as("nothing is loaded").isFalse();
            assertThat(element.getTagName()).isNotIn("link", "img", "iframe", "object", "embed", "base", "form");
            if (element.hasAttribute("id")) {
                assertThat(ids.add(element.getAttribute("id"))).as("unique: " + element.getAttribute("id")).isTrue();
            }
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on").isNotEqualTo("style");
            }
        }
        List<String> links = elements(page, "a").stream().map(a -> a.getAttribute("href")).toList();
        assertThat(links).isNotEmpty().allMatch(link -> link.startsWith("#")
                ? ids.contains(link.substring(1))
                : link.startsWith("municipalities/") && Files.isRegularFile(folder.resolve(link)));
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void noPlaceOfATextIsLeftOpen(String language) throws Exception {
        Document page = write(LIVELY, Locale.forLanguageTag(language));
        assertThat(text(page)).doesNotContain("{", "}", "null", "NaN", "Optional");
        elements(page, "title").forEach(title -> assertThat(title.getTextContent()).isNotBlank()
                .doesNotContain("{", "null", "NaN"));
        elements(page, "path").forEach(path -> assertThat(path.getAttribute("d")).isNotEmpty()
                .doesNotContain("N", "n", "I", "E"));
    }

    @Test
    void hostileTextIsOnlyText() throws Exception {
        Document page = write(LIVELY, Locale.ENGLISH);
        assertThat(elements(page, "script")).hasSize(1);
        assertThat(elements(page, "b").stream().map(Element::getTextContent)).doesNotContain("craft");
        String text = text(page);
        assertThat(text)
                .contains(ReviewFixture.SCRIPT, ReviewFixture.FORMULA, ReviewFixture.QUOTES, "<img src=x onerror=alert(1)>&amp;",
                        NOTE)
                .contains("VPR 2020 (autumn), <b>craft</b>, programme of grade 4")
                .contains("]]> -->\uFFFDэдрево")
                .doesNotContain("\u202E");
    }

    @Test
    void onlyTheScriptAndStyleOfThePageMayRun() throws Exception {
        Document page = write(LIVELY, RU);
        String policy = elements(page, "meta").stream()
                .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .findFirst().orElseThrow().getAttribute("content");
        assertThat(policy).startsWith("default-src 'none';").contains(
                "script-src 'sha256-" + sha256(elements(page, "script").get(0).getTextContent()) + "'",
                "style-src 'sha256-" + sha256(elements(page, "style").get(0).getTextContent()) + "'");
    }

    private static String sha256(String text) throws Exception {
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyPlotCanBeReadAloud() throws Exception {
        Document page = write(LIVELY, RU);
        List<Element> plots = elements(page, "svg").stream().filter(svg -> svg.getAttribute("class").equals("plot")).toList();
        assertThat(plots).hasSizeGreaterThan(8).allSatisfy(plot -> {
            assertThat(plot.getAttribute("role")).isEqualTo("img");
            assertThat(((Element) plot.getFirstChild()).getTagName()).isEqualTo("title");
        });
    }

    @Test
    void theSummaryTellsTheRegionInTheLanguage() throws Exception {
        Document page = write(ReviewFixture.plain(), RU);
        assertThat(text(page)).contains("Объективность результатов: Amur", "Годы: 2020–2021", "не больше", "около",
                "не определяется");
        // 25 schools of 20 pupils in two years; one school of 25 carries a sign.
        assertThat(elements(byId(page, "summary"), "b").stream().map(Element::getTextContent))
                .startsWith("26", "1\u00A0000", "2", "96,0", "1");
        assertThat(text(write(ReviewFixture.plain(), Locale.ENGLISH)))
                .contains("Objectivity of results: Amur", "at most", "1,000", "96.0");
    }

    @Test
    void theMethodsTellFlagsAndFalseAlarms() throws Exception {
        Document page = write(LIVELY, Locale.ENGLISH);
        List<Element> lines = elements(byId(page, "methods"), "tr");
        assertThat(lines).hasSize(1 + LIVELY.summaries().size());
        Element cutoff = lines.stream().filter(line -> line.getTextContent().startsWith("Excess at the boundaries of marks4"))
                .findFirst()
                .orElseThrow();
        assertThat(elements(cutoff, "td").stream().map(Element::getTextContent)).containsExactly("40", "1", "1", "at most 0.1");
        assertThat(byId(page, "methods").getTextContent()).contains("not available", "reason to look, not a verdict",
                "judge teachers");
    }

    @Test
    void theTableHasEverySchoolAndLinksToReasons() throws Exception {
        Document page = write(LIVELY, Locale.ENGLISH);
        List<Element> rows = elements(elements(byId(page, "schools"), "tbody").get(0), "tr");
        assertThat(rows).hasSize(40);
        assertThat(rows).allSatisfy(row -> assertThat(elements(row, "td")).hasSize(12));
        assertThat(elements(elements(byId(page, "schools"), "thead").get(0), "th")).hasSize(13);
        long detailed = LIVELY.schools().stream().filter(RegionData::detailed).count();
        assertThat(detailed).isBetween(3L, 39L);
        assertThat(elements(byId(page, "details"), "details")).hasSize((int) detailed);
        assertThat(elements(rows.get(0), "a").get(0).getAttribute("href")).isEqualTo("#s1");
        assertThat(rows.get(0).getAttribute("data-k")).isEqualTo("flagged");
    }

    @Test
    void theReasonsOfASchoolAreInWordsWithPictures() throws Exception {
        assertThat(LIVELY.schools().get(0).outcome()).isEqualTo(Outcome.FLAGGED);
        Document page = write(LIVELY, RU);
        Element lifted = byId(page, "s1");
        assertThat(lifted.getTextContent()).contains("Избыток на границах отметок", "На что посмотреть")
                .containsPattern("Прямо под границами отметок стоят \\d+ участник")
                .contains("Свидетельства по видам", "границы отметок")
                .doesNotContain(ReviewFixture.MATHS_2021.id().value());
        assertThat(elements(lifted, "svg")).hasSizeBetween(1, 5);
        Element journal = byId(page, "s2");
        assertThat(journal.getTextContent()).contains("Отметки по журналу против работы");
        assertThat(elements(journal, "rect").stream().map(rect -> rect.getAttribute("class")))
                .contains("lowered", "confirmed", "raised");
        Element inflated = byId(page, "s3");
        assertThat(inflated.getTextContent()).contains("завышенный средний балл");
        assertThat(elements(inflated, "path").stream().map(path -> path.getAttribute("class"))).contains("region", "cut", "m4");
    }

    @Test
    void theFunnelNamesTheSchoolsWithTheSign() throws Exception {
        Document page = write(LIVELY, Locale.ENGLISH);
        List<String> named = elements(byId(page, "works"), "circle").stream()
                .map(circle -> elements(circle, "title").get(0).getTextContent()).toList();
        assertThat(named).anyMatch(title -> title.startsWith(ReviewFixture.QUOTES + ": 60 pupils, mean "));
    }

    @Test
    void theHistogramCountsEveryPupilOfTheRegion() throws Exception {
        Document page = write(ReviewFixture.plain(), Locale.ENGLISH);
        Element latest = elements(byId(page, "works"), "svg").get(0);
        List<String> bars = elements(latest, "rect").stream().map(bar -> elements(bar, "title").get(0).getTextContent()).toList();
        // 24 schools with four pupils at each of 8..12, one with ten at 18 and at 19.
        assertThat(bars).containsExactly("8: 96", "9: 96", "10: 96", "11: 96", "12: 96", "18: 10", "19: 10");
        assertThat(elements(latest, "rect").stream().map(bar -> bar.getAttribute("class")))
                .containsExactly("m3", "m3", "m3", "m4", "m4", "m5", "m5");
    }

    @Test
    void severalRegionsHaveAPageEach() throws Exception {
        Document page = write(ReviewFixture.lively("../../etc/<Amur>", "Еврейская автономная область"), RU);
        List<String> links = elements(page, "a").stream().map(a -> a.getAttribute("href")).toList();
        assertThat(links).containsExactly("reports/01-etc-amur.html", "reports/02-evreiskaya-avtonomnaya-oblast.html");
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("01-etc-amur.html", "02-evreiskaya-avtonomnaya-oblast.html");
        }
        for (String link : links) {
            Document region = parse(folder.resolve(link));
            assertThat(elements(region, "a").get(0).getAttribute("href")).isEqualTo("../report.html");
            assertThat(elements(elements(byId(region, "schools"), "tbody").get(0), "tr")).hasSize(20);
            assertThat(text(region)).contains(NOTE, "Ожидается ложных тревог во всех регионах");
        }
        assertThat(text(page)).contains(NOTE, "../../etc/<Amur>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void scantyDataGiveAPageThatSaysSo(String language) throws Exception {
        Document page = write(ReviewFixture.scanty(), Locale.forLanguageTag(language));
        assertThat(text(page)).doesNotContain("{", "NaN", "null", "- ");
        assertThat(elements(page, "h4")).hasSize(3);
        assertThat(elements(page, "p").stream().filter(p -> p.getAttribute("class").equals("empty"))).isNotEmpty();
    }

    @Test
    void noDataAtAllIsSaid() throws Exception {
        Document page = write(ReviewFixture.nothing(), Locale.ENGLISH);
        assertThat(text(page)).contains("No data: there are no schools.", "No data: no method could say anything.");
        assertThat(folder.resolve("reports")).doesNotExist();
    }
}
