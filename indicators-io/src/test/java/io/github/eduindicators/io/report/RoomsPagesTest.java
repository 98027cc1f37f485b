package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The pages of a review with all that is kept beside results, and of one without. */
class RoomsPagesTest {
    private static final List<String> ROOMS = List.of("tasks", "studies", "staff", "satisfaction", "recommendations", "roadmap");
    private static final Region AMUR = Region.of("Amur");
    private static final String PERSON = "person-code";
    private static final ScoreScale SCALE = ScoreScale.of(20, 7, 11, 15);
    private static final List<School> REGISTER = IntStream.rangeClosed(1, 14)
            .mapToObj(number -> School.builder(ReviewFixture.id(number))
                    .name(number == 1 ? ReviewFixture.SCRIPT : "School " + number)
                    .municipality(Municipality.of(AMUR, number <= 7 ? "Tynda" : "Zeya"))
                    .build())
            .toList();

    @TempDir
    private static Path top;

    @BeforeAll
    static void write() throws IOException {
        Review.Result all = Review.standard().run(everything());
        Review.Result bare = Review.standard().run(results());
        for (String language : List.of("ru", "en")) {
            ReviewFiles.of(all, List.of()).withLocale(Locale.forLanguageTag(language)).write(Files.createDirectory(top.resolve("all-" + language)));
            ReviewFiles.of(bare, List.of()).withLocale(Locale.forLanguageTag(language)).write(Files.createDirectory(top.resolve("bare-" + language)));
        }
    }

    private static Assessment maths(int year) {
        return Assessment.vpr(year, Subject.MATHEMATICS, 5, SCALE);
    }

    /** Twenty pupils a school; every second one of the first school fails, everywhere, in all years. */
    private static SchoolResults results() {
        ScoreTally tally = ScoreTally.create();
        for (School school : REGISTER) {
            for (int year = 2019; year <= 2021; year++) {
                for (Subject subject : List.of(Subject.MATHEMATICS, Subject.RUSSIAN)) {
                    for (int pupil = 0; pupil < 20; pupil++) {
                        boolean fails = school == REGISTER.get(0) && pupil % 2 == 0;
                        tally.add(school.id(), Assessment.vpr(year, subject, 5, SCALE), fails ? 3 : 8 + pupil % 10);
                    }
                }
            }
        }
        return tally.snapshot().withSchools(REGISTER);
    }

    private static TaskResponses responses() {
        TaskResponses.Builder responses = TaskResponses.builder(maths(2021),
                List.of(Task.of("1", 10).withSkill("<i>count</i>"), Task.of("2", 10).withSkill("read")));
        for (School school : REGISTER) {
            for (int pupil = 0; pupil < 40; pupil++) {
                responses.add(school.id(), "a", pupil % 10, school == REGISTER.get(1) ? 0 : (pupil * 7 + 3) % 10);
            }
        }
        return responses.build();
    }

    private static CompetencyResults competencies() {
        CompetencyResults.Builder all = CompetencyResults.builder(REGISTER);
        for (School school : REGISTER) {
            for (int person = 0; person < 10; person++) {
                all.add(Unit.of(UnitType.PERSON, PERSON + school.id() + "-" + person), school.id(), "2021", "marking",
                        Score.of(school.municipality().name().equals("Tynda") ? 2 : 18, 20));
            }
        }
        return all.build();
    }

    private static SurveyAnswers answers() {
        SurveyAnswers.Builder all = SurveyAnswers.builder();
        for (School school : REGISTER) {
            for (int year = 2020; year <= 2021; year++) {
                Asked asked = new Asked(Integer.toString(year), school.id(), "parents");
                int yes = year == 2020 ? 90 : 20;
                all.invited(asked, 100).add(asked, "fine", "yes", yes).add(asked, "fine", "no", 100 - yes);
            }
        }
        return all.build();
    }

    private static StudyMonitoring.Wave wave(int year, double mean) {
        List<String> clusters = new ArrayList<>();
        double[] values = new double[600];
        for (int pupil = 0; pupil < values.length; pupil++) {
            clusters.add("c" + pupil / 20);
            values[pupil] = mean + (pupil * 37 + pupil / 20 * 11) % 101 - 50;
        }
        Study study = Study.unweighted(values.length).values("reading", values).clusters(clusters).build();
        return StudyMonitoring.Wave.of("The <study>", Period.of(year), "reading", ReplicateWeights.jk1().apply(study)).withLinkError(0);
    }

    private static ReviewInput everything() {
        return ReviewInput.of(results())
                .withResponses(List.of(responses()))
                .withCompetencies(competencies())
                .withModules(LearningPath.Catalogue.of(LearningPath.Module.of("m", "marking", 16).withTitles("Оценивание", "Marking works")))
                .withAnswers(answers())
                .withQuestionnaire(Questionnaire.of(List.of(Question.single("fine").withPositive("yes"))))
                .withStudies(List.of(wave(2018, 500), wave(2021, 440)))
                .withRoadmap(Roadmap.of(List.of(Measure.of("The plan of 2021", "1", "Do <it>").withTerm("01.03.2021"))))
                .withDecisions(List.of(Decision.of("D-7", LocalDate.of(2020, 2, 1), ReviewFixture.id(2))
                        .withTargets(List.of(Decision.Target.parse("pass_rate")))))
                .withCatalogue(RecommendationsJson.shipped())
                .withDate(LocalDate.of(2021, 9, 1));
    }

    private static Document page(String folder, String file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(top.resolve(folder).resolve(file))));
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

    private static Optional<Element> byId(Document page, String id) {
        return elements(page, "*").stream().filter(element -> element.getAttribute("id").equals(id)).findFirst();
    }

    private static List<Element> ofClass(Element section, String tag, String name) {
        return elements(section, tag).stream().filter(element -> element.getAttribute("class").equals(name)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-ru", "all-en", "bare-ru", "bare-en"})
    void everyRoomHasItsSectionAndItsPlaceInTheContents(String folder) throws Exception {
        Document page = page(folder, "report.html");
        List<String> sections = elements(elements(page, "main").get(0), "section").stream()
                .map(section -> section.getAttribute("id")).filter(id -> !id.isEmpty()).toList();
        List<String> contents = elements(elements(page, "nav").get(0), "a").stream().map(link -> link.getAttribute("href").substring(1)).toList();
        assertThat(contents).isEqualTo(sections).containsAll(ROOMS).contains("low-results", "best-practices").doesNotHaveDuplicates();
        for (Element link : elements(elements(page, "nav").get(0), "a")) {
            assertThat(link.getTextContent()).isNotBlank();
        }
        String text = elements(page, "main").get(0).getTextContent();
        assertThat(text).doesNotContain("{", "}", "null", "NaN", "Optional", PERSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void aRoomWithoutDataSaysSoAndOneWithDataDoesNot(String language) throws Exception {
        Document bare = page("bare-" + language, "report.html");
        Document all = page("all-" + language, "report.html");
        for (String room : ROOMS) {
            assertThat(ofClass(byId(bare, room).orElseThrow(), "p", "empty")).as(room).isNotEmpty();
            assertThat(elements(byId(bare, room).orElseThrow(), "table")).as(room).isEmpty();
            assertThat(elements(byId(all, room).orElseThrow(), "table")).as(room).isNotEmpty();
        }
    }

    @Test
    void eachRoomTellsWhatWasGiven() throws Exception {
        Document page = page("all-en", "report.html");
        assertThat(byId(page, "tasks").orElseThrow().getTextContent()).contains("<i>count</i>", "read");
        assertThat(byId(page, "studies").orElseThrow().getTextContent()).contains("The <study>", "2018", "2021");
        assertThat(byId(page, "staff").orElseThrow().getTextContent()).contains("marking", "Marking works", "Tynda");
        assertThat(byId(page, "satisfaction").orElseThrow().getTextContent()).contains("Fine", "parents");
        assertThat(byId(page, "recommendations").orElseThrow().getTextContent()).contains("D-7");
        assertThat(byId(page, "roadmap").orElseThrow().getTextContent()).contains("The plan of 2021");
        assertThat(byId(page("all-ru", "report.html"), "staff").orElseThrow().getTextContent()).contains("Оценивание");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void theSheetOfASchoolAndThePageOfItsMunicipalityTellWhatIsAdvised(String language) throws Exception {
        Document tynda = page("all-" + language, "municipalities/0001-tynda.html");
        Element sheet = elements(tynda, "article").get(0);
        assertThat(elements(sheet, "h2").get(0).getTextContent()).isEqualTo(ReviewFixture.SCRIPT);
        // Every second pupil failed in both subjects and all years: the federal list, and a programme for the school.
        assertThat(ofClass(sheet, "ul", "advice")).singleElement().satisfies(list ->
                assertThat(elements(list, "li")).isNotEmpty().allSatisfy(item ->
                        assertThat(item.getTextContent()).contains("2021-").doesNotContain("{", "null")));
        Element advice = byId(tynda, "recommendations").orElseThrow();
        assertThat(ofClass(advice, "ul", "advice")).hasSize(1);
        assertThat(elements(advice, "li")).hasSizeGreaterThan(1);
        Document bare = page("bare-" + language, "municipalities/0001-tynda.html");
        assertThat(ofClass(byId(bare, "recommendations").orElseThrow(), "p", "empty")).hasSize(1);
        assertThat(elements(bare, "article")).allSatisfy(each -> assertThat(ofClass(each, "ul", "advice")).isEmpty());
        assertThat(elements(tynda, "main").get(0).getTextContent()).doesNotContain(PERSON);
    }

    @Test
    void listsToHelpAndListsToLearnFromAreApart() throws Exception {
        Document page = page("all-en", "report.html");
        Texts texts = Texts.of(Locale.ENGLISH);
        List<String> low = elements(byId(page, "low-results").orElseThrow(), "h3").stream().map(Element::getTextContent).toList();
        List<String> best = elements(byId(page, "best-practices").orElseThrow(), "h3").stream().map(Element::getTextContent).toList();
        assertThat(low).first().isEqualTo(texts.list("shnor-federal"));
        assertThat(low).doesNotContainAnyElementsOf(best);
        assertThat(byId(page, "low-results").orElseThrow().getTextContent()).contains(ReviewFixture.SCRIPT);
        List<String> good = Stream.of("best-practice", "resilient", "resilient-residual").map(texts::list).toList();
        assertThat(best).isSubsetOf(good);
        assertThat(low).doesNotContainAnyElementsOf(good);
    }

    @Test
    void detailsTellInWordsOnlyWhetherResultsCanBeBelieved() throws Exception {
        Document page = page("all-en", "report.html");
        List<Element> quiet = ofClass(byId(page, "details").orElseThrow(), "ul", "muted");
        Texts texts = Texts.of(Locale.ENGLISH);
        for (String method : List.of("items/school-deficit", "staff/deficits", "surveys/satisfaction", "low-results/shnor-federal",
                "trend/monitoring")) {
            String name = texts.wording().name(io.github.eduindicators.finding.MethodInfo.of(method, "1", "x"));
            assertThat(quiet).allSatisfy(list -> assertThat(list.getTextContent()).doesNotContain(name));
        }
    }

    @Test
    void nothingLeadsToThePublicVersion() throws IOException {
        try (Stream<Path> files = Files.walk(top.resolve("all-en"))) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(pages).hasSizeGreaterThan(3);
            for (Path file : pages) {
                assertThat(Files.readString(file)).doesNotContain("href=\"public", "href=\"../public", PERSON);
            }
        }
    }
}
