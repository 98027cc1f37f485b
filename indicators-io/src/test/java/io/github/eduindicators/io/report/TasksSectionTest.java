package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.review.TaskReview;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class TasksSectionTest {
    private static final Region REGION = Region.of("Амурская область");
    private static final int SCHOOLS = 24;
    private static final int PUPILS = 32;
    private static final SchoolResults REGISTER = ScoreTally.create().snapshot()
            .withSchools(IntStream.range(0, SCHOOLS).mapToObj(TasksSectionTest::school).toList());
    private static final TaskReview REVIEW = review(work(2021, Subject.MATHEMATICS), work(2021, Subject.RUSSIAN),
            work(2020, Subject.RUSSIAN));

    private static Assessment work(int year, Subject subject) {
        return Assessment.vpr(year, subject, 5, ScoreScale.of(16, 5, 9, 13));
    }

    private static School school(int number) {
        return School.builder(SchoolId.of("s" + (100 + number)))
                .name(number == 4 ? "<script>alert(4)</script>" : "School " + number)
                .municipality(Municipality.of(REGION, "District " + number / 6))
                .locality(number % 2 == 0 ? "town" : "rural")
                .build();
    }

    private static List<Task> tasks() {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(i -> Task.of(Integer.toString(i), i % 3 == 0 ? 2 : 1)
                        .withLevel(i == 12 ? "" : i > 8 ? "П" : "Б")
                        .withSkill("skill " + "ABCD".charAt((i - 1) / 3))
                        .withPlannedResult("result " + (1 + i % 2)))
                .toList();
    }

    /** School 4 loses skill B nearly wholly. */
    private static TaskResponses responses(Assessment assessment) {
        Random random = new Random(assessment.year() + assessment.subject().code().length());
        TaskResponses.Builder builder = TaskResponses.builder(assessment, tasks());
        for (int school = 0; school < SCHOOLS; school++) {
            for (int pupil = 0; pupil < PUPILS; pupil++) {
                double ability = 0.4 * (school % 5 - 2) + random.nextGaussian();
                int[] points = new int[12];
                for (int task = 0; task < 12; task++) {
                    double p = 1 / (1 + Math.exp(-ability - 0.4)) * (school == 4 && task / 3 == 1 ? 0.25 : 1);
                    for (int step = 0; step < tasks().get(task).max(); step++) {
                        points[task] += random.nextDouble() < p ? 1 : 0;
                    }
                }
                builder.add(SchoolId.of("s" + (100 + school)), "А", points);
            }
        }
        return builder.build();
    }

    private static TaskReview review(Assessment... works) {
        List<TaskResponses> responses = IntStream.range(0, works.length).mapToObj(i -> responses(works[i])).toList();
        return Review.standard().run(ReviewInput.of(REGISTER).withResponses(responses)).tasks();
    }

    private static String html(String language, TaskReview review, Region region) {
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        new TasksSection(html, Texts.of(Locale.forLanguageTag(language)), review, region, REGISTER.schools()).write();
        html.end();
        return out.toString();
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void tellsQualityTasksSkillsAndSchools(String language) throws Exception {
        String html = html(language, REVIEW, REGION);
        Document document = parse(html);
        assertThat(document.getElementsByTagName("svg").getLength()).as("one chart a work").isEqualTo(3);
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3 * 12);
        Texts texts = Texts.of(Locale.forLanguageTag(language));
        assertThat(html).contains("&lt;script&gt;alert(4)&lt;/script&gt;").doesNotContain("<script>").doesNotContain("NaN");
        assertThat(html).contains("skill B", "result 1", "class=\"heat\"", "District 0");
        assertThat(html).contains(Html.escape(texts.get("quality.level.SUFFICIENT")),
                Html.escape(texts.get("tasks.no-band.mixed-levels")));
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(40_000);
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        for (String html : List.of(html("en", review(), REGION), html("en", REVIEW, Region.of("Tula")))) {
            assertThat(parse(html).getElementsByTagName("table").getLength()).isZero();
            assertThat(html).contains("class=\"empty\"").contains("There are no responses");
        }
    }

    private static List<List<Object>> rows(String name) {
        List<List<Object>> rows = new ArrayList<>();
        Table table = TaskTables.all(REVIEW, UnitNames.of(REGISTER)).stream().filter(t -> t.name().equals(name)).findFirst()
                .orElseThrow();
        table.forEach(rows::add);
        return rows;
    }

    @Test
    void completionHasARowForEachUnitAssessmentAndElement() {
        List<List<Object>> rows = rows("completion");
        int units = SCHOOLS + SCHOOLS / 6 + 1;
        // 12 tasks, 4 skills, 2 planned results, 2 levels
        assertThat(rows).hasSize(units * 3 * 20);
        Set<Object> keys = new HashSet<>();
        rows.forEach(row -> keys.add(List.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))));
        assertThat(keys).hasSize(rows.size());
        List<Object> first = rows.get(0);
        assertThat(first.subList(0, 5)).containsExactly("school", "s100", "VPR-2020-russian-5", "task", "1");
        assertThat(first.get(8)).isEqualTo((long) PUPILS);
        assertThat(rows.get(rows.size() - 1).subList(0, 5)).containsExactly("region", REGION.name(), "VPR-2021-russian-5",
                "level", "П");
        assertThat(rows).filteredOn(row -> row.get(4).equals("skill D")).allMatch(row -> row.get(10).equals(""));
        assertThat(rows).filteredOn(row -> row.get(4).equals("skill A"))
                .allMatch(row -> Set.of("sufficient", "uncertain", "insufficient").contains(row.get(10)));
    }

    @Test
    void deficitsTellBothGapsAndTheTest() {
        List<List<Object>> rows = rows("deficits");
        assertThat(rows).hasSize((SCHOOLS + SCHOOLS / 6) * 3 * 18);
        List<Object> planted = rows.stream()
                .filter(row -> row.get(1).equals("s104") && row.get(2).equals("VPR-2021-russian-5") && row.get(4)
                        .equals("skill B"))
                .findFirst().orElseThrow();
        assertThat((double) planted.get(5)).isLessThan((double) planted.get(6));
        assertThat((double) planted.get(7)).isEqualTo((double) planted.get(5) - (double) planted.get(6));
        assertThat((double) planted.get(12)).as("the upper end of the profile gap").isNegative();
        assertThat((double) planted.get(14)).isLessThan(0.001);
        assertThat(planted.get(16)).isEqualTo("flagged");
        assertThat(rows).filteredOn(row -> row.get(16).equals("flagged") && !row.get(1).equals("s104")).hasSizeLessThan(3);
    }
}
