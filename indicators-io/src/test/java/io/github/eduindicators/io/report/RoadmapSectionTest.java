package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.roadmap.Contradiction;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.RoadmapExecution;
import io.github.eduindicators.roadmap.Term;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RoadmapSectionTest {
    private static final String ORDER = "Приказ от 22.06.2020";
    private static final LocalDate AS_OF = LocalDate.of(2021, 7, 1);
    private static final Texts RUSSIAN = Texts.of(RU);
    private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);

    private static Measure measure(String number, String term) {
        return Measure.of(ORDER, number, "Мероприятие " + number).withTerm(term).withResponsible("отдел").withSection("1");
    }

    private static RoadmapExecution.Result run(Measure... measures) {
        return run(List.of(measures));
    }

    private static RoadmapExecution.Result run(List<Measure> measures) {
        return RoadmapExecution.withDefaults().run(Roadmap.of(measures), AS_OF);
    }

    private static RoadmapExecution.Result some() {
        return run(
                measure("1", "25.12.2020").withDoneOn(LocalDate.of(2020, 12, 20)).withControl("15.12.2020"),
                measure("2", "21.06.2021"),
                measure("3", "ежегодно до 1 октября").withDoneOn(LocalDate.of(2020, 10, 5)).withSection("2"),
                measure("4", "постоянно").withStatus("исполнено").withResponsible(""),
                measure("5", "31.12.2021"));
    }

    private static String html(RoadmapExecution.Result result, Texts texts) {
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        new RoadmapSection(html, texts, result).write();
        html.end();
        return out.toString();
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> rows(Document page) {
        List<String> rows = new ArrayList<>();
        NodeList found = page.getElementsByTagName("tr");
        for (int i = 0; i < found.getLength(); i++) {
            List<String> cells = new ArrayList<>();
            NodeList children = found.item(i).getChildNodes();
            for (int j = 0; j < children.getLength(); j++) {
                cells.add(children.item(j).getTextContent());
            }
            rows.add(String.join("|", cells));
        }
        return rows;
    }

    private static List<String> classes(Document page, String tag) {
        List<String> classes = new ArrayList<>();
        NodeList found = page.getElementsByTagName(tag);
        for (int i = 0; i < found.getLength(); i++) {
            classes.add(((Element) found.item(i)).getAttribute("class"));
        }
        return classes;
    }

    @Test
    void theSectionTellsFiguresGroupsAndLists() throws Exception {
        String html = html(some(), RUSSIAN);
        Document page = parse(html);
        assertThat(page.getDocumentElement().getAttribute("id")).isEqualTo("roadmap");
        // Due: 1 in time, 2 overdue for 10 days, 3 late by 4 days.
        assertThat(html).contains("<b>67\u00A0%</b><span>Исполнено из наступивших</span><small>2 из 3</small>")
                .contains("<b>33\u00A0%</b><span>Подтверждено исполнение в срок</span><small>1 из 3</small>")
                .contains("<b>5</b><span>Среднее опоздание, дней</span><small>задач с известным опозданием: 3</small>")
                .contains("<b>0\u00A0%</b><span>Пройдено контрольных точек</span><small>0 из 1</small>");
        assertThat(rows(page)).containsSubsequence(
                "1|4|2|1|1|1|50\u00A0%|5|0\u00A0%|1",
                "2|1|1|1|0|0|100\u00A0%|4|–|0",
                "отдел|4|3|2|1|1|67\u00A0%|5|0\u00A0%|0",
                "ответственный не указан|1|0|0|0|0|–|–|–|1",
                "2|Мероприятие 2Приказ от 22.06.2020|21.06.2021|10",
                "4|Мероприятие 4Приказ от 22.06.2020|постоянно|исполняется постоянно; исполнено",
                "1|Мероприятие 1Приказ от 22.06.2020|к сведению: контрольная точка 15.12.2020 раньше срока 25.12.2020",
                "4|Мероприятие 4Приказ от 22.06.2020|указано, что исполнено, но не указано когда",
                "4|Мероприятие 4Приказ от 22.06.2020|ответственный не указан");
    }

    @Test
    void thePictureHasABarATaskAndTheDayOfTheReview() throws Exception {
        Document page = parse(html(some(), ENGLISH));
        // By deadline: 1 October 2020 late, 25 December in time, 21 June overdue, 1 October 2021 and 31 December to come.
        assertThat(classes(page, "rect")).containsExactly("m3", "rising", "sign", "region", "region");
        assertThat(classes(page, "circle")).as("days of execution").hasSize(2);
        assertThat(classes(page, "path")).contains("cut").filteredOn("bar below"::equals).hasSize(1);
        assertThat(page.getElementsByTagName("svg").item(0).getTextContent()).contains("review 2021-07-01",
                "overdue, deadline 2021-06-21");
    }

    @Test
    void withoutMeasuresItSaysSo() throws Exception {
        Document page = parse(html(run(), ENGLISH));
        assertThat(page.getDocumentElement().getTextContent()).contains("No data").contains("measures.csv");
        assertThat(page.getElementsByTagName("table").getLength()).isZero();
    }

    @Test
    void aMeasureWithoutADeadlineNeedsNoPicture() throws Exception {
        Document page = parse(html(run(measure("1", "постоянно")), RUSSIAN));
        assertThat(page.getElementsByTagName("svg").getLength()).isZero();
        assertThat(rows(page)).contains("1|1|0|0|0|0|–|–|–|1");
    }

    @Test
    void manyLongMeasuresStayWithinTheSizeOfASection() throws Exception {
        List<Measure> measures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            measures.add(measure(i + ".1", i % 3 == 0 ? "25.12.2020" : i % 3 == 1 ? "31.02.2021" : "2021-02-31")
                    .withSection("Раздел " + i + "ы".repeat(300))
                    .withResponsible("отдел " + i + "ы".repeat(300)).withStatus("ы".repeat(300)).withControl("1990 - 2100"));
        }
        String html = html(run(measures), RUSSIAN);
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(45_000);
        Document page = parse(html);
        assertThat(classes(page, "rect")).hasSize(24);
        // 100 sections, 100 responsible, 34 overdue, 66 undated, of which 12 each are told.
        assertThat(page.getDocumentElement().getTextContent()).contains("И ещё 88", "И ещё 22", "И ещё 54");
    }

    @Test
    void hostileTextIsEscapedAndCut() throws Exception {
        List<Measure> measures = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String evil = "<script>alert(" + i + ")</script>\uD83D\uDE00" + "ы&\"'\u202E".repeat(60);
            measures.add(Measure.of("Приказ № " + i + " от 22.06.2020 " + evil, i + "." + evil, evil).withSection(evil)
                    .withResponsible(evil)
                    .withTerm(i % 2 == 0 ? "25.12.2020" : evil).withStatus(evil).withControl("{0} {1}"));
        }
        String html = html(run(measures), RUSSIAN);
        assertThat(html).doesNotContain("<script").doesNotContain("\u202E").hasSizeLessThan(120_000);
        assertThat(parse(html).getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void everyKindStateReasonAndFlawHasItsWords() {
        for (Texts texts : List.of(ENGLISH, RUSSIAN)) {
            for (Contradiction.Kind kind : Contradiction.Kind.values()) {
                assertThat(texts.get("roadmap.contradiction." + kind.code(), "A", "B")).as(kind.code()).isNotBlank();
            }
            for (RoadmapExecution.State state : RoadmapExecution.State.values()) {
                assertThat(texts.get("roadmap.state." + state.code())).isNotBlank();
            }
            for (RoadmapExecution.Undated why : RoadmapExecution.Undated.values()) {
                assertThat(texts.get("roadmap.undated." + why.code())).isNotBlank();
            }
            for (Term.Flaw flaw : Term.Flaw.values()) {
                assertThat(texts.get("roadmap.flaw." + flaw.name().toLowerCase(Locale.ROOT).replace('_', '-'))).isNotBlank();
            }
        }
    }

    @Test
    void theTablesHaveARowATaskAndARowAGroup() {
        List<Table> tables = RoadmapTables.all(some(), ENGLISH);
        assertThat(tables).extracting(Table::name).containsExactly("roadmap", "roadmap_indices");
        assertThat(tables.get(0).columns()).containsExactly("document", "number", "section", "measure", "term", "kind",
                "deadline", "control",
                "responsible", "state", "delay_days", "note");
        assertThat(rows(tables.get(0))).containsExactly(
                ORDER + "|1|1|Мероприятие 1|25.12.2020|date|2020-12-25|2020-12-15|отдел|done-on-time|0|"
                        + "a remark: the control point 2020-12-15 lies before the deadline 2020-12-25",
                ORDER + "|2|1|Мероприятие 2|21.06.2021|date|2021-06-21||отдел|overdue|10|",
                ORDER + "|3|2|Мероприятие 3|ежегодно до 1 октября|recurring|2020-10-01||отдел|done-late|4|",
                ORDER + "|3|2|Мероприятие 3|ежегодно до 1 октября|recurring|2021-10-01||отдел|not-due||",
                ORDER + "|4|1|Мероприятие 4|постоянно|continuous||||done-undated||to be done all the time; said to be done, but "
                        + "not when; "
                        + "nobody is named who answers for it",
                ORDER + "|5|1|Мероприятие 5|31.12.2021|date|2021-12-31||отдел|not-due||");
        assertThat(tables.get(1).columns()).containsExactly("document", "group_type", "group", "measure_count", "due", "done",
                "on_time",
                "overdue", "undated", "execution", "on_time_rate", "overdue_rate", "mean_delay", "control_due", "control_met",
                        "control_rate");
        String third = CsvTables.text(1 / 3.0);
        String twoThirds = CsvTables.text(2 / 3.0);
        String mean = CsvTables.text(14 / 3.0);
        assertThat(rows(tables.get(1))).hasSize(10).startsWith(
                "|all||5|3|2|1|1|1|" + twoThirds + "|" + third + "|" + third + "|" + mean + "|1|0|0.0",
                "|section|1|4|2|1|1|1|1|0.5|0.5|0.5|5.0|1|0|0.0",
                "|section|2|1|1|1|0|0|0|1.0|0.0|0.0|4.0|0|0|",
                "|responsible||1|0|0|0|0|1|||||0|0|",
                "|responsible|отдел|4|3|2|1|1|0|" + twoThirds + "|" + third + "|" + third + "|" + mean + "|1|0|0.0",
                ORDER + "|all||5|3|2|1|1|1|" + twoThirds + "|" + third + "|" + third + "|" + mean + "|1|0|0.0");
    }

    private static List<String> rows(Table table) {
        List<String> rows = new ArrayList<>();
        table.forEach(row -> rows.add(String.join("|", row.stream().map(CsvTables::text).toList())));
        return rows;
    }
}
