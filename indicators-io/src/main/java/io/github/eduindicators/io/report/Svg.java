package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

/** The few shapes that the plots are made of. Colours stand in the style sheet, by class. */
final class Svg {
    private final Html html;

    private Svg(Html html) {
        this.html = html;
    }

    /** Opens a plot; its title is what a screen reader says. */
    static Svg open(Html html, String title, double width, double height) {
        html.open("svg", "class", "plot", "role", "img", "viewBox", "0 0 " + pixel(width) + " " + pixel(height));
        html.element("title", title);
        return new Svg(html);
    }

    void close() {
        html.close();
    }

    /** Opens a part of the plot that cuts off what leaves it. */
    void openWindow(double x, double y, double width, double height) {
        html.open("svg", "x", pixel(x), "y", pixel(y), "width", pixel(width), "height", pixel(height));
    }

    void path(String style, CharSequence steps) {
        if (!steps.isEmpty()) {
            html.empty("path", "class", style, "d", steps.toString());
        }
    }

    void horizontal(String style, double from, double to, double y) {
        path(style, "M" + pixel(from) + " " + pixel(y) + "H" + pixel(to));
    }

    void vertical(String style, double x, double from, double to) {
        path(style, "M" + pixel(x) + " " + pixel(from) + "V" + pixel(to));
    }

    void text(String style, double x, double y, String text) {
        html.element("text", text, "class", style, "x", pixel(x), "y", pixel(y));
    }

    void rectangle(String style, double x, double y, double width, double height, String tooltip) {
        html.open("rect", "class", style, "x", pixel(x), "y", pixel(y), "width", pixel(width), "height", pixel(height));
        tooltip(tooltip);
    }

    void circle(String style, double x, double y, double radius, String tooltip) {
        html.open("circle", "class", style, "cx", pixel(x), "cy", pixel(y), "r", pixel(radius));
        tooltip(tooltip);
    }

    private void tooltip(String tooltip) {
        if (!tooltip.isEmpty()) {
            html.element("title", tooltip);
        }
        html.close();
    }
}
