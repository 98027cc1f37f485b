package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.stats.Interval;
import java.util.Comparator;
import java.util.List;

/** Effects of many units with their intervals, from the lowest to the highest: how many of them differ from 0 at all. */
final class Caterpillar {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 240;
    private static final double LEFT = 46;
    private static final double TOP = 12;
    private static final double BOTTOM = 24;
    private static final double RIGHT = 6;
    /** The part of the bars that the plot shows whole; longer ones are cut off at its edge. */
    private static final double ROOM = 1.25;

    /** One unit: its effect with the interval, and how it is told. */
    record Bar(String name, Interval effect, String style) {}

    private Caterpillar() {}

    static void of(Html html, Texts texts, String title, List<Bar> bars) {
        List<Bar> sorted = bars.stream()
                .sorted(Comparator.comparingDouble((Bar bar) -> bar.effect().value()).thenComparing(Bar::name))
                .toList();
        double high = ROOM * sorted.stream().mapToDouble(bar -> Math.abs(bar.effect().value())).max().orElse(1);
        Axis y = new Axis(-high, high, HEIGHT - TOP - BOTTOM, 0);
        Axis x = new Axis(-0.5, sorted.size() - 0.5, 0, WIDTH - LEFT - RIGHT);
        Svg svg = Svg.open(html, title, WIDTH, HEIGHT);
        for (double tick : Axis.ticks(-high, high, 6)) {
            svg.horizontal(tick == 0 ? "mean" : "grid", LEFT, WIDTH - RIGHT, TOP + y.at(tick));
            svg.text("end", LEFT - 5, TOP + y.at(tick) + 4, texts.number(tick, high < 1 ? 2 : 1));
        }
        svg.openWindow(LEFT, TOP, x.end(), y.start());
        for (String style : sorted.stream().map(Bar::style).distinct().sorted().toList()) {
            StringBuilder lines = new StringBuilder();
            StringBuilder dots = new StringBuilder();
            for (int i = 0; i < sorted.size(); i++) {
                Bar bar = sorted.get(i);
                if (bar.style().equals(style)) {
                    String at = pixel(x.at(i));
                    lines.append('M').append(at).append(' ').append(pixel(y.at(Math.min(bar.effect().upper(), high))))
                            .append('V').append(pixel(y.at(Math.max(bar.effect().lower(), -high))));
                    dots.append('M').append(at).append(' ').append(pixel(y.at(bar.effect().value()))).append("h0");
                }
            }
            svg.path("bar " + style, lines);
            svg.path("dots " + style, dots);
        }
        svg.close();
        svg.close();
    }
}
