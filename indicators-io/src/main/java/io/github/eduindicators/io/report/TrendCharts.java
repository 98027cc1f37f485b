package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.trend.Forecast;
import io.github.eduindicators.trend.SlopeFunnel;
import io.github.eduindicators.trend.WlsTrend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The pictures of trends: the slopes of all units against how well they are known, and one unit year by year. */
final class TrendCharts {
    private static final double WIDTH = 600;
    private static final double HEIGHT = 300;
    private static final double LEFT = 46;
    private static final double TOP = 12;
    private static final double BOTTOM = 36;
    private static final double RIGHT = 6;
    private static final int POINTS = 48;

    private static final double SMALL_WIDTH = 240;
    private static final double SMALL_HEIGHT = 110;
    private static final double SMALL_LEFT = 30;
    private static final double SMALL_BOTTOM = 18;

    private TrendCharts() {}

    /** Slopes against their standard errors, the surest left, between the limits of chance and of what units differ by anyhow. */
    static void funnel(Html html, Texts texts, String title, SlopeFunnel.Result funnel, Function<SlopeFunnel.Place, String> style,
            Function<SlopeFunnel.Place, String> name) {
        List<SlopeFunnel.Place> places = funnel.places();
        double widest = places.stream().mapToDouble(place -> error(place.fit())).max().orElse(1);
        double high = 1.1 * places.stream().mapToDouble(place -> Math.abs(slope(place.fit()))).max().orElse(1);
        Axis x = new Axis(0, widest * 1.05, 0, WIDTH - LEFT - RIGHT);
        Axis y = new Axis(-high, high, HEIGHT - TOP - BOTTOM, 0);
        Svg svg = Svg.open(html, title, WIDTH, HEIGHT);
        for (double tick : Axis.ticks(-high, high, 6)) {
            svg.horizontal("grid", LEFT, WIDTH - RIGHT, TOP + y.at(tick));
            svg.text("end", LEFT - 5, TOP + y.at(tick) + 4, texts.number(tick, 2));
        }
        for (double tick : Axis.ticks(0, widest, 5)) {
            svg.text("mid", LEFT + x.at(tick), HEIGHT - BOTTOM + 14, texts.number(tick, 2));
        }
        svg.openWindow(LEFT, TOP, x.end(), y.start());
        limits(svg, funnel, x, y);
        points(svg, places, x, y, style, name);
        svg.close();
        svg.horizontal("axis", LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.text("mid muted", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, texts.get("trends.funnel-x"));
        svg.close();
    }

    private static double slope(WlsTrend.Fit fit) {
        return fit.slope().orElseThrow().value();
    }

    private static double error(WlsTrend.Fit fit) {
        return fit.slopeError().orElseThrow();
    }

    private static void limits(Svg svg, SlopeFunnel.Result funnel, Axis x, Axis y) {
        if (funnel.centre().isEmpty()) {
            return;
        }
        svg.horizontal("mean", 0, x.end(), y.at(funnel.centre().getAsDouble()));
        List<StringBuilder> paths = List.of(new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (int i = 1; i <= POINTS; i++) {
            double error = x.to() * i / POINTS;
            SlopeFunnel.Limits limits = funnel.at(error).orElseThrow();
            double[] values = {limits.limits95().lower(), limits.limits95().upper(), limits.limits998().lower(), limits.limits998().upper()};
            for (int k = 0; k < values.length; k++) {
                paths.get(k).append(i == 1 ? 'M' : 'L').append(pixel(x.at(error))).append(' ').append(pixel(y.at(values[k])));
            }
        }
        for (int k = 0; k < paths.size(); k++) {
            svg.path(k < 2 ? "limit" : "limit far", paths.get(k));
        }
    }

    private static void points(Svg svg, List<SlopeFunnel.Place> places, Axis x, Axis y, Function<SlopeFunnel.Place, String> style,
            Function<SlopeFunnel.Place, String> name) {
        StringBuilder dots = new StringBuilder();
        List<SlopeFunnel.Place> named = new ArrayList<>();
        for (SlopeFunnel.Place place : places) {
            if (style.apply(place).isEmpty()) {
                dots.append('M').append(pixel(x.at(error(place.fit())))).append(' ').append(pixel(y.at(slope(place.fit())))).append("h0");
            } else {
                named.add(place);
            }
        }
        svg.path("dots", dots);
        named.forEach(place -> svg.circle(
                style.apply(place), x.at(error(place.fit())), y.at(slope(place.fit())), 3.6, name.apply(place)));
    }

    /** One unit: its years with their intervals, its line, and what the next year is expected to be. */
    static void small(Html html, Texts texts, String title, YearSeries series, WlsTrend.Fit fit, Optional<Forecast.Prediction> next,
            double reach) {
        List<YearSeries.Point> points = series.points();
        double first = points.get(0).time();
        double last = next.map(prediction -> (double) prediction.period().year()).orElse(points.get(points.size() - 1).time());
        Axis x = new Axis(first - 0.4, last + 0.4, SMALL_LEFT, SMALL_WIDTH - 4);
        Axis y = new Axis(-reach, reach, SMALL_HEIGHT - SMALL_BOTTOM, 4);
        Svg svg = Svg.open(html, title, SMALL_WIDTH, SMALL_HEIGHT);
        for (double tick : Axis.ticks(-reach, reach, 4)) {
            svg.horizontal(tick == 0 ? "mean" : "grid", SMALL_LEFT, SMALL_WIDTH - 4, y.at(tick));
            svg.text("end", SMALL_LEFT - 4, y.at(tick) + 4, texts.number(tick, Axis.step(2 * reach, 4) < 1 ? 1 : 0));
        }
        StringBuilder bars = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (YearSeries.Point point : points) {
            double error = Interval.Z95 * point.standardError().orElse(0);
            bars.append('M').append(pixel(x.at(point.time()))).append(' ').append(pixel(y.at(within(point.value() + error, reach))))
                    .append('V').append(pixel(y.at(within(point.value() - error, reach))));
            dots.append('M').append(pixel(x.at(point.time()))).append(' ').append(pixel(y.at(within(point.value(), reach)))).append("h0");
            svg.text("mid muted", x.at(point.time()), SMALL_HEIGHT - 4, "’" + String.format(Locale.ROOT, "%02d", point.period().year() % 100));
        }
        fit.slope().ifPresent(slope -> svg.path("fitted", line(fit, points, x, y, reach)));
        svg.path("bar", bars);
        svg.path("dots", dots);
        next.ifPresent(prediction -> {
            Interval expected = prediction.interval();
            double at = x.at(prediction.period().year());
            svg.path("expected", "M" + pixel(at) + " " + pixel(y.at(within(expected.upper(), reach))) + "V"
                    + pixel(y.at(within(expected.lower(), reach))));
            svg.path("expected dot", "M" + pixel(at) + " " + pixel(y.at(within(expected.value(), reach))) + "h0");
        });
        svg.close();
    }

    private static String line(WlsTrend.Fit fit, List<YearSeries.Point> points, Axis x, Axis y, double reach) {
        double from = points.get(0).time();
        double to = points.get(points.size() - 1).time();
        return "M" + pixel(x.at(from)) + " " + pixel(y.at(within(fit.at(from).orElseThrow().value(), reach))) + "L" + pixel(x.at(to)) + " "
                + pixel(y.at(within(fit.at(to).orElseThrow().value(), reach)));
    }

    private static double within(double value, double reach) {
        return Math.max(-reach, Math.min(reach, value));
    }
}
