package io.github.eduindicators.io.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks a document against the part of JSON Schema that our schema uses; a keyword it does not know is an error, not a pass. */
public final class JsonSchemaCheck {
    private final JsonNode root;

    public JsonSchemaCheck(JsonNode root) {
        this.root = root;
    }

    public List<String> errors(JsonNode document) {
        List<String> errors = new ArrayList<>();
        check(document, root, "$", errors);
        return errors;
    }

    private void check(JsonNode value, JsonNode schema, String at, List<String> errors) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode rule = keyword.getValue();
            boolean valid = switch (keyword.getKey()) {
                case "$schema", "$id", "$defs", "title", "description" -> true;
                case "$ref" -> {
                    check(value, root.at(rule.asText().substring(1)), at, errors);
                    yield true;
                }
                case "type" -> type(value, rule);
                case "const" -> value.equals(rule);
                case "enum" -> contains(rule, value);
                case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
                case "maximum" -> !value.isNumber() || value.asDouble() <= rule.asDouble();
                case "exclusiveMinimum" -> !value.isNumber() || value.asDouble() > rule.asDouble();
                case "pattern" -> !value.isTextual() || Pattern.compile(rule.asText()).matcher(value.asText()).find();
                case "maxLength" -> !value.isTextual() || value.asText().length() <= rule.asInt();
                case "maxItems" -> !value.isArray() || value.size() <= rule.asInt();
                case "minLength" -> !value.isTextual() || value.asText().length() >= rule.asInt();
                case "minItems" -> !value.isArray() || value.size() >= rule.asInt();
                case "required" -> !value.isObject() || hasAll(value, rule);
                case "dependentRequired" -> dependent(value, rule);
                case "oneOf" -> oneOf(value, rule, at);
                case "properties" -> {
                    rule.properties().forEach(property -> {
                        if (value.has(property.getKey())) {
                            check(value.get(property.getKey()), property.getValue(), at + "." + property.getKey(), errors);
                        }
                    });
                    yield true;
                }
                case "additionalProperties" -> rule.isObject()
                        ? others(value, schema.path("properties"), rule, at, errors)
                        : rule.asBoolean() || onlyKnown(value, schema.path("properties"));
                case "items" -> {
                    for (int i = 0; value.isArray() && i < value.size(); i++) {
                        check(value.get(i), rule, at + "[" + i + "]", errors);
                    }
                    yield true;
                }
                default -> throw new IllegalArgumentException("unknown keyword " + keyword.getKey());
            };
            if (!valid) {
                errors.add(at + " breaks " + keyword.getKey() + " " + rule);
            }
        }
    }

    private static boolean type(JsonNode value, JsonNode rule) {
        if (rule.isArray()) {
            for (JsonNode one : rule) {
                if (type(value, one)) {
                    return true;
                }
            }
            return false;
        }
        return switch (rule.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            default -> throw new IllegalArgumentException("unknown type " + rule);
        };
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode one : array) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(JsonNode value, JsonNode names) {
        for (JsonNode name : names) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean dependent(JsonNode value, JsonNode rule) {
        boolean[] valid = {true};
        rule.properties().forEach(entry -> valid[0] &= !value.has(entry.getKey()) || hasAll(value, entry.getValue()));
        return valid[0];
    }

    private boolean oneOf(JsonNode value, JsonNode rules, String at) {
        int matching = 0;
        for (JsonNode rule : rules) {
            List<String> errors = new ArrayList<>();
            check(value, rule, at, errors);
            matching += errors.isEmpty() ? 1 : 0;
        }
        return matching == 1;
    }

    private boolean others(JsonNode value, JsonNode properties, JsonNode rule, String at, List<String> errors) {
        value.properties().forEach(field -> {
            if (!properties.has(field.getKey())) {
                check(field.getValue(), rule, at + "." + field.getKey(), errors);
            }
        });
        return true;
    }

    private static boolean onlyKnown(JsonNode value, JsonNode properties) {
        Iterator<String> names = value.fieldNames();
        while (names.hasNext()) {
            if (!properties.has(names.next())) {
                return false;
            }
        }
        return true;
    }
}
