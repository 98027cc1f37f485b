package io.github.eduindicators.io.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is well-formed XML too: every element is closed, every text and attribute escaped. The only way to write
 * anything unescaped is {@link #trusted}.
 */
final class Html {
    private static final Set<String> OWN_LINE = Set.of(
            "head", "title", "meta", "style", "script", "body", "header", "nav", "main", "section", "div", "p", "ul", "li",
            "h1", "h2", "h3", "h4",
            "table", "thead", "tbody", "tr", "figure", "figcaption", "details", "summary", "svg", "footer", "html");

    private final Writer out;
    private final Deque<String> open = new ArrayDeque<>();

    Html(Writer out) {
        this.out = out;
    }

    /** Opens an element; attributes are pairs of name and value. */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        write(">");
        open.push(tag);
        return this;
    }

    private void start(String tag, String... attributes) {
        write("<");
        write(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            write(" ");
            write(attributes[i]);
            write("=\"");
            write(escape(attributes[i + 1]));
            write("\"");
        }
    }

    /** Closes the element that was opened last. */
    Html close() {
        String tag = open.pop();
        write("</");
        write(tag);
        write(OWN_LINE.contains(tag) ? ">\n" : ">");
        return this;
    }

    Html text(String text) {
        write(escape(text));
        return this;
    }

    /** A whole element with a text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element without content: void in HTML, or of SVG. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        write(OWN_LINE.contains(tag) ? "/>\n" : "/>");
        return this;
    }

    /** Text of our own that is HTML already. */
    Html trusted(String html) {
        write(html);
        return this;
    }

    /** Ends the document. */
    void end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements are still open: " + open);
        }
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Escapes for content and quoted attributes; what XML forbids, and signs that reverse the order of text, are replaced. */
    static String escape(String text) {
        StringBuilder escaped = null;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            String instead = instead(point);
            if (instead != null && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (escaped != null) {
                if (instead == null) {
                    escaped.appendCodePoint(point);
                } else {
                    escaped.append(instead);
                }
            }
            at += Character.charCount(point);
        }
        return escaped == null ? text : escaped.toString();
    }

    @javax.annotation.CheckForNull
    private static String instead(int point) {
        return switch (point) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> forbidden(point) ? "\uFFFD" : null;
        };
    }

    private static boolean forbidden(int point) {
        boolean control = point < ' ' && point != '\t' && point != '\n' || point >= 0x7F && point <= 0x9F;
        boolean reverses = point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return control || reverses || surrogate || (point & 0xFFFE) == 0xFFFE;
    }
}
