package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Every text that can come from outside is hostile; in every file that is written it must be a text and nothing else. */
class HostileNamesTest {
    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final String REVERSED = "\u202Egnp.exe";
    private static final String LONG = "долго ".repeat(2_000);
    /** What a name may be that is kept as it stands. */
    private static final List<String> NAMES = List.of(SCRIPT, "\"><img src=x onerror=alert(1)>",
            "=HYPERLINK(\"http://example.org\";\"A1\")", "+1+cmd|'/c calc'!A0", "-2+3", "@SUM(1+1)", "]]>", REVERSED, "&#0;\\u0000%00\\x00", "</style><style>*{display:none}",
            "{0}", "{key}", "%s%n%1$s", "javascript:alert(1)", "../../../etc/passwd", "</title><b>", "<!-- ", "${jndi:ldap://x}",
            "'; DROP TABLE schools; --", "&lt;b&gt;&amp;", "<![CDATA[", "' onmouseover='alert(1)", "C:\\Windows\\con.html", "a,\"b\";c");
    private static final List<String> REGIONS = List.of("<b>Край</b>\"' onclick=\"x()", "=1+1|\"Область\"/../../up");
    private static final Set<String> FORBIDDEN =
            Set.of("img", "iframe", "object", "embed", "link", "base", "form", "applet", "frame", "audio", "video", "foreignObject");
    private static final String LINK = "#[A-Za-z0-9_-]+|(\\.\\./)?((reports|municipalities)/)?[0-9a-z-]+\\.html(#[A-Za-z0-9_-]+)?";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHOOLS = 30;

    @TempDir
    private static Path temp;

    private static Path input;
    private static Path output;
    private static Loaded<ReviewInput> loaded;
    private static Review.Result review;

    @BeforeAll
    static void write() throws IOException {
        input = Files.createDirectories(temp.resolve("input"));
        register();
        results();
        staffAndSurvey();
        management();
        catalogues();
        Loaded<ReviewInput> read = MethodologyJson.complete(ReviewFolder.read(input), input);
        Loaded<Optional<Catalogue>> rules = RecommendationsJson.ofFolder(input);
        List<Problem> problems = Stream.concat(read.problems().stream(), rules.problems().stream()).toList();
        ReviewInput dated = read.value().withDate(LocalDate.of(2021, 12, 1));
        loaded = new Loaded<>(rules.value().map(dated::withCatalogue).orElse(dated), problems);
        review = Review.standard().run(loaded.value());
        output = Files.createDirectories(temp.resolve("output"));
        for (String language : List.of("ru", "en")) {
            ReviewFiles.of(review, loaded.problems()).withLocale(Locale.forLanguageTag(language)).withNote(SCRIPT)
                    .write(Files.createDirectories(output.resolve(language)));
        }
    }

    private static String name(int i) {
        return NAMES.get(i % NAMES.size());
    }

    private static String csv(Object... cells) {
        return Stream.of(cells).map(cell -> "\"" + cell.toString().replace("\"", "\"\"") + "\"").collect(Collectors.joining(","));
    }

    private static void file(String name, List<String> lines) throws IOException {
        Path file = input.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static String region(int school) {
        return REGIONS.get(school < SCHOOLS - 3 ? 0 : 1);
    }

    private static String municipality(int school) {
        return school < 12 ? name(0) : school < 24 ? name(2) : name(school);
    }

    private static void register() throws IOException {
        List<String> lines = new ArrayList<>(List.of("school,name,region,municipality,type,locality," + csv("=context<b>")));
        for (int i = 0; i < SCHOOLS; i++) {
            String name = i == 29 ? LONG : i == 28 ? "\t=1+1\nвторая строка" : name(i);
            lines.add(csv("s" + i, name, region(i), municipality(i), "school", "rural", i));
        }
        file("schools.csv", lines);
    }

    private static void results() throws IOException {
        file("assessments.csv", List.of("assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                "=a20,VPR,2020,spring," + csv("<i>craft</i>") + ",4,20,7,11,15",
                "=a21,VPR,2021,spring," + csv("<i>craft</i>") + ",5,20,7,11,15",
                "b21," + csv("=ROP\"><b>") + ",2021,spring,russian,5,20,7,11,15"));
        List<String> results = new ArrayList<>(List.of("assessment,school,class,pupil,score,journal_mark"));
        List<String> responses = new ArrayList<>(List.of("assessment,school,class,pupil,task,points"));
        for (int i = 0; i < SCHOOLS; i++) {
            for (int pupil = 0; pupil < 25; pupil++) {
                int weak = i < 12 ? 5 : 0;
                int score = Math.max(0, 8 + (pupil * 7 + i) % 9 - weak);
                results.add(csv("=a20", "s" + i, "<5>", "p" + pupil, score, 3));
                results.add(csv("=a21", "s" + i, "<5>", "q" + pupil, i == 5 ? 19 : score, 5));
                results.add(csv("b21", "s" + i, "<5>", "r" + pupil, Math.min(20, score + 1), ""));
                for (int task = 0; task < 4; task++) {
                    int points = (pupil + task + i) % 3 == 0 && i >= 12 ? 1 : 0;
                    responses.add(csv("=a21", "s" + i, "<5>", "q" + pupil, "=T" + task + "<b>", points));
                }
            }
        }
        file("results.csv", results);
        file("responses.csv", responses);
        List<String> tasks = new ArrayList<>(List.of("assessment,task,max,level,skill,planned_result"));
        for (int task = 0; task < 4; task++) {
            tasks.add(csv("=a21", "=T" + task + "<b>", 1, "Б", "=skill" + SCRIPT + task, "@planned</style>; {0}"));
        }
        file("tasks.csv", tasks);
        file("recheck.csv", List.of("assessment,school,work,stratum,score,expert_score,expert",
                csv("=a21", "s5", "w1", "=stratum<b>", 19, 9, "e1"), csv("=a21", "s5", "w2", "=stratum<b>", 19, 8, "e1")));
    }

    private static void staffAndSurvey() throws IOException {
        List<String> staff = new ArrayList<>(List.of("person,school,municipality,wave,competency,points,max"));
        List<String> survey = new ArrayList<>(List.of("wave,organisation,group,question,answer,count,invited"));
        for (int i = 0; i < SCHOOLS; i++) {
            for (int person = 0; person < 4; person++) {
                for (String wave : List.of("2020", "2021")) {
                    staff.add(csv("t" + i + "-" + person, "s" + i, "", wave, "=competency" + SCRIPT + "/-2+3", i < 12 ? 2 : 8, 10));
                }
            }
            for (String wave : List.of("2020", "@wave<b>")) {
                survey.add(csv(wave, "s" + i, "=group<script>", "=q1<b>", "+answer</table>", 30, 60));
                survey.add(csv(wave, "s" + i, "=group<script>", "=q1<b>", "-no\" onload=\"x", 10, 60));
            }
        }
        survey.add(csv("2020", "=organisation<b>", "parents", "=q1<b>", "+answer</table>", 30, 60));
        file("competencies.csv", staff);
        file("modules.csv", List.of("module,competency,hours,title_ru,title_en,prerequisites",
                csv("=m1", "=competency" + SCRIPT + "/-2+3", 8, "<b>модуль</b>", "=module", "")));
        file("survey.csv", survey);
        file("questions.csv", List.of("question,text_ru,text_en,kind,positive,filter",
                csv("=q1<b>", "=вопрос " + SCRIPT, "=question " + SCRIPT, "single", "+answer</table>", "")));
        List<String> study = new ArrayList<>(List.of("school,w," + csv("=gender<b>") + ",PV1READ,PV2READ"));
        for (int i = 0; i < 120; i++) {
            study.add(csv("k" + i / 10, 1, i % 2 == 0 ? REGIONS.get(0) : "-other" + SCRIPT, 400 + i * 37 % 150, 410 + i * 37 % 150));
        }
        file("study_x.csv", study);
        file("studies.csv", List.of("study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error",
                csv("=study" + SCRIPT, 2021, "@domain<b>", "study_x.csv", "cluster", "w", "", "PV*READ",
                        "=gender<b>", "school", "", "400|480", 0)));
    }

    private static void management() throws IOException {
        List<String> measures = new ArrayList<>(List.of("document,number,section,measure,term,control,responsible,status,done_on"));
        List<String> decisions = new ArrayList<>(List.of("decision,date,document,recommendation,unit_type,unit,indicator,text"));
        List<String> values = new ArrayList<>(List.of("unit_type,unit,indicator,period,value,numerator,denominator"));
        for (int i = 0; i < SCHOOLS; i++) {
            measures.add(csv("=Приказ от 01.01.2020 " + SCRIPT, "@" + i, "-раздел<b>", name(i) + " мера",
                    i % 2 == 0 ? "01.06.2021" : name(i), "", "=responsible<img src=x>" + i % 3, "", ""));
            decisions.add(csv("=D" + i + "<b>", "2020-05-01", "=Протокол " + SCRIPT, "r1", "school", "s" + i, "mean_score", "=text"));
            values.add(csv("school", "s" + i, "site", 2021, i % 2, "", ""));
            values.add(csv("organisation", "=org" + SCRIPT + i, "site", 2021, 1, "", ""));
        }
        file("measures.csv", measures);
        file("events.csv", List.of("event,date", csv(SCRIPT, "2021-01-01")));
        file("decisions.csv", decisions);
        file("indicators.csv", values);
        file("noko.csv", List.of("organisation,period,variable,value", csv("=noko" + SCRIPT, 2021, "respondents", 5),
                csv("s1", 2021, "<b>", 5)));
    }

    private static void catalogues() throws IOException {
        String title = JSON.writeValueAsString("=title " + SCRIPT + " {0} </style>");
        file("methodologies/own.json", List.of("""
                {"format": "education-indicators/methodology", "version": 1, "id": "own", "edition": "=1<b>", "title": %s,
                 "status": "regional", "source": %s, "validFrom": "2020-01-01", "validTo": "2021-12-31", "unitTypes": ["school", "municipality"],
                 "levelScale": "points", "levels": [{"code": "low", "title": %s, "range": "[0;2)", "attention": true},
                   {"code": "enough", "title": %s, "range": "[2;3]"}],
                 "root": {"code": "all", "title": %s, "aggregation": "sum", "children": [
                   {"code": "pass", "title": %s, "evidence": %s, "source": {"metric": "pass_rate", "factor": 100},
                    "missing": {"notApplicable": "reweight", "unknown": "reweight"},
                    "rule": {"type": "bands", "range": "[0;100]", "bands": [{"range": "[0;50)", "points": 0, "label": %s},
                      {"range": "[50;100]", "points": 2, "label": "=good<b>"}]}},
                   {"code": "site", "title": %s, "source": {"metric": "site"}, "rule": {"type": "flag", "points": 1}}]}}
                """.replace("%s", title)));
        String both = "{\"ru\": %s, \"en\": %s}".replace("%s", JSON.writeValueAsString("=rule " + SCRIPT + " </style>%s"));
        String rule = """
                {"id": "r%d", "addressee": "%s", "topic": "first", "unitTypes": ["%s"],
                 "when": {"anyOf": [{"method": "%s", "outcome": "flagged"}]},
                 "title": %s, "text": %s, "why": %s, "measures": [%s], "due": {"days": 10}}
                """;
        file("recommendations.json", List.of("""
                {"format": "education-indicators/recommendations", "version": 1, "id": "hostile", "edition": "=1<b>", "title": %s,
                 "status": "regional", "source": %s, "topics": [{"code": "first", "title": %s}], "rules": [%s]}
                """.formatted(both, JSON.writeValueAsString("=" + SCRIPT), both, Stream.of("school_head,school,objectivity/combined",
                        "school_head,school,low-results/shnor-federal", "regional_authority,region,roadmap/execution")
                .map(words -> words.split(","))
                .map(words -> rule.formatted(words[2].length(), words[0], words[1], words[2], both,
                        both.replace("=rule", "={unit} rule"), both, both))
                .collect(Collectors.joining(",")))));
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> paths = Files.walk(output)) {
            return paths.filter(Files::isRegularFile).filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static Document page(Path file) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(file.toFile());
    }

    private static List<Element> elements(Document page) {
        NodeList all = page.getElementsByTagName("*");
        return Stream.iterate(0, i -> i + 1).limit(all.getLength()).map(i -> (Element) all.item(i)).toList();
    }

    private static List<Element> named(Document page, String tag) {
        return elements(page).stream().filter(element -> element.getTagName().equals(tag)).toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReviewFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    @Test
    void theBundleIsTakenSoThatItsTextsAreReallyWritten() {
        assertThat(loaded.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.file() + " " + problem.column() + " " + problem.reason().code()).distinct())
                .containsExactly("noko.csv variable unknown-variable");
        assertThat(loaded.value().methodologies()).extracting(methodology -> methodology.id()).contains("own");
        assertThat(review.recommendations()).isNotEmpty();
        assertThat(loaded.value().results().school(SchoolId.of("s0")).orElseThrow().name()).isEqualTo(SCRIPT);
    }

    @Test
    void everyPageIsWellFormedAndHasNoCodeButOurs() throws Exception {
        String script = resource("report.js");
        String style = resource("report.css");
        List<Path> pages = files(".html");
        // In each language an overview and two regions, the same for the public, and six municipalities.
        assertThat(pages).hasSize(2 * (3 + 3 + 6));
        for (Path file : pages) {
            Document page = page(file);
            assertThat(named(page, "script")).as(file.toString()).singleElement()
                    .satisfies(element -> assertThat(element.getTextContent()).isEqualTo(script));
            assertThat(named(page, "style")).as(file.toString()).singleElement()
                    .satisfies(element -> assertThat(element.getTextContent()).isEqualTo(style));
            assertThat(named(page, "title")).as(file.toString()).extracting(Element::getParentNode).extracting(Node::getNodeName)
                    .containsOnlyOnce("head");
            Set<String> anchors = new HashSet<>();
            elements(page).forEach(element -> anchors.add(element.getAttribute("id")));
            for (Element element : elements(page)) {
                assertThat(element.getTagName()).isNotIn(FORBIDDEN);
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    Node attribute = element.getAttributes().item(i);
                    assertThat(attribute.getNodeName().toLowerCase(Locale.ROOT)).as(file.toString()).doesNotStartWith("on")
                            .isNotIn("src", "srcset", "action", "formaction", "xlink:href", "style");
                    if (attribute.getNodeName().equals("href")) {
                        String link = attribute.getNodeValue();
                        assertThat(link).as(file.toString()).matches(LINK);
                        if (link.startsWith("#")) {
                            assertThat(anchors).as(file.toString()).contains(link.substring(1));
                        } else {
                            assertThat(file.resolveSibling(link.replaceAll("#.*", ""))).as(file + " " + link).exists();
                        }
                    }
                }
            }
            assertThat(Files.readString(file)).as("signs that turn the text around").doesNotContain("\u202E", "\u202D", "\u2066")
                    .doesNotContainPattern("[\\x00-\\x08\\x0B-\\x1F]");
        }
    }

    @Test
    void whatIsHostileStandsThereAsText() throws Exception {
        for (String language : List.of("ru", "en")) {
            StringBuilder all = new StringBuilder();
            for (Path file : files(".html")) {
                if (file.startsWith(output.resolve(language)) && !file.startsWith(output.resolve(language).resolve("public"))) {
                    all.append(page(file).getDocumentElement().getTextContent());
                }
            }
            String text = all.toString();
            for (String name : NAMES) {
                assertThat(text.contains(name.replace('\u202E', '\uFFFD'))).as(name).isTrue();
            }
            assertThat(Stream.of(REGIONS.get(0), REGIONS.get(1), "=skill" + SCRIPT + "0", "=study" + SCRIPT, "@domain<b>",
                    language.equals("ru") ? "=вопрос " + SCRIPT : "=question " + SCRIPT, "=group<script>", "=competency" + SCRIPT,
                    "=responsible<img src=x>0", "-раздел<b>", "=Приказ от 01.01.2020 " + SCRIPT, "=title " + SCRIPT + " {0} </style>",
                    "rule " + SCRIPT + " </style>%s", "<i>craft</i>").filter(word -> !text.contains(word))).as(language).isEmpty();
        }
    }

    @Test
    void workbooksHoldNoFormulaAndNoTextThatLooksLikeOne() throws IOException {
        List<Path> books = files(".xlsx");
        assertThat(books).hasSize(4);
        Set<String> seen = new LinkedHashSet<>();
        for (Path file : books) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String xml = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(xml).as(file + " " + entry).doesNotContain("<f>", "<f ", "<hyperlink", "<!DOCTYPE", "externalLink");
                }
            }
            try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
                for (Sheet sheet : workbook.getSheets().toList()) {
                    for (Row row : sheet.read()) {
                        row.stream().filter(cell -> cell != null && cell.getType() == CellType.STRING)
                                .forEach(cell -> seen.add(cell.asString()));
                    }
                }
            }
        }
        assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContainPattern("\\A[=+\\-@\\t\\r]")
                .hasSizeLessThanOrEqualTo(32_767));
        assertThat(seen).contains("'=HYPERLINK(\"http://example.org\";\"A1\")", "'+1+cmd|'/c calc'!A0", "'-2+3", "'@SUM(1+1)", SCRIPT);
    }

    @Test
    void tablesReadBackAsTheTextsTheyWereMadeOf() throws IOException {
        Map<String, String> names = loaded.value().results().schools().stream()
                .collect(Collectors.toMap(s -> s.id().value(), School::name));
        assertThat(names.get("s28")).isEqualTo("=1+1 вторая строка");
        for (Path file : files(".csv")) {
            try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
                List<CsvRecord> rows = csv.stream().toList();
                assertThat(rows.stream().map(CsvRecord::getFieldCount).distinct()).as(file.toString()).hasSize(1);
                if (file.endsWith(Path.of("ru", "schools.csv"))) {
                    assertThat(rows.stream().skip(1).collect(Collectors.toMap(row -> row.getField(0), row -> row.getField(1))))
                            .isEqualTo(names);
                }
            }
        }
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(output.resolve("en/roadmap.csv"))) {
            assertThat(csv.stream().map(row -> row.getField(3)))
                    .contains(NAMES.stream().map(name -> name + " мера").toArray(String[]::new));
        }
    }

    @Test
    void findingsAreOneJsonDocumentThatFollowsTheSchema() throws IOException {
        JsonNode schema = JSON.readTree(resource("findings.schema.json"));
        for (Path file : files("findings.json")) {
            JsonNode document = JSON.readTree(Files.readAllBytes(file));
            assertThat(document.get("findings").size()).isGreaterThan(SCHOOLS);
            assertThat(new JsonSchemaCheck(schema).errors(document)).isEmpty();
        }
    }

    @Test
    void noNameOfAFileIsMadeByAnother() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(output)) {
            paths.forEach(path -> names.add(output.relativize(path).toString().replace('\\', '/')));
        }
        assertThat(names).allSatisfy(name -> assertThat(name).matches("[a-z0-9_./-]*").hasSizeLessThan(120));
        try (Stream<Path> beside = Files.list(temp)) {
            assertThat(beside).containsExactlyInAnyOrder(input, output);
        }
    }
}
