package io.github.eduindicators.composite;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;

/** Tables of numbers for the tests of this package; each file says where its numbers come from. */
final class Tables {
    static final Period YEAR = Period.of(2021);

    private Tables() {}

    static Unit unit(String code) {
        return Unit.of(UnitType.ORGANISATION, code);
    }

    static CompositeIndicator.Builder builder(String id) {
        return CompositeIndicator.builder(id).unitType(UnitType.ORGANISATION);
    }

    /** The rows with the header first, split at commas. */
    static List<String[]> rows(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Tables.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header with the codes after the first cell, then by row a unit and its cells, which may be blank. */
    static IndicatorValues values(List<String[]> rows) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (String[] row : rows.subList(1, rows.size())) {
            for (int i = 1; i < row.length; i++) {
                if (!row[i].isBlank()) {
                    values.add(unit(row[0]), rows.get(0)[i], YEAR, IndicatorValue.of(Double.parseDouble(row[i])));
                }
            }
        }
        return values.build();
    }

    /** By column a code and its cells; NaN is a cell without a row. Units are u00, u01, ... */
    static IndicatorValues columns(String[] codes, double[]... columns) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int c = 0; c < codes.length; c++) {
            for (int i = 0; i < columns[c].length; i++) {
                if (!Double.isNaN(columns[c][i])) {
                    values.add(row(i), codes[c], YEAR, IndicatorValue.of(columns[c][i]));
                }
            }
        }
        return values.build();
    }

    static IndicatorValues column(double... values) {
        return columns(new String[] {"x"}, values);
    }

    static Unit row(int i) {
        return unit(String.format("u%02d", i));
    }

    /** The cells of a code by row of the table, NaN where there is no number. */
    static double[] cells(IndicatorValues values, String code, int rows) {
        double[] cells = new double[rows];
        Arrays.setAll(cells, i -> values.value(row(i), code, YEAR).flatMap(Tables::number).orElse(Double.NaN));
        return cells;
    }

    static java.util.Optional<Double> number(IndicatorValue value) {
        return value.value().isPresent() ? java.util.Optional.of(value.value().getAsDouble()) : java.util.Optional.empty();
    }

    static double number(IndicatorValues values, Unit unit, String code) {
        return values.value(unit, code, YEAR).orElseThrow().value().orElseThrow();
    }

    /** A part in 10^9. */
    static Offset<Double> near(double expected) {
        return Assertions.within(1e-9 * Math.abs(expected) + 1e-12);
    }
}
