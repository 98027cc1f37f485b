package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.ProficiencyLevels;
import java.util.List;

/** Pictures of sampled studies: means with their intervals, and shares at the levels. */
final class StudyCharts {
    private static final double WIDTH = 900;
    private static final double LEFT = 320;
    private static final double RIGHT = 60;
    private static final double LINE = 24;
    private static final double TOP = 6;
    private static final double BOTTOM = 24;
    private static final double BAR = 17;
    private static final int LONGEST = 48;
    private static final int END = 9;
    /** A narrower part has no room for its number. */
    private static final double NARROW = 0.05;
    /** On a stronger colour dark letters cannot be read. */
    private static final double DARK = 0.75;

    /** A mean with its name. */
    record Mean(String name, Interval mean) {}

    /** Shares at the levels with their name. */
    record Levels(String name, ProficiencyLevels levels, List<Double> shares) {}

    private StudyCharts() {}

    static void means(Html html, Texts texts, String title, List<Mean> means) {
        double low = means.stream().mapToDouble(m -> m.mean().lower()).min().orElse(0);
        double high = means.stream().mapToDouble(m -> m.mean().upper()).max().orElse(1);
        double room = Math.max(1e-9 * Math.max(Math.abs(low), 1), 0.04 * (high - low));
        Axis x = new Axis(low - room, high + room, LEFT, WIDTH - RIGHT);
        double bottom = TOP + LINE * means.size();
        Svg svg = Svg.open(html, title, WIDTH, bottom + BOTTOM);
        for (double tick : Axis.ticks(x.from(), x.to(), 8)) {
            svg.vertical("grid", x.at(tick), TOP, bottom);
            svg.text("mid", x.at(tick), bottom + 15, texts.number(tick, decimals(x)));
        }
        for (int i = 0; i < means.size(); i++) {
            Mean mean = means.get(i);
            double y = TOP + LINE * (i + 0.5);
            svg.text("end", LEFT - 8, y + 4, shortened(mean.name()));
            svg.horizontal("axis", x.at(mean.mean().lower()), x.at(mean.mean().upper()), y);
            svg.circle("bar", x.at(mean.mean().value()), y, 4, mean.name() + ": " + interval(texts, mean.mean()));
            svg.text("muted", WIDTH - RIGHT + 6, y + 4, texts.number(mean.mean().value(), 1));
        }
        svg.close();
    }

    private static int decimals(Axis x) {
        double step = Axis.step(x.to() - x.from(), 8);
        return step >= 1 ? 0 : step >= 0.1 ? 1 : 3;
    }

    static String interval(Texts texts, Interval interval) {
        return texts.number(interval.value(), 1) + " (" + texts.number(interval.lower(), 1) + "…" + texts.number(interval.upper(), 1) + ")";
    }

    static void levels(Html html, Texts texts, String title, List<Levels> all) {
        Svg svg = Svg.open(html, title, WIDTH, TOP + LINE * all.size() + TOP);
        Axis x = new Axis(0, 1, LEFT, WIDTH - 6);
        for (int i = 0; i < all.size(); i++) {
            Levels bar = all.get(i);
            double y = TOP + LINE * i;
            svg.text("end", LEFT - 8, y + 14, shortened(bar.name()));
            double from = 0;
            for (int level = 0; level < bar.shares().size(); level++) {
                double share = bar.shares().get(level);
                part(html, texts, bar, level, new double[] {x.at(from), y, x.at(from + share) - x.at(from)});
                if (share >= NARROW) {
                    boolean dark = strength(bar.levels(), level) > DARK && (level < bar.levels().basic() || level >= bar.levels().top());
                    svg.text(dark ? "mid on-raised" : "mid", x.at(from + share / 2), y + 13, texts.number(100 * share, 0));
                }
                from += share;
            }
        }
        svg.close();
    }

    /** Below the basic level the lower the stronger, high results the higher the stronger. */
    private static void part(Html html, Texts texts, Levels bar, int level, double[] place) {
        ProficiencyLevels levels = bar.levels();
        boolean low = level < levels.basic();
        boolean high = level >= levels.top();
        html.open("rect", "class", low ? "m2" : high ? "m5" : "m4", "fill-opacity", opacity(strength(levels, level)),
                "x", pixel(place[0]), "y", pixel(place[1]), "width", pixel(Math.max(0, place[2] - 0.6)), "height", pixel(BAR));
        html.element("title", levels.code(level) + " – " + texts.number(100 * bar.shares().get(level), 1) + " %");
        html.close();
    }

    private static double strength(ProficiencyLevels levels, int level) {
        if (level < levels.basic()) {
            return 1 - 0.6 * level / levels.basic();
        }
        return level >= levels.top()
                ? 0.65 + 0.35 * (level - levels.top() + 1) / (levels.bounds().size() - levels.top() + 1)
                : 0.3 + 0.4 * (level - levels.basic()) / Math.max(1, levels.top() - levels.basic());
    }

    /** Two decimals, whatever the language. */
    private static String opacity(double value) {
        long hundredths = Math.round(100 * value);
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }

    /** The end stays: it tells the cycle. */
    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST - END - 1)) + "…"
                        + name.substring(name.offsetByCodePoints(name.length(), -END));
    }
}
