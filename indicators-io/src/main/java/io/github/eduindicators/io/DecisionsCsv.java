package io.github.eduindicators.io;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Decision;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;

/**
 * Reads management decisions: {@code decision,date,document,recommendation,unit_type,unit,indicator,text}.
 *
 * <p>One row a decision, unit and indicator; a cell may also name several indicators separated by a semicolon, and none. An indicator
 * that is to fall is written {@code code:down}. Dates are written {@code 2020-11-05} or {@code 05.11.2020}. Rows of one decision agree in
 * date, document, recommendation and text; one that does not is left out. A row that repeats a decision, unit and indicator is noted. Units
 * are those that values of indicators have, but not persons; codes of heads and texts stand in no problem.
 */
final class DecisionsCsv {
    private static final List<String> COLUMNS =
            List.of("decision", "date", "document", "recommendation", "unit_type", "unit", "indicator", "text");
    private static final int DECISION = 0;
    private static final int DATE = 1;
    private static final int DOCUMENT = 2;
    private static final int RECOMMENDATION = 3;
    private static final int UNIT_TYPE = 4;
    private static final int UNIT = 5;
    private static final int INDICATOR = 6;
    private static final int TEXT = 7;
    private static final Pattern RUSSIAN_DATE = Pattern.compile("([0-9]{2})\\.([0-9]{2})\\.([0-9]{4})");

    private final CsvTable table;
    private final Set<SchoolId> schools = new TreeSet<>();
    private final Map<String, Set<Municipality>> municipalities = new TreeMap<>();
    /** The first row of each decision. */
    private final Map<String, List<String>> first = new TreeMap<>();
    private final Map<Key, Decision> decisions = new LinkedHashMap<>();

    /** A decision about a unit. */
    private record Key(String decision, Unit unit) {}

    private DecisionsCsv(CsvTable table, Collection<School> register) {
        this.table = table;
        for (School school : register) {
            schools.add(school.id());
            Municipality municipality = school.municipality();
            municipalities.computeIfAbsent(municipality.name(), name -> new TreeSet<>()).add(municipality);
            municipalities.computeIfAbsent(municipality.name() + " (" + municipality.region().name() + ")", name -> new TreeSet<>())
                    .add(municipality);
        }
    }

    /**
     * Reads decisions about units of a register.
     *
     * @return one a decision and unit, in the order of the file
     * @throws InputException if the file cannot be used as a whole
     */
    static List<Decision> read(Path file, Collection<School> register, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            DecisionsCsv rows = new DecisionsCsv(table, register);
            while (table.next()) {
                if (rows.take()) {
                    table.use();
                }
            }
            table.finish();
            return List.copyOf(rows.decisions.values());
        }
    }

    private boolean take() {
        String id = table.get(DECISION);
        if (id.isEmpty()) {
            return leaveOut(Reason.BLANK_VALUE, DECISION, "");
        }
        LocalDate date = date();
        if (date == null) {
            return leaveOut(table.get(DATE).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, DATE, table.get(DATE));
        }
        Unit unit = unit();
        if (unit == null) {
            return false;
        }
        List<Decision.Target> targets = targets();
        if (targets == null) {
            return leaveOut(Reason.BAD_VALUE, INDICATOR, table.get(INDICATOR));
        }
        List<String> said = List.of(date.toString(), table.get(DOCUMENT), table.get(RECOMMENDATION), table.get(TEXT));
        List<String> before = first.get(id);
        if (before != null && !before.equals(said)) {
            int[] columns = {DATE, DOCUMENT, RECOMMENDATION, TEXT};
            int other = 0;
            while (before.get(other).equals(said.get(other))) {
                other++;
            }
            // A text may name persons.
            return leaveOut(Reason.BAD_VALUE, columns[other], columns[other] == TEXT ? "" : table.get(columns[other]));
        }
        return take(new Key(id, unit), date, targets, said);
    }

    private boolean take(Key key, LocalDate date, List<Decision.Target> targets, List<String> said) {
        Decision known = decisions.get(key);
        if (known != null && known.targets().containsAll(targets)) {
            // Nothing new, so nothing is lost.
            table.note(Reason.REPEATED_ROW, COLUMNS.get(INDICATOR), table.get(INDICATOR));
            return true;
        }
        int column = DECISION;
        try {
            Decision decision = Decision.of(key.decision(), date, key.unit());
            column = DOCUMENT;
            decision = decision.withDocument(SchoolsCsv.oneLine(table.get(DOCUMENT)));
            column = RECOMMENDATION;
            decision = decision.withRecommendation(table.get(RECOMMENDATION));
            column = TEXT;
            decision = decision.withText(SchoolsCsv.oneLine(table.get(TEXT)));
            column = INDICATOR;
            List<Decision.Target> all = new ArrayList<>(known == null ? List.of() : known.targets());
            all.addAll(targets);
            decisions.put(key, decision.withTargets(all));
        } catch (IllegalArgumentException e) {
            return leaveOut(Reason.BAD_VALUE, column, column == TEXT ? "" : table.get(column));
        }
        first.putIfAbsent(key.decision(), said);
        return true;
    }

    private boolean leaveOut(Reason reason, int column, String value) {
        table.leaveOut(reason, COLUMNS.get(column), value);
        return false;
    }

    @CheckForNull
    private LocalDate date() {
        Matcher russian = RUSSIAN_DATE.matcher(table.get(DATE));
        try {
            return LocalDate.parse(russian.matches()
                    ? russian.group(3) + "-" + russian.group(2) + "-" + russian.group(1)
                    : table.get(DATE));
        } catch (DateTimeException e) {
            return null;
        }
    }

    @CheckForNull
    private List<Decision.Target> targets() {
        List<Decision.Target> targets = new ArrayList<>();
        for (String text : table.get(INDICATOR).split(";", -1)) {
            if (!text.isBlank()) {
                try {
                    targets.add(Decision.Target.parse(text));
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return targets;
    }

    /** The unit, or none once the row is reported. */
    @CheckForNull
    private Unit unit() {
        UnitType type;
        try {
            type = UnitType.parse(table.get(UNIT_TYPE));
        } catch (IllegalArgumentException e) {
            leaveOut(table.get(UNIT_TYPE).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, UNIT_TYPE, table.get(UNIT_TYPE));
            return null;
        }
        String code = SchoolsCsv.oneLine(table.get(UNIT));
        if (type == UnitType.PERSON) {
            leaveOut(Reason.BAD_VALUE, UNIT_TYPE, table.get(UNIT_TYPE));
            return null;
        }
        if (code.isEmpty()) {
            leaveOut(Reason.BLANK_VALUE, UNIT, "");
            return null;
        }
        try {
            return switch (type) {
                case MUNICIPALITY -> municipality(code);
                case REGION -> Region.of(code);
                case SCHOOL -> school(SchoolId.of(code));
                default -> Unit.of(type, SchoolId.of(code).value());
            };
        } catch (IllegalArgumentException e) {
            leaveOut(Reason.BAD_VALUE, UNIT, type == UnitType.HEAD ? "" : code);
            return null;
        }
    }

    @CheckForNull
    private Unit school(SchoolId id) {
        if (!schools.contains(id)) {
            leaveOut(Reason.UNKNOWN_SCHOOL, UNIT, id.value());
            return null;
        }
        return id;
    }

    @CheckForNull
    private Unit municipality(String name) {
        Set<Municipality> named = municipalities.getOrDefault(name, Set.of());
        if (named.size() != 1) {
            leaveOut(named.isEmpty() ? Reason.UNKNOWN_MUNICIPALITY : Reason.AMBIGUOUS_MUNICIPALITY, UNIT, name);
            return null;
        }
        return named.iterator().next();
    }
}
