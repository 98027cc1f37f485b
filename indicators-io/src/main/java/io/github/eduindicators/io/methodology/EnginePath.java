package io.github.eduindicators.io.methodology;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a document what the engine calls {@code K1/1.2/bands[2]}: codes of nodes, then names of parts. As far as it leads;
 * the parts of a rule stand within the field {@code rule}, bands of an axis within the field {@code bands}.
 */
final class EnginePath {
    private static final Pattern INDEX = Pattern.compile("\\[([^\\]]*)\\]");

    private EnginePath() {}

    static JsonPlace place(JsonValue document, String path) {
        if (!(document instanceof JsonValue.Fields fields)) {
            return document.place();
        }
        JsonValue at = fields;
        for (String name : path.split("/", -1)) {
            JsonValue next = step(at, name, at == fields);
            if (next == null) {
                break;
            }
            at = next;
        }
        return at.place();
    }

    private static JsonValue step(JsonValue at, String name, boolean top) {
        if (top) {
            JsonValue root = child(at, "root");
            JsonValue node = root == null ? null : isNode(root, name) ? root : node(root, name);
            return node == null ? part(at, name) : node;
        }
        JsonValue node = node(at, name);
        return node == null ? part(at, name) : node;
    }

    private static JsonValue child(JsonValue value, String name) {
        return value instanceof JsonValue.Fields fields ? fields.values().get(name) : null;
    }

    private static boolean isNode(JsonValue value, String code) {
        return child(value, "code") instanceof JsonValue.Text text && text.value().equals(code);
    }

    private static JsonValue node(JsonValue group, String code) {
        return child(group, "children") instanceof JsonValue.Items items
                ? items.values().stream().filter(item -> isNode(item, code)).findFirst().orElse(null)
                : null;
    }

    /** A field with indexes, in the object itself or in its rule; the object or its rule where there is no such field. */
    private static JsonValue part(JsonValue at, String name) {
        int end = name.indexOf('[');
        String field = end < 0 ? name : name.substring(0, end);
        JsonValue rule = child(at, "rule");
        JsonValue part = child(at, field);
        if (part == null && rule != null) {
            part = child(rule, field);
        }
        if (part == null) {
            return rule;
        }
        for (String index : indexes(name)) {
            JsonValue bands = child(part, "bands");
            JsonValue item = item(bands == null ? part : bands, index);
            if (item == null) {
                break;
            }
            part = item;
        }
        return part;
    }

    private static List<String> indexes(String name) {
        List<String> indexes = new ArrayList<>();
        Matcher matcher = INDEX.matcher(name);
        while (matcher.find()) {
            indexes.add(matcher.group(1));
        }
        return indexes;
    }

    private static JsonValue item(JsonValue value, String index) {
        if (value instanceof JsonValue.Items items && index.matches("[0-9]{1,6}")
                && Integer.parseInt(index) < items.values().size()) {
            return items.values().get(Integer.parseInt(index));
        }
        return child(value, index);
    }
}
