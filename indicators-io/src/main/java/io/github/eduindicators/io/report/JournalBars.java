package io.github.eduindicators.io.report;

import io.github.eduindicators.results.MarkTable;

/** How many pupils earned less than, the same as and more than their journal mark, in a school and in its region. */
final class JournalBars {
    private static final double WIDTH = 400;
    private static final double LEFT = 4;
    private static final double ROW = 44;
    private static final double BAR = 16;
    private static final double ROOM_FOR_LABEL = 26;

    private JournalBars() {}

    static void of(Html html, Texts texts, MarkTable school, MarkTable region) {
        Svg svg = Svg.open(html, texts.get("journal.title"), WIDTH, 2 * ROW + 8);
        row(svg, texts, texts.get("journal.school", texts.number(school.count())), school, 0);
        row(svg, texts, texts.get("journal.region", texts.number(region.count())), region, ROW);
        svg.close();
    }

    private static void row(Svg svg, Texts texts, String label, MarkTable marks, double top) {
        svg.text("start", LEFT, top + 14, label);
        long[] parts = {marks.lowered(), marks.confirmed(), marks.raised()};
        String[] kinds = {"lowered", "confirmed", "raised"};
        Axis x = new Axis(0, Math.max(1, marks.count()), LEFT, WIDTH - LEFT);
        long before = 0;
        for (int i = 0; i < parts.length; i++) {
            double from = x.at(before);
            double to = x.at(before + parts[i]);
            String share = texts.get("percent", texts.number(100.0 * parts[i] / Math.max(1, marks.count()), 0));
            svg.rectangle(kinds[i], from, top + 20, to - from, BAR, texts.get("journal." + kinds[i]) + ": " + share);
            if (to - from >= ROOM_FOR_LABEL) {
                svg.text("mid on-" + kinds[i], (from + to) / 2, top + 20 + BAR - 4, share);
            }
            before += parts[i];
        }
    }
}
