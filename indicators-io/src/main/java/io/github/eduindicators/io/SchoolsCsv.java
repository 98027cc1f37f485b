package io.github.eduindicators.io;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;

/**
 * Reads the register of schools: {@code school,name,region,municipality,type,locality}, and numeric columns of context.
 *
 * <p>Any other column is context if every value in it that is not blank is a finite number and there is at least one; otherwise
 * it is noted and not read. A row without an identifier, or with a value that is too long or holds control characters, is left
 * out; so is a second row of a school. A blank name is taken as the identifier, a blank region or municipality as {@code "-"},
 * and a name of more than 200 characters is shortened, each with a note. A line break within a value is read as a blank.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class SchoolsCsv {
    private static final List<String> COLUMNS = List.of("school", "name", "region", "municipality", "type", "locality");
    private static final int SCHOOL = 0;
    private static final int NAME = 1;
    private static final int REGION = 2;
    private static final int MUNICIPALITY = 3;
    private static final int TYPE = 4;
    private static final int LOCALITY = 5;
    private static final String NOWHERE = "-";
    static final int LONGEST_NAME = 200;
    private static final Pattern LINE_BREAKS = Pattern.compile("(?:\\R|\\t)\\s*");

    private final ReadingMode mode;

    private SchoolsCsv(ReadingMode mode) {
        this.mode = mode;
    }

    /**
     * Returns the strict reader.
     *
     * @return the reader
     */
    public static SchoolsCsv withDefaults() {
        return new SchoolsCsv(ReadingMode.STRICT);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public SchoolsCsv withMode(ReadingMode value) {
        return new SchoolsCsv(Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads a register.
     *
     * @param file the file
     * @return the schools in the order of the file, each once
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<List<School>> read(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        List<School> schools = read(file, reading);
        return new Loaded<>(schools, reading.problems().list());
    }

    static List<School> read(Path file, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            ContextColumns context = new ContextColumns(table, reading.mode());
            List<School.Builder> builders = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            Set<SchoolId> seen = new HashSet<>();
            while (table.next()) {
                double[] row = context.read();
                School.Builder builder = school(table, seen);
                if (builder != null) {
                    builders.add(builder);
                    values.add(row);
                    table.use();
                }
            }
            context.finish();
            table.finish();
            List<School> schools = new ArrayList<>();
            for (int i = 0; i < builders.size(); i++) {
                School.Builder builder = builders.get(i);
                context.each(values.get(i), builder::context);
                schools.add(builder.build());
            }
            return List.copyOf(schools);
        }
    }

    @CheckForNull
    private static School.Builder school(CsvTable table, Set<SchoolId> seen) {
        if (table.get(SCHOOL).isEmpty()) {
            table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(SCHOOL), "");
            return null;
        }
        int column = SCHOOL;
        try {
            SchoolId id = SchoolId.of(table.get(SCHOOL));
            School.Builder builder = School.builder(id);
            column = NAME;
            String name = oneLine(table.get(NAME));
            if (!name.isEmpty()) {
                builder.name(name.length() > LONGEST_NAME ? FisOkoRegister.fitting(name) : name);
            }
            column = REGION;
            Region region = Region.of(orNowhere(oneLine(table.get(REGION))));
            column = MUNICIPALITY;
            builder.municipality(Municipality.of(region, orNowhere(oneLine(table.get(MUNICIPALITY)))));
            column = TYPE;
            builder.type(oneLine(table.get(TYPE)));
            column = LOCALITY;
            builder.locality(oneLine(table.get(LOCALITY)));
            if (!seen.add(id)) {
                table.leaveOut(Reason.DUPLICATE_SCHOOL, COLUMNS.get(SCHOOL), table.get(SCHOOL));
                return null;
            }
            if (name.length() > LONGEST_NAME) {
                table.note(Reason.SHORTENED_NAME, COLUMNS.get(NAME), name);
            }
            for (int i = NAME; i <= MUNICIPALITY; i++) {
                if (table.get(i).isEmpty()) {
                    table.note(Reason.BLANK_PLACE, COLUMNS.get(i), "");
                }
            }
            return builder;
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(column), table.get(column));
            return null;
        }
    }

    static String oneLine(String text) {
        return LINE_BREAKS.matcher(text).replaceAll(" ");
    }

    private static String orNowhere(String text) {
        return text.isEmpty() ? NOWHERE : text;
    }

    @Override
    public String toString() {
        return "SchoolsCsv[" + mode + "]";
    }
}
