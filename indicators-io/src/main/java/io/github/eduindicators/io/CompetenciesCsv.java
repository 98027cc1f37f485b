package io.github.eduindicators.io;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.CheckForNull;

/**
 * Reads what a diagnosis of staff observed: {@code person,school,municipality,wave,competency,points,max}.
 *
 * <p>Schools are those of the register. The municipality may be blank; one that the register knows elsewhere makes the row an
 * error, one that it does not know is noted, and that of the school counts. The second score of a person, wave and competency is
 * left out, and so is a row that has the person at another school than before in the wave. Codes of persons appear in no problem.
 * Memory grows with the rows.
 */
final class CompetenciesCsv {
    private static final List<String> COLUMNS = List.of("person", "school", "municipality", "wave", "competency", "points", "max");
    private static final int PERSON = 0;
    private static final int SCHOOL = 1;
    private static final int MUNICIPALITY = 2;
    private static final int WAVE = 3;
    private static final int COMPETENCY = 4;
    private static final int POINTS = 5;
    private static final int MAX = 6;

    private final CsvTable table;
    private final ReadingMode mode;
    private final CompetencyResults.Builder results;
    private final Map<SchoolId, Municipality> register = new HashMap<>();
    private final Set<String> municipalities = new HashSet<>();
    private boolean comma;
    private boolean commas;

    private CompetenciesCsv(CsvTable table, Collection<School> schools, ReadingMode mode) {
        this.table = table;
        this.mode = mode;
        this.results = CompetencyResults.builder(schools);
        for (School school : schools) {
            register.put(school.id(), school.municipality());
            municipalities.addAll(names(school.municipality()));
        }
    }

    /** How a municipality may be written. */
    private static List<String> names(Municipality municipality) {
        return List.of(municipality.name(), municipality.name() + " (" + municipality.region().name() + ")");
    }

    /**
     * Reads a file.
     *
     * @param schools the register
     * @throws InputException if the file cannot be used as a whole
     */
    static CompetencyResults read(Path file, Collection<School> schools, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            CompetenciesCsv rows = new CompetenciesCsv(table, schools, reading.mode());
            while (table.next()) {
                rows.row();
            }
            if (rows.commas) {
                table.noteFile(Reason.DECIMAL_COMMA);
            }
            table.finish();
            return rows.results.build();
        }
    }

    private void row() {
        comma = false;
        Unit person = person();
        SchoolId school = person == null ? null : school();
        String wave = school == null ? null : text(WAVE, CompetencyResults::wave);
        String competency = wave == null ? null : text(COMPETENCY, CompetencyResults::competency);
        Score score = competency == null ? null : score();
        if (score == null) {
            return;
        }
        Optional<SchoolId> before = results.school(person, wave);
        if (before.isPresent() && !before.get().equals(school)) {
            leaveOut(Reason.OTHER_SCHOOL, SCHOOL, table.get(SCHOOL));
        } else if (results.contains(person, wave, competency)) {
            leaveOut(Reason.DUPLICATE_COMPETENCY, COMPETENCY, table.get(COMPETENCY));
        } else {
            results.add(person, school, wave, competency, score);
            table.use();
            commas |= comma;
            String municipality = SchoolsCsv.oneLine(table.get(MUNICIPALITY));
            if (!municipality.isEmpty() && !municipalities.contains(municipality)) {
                table.note(Reason.MUNICIPALITY_NOT_KNOWN, COLUMNS.get(MUNICIPALITY), municipality);
            }
        }
    }

    @CheckForNull
    private Unit person() {
        String code = table.get(PERSON);
        try {
            return code.isEmpty() ? leaveOut(Reason.BLANK_VALUE, PERSON, "") : Unit.of(UnitType.PERSON, code);
        } catch (IllegalArgumentException e) {
            return leaveOut(Reason.BAD_VALUE, PERSON, "");
        }
    }

    @CheckForNull
    private SchoolId school() {
        String text = table.get(SCHOOL);
        if (text.isEmpty()) {
            return leaveOut(Reason.BLANK_VALUE, SCHOOL, "");
        }
        SchoolId school;
        try {
            school = SchoolId.of(text);
        } catch (IllegalArgumentException e) {
            return leaveOut(Reason.UNKNOWN_SCHOOL, SCHOOL, text);
        }
        Municipality place = register.get(school);
        if (place == null) {
            return leaveOut(Reason.UNKNOWN_SCHOOL, SCHOOL, text);
        }
        String municipality = SchoolsCsv.oneLine(table.get(MUNICIPALITY));
        return municipalities.contains(municipality) && !names(place).contains(municipality)
                ? leaveOut(Reason.OTHER_MUNICIPALITY, MUNICIPALITY, municipality)
                : school;
    }

    @CheckForNull
    private String text(int column, UnaryOperator<String> reader) {
        String text = SchoolsCsv.oneLine(table.get(column));
        try {
            return text.isEmpty() ? leaveOut(Reason.BLANK_VALUE, column, "") : reader.apply(text);
        } catch (IllegalArgumentException e) {
            return leaveOut(Reason.BAD_VALUE, column, text);
        }
    }

    @CheckForNull
    private Score score() {
        double[] numbers = new double[2];
        for (int column = MAX; column >= POINTS; column--) {
            String text = table.get(column);
            OptionalDouble number = number(text);
            if (number.isEmpty()) {
                return leaveOut(text.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, column, text);
            }
            numbers[column - POINTS] = number.getAsDouble();
        }
        int column = MAX;
        try {
            // The most points alone first, to name the column that is wrong.
            Score.of(0, numbers[1]);
            column = POINTS;
            return numbers[0] > numbers[1]
                    ? leaveOut(Reason.MORE_THAN_WHOLE, POINTS, table.get(POINTS))
                    : Score.of(numbers[0], numbers[1]);
        } catch (IllegalArgumentException e) {
            return leaveOut(Reason.BAD_VALUE, column, table.get(column));
        }
    }

    private OptionalDouble number(String text) {
        OptionalDouble number = Numbers.decimal(text);
        if (number.isEmpty() && mode == ReadingMode.LENIENT) {
            number = Numbers.withComma(text);
            comma |= number.isPresent();
        }
        return number;
    }

    /** Reports the current row; there is no value. */
    @CheckForNull
    private <T> T leaveOut(Reason reason, int column, String value) {
        table.leaveOut(reason, COLUMNS.get(column), value);
        return null;
    }
}
