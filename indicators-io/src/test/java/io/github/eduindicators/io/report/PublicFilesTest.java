package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.review.Review;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PublicFilesTest {
    private static final Review.Result PLAIN = ReviewFixture.plain();
    private static final Review.Result LIVELY = ReviewFixture.lively("Амурская область");

    @TempDir
    Path folder;

    private Path write(Review.Result review, String language, Table... extra) throws IOException {
        PublicFiles.write(review, Texts.of(Locale.forLanguageTag(language)), "A note <&>", folder, List.of(extra));
        return folder.resolve("public");
    }

    private static TreeMap<String, String> files(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path,
                        StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static List<List<String>> rows(Path file) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            return csv.stream().map(CsvRecord::getFields).toList();
        }
    }

    private static Document page(Path file) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static Element section(Document page, String id) {
        NodeList sections = page.getElementsByTagName("section");
        for (int i = 0; i < sections.getLength(); i++) {
            if (((Element) sections.item(i)).getAttribute("id").equals(id)) {
                return (Element) sections.item(i);
            }
        }
        throw new AssertionError("no section " + id);
    }

    @Test
    void theFilesAreThoseThatAreDocumentedAndNoOthers() throws IOException {
        Path out = write(PLAIN, "en", Table.of("extra", List.of("a"), List.of(List.of("b"))));
        assertThat(files(out).keySet()).containsExactly("best_practices.csv", "effectiveness.csv", "extra.csv", "index.csv",
                "report.html",
                "schools.csv", "scorecards.csv", "tables.xlsx", "trends.csv");
        assertThat(rows(out.resolve("schools.csv")).get(0)).containsExactly("school", "name", "region", "municipality", "n",
                "note");
        assertThat(rows(out.resolve("effectiveness.csv")).get(0)).containsExactly(
                "unit_type", "unit", "indicator", "period", "assessment", "value", "lower", "upper", "n", "note");
    }

    /**
     * Each of 25 schools has 20 pupils a work, 4 with each of 8..12, so 4 of 5 have a 3 and one (12 points) a 4; but s25 has 20
     * with a 5 in 2021. Tynda has 10 schools, Zeya 15.
     */
    @Test
    void theFiguresAreTheOnesCountedByHand() throws IOException {
        List<List<String>> rows = rows(write(PLAIN, "en").resolve("effectiveness.csv"));
        // 8 of 20 pupils of a school have 11 or 12 points, which is a 4.
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("municipality", "Tynda", "quality_rate", "2021")
                .contains("0.4", "200"));
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("municipality", "Tynda", "pass_rate", "2021")
                .contains("1.0", "200"));
        // 14 schools with 8 of 20 and s25 with 20 of 20: 132 of 300.
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("municipality", "Zeya", "quality_rate", "2021")
                .contains("0.44", "300"));
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("school", "s25", "mean_score", "2021").contains("18.5",
                "20"));
        assertThat(rows).noneMatch(row -> row.get(0).equals("school") && !row.get(2).equals("mean_score"));
        assertThat(rows).noneMatch(row -> row.get(9).equals("suppressed"));
    }

    /** Of its two years school s25 has the sign of an inflated mean in one, and is in doubt. */
    @Test
    void noSchoolIsSaidToBeInDoubt() throws IOException {
        assertThat(PLAIN.screening().signs().signs(ReviewFixture.id(25))).isNotEmpty();
        Path out = write(PLAIN, "en");
        files(out).forEach((name, text) -> {
            if (!name.endsWith(".xlsx")) {
                // Style and script stand before and after what is told.
                String told = name.endsWith(".html") ? text.substring(text.indexOf("<main"), text.indexOf("</main")) : text;
                assertThat(told).as(name).doesNotContain("doubtful-", "FLAGGED", "objectivity-", "shnor", "shfnsu",
                        "adjusted_p", "contextual_residual",
                        "isbsh", "small-n");
            }
        });
        // Outside its mean, nothing tells s25 from another school of the municipality.
        String plain = Files.readString(out.resolve("schools.csv")).lines().filter(line -> line.startsWith("s25,")).findFirst()
                .orElseThrow();
        assertThat(plain).isEqualTo("s25,School 25,Amur,Zeya,40,");
    }

    @Test
    void aSchoolOfFewHasALineWithBlanks() throws IOException {
        Path out = write(ReviewFixture.scanty(), "en");
        assertThat(rows(out.resolve("schools.csv")).stream().skip(1)).allSatisfy(row -> assertThat(row).endsWith("",
                "suppressed"));
        assertThat(rows(out.resolve("effectiveness.csv")).stream().skip(1)).isNotEmpty()
                .allSatisfy(row -> assertThat(row.subList(5, 10)).containsExactly("", "", "", "", "suppressed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void thePageIsWellFormedSelfContainedAndHasAllItsTexts(String language) throws Exception {
        Path out = write(LIVELY, language);
        String html = Files.readString(out.resolve("report.html"));
        assertThat(html).startsWith("<!DOCTYPE html>\n").doesNotContain("http:", "https:", "url(");
        Document page = page(out.resolve("report.html"));
        assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
        NodeList links = page.getElementsByTagName("a");
        assertThat(links.getLength()).isEqualTo(9);
        for (int i = 0; i < links.getLength(); i++) {
            section(page, ((Element) links.item(i)).getAttribute("href").substring(1));
        }
        String text = page.getElementsByTagName("main").item(0).getTextContent();
        assertThat(text).doesNotContain("{", "}", "null", "NaN", "Optional");
        assertThat(html).contains(language.equals("ru") ? "Родителям" : "For parents", "A note &lt;&amp;&gt;");
    }

    @Test
    void hostileNamesAreOnlyText() throws Exception {
        Path out = write(LIVELY, "en");
        Document page = page(out.resolve("report.html"));
        assertThat(section(page, "schools").getTextContent())
                .contains(ReviewFixture.SCRIPT, ReviewFixture.FORMULA, ReviewFixture.QUOTES,
                        "<img src=x onerror=alert(1)>&amp;", "]]> -->\uFFFDэдрево");
        assertThat(page.getElementsByTagName("img").getLength()).isZero();
        // Text is written raw to CSV, as in the files of the review, and never as a formula to the workbook.
        assertThat(rows(out.resolve("schools.csv"))).anySatisfy(row -> assertThat(row).contains(ReviewFixture.FORMULA));
        try (ReadableWorkbook workbook = new ReadableWorkbook(out.resolve("tables.xlsx").toFile())) {
            List<Row> rows = workbook.findSheet("schools").orElseThrow().read();
            assertThat(rows).anySatisfy(row -> assertThat(row.getCellText(1)).isEqualTo("'" + ReviewFixture.FORMULA));
            rows.forEach(row -> row.forEach(cell -> assertThat(cell.getFormula()).isNull()));
        }
    }

    @Test
    void severalRegionsHaveAPageEach() throws Exception {
        Path out = write(ReviewFixture.lively("Amur", "../<Tomsk>"), "en");
        assertThat(files(out).keySet()).contains("report.html", "reports/01-tomsk.html", "reports/02-amur.html");
        Document overview = page(out.resolve("report.html"));
        NodeList links = overview.getElementsByTagName("a");
        assertThat(links.getLength()).isEqualTo(2);
        assertThat(out.resolve(((Element) links.item(0)).getAttribute("href"))).isRegularFile();
        assertThat(page(out.resolve("reports/02-amur.html")).getElementsByTagName("h1").item(0).getTextContent())
                .contains("Amur");
    }

    @Test
    void nothingToTellIsSaid() throws Exception {
        Path out = write(ReviewFixture.nothing(), "en");
        assertThat(page(out.resolve("report.html")).getElementsByTagName("main").item(0).getTextContent())
                .contains("there are no schools");
        assertThat(rows(out.resolve("effectiveness.csv"))).hasSize(1);
    }

    @Test
    void theSameReviewGivesTheSameBytes() throws IOException {
        TreeMap<String, String> first = files(write(LIVELY, "ru"));
        assertThat(files(write(ReviewFixture.lively("Амурская область"), "ru"))).isEqualTo(first);
    }

    /** What is a dash on the page is suppressed in the table. */
    @Test
    void thePageShowsNothingThatTheTablesDoNot() throws Exception {
        Path out = write(PublicFixture.review(), "en");
        Map<String, String> names = new TreeMap<>();
        rows(out.resolve("schools.csv")).forEach(row -> names.put(row.get(0), row.get(1)));
        Set<String> shown = new java.util.TreeSet<>();
        rows(out.resolve("effectiveness.csv")).stream()
                .filter(row -> row.get(0).equals("school") && row.get(3).equals("2021") && !row.get(9).equals("suppressed"))
                .forEach(row -> shown.add(names.get(row.get(1)) + " " + row.get(8)));
        Set<String> onPages = new java.util.TreeSet<>();
        for (String file : List.of("reports/01-amur.html", "reports/02-tomsk.html")) {
            NodeList cells = section(page(out.resolve(file)), "schools").getElementsByTagName("small");
            for (int i = 0; i < cells.getLength(); i++) {
                Element row = (Element) cells.item(i).getParentNode().getParentNode();
                onPages.add(row.getElementsByTagName("th").item(0).getTextContent() + " " + cells.item(i).getTextContent());
            }
        }
        assertThat(onPages).isEqualTo(shown).hasSizeGreaterThan(50);
    }

    private static final Region AMUR = Region.of("Amur");
    private static final Municipality TYNDA = Municipality.of(AMUR, "Tynda");
    private static final Municipality ZEYA = Municipality.of(AMUR, "Zeya");
    private static final Municipality SVOBODNY = Municipality.of(AMUR, "Svobodny");

    private static IndexRow row(Unit unit, int schools, int flagged) {
        return new IndexRow(unit, 2021, schools, flagged, 100L * schools, 100L * flagged);
    }

    @Test
    void theIndexOfAMunicipalityWithFewSchoolsIsHiddenWithAnother() {
        IndexRow whole = row(AMUR, 60, 12);
        IndexRow few = row(TYNDA, 4, 1);
        IndexRow middle = row(ZEYA, 20, 4);
        IndexRow large = row(SVOBODNY, 36, 7);
        assertThat(PublicCells.year(AMUR, List.of(whole, few, middle, large), Map.of())).containsExactlyInAnyOrder(whole, large);
    }

    @Test
    void whereNearlyAllSchoolsHaveASignTheyAreKnownSoTheIndexIsHidden() {
        IndexRow whole = row(AMUR, 60, 24);
        IndexRow nearlyAll = row(TYNDA, 12, 10);
        IndexRow middle = row(ZEYA, 20, 4);
        IndexRow large = row(SVOBODNY, 28, 10);
        assertThat(PublicCells.year(AMUR, List.of(whole, nearlyAll, middle, large), Map.of())).containsExactlyInAnyOrder(whole,
                large);
        IndexRow nine = row(TYNDA, 12, 9);
        IndexRow rest = row(AMUR, 60, 23);
        assertThat(PublicCells.year(AMUR, List.of(rest, nine, middle, large), Map.of())).containsExactlyInAnyOrder(rest, nine,
                middle, large);
        // One of the three without a sign is known from the list of best practice.
        assertThat(PublicCells.year(AMUR, List.of(rest, nine, middle, large), Map.of(TYNDA, Set.of(SchoolId.of("s1")))))
                .containsExactlyInAnyOrder(rest, large);
    }

    @Test
    void aRegionWhoseMunicipalitiesAreNotAllKnownLeavesARest() {
        IndexRow whole = row(AMUR, 41, 8);
        IndexRow middle = row(ZEYA, 20, 4);
        IndexRow small = row(TYNDA, 16, 2);
        // 41 - 20 - 16 = 5 schools of no municipality, of which 2 have a sign.
        assertThat(PublicCells.year(AMUR, List.of(whole, middle, small), Map.of())).containsExactlyInAnyOrder(whole, middle);
    }

    @Test
    void theIndexOfTheReviewIsInTheFile() throws IOException {
        List<List<String>> rows = rows(write(LIVELY, "en").resolve("index.csv"));
        assertThat(rows).hasSizeGreaterThan(1);
        assertThat(rows.stream().skip(1)).allSatisfy(row -> assertThat(row.get(7).equals("suppressed")).isEqualTo(row.get(5)
                .isEmpty()));
        // A share of results in schools with a sign is told of regions only: with the results of each school it would name them.
        assertThat(rows.stream().skip(1).filter(row -> row.get(0).equals("municipality"))).isNotEmpty().allMatch(row ->
                row.get(6).isEmpty());
    }
}
