package io.github.eduindicators.examples.postgresql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.stats.Interval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Writes one run in the transaction of a connection, which is committed or rolled back by whoever owns it. */
final class Writing {
    private static final int BATCH = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Connection connection;
    private final String run;

    Writing(Connection connection, String run) {
        this.connection = connection;
        this.run = run;
    }

    void write(long results, List<Finding> findings, List<Problem> problems) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from runs where run = ?")) {
            delete.setString(1, run);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into runs (run, results, left_out) values (?, ?, ?)")) {
            insert.setString(1, run);
            insert.setLong(2, results);
            insert.setLong(3, problems.stream().mapToLong(Problem::count).sum());
            insert.executeUpdate();
        }
        insert("insert into problems (run, number, result_id, column_name, value, reason, rows) values (?, ?, ?, ?, ?, ?, ?)",
                problems, this::set);
        insert("insert into findings (run, number, method, edition, unit_type, region, unit, assessments, outcome, category, p, adjusted_p,"
                        + " statistic, effect, effect_lower, effect_upper, n, facts)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)",
                findings, this::set);
    }

    /** Sets the parameters after run and number. */
    private interface Setter<T> {
        void set(PreparedStatement insert, T value) throws SQLException;
    }

    private <T> void insert(String sql, List<T> rows, Setter<T> setter) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows.size(); i++) {
                insert.setString(1, run);
                insert.setInt(2, i + 1);
                setter.set(insert, rows.get(i));
                insert.addBatch();
                if ((i + 1) % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void set(PreparedStatement insert, Problem problem) throws SQLException {
        if (problem.line() == 0) {
            insert.setNull(3, Types.BIGINT);
        } else {
            insert.setLong(3, problem.line());
        }
        insert.setString(4, problem.column());
        insert.setString(5, problem.value());
        insert.setString(6, problem.reason().name());
        insert.setLong(7, problem.count());
    }

    private void set(PreparedStatement insert, Finding finding) throws SQLException {
        insert.setString(3, finding.method().id());
        insert.setString(4, finding.method().edition());
        insert.setString(5, finding.unit().unitType().code());
        insert.setString(6, finding.unit() instanceof Municipality municipality ? municipality.region().name() : null);
        insert.setString(7, finding.unit().code());
        insert.setArray(8, connection.createArrayOf(
                "text", finding.assessments().stream().map(AssessmentId::value).toArray(String[]::new)));
        insert.setString(9, finding.outcome().name());
        insert.setString(10, finding.category());
        set(insert, 11, finding.p());
        set(insert, 12, finding.adjustedP());
        set(insert, 13, finding.statistic());
        set(insert, 14, effect(finding, Interval::value));
        set(insert, 15, effect(finding, Interval::lower));
        set(insert, 16, effect(finding, Interval::upper));
        if (finding.n().isPresent()) {
            insert.setLong(17, finding.n().getAsLong());
        } else {
            insert.setNull(17, Types.BIGINT);
        }
        insert.setString(18, json(finding.facts()));
    }

    private static OptionalDouble effect(Finding finding, ToDoubleFunction<Interval> part) {
        return finding.effect().stream().mapToDouble(part).findFirst();
    }

    private static void set(PreparedStatement insert, int parameter, OptionalDouble value) throws SQLException {
        if (value.isPresent()) {
            insert.setDouble(parameter, value.getAsDouble());
        } else {
            insert.setNull(parameter, Types.DOUBLE);
        }
    }

    private static String json(List<Fact> facts) {
        ArrayNode array = JSON.createArrayNode();
        for (Fact fact : facts) {
            ObjectNode object = array.addObject().put("key", fact.key());
            if (fact.value() instanceof Long whole) {
                object.put("value", whole);
            } else if (fact.value() instanceof Double number) {
                object.put("value", number);
            } else {
                object.put("value", fact.value().toString());
            }
        }
        return array.toString();
    }
}
