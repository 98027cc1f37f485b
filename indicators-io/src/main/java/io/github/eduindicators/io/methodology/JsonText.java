package io.github.eduindicators.io.methodology;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON for people: what fits into a line stands in a line. */
final class JsonText {
    private static final int WIDTH = 140;
    private static final String INDENT = "  ";

    private JsonText() {}

    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "", 0, out);
        return out.append('\n').toString();
    }

    private static void write(Object value, String indent, int before, StringBuilder out) {
        String line = line(value);
        boolean fits = indent.length() + before + line.length() < WIDTH && !indent.isEmpty();
        if (fits || !(value instanceof Map<?, ?> || value instanceof List<?>)) {
            out.append(line);
            return;
        }
        String inner = indent + INDENT;
        boolean object = value instanceof Map<?, ?>;
        Iterator<?> parts = object ? ((Map<?, ?>) value).entrySet().iterator() : ((List<?>) value).iterator();
        out.append(object ? '{' : '[');
        while (parts.hasNext()) {
            Object part = parts.next();
            out.append('\n').append(inner);
            if (part instanceof Map.Entry<?, ?> field) {
                String name = text(field.getKey()) + ": ";
                out.append(name);
                write(field.getValue(), inner, name.length(), out);
            } else {
                write(part, inner, 0, out);
            }
            out.append(parts.hasNext() ? "," : "");
        }
        out.append('\n').append(indent).append(object ? '}' : ']');
    }

    private static String line(Object value) {
        StringBuilder out = new StringBuilder();
        line(value, out);
        return out.toString();
    }

    private static void line(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> fields) {
            String separator = "{";
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                out.append(separator).append(text(field.getKey())).append(": ");
                line(field.getValue(), out);
                separator = ", ";
            }
            out.append('}');
        } else if (value instanceof List<?> items) {
            out.append('[');
            String separator = "";
            for (Object item : items) {
                out.append(separator);
                line(item, out);
                separator = ", ";
            }
            out.append(']');
        } else if (value instanceof Number number) {
            out.append(MethodologyWriter.plain(number.doubleValue()));
        } else if (value instanceof Boolean) {
            out.append(value);
        } else {
            out.append(text(value));
        }
    }

    private static String text(Object value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value.toString())) + '"';
    }
}
