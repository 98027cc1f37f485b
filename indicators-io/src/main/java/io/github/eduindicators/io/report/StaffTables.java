package io.github.eduindicators.io.report;

import io.github.eduindicators.items.StaffDiagnosis;
import java.util.List;
import java.util.Locale;

/** What a diagnosis of staff says of units, as a table; persons stand in none. */
final class StaffTables {
    /** Of fewer persons no figures are given. */
    static final int LEAST_PERSONS = 5;
    private static final List<String> COLUMNS = List.of(
            "unit_type", "unit", "wave", "competency", "deficit_share", "lower", "upper", "mean_share", "persons", "mass");

    private StaffTables() {}

    static List<Table> all(StaffDiagnosis.Result staff, UnitNames names) {
        return List.of(Table.of("staff", COLUMNS, staff.rows().stream().map(row -> row(row, names)).toList()));
    }

    private static List<Object> row(StaffDiagnosis.Row row, UnitNames names) {
        boolean few = row.persons() < LEAST_PERSONS;
        return List.of(
                row.unit().unitType().code(),
                names.of(row.unit()),
                row.wave(),
                row.competency(),
                few ? "" : row.share().value(),
                few ? "" : row.share().lower(),
                few ? "" : row.share().upper(),
                few ? "" : row.meanShare(),
                few ? "" : row.persons(),
                row.mass().name().toLowerCase(Locale.ROOT));
    }
}
