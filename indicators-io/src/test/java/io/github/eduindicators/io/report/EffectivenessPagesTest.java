package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The sections on effectiveness and scorecards of a region whose schools have context. */
class EffectivenessPagesTest {
    private static final String HOSTILE = "</table><svg onload=alert(1)> & «ё»";
    private static final Region AMUR = Region.of("Amur");
    private static final int SCHOOLS = 30;

    @TempDir
    Path folder;

    /** Thirty schools of forty pupils; spread 0 makes all schools of one context equal to each other. */
    private static ReviewInput region(double spread) {
        Random random = new Random(5);
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int number = 1; number <= SCHOOLS; number++) {
            double level = spread * random.nextGaussian();
            for (int pupil = 0; pupil < 40; pupil++) {
                int score = spread == 0
                        ? 3 + pupil % 15
                        : (int) Math.max(0, Math.min(20, Math.rint(10 + 3.5 * (level + random.nextGaussian()))));
                tally.add(ReviewFixture.id(number), ReviewFixture.MATHS_2021, score, ScoreDistribution.NO_MARK);
            }
            register.add(School.builder(ReviewFixture.id(number))
                    .name(number == 1 ? HOSTILE : number == 2 ? ReviewFixture.SCRIPT : "School " + number)
                    .municipality(Municipality.of(AMUR, number <= 15 ? "Tynda" : "Zeya"))
                    .context("<low>", number / 40.0)
                    .build());
        }
        return ReviewInput.of(tally.snapshot().withSchools(register));
    }

    private Document write(ReviewInput input, Locale locale) throws Exception {
        Path output = Files.createDirectories(folder.resolve(locale.toString()));
        ReviewFiles.of(Review.standard().run(input), List.of()).withLocale(locale).write(output);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(output.resolve("report.html").toFile());
    }

    private static List<Element> elements(Element in, String tag) {
        NodeList found = in.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static Element section(Document page, String id) {
        return elements(page.getDocumentElement(), "section").stream().filter(e -> e.getAttribute("id").equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "en"})
    void schoolsAreComparedInAPictureAndATableByExpectedRank(String language) throws Exception {
        Element section = section(write(region(0.4), Locale.forLanguageTag(language)), "effectiveness");
        assertThat(section.getTextContent()).contains(HOSTILE, ReviewFixture.SCRIPT, "<low>")
                .contains(language.equals("ru") ? "Остаток" : "Residual").doesNotContain("{", "}", "NaN", "null", "Optional");
        Element table = elements(section, "table").stream().filter(t -> t.getAttribute("class").equals("sortable")).findFirst().orElseThrow();
        List<Element> lines = elements(elements(table, "tbody").get(0), "tr");
        assertThat(lines).hasSize(SCHOOLS);
        List<Double> expected = lines.stream().map(line -> Double.parseDouble(elements(line, "td").get(2).getAttribute("data-v"))).toList();
        assertThat(expected).isSorted().allMatch(rank -> rank >= 1 && rank <= SCHOOLS);
        assertThat(lines).allSatisfy(line -> assertThat(elements(line, "td").get(3).getTextContent()).matches("\\d+–\\d+"));
        // The best has the highest residual.
        double first = Double.parseDouble(elements(lines.get(0), "td").get(1).getAttribute("data-v"));
        double last = Double.parseDouble(elements(lines.get(SCHOOLS - 1), "td").get(1).getAttribute("data-v"));
        assertThat(first).isPositive().isGreaterThan(last);
        List<Element> dots = elements(elements(section, "svg").get(0), "path").stream()
                .filter(path -> path.getAttribute("class").startsWith("dots")).toList();
        assertThat(dots.stream().mapToLong(path -> path.getAttribute("d").chars().filter(c -> c == 'M').count()).sum())
                .as("a dot a school").isEqualTo(SCHOOLS);
        assertThat(elements(section, "path")).allSatisfy(path -> assertThat(path.getAttribute("d")).matches("[MVHvhLlZz0-9. -]+"));
    }

    @Test
    void schoolsThatDoNotDifferMakeAPictureToo() throws Exception {
        Element section = section(write(region(0), Locale.ENGLISH), "effectiveness");
        assertThat(section.getTextContent()).doesNotContain("NaN", "Infinity", "{");
        for (String attribute : List.of("d", "x", "y", "x1", "x2", "y1", "y2")) {
            Stream.of("path", "text", "line", "rect").flatMap(tag -> elements(section, tag).stream()).forEach(
                    e -> assertThat(e.getAttribute(attribute)).doesNotContain("N", "I"));
        }
    }

    private static Methodology methodology(UnitType type, String title) {
        return Methodology.builder("own", "1").title(Title.of(title)).unitTypes(type)
                .levels(Methodology.LevelScale.POINTS, Methodology.Level.of("low", Title.of("<low>"), "[0;100)").callingForAttention(),
                        Methodology.Level.of("high", Title.of("high"), "[100;200]"))
                .root(Group.builder("all", Group.Aggregation.SUM)
                        .add(Criterion.builder("A", Source.metric("a")).title(Title.of(HOSTILE)).rule(Rule.Scaled.identity(100)).build(),
                                Criterion.builder("B", Source.metric("b")).title(Title.of("Part B")).rule(Rule.Scaled.identity(100)).build())
                        .build())
                .build();
    }

    @Test
    void placesOfMunicipalitiesStandInTheTableWithTheirIntervals() throws Exception {
        IndicatorValues.Builder values = IndicatorValues.builder();
        int[][] parts = {{90, 95}, {50, 60}, {20, 10}};
        for (int i = 0; i < parts.length; i++) {
            Municipality place = Municipality.of(AMUR, "M" + i + "<i>");
            values.add(place, "a", Period.of(2021), IndicatorValue.of(parts[i][0]))
                    .add(place, "b", Period.of(2021), IndicatorValue.of(parts[i][1]));
        }
        ReviewInput input = region(0.4).withIndicators(values.build())
                .withMethodologies(List.of(methodology(UnitType.MUNICIPALITY, ReviewFixture.SCRIPT)));
        for (Locale locale : List.of(RU, Locale.ENGLISH)) {
            Element section = section(write(input, locale), "scorecards");
            List<Element> lines = elements(elements(section, "tbody").get(0), "tr");
            String zero = locale.equals(RU) ? ",0" : ".0";
            // The total out of 200, its level, the place with its interval, the two parts out of 100.
            assertThat(lines.stream().map(line -> elements(line, "td").stream().map(Element::getTextContent).toList())).containsExactly(
                    List.of("2021", "185 / 200", "high", "1 (1–1)", "90" + zero, "95" + zero),
                    List.of("2021", "110 / 200", "high", "2 (2–2)", "50" + zero, "60" + zero),
                    List.of("2021", "30 / 200", "<low>", "3 (3–3)", "20" + zero, "10" + zero));
            assertThat(lines.stream().map(line -> elements(line, "th").get(0).getTextContent()))
                    .containsExactly("M0<i>", "M1<i>", "M2<i>");
            assertThat(section.getTextContent()).contains(ReviewFixture.SCRIPT, HOSTILE).doesNotContain("{", "NaN", "null");
        }
    }

    @Test
    void ofMoreThanAHundredUnitsTheLowestAreTold() throws Exception {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int number = 1; number <= 120; number++) {
            Unit head = Unit.of(UnitType.HEAD, String.format(Locale.ROOT, "h%03d", number));
            values.add(head, "a", Period.of(2021), IndicatorValue.of(number * 37 % 120 * 0.5))
                    .add(head, "b", Period.of(2021), IndicatorValue.of(1));
        }
        Element section = section(write(region(0.4).withIndicators(values.build())
                .withMethodologies(List.of(methodology(UnitType.HEAD, "Heads"))), Locale.ENGLISH), "scorecards");
        List<Element> lines = elements(elements(section, "tbody").get(0), "tr");
        assertThat(lines).hasSize(100);
        List<Double> totals = lines.stream().map(line -> Double.parseDouble(elements(line, "td").get(1).getAttribute("data-v"))).toList();
        assertThat(totals).isSorted();
        // The 120 totals are 1.0, 1.5, …, 60.5; the hundredth is 50.5.
        assertThat(totals.get(99)).isEqualTo(50.5);
    }
}
