package io.github.eduindicators.io;

import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.CheckForNull;

/**
 * Reads values of indicators that a region brings along ({@code unit_type,unit,indicator,period,value,numerator,denominator}),
 * and what an independent assessment of conditions (НОКО) counted ({@code organisation,period,variable,value}).
 *
 * <p><b>Units.</b> Schools and municipalities are those of the register, a region and every other unit is taken as named. A
 * municipality is written by its name, or as {@code name (region)}, which is needed where two regions have one of that name.
 * Identifiers {@code sch280417} and {@code edu280417} are one.
 *
 * <p><b>Values.</b> A row has a value, or a numerator and a denominator that is not negative, or all three if they agree: the
 * value equals the ratio, or is the ratio rounded to the decimals that it is written with, of which there are at least two;
 * then the ratio counts. A ratio of 0 to 0 is a value that does not apply. What НОКО counts is a whole number; the points of
 * the waiting time are a number from 0 to 100. A variable {@code v} of an organisation becomes the indicator {@code noko.v}.
 * More content respondents than respondents, more materials than are required: that row is left out once the file is read.
 *
 * <p>A second value of a unit, indicator and period is left out. Codes of heads and persons stand in no problem. Memory grows
 * with the rows. Immutable and safe to share between threads.
 */
public final class IndicatorsCsv {
    private static final List<String> COLUMNS =
            List.of("unit_type", "unit", "indicator", "period", "value", "numerator", "denominator");
    private static final int UNIT_TYPE = 0;
    private static final int UNIT = 1;
    private static final int INDICATOR = 2;
    private static final int PERIOD = 3;
    private static final int VALUE = 4;
    private static final int NUMERATOR = 5;
    private static final int DENOMINATOR = 6;

    private static final List<String> NOKO_COLUMNS = List.of("organisation", "period", "variable", "value");
    private static final int ORGANISATION = 0;
    private static final int NOKO_PERIOD = 1;
    private static final int VARIABLE = 2;
    private static final int NOKO_VALUE = 3;
    private static final String NOKO = "noko.";
    private static final Set<String> COUNTS = Set.of(
            "info_stand", "info_stand_norm", "info_site", "info_site_norm", "channels",
            "sat_stand", "sat_stand_n", "sat_site", "sat_site_n",
            "comfort", "sat_comfort", "respondents", "waiting_timely",
            "access_env", "access_service", "sat_access", "disabled_n",
            "polite_first", "polite_service", "polite_remote", "remote_n",
            "recommend", "org_conditions", "overall");
    private static final String POINTS = "waiting_score";
    private static final int MOST_POINTS = 100;
    private static final int FEWEST_DECIMALS = 2;

    private final Set<SchoolId> schools;
    private final Map<String, Set<Municipality>> municipalities;
    private final ReadingMode mode;

    private IndicatorsCsv(Set<SchoolId> schools, Map<String, Set<Municipality>> municipalities, ReadingMode mode) {
        this.schools = schools;
        this.municipalities = municipalities;
        this.mode = mode;
    }

    /**
     * Returns the strict reader of values about these schools, their municipalities, and any other unit.
     *
     * @param schools the register
     * @return the reader
     */
    public static IndicatorsCsv of(Collection<School> schools) {
        Set<SchoolId> ids = new TreeSet<>();
        Map<String, Set<Municipality>> municipalities = new TreeMap<>();
        for (School school : schools) {
            ids.add(school.id());
            Municipality municipality = school.municipality();
            municipalities.computeIfAbsent(municipality.name(), name -> new TreeSet<>()).add(municipality);
            String withRegion = municipality.name() + " (" + municipality.region().name() + ")";
            municipalities.computeIfAbsent(withRegion, name -> new TreeSet<>()).add(municipality);
        }
        return new IndicatorsCsv(ids, municipalities, ReadingMode.STRICT);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public IndicatorsCsv withMode(ReadingMode value) {
        return new IndicatorsCsv(schools, municipalities, Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads values of indicators.
     *
     * @param file the file
     * @return the values
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<IndicatorValues> read(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        Map<IndicatorValues.Key, IndicatorValue> values = new HashMap<>();
        read(file, values, reading);
        return new Loaded<>(IndicatorValues.of(values), reading.problems().list());
    }

    /**
     * Reads what an independent assessment of conditions counted.
     *
     * @param file the file
     * @return the values of organisations, by indicators such as {@code noko.respondents}
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<IndicatorValues> readNoko(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        Map<IndicatorValues.Key, IndicatorValue> values = new HashMap<>();
        readNoko(file, values, reading);
        return new Loaded<>(IndicatorValues.of(values), reading.problems().list());
    }

    /** Adds the values of a file to those of others; of two of the same the first counts. */
    void read(Path file, Map<IndicatorValues.Key, IndicatorValue> values, CsvTable.Reading reading) {
        read(file, COLUMNS, this::indicator, values, reading);
    }

    /** Adds what a file of НОКО counted to the values of others; of two of the same the first counts. */
    void readNoko(Path file, Map<IndicatorValues.Key, IndicatorValue> values, CsvTable.Reading reading) {
        read(file, NOKO_COLUMNS, IndicatorsCsv::noko, values, reading);
    }

    private static void read(
            Path file,
            List<String> columns,
            Format format,
            Map<IndicatorValues.Key, IndicatorValue> values,
            CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, columns)) {
            table.extras().forEach(table::ignore);
            Row row = new Row(table, columns, reading.mode());
            List<Part> parts = new ArrayList<>();
            while (table.next()) {
                row.start();
                Entry entry = format.entry(row);
                if (entry != null && values.putIfAbsent(entry.key(), entry.value()) != null) {
                    row.leaveOut(Reason.DUPLICATE_VALUE, columns.indexOf("value"));
                } else if (entry != null) {
                    table.use();
                    row.use();
                    if (entry.part()) {
                        parts.add(new Part(entry.key(), table.line()));
                    }
                }
            }
            leaveOutTooLarge(parts, values, table);
            if (row.commas) {
                table.noteFile(Reason.DECIMAL_COMMA);
            }
            table.finish();
        }
    }

    /** Leaves out, once all rows are read, what counts more than the whole that it is a part of. */
    private static void leaveOutTooLarge(List<Part> parts, Map<IndicatorValues.Key, IndicatorValue> values, CsvTable table) {
        for (Part part : parts) {
            IndicatorValues.Key key = part.key();
            String whole = NOKO + Noko.wholes().get(key.indicator().substring(NOKO.length()));
            IndicatorValue most = values.get(new IndicatorValues.Key(key.unit(), whole, key.period(), ""));
            double count = values.get(key).value().orElseThrow();
            if (most != null && count > most.value().orElse(count)) {
                values.remove(key);
                String text = String.format(Locale.ROOT, "%.0f", count);
                table.leaveOutAfterAll(part.line(), Reason.MORE_THAN_WHOLE, NOKO_COLUMNS.get(NOKO_VALUE), text);
            }
        }
    }

    @Override
    public String toString() {
        return "IndicatorsCsv[" + schools.size() + " schools, " + mode + "]";
    }

    /** A count that is a part of another, and where it stands. */
    private record Part(IndicatorValues.Key key, long line) {}

    /** What a row says, and whether it is a part of what another row says. */
    private record Entry(IndicatorValues.Key key, IndicatorValue value, boolean part) {}

    /** Makes a value of a row, or leaves the row out and makes none. */
    @FunctionalInterface
    private interface Format {
        @CheckForNull
        Entry entry(Row row);
    }

    /** The current row of a file. */
    private static final class Row {
        private final CsvTable table;
        private final List<String> columns;
        private final ReadingMode mode;
        private final Map<String, String> codes = new HashMap<>();
        private boolean comma;
        private boolean commas;

        Row(CsvTable table, List<String> columns, ReadingMode mode) {
            this.table = table;
            this.columns = columns;
            this.mode = mode;
        }

        void start() {
            comma = false;
        }

        void use() {
            commas |= comma;
        }

        String get(int column) {
            return table.get(column);
        }

        boolean blank(int column) {
            return table.get(column).isEmpty();
        }

        /** One string for all rows that have the same. */
        String shared(String code) {
            String known = codes.putIfAbsent(code, code);
            return known == null ? code : known;
        }

        OptionalDouble number(int column) {
            OptionalDouble number = Numbers.decimal(get(column));
            if (number.isEmpty() && mode == ReadingMode.LENIENT) {
                number = Numbers.withComma(get(column));
                comma |= number.isPresent();
            }
            return number;
        }

        /** Reports the row with what stands in a column; there is no value. */
        @CheckForNull
        <T> T leaveOut(Reason reason, int column) {
            return leaveOut(reason, column, get(column));
        }

        @CheckForNull
        <T> T leaveOut(Reason reason, int column, String value) {
            table.leaveOut(reason, columns.get(column), value);
            return null;
        }
    }

    @CheckForNull
    private Entry indicator(Row row) {
        Unit unit = unit(row);
        IndicatorValues.Key key = unit == null ? null : key(row, unit, row.get(INDICATOR), INDICATOR, PERIOD);
        IndicatorValue value = key == null ? null : value(row);
        return value == null ? null : new Entry(key, value, false);
    }

    @CheckForNull
    private Unit unit(Row row) {
        UnitType type;
        try {
            type = UnitType.parse(row.get(UNIT_TYPE));
        } catch (IllegalArgumentException e) {
            return row.leaveOut(row.blank(UNIT_TYPE) ? Reason.BLANK_VALUE : Reason.BAD_VALUE, UNIT_TYPE);
        }
        if (row.blank(UNIT)) {
            return row.leaveOut(Reason.BLANK_VALUE, UNIT);
        }
        if (type == UnitType.MUNICIPALITY) {
            Set<Municipality> named = municipalities.getOrDefault(SchoolsCsv.oneLine(row.get(UNIT)), Set.of());
            return named.size() == 1
                    ? named.iterator().next()
                    : row.leaveOut(named.isEmpty() ? Reason.UNKNOWN_MUNICIPALITY : Reason.AMBIGUOUS_MUNICIPALITY, UNIT);
        }
        boolean person = type == UnitType.PERSON || type == UnitType.HEAD;
        try {
            if (type == UnitType.REGION) {
                return Region.of(row.shared(SchoolsCsv.oneLine(row.get(UNIT))));
            }
            SchoolId id = SchoolId.of(row.get(UNIT));
            if (type == UnitType.SCHOOL) {
                return schools.contains(id) ? id : row.leaveOut(Reason.UNKNOWN_SCHOOL, UNIT);
            }
            return Unit.of(type, row.shared(id.value()));
        } catch (IllegalArgumentException e) {
            return row.leaveOut(Reason.BAD_VALUE, UNIT, person ? "" : row.get(UNIT));
        }
    }

    @CheckForNull
    private static IndicatorValues.Key key(Row row, Unit unit, String indicator, int column, int periodColumn) {
        Period period;
        try {
            period = Period.parse(row.get(periodColumn));
        } catch (IllegalArgumentException e) {
            return row.leaveOut(row.blank(periodColumn) ? Reason.BLANK_VALUE : Reason.BAD_VALUE, periodColumn);
        }
        try {
            return new IndicatorValues.Key(unit, row.shared(indicator), period, "");
        } catch (IllegalArgumentException e) {
            return row.leaveOut(row.blank(column) ? Reason.BLANK_VALUE : Reason.BAD_VALUE, column);
        }
    }

    @CheckForNull
    private static IndicatorValue value(Row row) {
        boolean ratio = !row.blank(NUMERATOR) || !row.blank(DENOMINATOR);
        if (!ratio && row.blank(VALUE)) {
            return row.leaveOut(Reason.BLANK_VALUE, VALUE);
        }
        double[] numbers = {Double.NaN, Double.NaN, Double.NaN};
        for (int column = VALUE; column <= DENOMINATOR; column++) {
            OptionalDouble number = row.number(column);
            boolean needed = ratio && column != VALUE;
            if (number.isEmpty() && (needed || !row.blank(column))) {
                return row.leaveOut(row.blank(column) ? Reason.BLANK_VALUE : Reason.BAD_VALUE, column);
            }
            numbers[column - VALUE] = number.orElse(Double.NaN);
        }
        if (!ratio) {
            return IndicatorValue.of(numbers[0]);
        }
        IndicatorValue value;
        try {
            value = IndicatorValue.ratio(numbers[1], numbers[2]);
        } catch (IllegalArgumentException e) {
            return row.leaveOut(Reason.BAD_VALUE, DENOMINATOR);
        }
        return row.blank(VALUE) || agrees(numbers[0], row.get(VALUE), value)
                ? value
                : row.leaveOut(Reason.VALUE_DIFFERS, VALUE);
    }

    /** Whether a written value is that of the ratio, or the ratio rounded to two decimals or more. */
    private static boolean agrees(double written, String text, IndicatorValue ratio) {
        if (ratio.value().isEmpty()) {
            return false;
        }
        double difference = Math.abs(written - ratio.value().getAsDouble());
        int decimals = decimals(text);
        double rounding = decimals >= FEWEST_DECIMALS ? StrictMath.pow(10, -decimals) / 2 : 0;
        return difference <= rounding + 1e-12 * Math.abs(written);
    }

    /** How many decimals a number is written with, less its exponent. */
    private static int decimals(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        int end = exponent < 0 ? number.length() : exponent;
        int mark = Math.max(number.indexOf('.'), number.indexOf(','));
        return (mark < 0 ? 0 : end - mark - 1) - (exponent < 0 ? 0 : Integer.parseInt(number.substring(exponent + 1)));
    }

    @CheckForNull
    private static Entry noko(Row row) {
        if (row.blank(ORGANISATION)) {
            return row.leaveOut(Reason.BLANK_VALUE, ORGANISATION);
        }
        Unit unit;
        try {
            unit = Unit.of(UnitType.ORGANISATION, row.shared(SchoolId.of(row.get(ORGANISATION)).value()));
        } catch (IllegalArgumentException e) {
            return row.leaveOut(Reason.BAD_VALUE, ORGANISATION);
        }
        String variable = row.get(VARIABLE);
        boolean points = variable.equals(POINTS);
        if (!points && !COUNTS.contains(variable)) {
            return row.leaveOut(row.blank(VARIABLE) ? Reason.BLANK_VALUE : Reason.UNKNOWN_VARIABLE, VARIABLE);
        }
        IndicatorValues.Key key = key(row, unit, NOKO + variable, VARIABLE, NOKO_PERIOD);
        if (key == null) {
            return null;
        }
        OptionalDouble number = points ? row.number(NOKO_VALUE) : count(row.get(NOKO_VALUE));
        if (number.isEmpty() || points && !(number.getAsDouble() >= 0 && number.getAsDouble() <= MOST_POINTS)) {
            return row.leaveOut(row.blank(NOKO_VALUE) ? Reason.BLANK_VALUE : Reason.BAD_VALUE, NOKO_VALUE);
        }
        return new Entry(key, IndicatorValue.of(number.getAsDouble()), Noko.wholes().containsKey(variable));
    }

    private static OptionalDouble count(String text) {
        OptionalInt count = Numbers.whole(text);
        return count.isPresent() ? OptionalDouble.of(count.getAsInt()) : OptionalDouble.empty();
    }
}
