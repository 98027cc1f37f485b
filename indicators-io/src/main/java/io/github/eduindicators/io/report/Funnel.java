package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** School means against the number of pupils, within the limits that chance alone would keep them in. */
final class Funnel {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 260;
    private static final double LEFT = 46;
    private static final double TOP = 12;
    private static final double BOTTOM = 36;
    private static final double RIGHT = 6;
    /** Limits of two standard errors and of three, 95 % and 99.8 %. */
    private static final double[] LIMITS = {1.96, 3.09};
    private static final int POINTS = 48;
    private static final int[] PUPILS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    private final Svg svg;
    private final Texts texts;
    private final Axis x;
    private final Axis y;

    private Funnel(Svg svg, Texts texts, Axis x, Axis y) {
        this.svg = svg;
        this.texts = texts;
        this.x = x;
        this.y = y;
    }

    /** Draws the schools of a work; those in the set are told apart and named. */
    static void of(Html html, Texts texts, String title, RegionData.Work work, Set<SchoolId> signs) {
        double low = work.schools().stream().mapToDouble(Funnel::mean).min().orElse(0);
        double high = work.schools().stream().mapToDouble(Funnel::mean).max().orElse(1);
        double room = Math.max(0.5, (high - low) * 0.06);
        long most = work.schools().stream().mapToLong(result -> result.scores().count()).max().orElse(1);
        Axis x = new Axis(Math.log(0.9), Math.log(Math.max(10, most) * 1.1), 0, WIDTH - LEFT - RIGHT);
        Axis y = new Axis(
                Math.max(0, low - room), Math.min(work.assessment().scale().max(), high + room), HEIGHT - TOP - BOTTOM, 0);
        new Funnel(Svg.open(html, title, WIDTH, HEIGHT), texts, x, y).draw(work, signs);
    }

    private static double mean(SchoolResult result) {
        return result.scores().mean().orElseThrow();
    }

    private void draw(RegionData.Work work, Set<SchoolId> signs) {
        for (double tick : Axis.ticks(y.from(), y.to(), 5)) {
            svg.horizontal("grid", LEFT, WIDTH - RIGHT, TOP + y.at(tick));
            svg.text("end", LEFT - 5, TOP + y.at(tick) + 4, texts.number(tick, tick == Math.rint(tick) ? 0 : 1));
        }
        for (int pupils : PUPILS) {
            if (Math.log(pupils) <= x.to()) {
                svg.text("mid", LEFT + x.at(Math.log(pupils)), HEIGHT - BOTTOM + 14, texts.number(pupils));
            }
        }
        svg.openWindow(LEFT, TOP, x.end(), y.start());
        limits(work.all());
        points(work.schools(), signs);
        svg.close();
        svg.horizontal("axis", LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.text("mid muted", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, texts.get("funnel.x"));
        svg.close();
    }

    private void limits(ScoreDistribution all) {
        double mean = all.mean().orElseThrow();
        svg.horizontal("mean", 0, x.end(), y.at(mean));
        if (all.variance().isEmpty()) {
            return;
        }
        double spread = Math.sqrt(all.variance().getAsDouble());
        for (double limit : LIMITS) {
            StringBuilder path = new StringBuilder();
            for (int side = -1; side <= 1; side += 2) {
                for (int i = 0; i <= POINTS; i++) {
                    double log = x.from() + (x.to() - x.from()) * i / POINTS;
                    path.append(i == 0 ? 'M' : 'L').append(pixel(x.at(log))).append(' ')
                            .append(pixel(y.at(mean + side * limit * spread / Math.sqrt(Math.exp(log)))));
                }
            }
            svg.path(limit < 2 ? "limit" : "limit far", path);
        }
    }

    private void points(List<SchoolResult> schools, Set<SchoolId> signs) {
        StringBuilder dots = new StringBuilder();
        List<SchoolResult> named = new ArrayList<>();
        for (SchoolResult result : schools) {
            if (signs.contains(result.school().id())) {
                named.add(result);
            } else {
                dots.append('M').append(pixel(across(result))).append(' ').append(pixel(y.at(mean(result)))).append("h0");
            }
        }
        svg.path("dots", dots);
        for (SchoolResult result : named) {
            String pupils = texts.number(result.scores().count());
            svg.circle("sign", across(result), y.at(mean(result)), 3.6,
                    texts.get("funnel.school", result.school().name(), pupils, texts.number(mean(result), 1)));
        }
    }

    private double across(SchoolResult result) {
        return x.at(Math.log(result.scores().count()));
    }
}
