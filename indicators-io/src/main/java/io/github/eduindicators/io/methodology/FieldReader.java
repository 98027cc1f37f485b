package io.github.eduindicators.io.methodology;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Takes the fields of an object one by one; {@link #done} refuses those that nothing asked for. */
final class FieldReader {
    private final JsonValue.Fields object;
    private final Set<String> asked = new LinkedHashSet<>();

    private FieldReader(JsonValue.Fields object) {
        this.object = object;
    }

    static FieldReader of(JsonValue value) {
        if (value instanceof JsonValue.Fields fields) {
            return new FieldReader(fields);
        }
        throw wrong(value, "an object");
    }

    JsonPlace place() {
        return object.place();
    }

    /** The place of a field, whether it is there or not. */
    JsonPlace place(String name) {
        JsonValue value = object.values().get(name);
        return value == null ? place().child(name) : value.place();
    }

    boolean has(String name) {
        return object.values().containsKey(name);
    }

    JsonValue need(String name) {
        return find(name).orElseThrow(() ->
                place().error(Reason.METHODOLOGY_MISSING_FIELD, "the field '" + name + "' is missing"));
    }

    Optional<JsonValue> find(String name) {
        asked.add(name);
        return Optional.ofNullable(object.values().get(name));
    }

    String text(String name) {
        return text(need(name));
    }

    Optional<String> textIfAny(String name) {
        return find(name).map(FieldReader::text);
    }

    double number(String name) {
        return number(need(name));
    }

    OptionalDouble numberIfAny(String name) {
        Optional<JsonValue> value = find(name);
        return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(value.get()));
    }

    int whole(String name) {
        JsonValue value = need(name);
        double number = number(value);
        if (number != Math.rint(number) || Math.abs(number) > 1_000_000_000) {
            throw value.place().error(Reason.METHODOLOGY_VALUE, "a whole number is expected, not " + number);
        }
        return (int) number;
    }

    Optional<Boolean> truthIfAny(String name) {
        return find(name).map(value -> {
            if (value instanceof JsonValue.Truth truth) {
                return truth.value();
            }
            throw wrong(value, "true or false");
        });
    }

    <T> List<T> items(String name, Function<JsonValue, T> reader) {
        return items(need(name), reader);
    }

    <T> List<T> itemsIfAny(String name, Function<JsonValue, T> reader) {
        return find(name).map(value -> items(value, reader)).orElseGet(List::of);
    }

    static <T> List<T> items(JsonValue value, Function<JsonValue, T> reader) {
        if (!(value instanceof JsonValue.Items array)) {
            throw wrong(value, "an array");
        }
        List<T> items = new ArrayList<>();
        array.values().forEach(item -> items.add(reader.apply(item)));
        return items;
    }

    /** The fields of an object whose names mean something. */
    static Map<String, JsonValue> fields(JsonValue value) {
        return of(value).object.values();
    }

    static String text(JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        throw wrong(value, "a text");
    }

    static double number(JsonValue value) {
        if (value instanceof JsonValue.Number number) {
            return number.value();
        }
        throw wrong(value, "a number");
    }

    private static InputException wrong(JsonValue value, String expected) {
        return value.place().error(Reason.METHODOLOGY_VALUE, expected + " is expected, not " + value.kind());
    }

    /** Refuses fields that were not asked for, naming those that may stand here. */
    void done() {
        for (var field : object.values().entrySet()) {
            if (!asked.contains(field.getKey())) {
                throw field.getValue().place().error(Reason.METHODOLOGY_UNKNOWN_FIELD,
                        "unknown; known here: " + String.join(", ", asked));
            }
        }
    }
}
