package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.Arrays;
import java.util.List;

/** How scores are spread: bars in the colours of the marks, with the boundaries of the marks as lines. */
final class Histogram {
    private static final double LEFT = 46;
    private static final double TOP = 24;
    private static final double BOTTOM = 36;
    private static final double RIGHT = 6;
    private static final double BAR = 0.84;
    private static final double OUTLINE_BAR = 0.64;
    private static final double WIDE_LABEL = 64;
    private static final double NARROW_LABEL = 16;
    private static final int MOST_TOOLTIPS = 120;

    private final Texts texts;
    private final ScoreScale scale;
    private final double width;
    private final double height;

    private final Svg svg;

    private Histogram(Html html, Texts texts, String title, ScoreScale scale, double width, double height) {
        this.texts = texts;
        this.scale = scale;
        this.width = width;
        this.height = height;
        this.svg = Svg.open(html, title, width, height);
    }

    /** Counts of a region. */
    static void ofRegion(Html html, Texts texts, String title, ScoreDistribution all) {
        new Histogram(html, texts, title, all.scale(), 440, 260).region(all);
    }

    /** Shares of a school before those of its region. */
    static void ofSchool(Html html, Texts texts, String title, ScoreDistribution school, ScoreDistribution region) {
        new Histogram(html, texts, title, school.scale(), 400, 200).school(school, region);
    }

    private void region(ScoreDistribution all) {
        int[] counts = all.histogram();
        Axis y = new Axis(0, Math.max(1, Arrays.stream(counts).max().orElse(1)), height - BOTTOM, TOP);
        for (double tick : Axis.ticks(0, y.to(), 4)) {
            if (tick == Math.rint(tick)) {
                grid(y.at(tick), texts.number((long) tick));
            }
        }
        if (counts.length > MOST_TOOLTIPS) {
            bars(counts, 1, y, BAR);
        } else {
            for (int score = 0; score < counts.length; score++) {
                if (counts[score] > 0) {
                    double top = y.at(counts[score]);
                    svg.rectangle(colour(score), left(score, BAR), top, BAR * step(), y.start() - top,
                            texts.get("histogram.bar", Integer.toString(score), texts.number(counts[score])));
                }
            }
        }
        boundaries();
        marks(all);
        end(texts.get("histogram.x"));
    }

    private void school(ScoreDistribution school, ScoreDistribution region) {
        int[] own = school.histogram();
        int[] all = region.histogram();
        double unit = 100.0 / Math.max(1, school.count());
        double regionUnit = 100.0 / Math.max(1, region.count());
        double most = Math.max(Arrays.stream(own).max().orElse(0) * unit, Arrays.stream(all).max().orElse(0) * regionUnit);
        Axis y = new Axis(0, Math.max(1, most), height - BOTTOM, TOP);
        for (double tick : Axis.ticks(0, y.to(), 4)) {
            grid(y.at(tick), texts.get("percent", texts.number(tick, tick == Math.rint(tick) ? 0 : 1)));
        }
        StringBuilder outline = new StringBuilder("M" + pixel(LEFT) + " " + pixel(y.start()));
        for (int score = 0; score < all.length; score++) {
            outline.append('V').append(pixel(y.at(all[score] * regionUnit)));
            outline.append('H').append(pixel(LEFT + (score + 1) * step()));
        }
        svg.path("region", outline.append('V').append(pixel(y.start())));
        bars(own, unit, y, OUTLINE_BAR);
        boundaries();
        marks(school);
        end(texts.get("histogram.x"));
    }

    private void end(String caption) {
        svg.horizontal("axis", LEFT, width - RIGHT, height - BOTTOM);
        double every = Math.max(1, Axis.step(scale.max(), 10));
        for (double score = 0; score <= scale.max(); score += every) {
            svg.text("mid", LEFT + (score + 0.5) * step(), height - BOTTOM + 14, texts.number((long) score));
        }
        svg.text("mid muted", (LEFT + width - RIGHT) / 2, height - 5, caption);
        svg.close();
    }

    private void grid(double y, String label) {
        svg.horizontal("grid", LEFT, width - RIGHT, y);
        svg.text("end", LEFT - 5, y + 4, label);
    }

    private void bars(int[] counts, double unit, Axis y, double share) {
        for (int mark = 2; mark <= 5; mark++) {
            String colour = "m" + mark;
            StringBuilder path = new StringBuilder();
            for (int score = 0; score < counts.length; score++) {
                if (counts[score] > 0 && colour(score).equals(colour)) {
                    path.append('M').append(pixel(left(score, share))).append(' ').append(pixel(y.start()))
                            .append('V').append(pixel(y.at(counts[score] * unit)))
                            .append('h').append(pixel(share * step())).append('V').append(pixel(y.start())).append('z');
                }
            }
            svg.path(colour, path);
        }
    }

    private void boundaries() {
        for (int cut : scale.cuts()) {
            svg.vertical("cut", LEFT + cut * step(), TOP - 8, height - BOTTOM);
        }
    }

    private void marks(ScoreDistribution scores) {
        if (!scale.hasMarks()) {
            return;
        }
        for (int mark = 2; mark <= 5; mark++) {
            double from = mark == 2 ? 0 : scale.cuts().get(mark - 3);
            double to = mark == 5 ? scale.max() + 1 : scale.cuts().get(mark - 2);
            double room = (to - from) * step();
            if (room >= NARROW_LABEL) {
                String share = texts.number(100 * scores.markShare(mark).orElse(0), 0);
                String digit = Integer.toString(mark);
                String label = room < WIDE_LABEL ? digit : texts.get("histogram.mark", digit, share);
                svg.text("mid", LEFT + (from + to) / 2 * step(), TOP - 10, label);
            }
        }
    }

    private double step() {
        return (width - LEFT - RIGHT) / (scale.max() + 1);
    }

    private double left(int score, double share) {
        return LEFT + (score + (1 - share) / 2) * step();
    }

    /** With one boundary only, what is below has the colour of mark 2 and the rest that of mark 4; with none all are alike. */
    private String colour(int score) {
        List<Integer> cuts = scale.cuts();
        return "m" + (scale.hasMarks() ? scale.mark(score) : !cuts.isEmpty() && score < cuts.get(0) ? 2 : 4);
    }
}
