package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** From the files of a bundle to the files of the review; what is expected was counted by hand from the bundle. */
class ReviewBundleTest {
    private static final String TITLE = "<b onclick=\"x()\">Свой</b> & 'план'";
    private static final String INDICATORS = "unit_type,unit,indicator,period,value,numerator,denominator";

    @TempDir
    private Path temp;

    private Path input;
    private final List<String> results = new ArrayList<>();

    @BeforeEach
    void writeRegister() throws IOException {
        input = Files.createDirectory(temp.resolve("input"));
        write("schools.csv", "school,name,region,municipality,type,locality",
                "a,\"" + ReviewFixture.SCRIPT.replace("\"", "\"\"") + "\",Амур,Зея,,", "b,Школа Б,Амур,Зея,,", "c,Школа В,Амур,Зея,,",
                "d,Школа Г,Амур,Тында,,", "e,Школа Д,Амур,Тында,,", "f,Школа Е,Амур,Тында,,", "g,Школа Ж,Амур,Тында,,",
                "h,Школа З,Амур,Тында,,", "i,Школа И,Амур,Тында,,");
        List<String> assessments = new ArrayList<>(List.of("assessment,procedure,year,season,subject,grade,max,from3,from4,from5"));
        for (int year = 2020; year <= 2021; year++) {
            for (int grade = 5; grade <= 6; grade++) {
                assessments.add("ru" + grade + "-" + year + ",VPR," + year + ",spring,russian," + grade + ",20,7,11,15");
                assessments.add("ma" + grade + "-" + year + ",ВПР," + year + ",весна,математика," + grade + ",20,7,11,15");
            }
            assessments.add("oge-" + year + ",OGE," + year + ",spring,russian,9,33,15,23,29");
            assessments.add("ege-" + year + ",EGE," + year + ",spring,mathematics_profile,11,100,27,,");
        }
        write("assessments.csv", assessments.toArray(String[]::new));
        results.add("assessment,school,class,pupil,score,journal_mark");
    }

    private void write(String name, String... lines) throws IOException {
        Path file = input.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** So many failed, one point below the threshold, and the others have it. */
    private void work(String assessment, String school, int failed, int participants) {
        int threshold = assessment.startsWith("oge") ? 15 : assessment.startsWith("ege") ? 27 : 7;
        for (int pupil = 0; pupil < participants; pupil++) {
            results.add(assessment + "," + school + ",,," + (pupil < failed ? threshold - 1 : threshold) + ",");
        }
    }

    private void federalWorks() throws IOException {
        work("ru5-2020", "a", 3, 10);
        work("ma5-2020", "a", 0, 10);
        work("ru5-2021", "a", 3, 10);
        work("ma5-2021", "a", 4, 10);
        work("ru5-2020", "b", 5, 10);
        work("ma5-2020", "b", 5, 10);
        work("ru5-2021", "b", 2, 10);
        work("ma5-2021", "b", 5, 10);
        work("ma6-2020", "c", 1, 9);
        work("ege-2020", "c", 1, 2);
        work("ma6-2021", "c", 3, 9);
        work("ege-2021", "c", 1, 3);
        work("ru6-2020", "d", 0, 10);
        work("ru5-2021", "d", 3, 10);
        work("ma5-2021", "d", 3, 10);
        work("ru5-2020", "e", 0, 5);
        work("ru5-2020", "f", 0, 10);
        work("ru5-2021", "f", 29, 100);
        work("ma5-2021", "f", 31, 100);
        work("ma5-2020", "g", 3, 10);
        work("ma5-2021", "g", 3, 10);
        work("oge-2021", "g", 2, 5);
        work("ru5-2020", "h", 2, 10);
        work("ru5-2021", "h", 3, 10);
        work("ma5-2021", "h", 3, 10);
        write("results.csv", results.toArray(String[]::new));
    }

    private Path review(Locale locale) throws IOException {
        Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(input), input);
        Path output = Files.createDirectories(temp.resolve("review-" + locale));
        ReviewFiles.of(Review.standard().run(loaded.value()), loaded.problems()).withLocale(locale).write(output);
        return output;
    }

    private static List<List<String>> rows(Path file) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            return csv.stream().skip(1).map(CsvRecord::getFields).toList();
        }
    }

    private static Document page(Path file) throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(file.toFile());
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
    void theFederalListIsTheOneCountedByHand() throws IOException {
        federalWorks();
        Map<String, List<String>> list = new TreeMap<>();
        for (List<String> row : rows(review(Locale.ENGLISH).resolve("lists.csv"))) {
            if (row.get(0).equals("shnor-federal")) {
                assertThat(list.put(row.get(1) + " " + row.get(2), List.of(row.get(3), row.get(4)))).isNull();
            }
        }
        Map<String, String> members = list.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(0)));
        assertThat(members).isEqualTo(new TreeMap<>(Map.ofEntries(
                // 3/10 and 4/10, and 3/10 in Russian the year before; in 2020 mathematics was not low.
                Map.entry("a 2021", "yes"), Map.entry("a 2020", "no"),
                // Only mathematics is low in 2021; in 2020 both are, but 2019 is not known.
                Map.entry("b 2021", "no"), Map.entry("b 2020", "insufficient_data"),
                // 3/9 in ВПР and 1/3 in ЕГЭ, which has a minimum score alone; ЕГЭ 1/2 the year before.
                Map.entry("c 2021", "yes"), Map.entry("c 2020", "no"),
                // 3/10 twice, but the year before the school had neither work.
                Map.entry("d 2021", "insufficient_data"), Map.entry("d 2020", "no"),
                // None of the procedures in 2021.
                Map.entry("e 2021", "insufficient_data"), Map.entry("e 2020", "no"),
                // 29 of 100 are not 30 %.
                Map.entry("f 2021", "no"), Map.entry("f 2020", "no"),
                // 2/5 in ОГЭ and 3/10 in ВПР, the latter also the year before.
                Map.entry("g 2021", "yes"), Map.entry("g 2020", "no"),
                // 3/10 twice; Russian was there the year before, with 2/10.
                Map.entry("h 2021", "no"), Map.entry("h 2020", "no"),
                Map.entry("i 2021", "insufficient_data"), Map.entry("i 2020", "insufficient_data"))));
        assertThat(list.get("a 2021").get(1)).contains("vpr-russian-5-2021: 3/10", "vpr-mathematics-5-2021: 4/10", "vpr-russian-5-2020: 3/10");
        assertThat(list.get("c 2021").get(1)).contains("vpr-mathematics-6-2021: 3/9", "ege-mathematics_profile-2021: 1/3",
                "ege-mathematics_profile-2020: 1/2");
        assertThat(list.get("g 2021").get(1)).contains("oge-russian-2021: 2/5");
        assertThat(list.get("b 2021").get(1)).contains("vpr-russian-5-2021: 2/10", "vpr-mathematics-5-2021: 5/10");
    }

    @Test
    void listsAreSortedAndComplete() throws IOException {
        federalWorks();
        List<List<String>> rows = rows(review(Locale.ENGLISH).resolve("lists.csv"));
        assertThat(rows).isSortedAccordingTo(Comparator.comparing((List<String> row) -> row.get(0)).thenComparing(row -> row.get(1))
                .thenComparing(row -> row.get(2)));
        assertThat(rows.stream().map(row -> row.get(3)).distinct()).isSubsetOf("yes", "no", "insufficient_data");
        assertThat(rows).extracting(row -> row.get(0)).contains("objectivity-interview", "objectivity-analysis", "shnor-federal",
                "shnor-cumulative", "best-practice").doesNotContain("shfnsu", "resilient");
        assertThat(rows).allSatisfy(row -> assertThat(row.get(4)).as(row.toString()).isNotBlank());
    }

    @Test
    void sharesOfEffectivenessAreThoseOfTheBundle() throws IOException {
        federalWorks();
        Map<String, List<String>> rows = rows(review(RU).resolve("effectiveness.csv")).stream()
                .collect(Collectors.toMap(row -> String.join(" ", row.subList(0, 5)), row -> row));
        assertThat(rows.get("school f pass_rate 2021 ru5-2021").get(5)).isEqualTo("0.71");
        assertThat(rows.get("school f pass_rate 2021 ru5-2021").subList(8, 10)).containsExactly("100", "");
        assertThat(rows.get("school f pass_rate 2021 ").get(5)).as("both works of 2021: 140 of 200 passed").isEqualTo("0.7");
        assertThat(rows.get("school g pass_rate 2021 oge-2021").subList(5, 6)).containsExactly("0.6");
        assertThat(rows.get("school g pass_rate 2021 oge-2021").subList(8, 10)).containsExactly("5", "small-n");
        assertThat(rows.get("school c below_minimum 2020 ege-2020").get(5)).isEqualTo("0.5");
        assertThat(rows.get("school c band_to_60 2020 ege-2020").get(5)).isEqualTo("0.5");
        // Of the municipality Зея in mathematics of grade 5 in 2021: 4 of 10 and 5 of 10 failed.
        assertThat(rows.get("municipality Зея pass_rate 2021 ma5-2021").get(5)).isEqualTo("0.55");
        // Of the region: 4, 5, 3, 31, 3, 3 of 10, 10, 10, 100, 10, 10.
        assertThat(Double.parseDouble(rows.get("region Амур pass_rate 2021 ma5-2021").get(5))).isCloseTo(101 / 150.0, within(1e-15));
        assertThat(rows.get("school a contextual_residual 2021 ").subList(5, 10)).containsExactly("", "", "", "20", "context-missing");
        assertThat(rows.keySet()).noneMatch(key -> key.startsWith("school i ") || key.startsWith("school e ") && key.contains(" 2021"));
    }

    @Test
    void twoRegionsWithAMunicipalityOfOneNameAreToldApart() throws IOException {
        write("schools.csv", "school,name,region,municipality,type,locality", "a,А,Север,Озеро,,", "b,Б,Юг,Озеро,,", "c,В,Юг,Поле,,");
        work("ru5-2021", "a", 1, 10);
        work("ru5-2021", "b", 2, 10);
        work("ru5-2021", "c", 3, 10);
        write("results.csv", results.toArray(String[]::new));
        write("indicators.csv", INDICATORS, "municipality,Озеро (Юг),teachers_diagnosed,2021,,5,10", "municipality,Поле,teachers_diagnosed,2021,,6,10");
        Path output = review(Locale.ENGLISH);
        List<List<String>> municipalities =
                rows(output.resolve("effectiveness.csv")).stream().filter(row -> row.get(0).equals("municipality")).toList();
        assertThat(municipalities.stream().map(row -> row.get(1)).distinct()).containsExactly("Озеро (Север)", "Озеро (Юг)", "Поле");
        assertThat(municipalities).filteredOn(row -> row.get(2).equals("pass_rate") && !row.get(4).isEmpty())
                .extracting(row -> row.get(5)).containsExactly("0.9", "0.8", "0.7");
        assertThat(rows(output.resolve("scorecards.csv")).stream().map(row -> row.get(2) + " " + row.get(3)).distinct())
                .containsExactly("municipality Озеро (Юг)", "municipality Поле");
        assertThat(Files.readString(output.resolve("reports/01-sever.html"))).contains("No data: no indicators")
                .doesNotContain("Поле");
    }

    /** The figures of the order, with K1 = 90, K2 = 83.75, K3 = 74.5, K4 = 96, K5 = 93.25 by hand. */
    private void conditions(List<String> lines, String organisation, int year) {
        String good = "info_stand 8 info_stand_norm 10 info_site 38 info_site_norm 40 channels 3 sat_stand 180 sat_stand_n 200 sat_site 150"
                + " sat_site_n 160 comfort 4 sat_comfort 210 respondents 240 access_env 2 access_service 5 sat_access 9 disabled_n 12"
                + " polite_first 230 polite_service 228 polite_remote 118 remote_n 120 recommend 222 org_conditions 216 overall 228";
        String[] words = good.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            lines.add(organisation + "," + year + "," + words[i] + "," + words[i + 1]);
        }
    }

    private void best(List<String> lines, String organisation, int year) {
        for (String variable : ("info_stand info_stand_norm info_site info_site_norm sat_stand sat_stand_n sat_site sat_site_n sat_comfort"
                + " respondents sat_access disabled_n polite_first polite_service polite_remote remote_n recommend org_conditions overall")
                .split(" ")) {
            lines.add(organisation + "," + year + "," + variable + ",7");
        }
        for (String variable : List.of("channels", "comfort", "access_env", "access_service")) {
            lines.add(organisation + "," + year + "," + variable + ",5");
        }
    }

    private Map<String, List<String>> scorecards(Path output) throws IOException {
        return rows(output.resolve("scorecards.csv")).stream().collect(Collectors.toMap(
                row -> row.get(0) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4) + " " + row.get(5), row -> row));
    }

    @Test
    void theAssessmentOfConditionsIsThatOfTheOrder() throws IOException {
        work("ru5-2021", "a", 1, 10);
        write("results.csv", results.toArray(String[]::new));
        List<String> noko = new ArrayList<>(List.of("organisation,period,variable,value"));
        conditions(noko, "d", 2021);
        conditions(noko, "a", 2021);
        best(noko, "b", 2021);
        best(noko, "kindergarten", 2021);
        write("noko.csv", noko.toArray(String[]::new));
        Path output = review(Locale.ENGLISH);
        Map<String, List<String>> cards = scorecards(output);
        Map<String, Double> expected = Map.of("K1", 90.0, "K2", 83.75, "K3", 74.5, "K4", 96.0, "K5", 93.25, "", 87.5);
        expected.forEach((code, points) -> {
            for (String unit : List.of("organisation a", "organisation d", "municipality Тында")) {
                List<String> row = cards.get("noko-344n-education " + unit + " 2021 " + code);
                assertThat(row.get(1)).isEqualTo("1");
                assertThat(Double.parseDouble(row.get(6))).as(unit + " " + code).isCloseTo(points, within(1e-12));
                assertThat(row.get(7)).isEqualTo("100.0");
            }
            double ofZeya = Double.parseDouble(cards.get("noko-344n-education municipality Зея 2021 " + code).get(6));
            assertThat(ofZeya).as("the mean of " + code + " and 100").isCloseTo((points + 100) / 2, within(1e-12));
            double ofRegion = Double.parseDouble(cards.get("noko-344n-education region Амур 2021 " + code).get(6));
            assertThat(ofRegion).as("two of such and one of 100").isCloseTo((2 * points + 100) / 3, within(1e-12));
        });
        assertThat(cards.get("noko-344n-education municipality Зея 2021 ").get(9)).contains("organisations=2");
        assertThat(cards.get("noko-344n-education organisation kindergarten 2021 ").get(6)).isEqualTo("100.0");
        assertThat(cards.keySet()).contains("noko-344n-education organisation a 2021 5.3", "noko-344n-education organisation a 2021 1.1");
        List<List<String>> rows = rows(output.resolve("scorecards.csv"));
        List<String> types = List.of("school", "municipality", "region", "organisation");
        assertThat(rows).isSortedAccordingTo(Comparator.comparing((List<String> row) -> row.get(0)).thenComparing(row -> row.get(1))
                .thenComparing(row -> types.indexOf(row.get(2))).thenComparing(row -> row.get(3)).thenComparing(row -> row.get(4))
                .thenComparing(row -> row.get(5)));
    }

    private static String own(String id, String edition, String from, String to) {
        return """
                {"format": "education-indicators/methodology", "version": 1, "id": "%s", "edition": "%s", "title": "%s", "status": "regional",
                 "source": "Приказ <№> 7", "validFrom": "%s", "validTo": "%s", "unitTypes": ["school", "municipality"],
                 "root": {"code": "all", "title": "Всего <i>", "aggregation": "sum", "children": [
                   {"code": "pass", "title": "%s", "source": {"metric": "pass_rate", "factor": 100},
                    "missing": {"notApplicable": "reweight", "unknown": "reweight"},
                    "rule": {"type": "bands", "range": "[0;100]", "bands": [{"range": "[0;50)", "points": 0},
                      {"range": "[50;80)", "points": 1}, {"range": "[80;100]", "points": 2, "label": "good"}]}},
                   {"code": "site", "title": "Сайт", "source": {"metric": "site"}, "rule": {"type": "flag", "points": 1}}]}}
                """.formatted(id, edition, TITLE.replace("\"", "\\\""), from, to, TITLE.replace("\"", "\\\""));
    }

    @Test
    void aMethodologyOfTheRegionIsUsedAndABadOneIsAProblem() throws IOException {
        work("ru5-2021", "a", 1, 10);
        work("ru5-2021", "d", 3, 10);
        write("results.csv", results.toArray(String[]::new));
        write("indicators.csv", INDICATORS, "school,a,site,2021,1,,", "school,d,site,2021,0,,", "school,a,site,2021-H2,0,,",
                "municipality,Зея,site,2021,1,,", "municipality,Зея,teachers_diagnosed,2021,,5,10");
        write("methodologies/own-1.json", own("own", "1", "2020-01-01", "2021-06-30"));
        write("methodologies/own-2.json", own("own", "2", "2021-07-01", "2022-12-31"));
        write("methodologies/bad.json", own("bad", "1", "2021-01-01", "2021-12-31").replace("[50;80)", "[50;79]"));
        write("methodologies/mine.json", own("teachers-development-example", "mine", "2021-01-01", "2021-12-31"));
        Path output = review(Locale.ENGLISH);
        Map<String, List<String>> cards = scorecards(output);
        // 9 of 10 passed: 90 % is 2 points, and 1 for the site.
        assertThat(cards.get("own school a 2021 ").subList(6, 8)).containsExactly("3.0", "3.0");
        assertThat(cards.get("own school a 2021 ").get(1)).as("in force on the first of January").isEqualTo("1");
        assertThat(cards.get("own school a 2021 pass").subList(6, 9)).containsExactly("2.0", "2.0", "good");
        assertThat(cards.get("own school d 2021 ").get(6)).isEqualTo("1.0");
        assertThat(cards.get("own school a 2021-H2 ").get(1)).as("in force on the first of July").isEqualTo("2");
        assertThat(cards.get("own municipality Зея 2021 ").get(6)).isEqualTo("3.0");
        assertThat(cards.keySet()).noneMatch(key -> key.startsWith("bad ") || key.startsWith("own school b"));
        assertThat(cards.get("teachers-development-example municipality Зея 2021 ").get(1))
                .as("the region's file stands for the shipped one").isEqualTo("mine");
        List<List<String>> problems = rows(output.resolve("problems.csv"));
        assertThat(problems).singleElement().satisfies(row -> {
            assertThat(row.get(0)).isEqualTo("bad.json");
            assertThat(row.get(4)).startsWith("/root/children/0/rule/bands/2: bands-gap");
            assertThat(row.get(5)).isEqualTo("the methodology breaks a rule");
            assertThat(row.get(6)).isEqualTo("error");
        });
    }

    @Test
    void theFolderOfMethodologiesIsKnownByItsExactName() throws IOException {
        work("ru5-2021", "a", 1, 10);
        write("results.csv", results.toArray(String[]::new));
        write("Methodologies-old/own.json", own("own", "1", "2020-01-01", "2021-06-30"));
        assertThat(rows(review(Locale.ENGLISH).resolve("problems.csv"))).singleElement().satisfies(
                row -> assertThat(row.get(0)).isEqualTo("Methodologies-old"));
        if (!Files.exists(input.resolve("METHODOLOGIES-OLD"))) {
            // Only where the file system tells capitals apart.
            Files.move(input.resolve("Methodologies-old"), input.resolve("Methodologies"));
            assertThat(rows(review(Locale.ENGLISH).resolve("problems.csv"))).singleElement().satisfies(
                    row -> assertThat(row.get(0)).isEqualTo("Methodologies"));
        }
    }

    @Test
    void aHeadIsScoredByTheResultsAndTheConditionsOfTheSchool() throws IOException {
        work("ege-2021", "a", 1, 20);
        work("oge-2021", "a", 2, 20);
        write("results.csv", results.toArray(String[]::new));
        List<String> noko = new ArrayList<>(List.of("organisation,period,variable,value"));
        conditions(noko, "a", 2020);
        write("noko.csv", noko.toArray(String[]::new));
        write("indicators.csv", INDICATORS, "head,a,orders_overdue,2021,0,,", "head,b,orders_overdue,2021,0,,");
        Map<String, List<String>> cards = scorecards(review(Locale.ENGLISH));
        // By the shipped example: A4 is the conditions, 87.5 of the year before; B13 the pass rate over works with marks, 90 % of ОГЭ, in the
        // band from 85 to 95; B14 the share of ЕГЭ below the minimum, 5 %.
        assertThat(cards.get("heads-effectiveness-example head a 2021 B13").get(6)).isEqualTo("5.0");
        for (String criterion : List.of("A2", "A4", "B14")) {
            assertThat(cards.get("heads-effectiveness-example head a 2021 " + criterion).get(6)).as(criterion).isNotEmpty();
        }
        assertThat(cards.get("heads-effectiveness-example head b 2021 A2").get(6)).isNotEmpty();
        for (String criterion : List.of("A4", "B13", "B14")) {
            assertThat(cards.get("heads-effectiveness-example head b 2021 " + criterion).get(6)).as(criterion).isEmpty();
        }
        assertThat(cards.keySet()).noneMatch(key -> key.startsWith("heads-effectiveness-example school"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void theReportHasTheSectionsAndHostileTitlesAreText(String language) throws Exception {
        federalWorks();
        List<String> noko = new ArrayList<>(List.of("organisation,period,variable,value"));
        conditions(noko, "a", 2021);
        write("noko.csv", noko.toArray(String[]::new));
        write("indicators.csv", INDICATORS, "school,a,site,2021,1,,", "municipality,Зея,site,2021,1,,", "municipality,Тында,site,2021,0,,",
                "head,a,orders_overdue,2021,0,,");
        write("methodologies/own.json", own("own", "1", "2020-01-01", "2021-12-31"));
        Path output = review(Locale.forLanguageTag(language));
        Document page = page(output.resolve("report.html"));
        boolean russian = language.equals("ru");
        assertThat(section(page, "effectiveness").getTextContent())
                .contains(russian ? "Нет данных" : "No data: no context of the schools", russian ? "СОУ" : "SOU")
                .contains(russian ? "ВПР 2021, русский язык, 5 класс" : "VPR 2021, Russian, grade 5");
        assertThat(section(page, "low-results").getTextContent()).contains(ReviewFixture.SCRIPT, "Школа В", "Школа Ж")
                .doesNotContain("Школа Е", "shnor", "best-practice")
                .contains(russian ? "3 из 10" : "3 of 10");
        assertThat(section(page, "scorecards").getTextContent()).contains(TITLE, "Приказ <№> 7", ReviewFixture.SCRIPT)
                .contains(russian ? "Независимая оценка качества условий" : "Independent assessment of conditions")
                .contains(russian ? "87,5" : "87.5");
        for (String id : List.of("effectiveness", "low-results", "scorecards", "trends")) {
            assertThat(section(page, id).getTextContent()).doesNotContain("{", "}", "null", "NaN", "Optional", "Infinity");
            NodeList links = page.getElementsByTagName("a");
            assertThat(Stream.iterate(0, i -> i + 1).limit(links.getLength()).map(i -> ((Element) links.item(i)).getAttribute("href")))
                    .contains("#" + id);
        }
        assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("b").getLength()).isEqualTo(page(review(
                russian ? Locale.ENGLISH : RU).resolve("report.html")).getElementsByTagName("b").getLength());
        try (ReadableWorkbook workbook = new ReadableWorkbook(output.resolve("tables.xlsx").toFile())) {
            assertThat(workbook.getSheets().map(Sheet::getName)).containsExactly(
                    "problems", "schools", "evidence", "index", "lists", "effectiveness", "scorecards", "trends",
                    "quality", "completion", "deficits", "staff", "studies", "satisfaction",
                    "recommendations", "effects", "roadmap", "roadmap_indices");
            assertThat(workbook.findSheet("scorecards").orElseThrow().read())
                    .hasSize(1 + rows(output.resolve("scorecards.csv")).size());
            assertThat(workbook.findSheet("effectiveness").orElseThrow().read())
                    .hasSize(1 + rows(output.resolve("effectiveness.csv")).size());
            assertThat(workbook.findSheet("trends").orElseThrow().read())
                    .hasSize(1 + rows(output.resolve("trends.csv")).size());
        }
    }

    @Test
    void indicatorsOfYearsAndHalfYearsHaveTheirTrends() throws IOException {
        work("ru5-2021", "a", 1, 10);
        write("results.csv", results.toArray(String[]::new));
        List<String> lines = new ArrayList<>(List.of(INDICATORS));
        int[][] halves = {{1, 2, 4, 4}, {3, 2, 2, 5}, {0, 5, 1, 1}, {6, 1, 3, 0}, {2, 2, 5, 2}, {4, 0, 0, 3}};
        String[] periods = {"2020-H1", "2020-H2", "2021-H1", "2021-H2"};
        String[] units = {"a", "b", "c", "d", "e", "f"};
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < periods.length; j++) {
                lines.add("school," + units[i] + ",clubs," + periods[j] + "," + halves[i][j] + ",,");
            }
            for (int year = 2019; year <= 2021; year++) {
                lines.add("school," + units[i] + ",clubs," + year + ",," + (year - 2017) * (i + 1) + ",60");
            }
        }
        lines.add("municipality,Зея,plan,2019,0.5,,");
        lines.add("municipality,Зея,plan,2021,0.7,,");
        lines.add("school,a,once,2021,1,,");
        write("indicators.csv", lines.toArray(String[]::new));
        Path output = review(RU);
        Map<String, List<String>> trends = rows(output.resolve("trends.csv")).stream()
                .collect(Collectors.toMap(row -> String.join(" ", row.subList(0, 6)).strip(), row -> row));
        assertThat(trends).hasSize(2 * units.length + 1).containsKey("municipality Зея plan");
        for (int i = 0; i < units.length; i++) {
            List<String> row = trends.get("school " + units[i] + " clubs_half_yearly");
            assertThat(row.get(6)).isEqualTo("4");
            // Half-years of one weight at -0.75, -0.25, 0.25, 0.75 years: squares 1.25.
            double slope = (0.75 * (halves[i][3] - halves[i][0]) + 0.25 * (halves[i][2] - halves[i][1])) / 1.25;
            assertThat(Double.parseDouble(row.get(7))).isCloseTo(slope, within(1e-12));
            assertThat(Double.parseDouble(row.get(8))).isPositive();
            assertThat(trends.get("school " + units[i] + " clubs").get(6)).isEqualTo("3");
            assertThat(Double.parseDouble(trends.get("school " + units[i] + " clubs").get(7)))
                    .as("a line from 2 to 4 of 60").isCloseTo((i + 1) / 60.0, within(1e-12));
        }
        assertThat(trends.get("municipality Зея plan").subList(6, 12)).containsExactly("2", "", "", "", "", "INSUFFICIENT");
        assertThat(rows(output.resolve("problems.csv"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void withoutContextAndIndicatorsThePageSaysSo(String language) throws Exception {
        work("ru5-2021", "a", 0, 1);
        write("results.csv", results.toArray(String[]::new));
        Document page = page(review(Locale.forLanguageTag(language)).resolve("report.html"));
        String none = language.equals("ru") ? "Нет данных" : "No data";
        assertThat(section(page, "effectiveness").getTextContent()).contains(none).doesNotContain("{", "NaN", "null");
        assertThat(section(page, "scorecards").getTextContent()).contains(none).doesNotContain("{", "NaN", "null");
        assertThat(section(page, "low-results").getTextContent()).doesNotContain("{", "NaN", "null");
        assertThat(section(page, "trends").getTextContent()).contains(language.equals("ru")
                ? "Нет данных: результаты есть только за один год" : "No data: there is one year only")
                .doesNotContain("{", "NaN", "null");
    }
}
