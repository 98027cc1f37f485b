package io.github.eduindicators.io.report;

/** The figures at the top of a page. */
final class Tiles {
    private Tiles() {}

    static void open(Html html) {
        html.open("div", "class", "tiles");
    }

    static void tile(Html html, String figure, String label, String more) {
        html.open("div", "class", "tile").element("b", figure).element("span", label);
        if (!more.isEmpty()) {
            html.element("small", more);
        }
        html.close();
    }
}
