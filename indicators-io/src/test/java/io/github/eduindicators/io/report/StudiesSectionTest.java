package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.ReplicationScheme;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class StudiesSectionTest {
    private static final Region AMUR = Region.of("Amur");
    private static final String HOSTILE = "</td><script>alert(1)</script>";

    private static Replicated data(double shift, String hostile) {
        int n = 240;
        double[] base = IntStream.range(0, n).mapToDouble(i -> 360 + shift + i * 53 % 301 + 5 * (i / 10 % 5)).toArray();
        Study study = Study.unweighted(n)
                .values("reading", base, IntStream.range(0, n).mapToDouble(i -> base[i] + i % 9 - 4).toArray())
                .group("gender", IntStream.range(0, n).mapToObj(i -> i % 2 == 0 ? "girl" : hostile).toList())
                .group("small", IntStream.range(0, n).mapToObj(i -> i < 4 ? "few" : "many").toList())
                .covariate("escs", IntStream.range(0, n).mapToDouble(i -> (i * 31 % 17 - 8) / 4.0).toArray())
                .clusters(IntStream.range(0, n).mapToObj(i -> String.format("c%02d", i / 10)).toList()).build();
        return ReplicateWeights.jk1().apply(study);
    }

    private static Wave wave(int year, double shift) {
        return Wave.of("Model & <PISA>", Period.of(year), "reading", data(shift, HOSTILE)).withGroups("gender", "small")
                .withLevels(ProficiencyLevels.pisaReading2018()).withLinkError(2).withGradient("escs");
    }

    private static String html(Locale locale, List<Wave> waves, Region of) {
        StudyMonitoring.Result result = StudyMonitoring.withDefaults().run(waves, List.of(AMUR));
        StringWriter out = new StringWriter();
        Html html = new Html(out);
        new StudiesSection(html, Texts.of(locale), result, of).write();
        html.end();
        return out.toString();
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void tellsMeansLevelsGroupsAndTheChange(String language) throws Exception {
        String html = html(Locale.forLanguageTag(language), List.of(wave(2018, 0), wave(2022, -60)), AMUR);
        Document document = parse(html);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(3);
        // Nine levels of reading twice.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(18);
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(html).contains("class=\"badge FLAGGED\"").doesNotContain("<script>").doesNotContain("NaN");
        Texts texts = Texts.of(Locale.forLanguageTag(language));
        assertThat(html).contains(Html.escape(texts.get("studies.note.few-pupils")));
        assertThat(html).contains(Html.escape(texts.get("studies.says.same")));
        assertThat(html).contains("pisa-reading-2018");
        assertThat(html.length()).isLessThan(40_000);
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        for (String html : List.of(html(Locale.ENGLISH, List.of(), AMUR), html(Locale.ENGLISH, List.of(wave(2018, 0)), Region.of("Tula")))) {
            Document document = parse(html);
            assertThat(document.getElementsByTagName("table").getLength()).isZero();
            assertThat(html).contains("class=\"empty\"").contains("No data");
        }
    }

    @Test
    void manyStudiesStayBelowTheRoomOfASection() throws Exception {
        List<Wave> waves = new ArrayList<>();
        Replicated shared = data(0, "boy");
        for (int i = 0; i < 60; i++) {
            waves.add(Wave.of("Study " + i, Period.of(2018), "reading", shared).withGroups("gender").withLevels(ProficiencyLevels.pisaReading2018()));
        }
        String html = html(Locale.forLanguageTag("ru"), waves, AMUR);
        parse(html);
        assertThat(html).contains("40; все они в таблице");
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(45_000);
    }

    @Test
    void studiesWithoutErrorsLevelsAndGroups() throws Exception {
        Study plain = Study.unweighted(40).values("reading", IntStream.range(0, 40).mapToDouble(i -> i).toArray()).build();
        Replicated data = new Replicated(Study.builder(1, 1).replicates(IntStream.range(0, 75).mapToObj(i -> new double[] {1, 1}).toArray(double[][]::new))
                .values("reading", new double[] {1, 2}).build(), ReplicationScheme.timssBefore2015());
        String html = html(Locale.ENGLISH, List.of(Wave.of("old", Period.of(2011), "reading", data)), AMUR);
        Document document = parse(html);
        assertThat(document.getElementsByTagName("svg").getLength()).isZero();
        assertThat(html).contains("TIMSS before 2015").contains("too few pupils");
        assertThat(plain.replicates()).isZero();
    }

    @Test
    void theTableHoldsEveryNumberOnce() {
        StudyMonitoring.Result result = StudyMonitoring.withDefaults().run(List.of(wave(2022, -60), wave(2018, 0)), List.of(AMUR));
        Table table = StudyTables.all(result).get(0);
        assertThat(table.name()).isEqualTo("studies");
        Set<List<Object>> keys = new HashSet<>();
        List<List<Object>> rows = new ArrayList<>();
        table.forEach(row -> {
            keys.add(row.subList(0, 5));
            rows.add(row);
        });
        assertThat(keys).hasSameSizeAs(rows);
        assertThat(rows).hasSize(result.rows().size());
        List<Object> mean = rows.stream().filter(row -> row.get(1).equals("2022") && row.get(3).equals("") && row.get(4).equals("mean")).findFirst().orElseThrow();
        double value = (Double) mean.get(5);
        double error = (Double) mean.get(6);
        assertThat(error * error).isCloseTo((Double) mean.get(7) + 1.5 * (Double) mean.get(8), org.assertj.core.data.Offset.offset(1e-9));
        assertThat((Double) mean.get(10)).isLessThan(value);
        assertThat(mean.get(12)).isEqualTo(240L);
        List<Object> few = rows.stream().filter(row -> row.get(3).equals("small=few") && row.get(4).equals("mean")).findFirst().orElseThrow();
        assertThat(few.subList(5, 14)).containsExactly("", "", "", "", "", "", "", 4L, "few-pupils");
        assertThat(rows).anySatisfy(row -> assertThat(row.get(4)).isEqualTo("change_mean"));
    }
}
