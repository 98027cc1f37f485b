package io.github.eduindicators.io.methodology;

import java.util.List;
import java.util.Map;

/** A value of a JSON document that knows where it stands. There is no null. */
sealed interface JsonValue {
    JsonPlace place();

    /** What the value is, as a message says it. */
    String kind();

    record Fields(JsonPlace place, Map<String, JsonValue> values) implements JsonValue {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record Items(JsonPlace place, List<JsonValue> values) implements JsonValue {
        @Override
        public String kind() {
            return "an array";
        }
    }

    record Text(JsonPlace place, String value) implements JsonValue {
        @Override
        public String kind() {
            return "a text";
        }
    }

    record Number(JsonPlace place, double value) implements JsonValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Truth(JsonPlace place, boolean value) implements JsonValue {
        @Override
        public String kind() {
            return Boolean.toString(value);
        }
    }
}
