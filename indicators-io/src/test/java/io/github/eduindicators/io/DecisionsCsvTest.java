package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.Decision.Target;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsCsvTest {
    private static final String HEADER = "decision,date,document,recommendation,unit_type,unit,indicator,text";
    private static final Region REGION = Region.of("Амурская область");
    private static final Municipality TYNDA = Municipality.of(REGION, "Тында");
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final List<School> REGISTER = List.of(
            School.builder(ONE).municipality(TYNDA).build(),
            School.builder(SchoolId.of("edu280002")).municipality(Municipality.of(REGION, "Зея")).build(),
            School.builder(SchoolId.of("edu990001")).municipality(Municipality.of(Region.of("Другая"), "Зея")).build());

    @TempDir
    private Path folder;

    private record Read(List<Decision> value, List<Problem> problems) {}

    private Read read(String... lines) {
        return read(InputFiles.write(folder, "decisions.csv", lines));
    }

    private static Read read(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        List<Decision> decisions = DecisionsCsv.read(file, REGISTER, reading);
        return new Read(decisions, reading.problems().list());
    }

    @Test
    void readsOneDecisionAUnitWithItsIndicators() {
        Read read = read(HEADER,
                "D-1,2019-11-05,Протокол № 7,low-results-plan,school,sch280001,mean_z,\"Утвердить план, срок год\"",
                "D-1,2019-11-05,Протокол № 7,low-results-plan,school,edu280001,fail_share:down,\"Утвердить план, срок год\"",
                "D-1,05.11.2019,Протокол № 7,low-results-plan,municipality,Тында,,\"Утвердить план, срок год\"",
                "D-2,2020-01-10,,,region,Амурская область,pass_rate; fail_share : down,");
        assertThat(read.problems()).isEmpty();
        Decision first = Decision.of("D-1", LocalDate.of(2019, 11, 5), ONE).withDocument("Протокол № 7")
                .withRecommendation("low-results-plan").withText("Утвердить план, срок год");
        assertThat(read.value()).containsExactly(
                first.withTargets(List.of(Target.parse("mean_z"), Target.parse("fail_share:down"))),
                Decision.of("D-1", LocalDate.of(2019, 11, 5), TYNDA).withDocument("Протокол № 7")
                        .withRecommendation("low-results-plan").withText("Утвердить план, срок год"),
                Decision.of("D-2", LocalDate.of(2020, 1, 10), REGION)
                        .withTargets(List.of(Target.parse("pass_rate"), Target.parse("fail_share:down"))));
    }

    @Test
    void unitsAreThoseOfIndicators() {
        Read read = read(HEADER,
                "D,2020-01-10,,,municipality,Зея (Другая),x,",
                "D,2020-01-10,,,organisation,kindergarten-7,x,",
                "D,2020-01-10,,,head,sch280001,x,");
        assertThat(read.value()).extracting(Decision::unit).containsExactly(
                Municipality.of(Region.of("Другая"), "Зея"), Unit.of(UnitType.ORGANISATION, "kindergarten-7"),
                Unit.of(UnitType.HEAD, "edu280001"));
    }

    @Test
    void rowsInErrorAreLeftOutOnceAndPersonsAreNotTold() {
        String secret = "Иванов И. И.";
        Read read = read(HEADER,
                "D,2020-01-10,,,school,edu280001,x,",
                ",2020-01-10,,,school,edu280001,x,",
                "E,,,,school,edu280001,x,",
                "E,2020-02-30,,,school,edu280009,x,",
                "E,2020-01-10,,,school,edu280009,x,",
                "E,2020-01-10,,,municipality,Зея,x,",
                "E,2020-01-10,,,municipality,Нигде,x,",
                "E,2020-01-10,,,person," + secret + ",x,",
                "E,2020-01-10,,,class,5а,x,",
                "E,2020-01-10,,,school,,x,",
                "E,2020-01-10,,,school,edu280001,x:sideways,",
                "E,2020-01-10,,,school,edu280001,x;x:down,",
                "D,2020-01-11,,,municipality,Тында,x,",
                "D,2020-01-10,,,municipality,Тында,x," + secret,
                "D,2020-01-10,,,school,sch280001,x,",
                "E,1899-01-10,,,school,edu280001,x,",
                "E,2020-01-10");
        assertThat(InputFiles.shorts(read.problems())).containsExactly(
                "3|decision||blank-value",
                "4|date||blank-value",
                "5|date|2020-02-30|bad-value",
                "6|unit|edu280009|unknown-school",
                "7|unit|Зея|ambiguous-municipality",
                "8|unit|Нигде|unknown-municipality",
                "9|unit_type|person|bad-value",
                "10|unit_type|class|bad-value",
                "11|unit||blank-value",
                "12|indicator|x:sideways|bad-value",
                "13|indicator|x;x:down|bad-value",
                "14|date|2020-01-11|bad-value",
                "15|text||bad-value",
                "16|indicator|x|repeated-row",
                "17|decision|E|bad-value",
                "18|||ragged-row");
        assertThat(read.problems().toString()).doesNotContain("Иванов");
        assertThat(read.value()).hasSize(1);
    }

    @Test
    void aFileWithoutAUsableRowOrAColumnIsRefused() {
        InputException none = catchThrowableOfType(InputException.class, () -> read(HEADER, ",,,,,,,"));
        assertThat(none.problem().reason()).isEqualTo(Reason.NO_USABLE_ROW);
        InputException column = catchThrowableOfType(InputException.class, () -> read("decision,date", "D,2020-01-10"));
        assertThat(column.problem().reason()).isEqualTo(Reason.MISSING_COLUMN);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void hostileCellsGiveProblemsOrDecisions(@ForAll("cells") List<String> cells) throws java.io.IOException {
        Path file = java.nio.file.Files.createTempFile("decisions", ".csv");
        try {
            String row = String.join(",", cells.stream().map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"").toList());
            java.nio.file.Files.writeString(file, HEADER + "\nD,2020-01-10,,,school,edu280001,x,\n" + row + "\n");
            Read read = read(file);
            assertThat(read.value().size() + read.problems().size()).isGreaterThanOrEqualTo(2);
            assertThat(read.value()).anyMatch(one -> one.unit().equals(ONE));
        } catch (InputException e) {
            // Broken as a whole: the file cannot be told apart into fields.
            assertThat(e.problem().reason()).isIn(Reason.BAD_ENCODING, Reason.UNCLOSED_QUOTE, Reason.TOO_LONG);
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    @Provide
    Arbitrary<List<String>> cells() {
        Arbitrary<String> sensible = Arbitraries.of("D", "E", "2020-01-10", "05.11.2019", "school", "head", "edu280001", "Тында", "x;y:down",
                "municipality", "");
        Arbitrary<String> wild = Arbitraries.strings().all().excludeChars('\uD800', '\uDFFF').ofMaxLength(300)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, sensible), net.jqwik.api.Tuple.of(1, wild)).list().ofSize(8);
    }
}
