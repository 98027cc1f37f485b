package io.github.eduindicators.benchmarks.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The tables of the study, made from what was screened. */
final class StudyTables {
    static final double SHARE = 0.01;
    static final double NOMINAL = 0.05;
    static final double LOOK_ALIKE = 0.05;

    private static final double[] LEVELS = {0.05, 0.01, 0.001};
    private static final double[] NOMINALS = {0.02, 0.05, 0.10};
    private static final List<Target> TARGETS = List.of(
            new Target("mean", 0.75, 0.70, 0.08),
            new Target("cutoff", 0.75, 0.95, 0.03),
            new Target("copying", 0.75, 0.90, 0.08),
            new Target("journal", 0.75, 0.90, 0.03),
            new Target("fitted", 0.85, 0.95, 0.08),
            new Target("spike", 0.93, 0.97, 0.03));
    private static final double LIST_ALL = 0.75;
    private static final double LIST_LARGE = 0.90;

    private record Target(String kind, double all, double large, double lyceums) {}

    private record Group(String label, Predicate<Truth> holds) {}

    private StudyTables() {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (SizeBand band : SizeBand.values()) {
            groups.add(new Group(band.label(), truth -> truth.band() == band));
        }
        groups.add(new Group("all", truth -> true));
        groups.add(new Group("25 and more", truth -> truth.band().large()));
        return groups;
    }

    private static Predicate<Truth> violators(String kind) {
        return truth -> truth.violation().code().equals(kind);
    }

    private static Predicate<Truth> alike(LookAlike kind) {
        return truth -> truth.honest() && truth.lookAlike() == kind;
    }

    private static double threshold(Screened screened, String kind) {
        return screened.detection(kind).threshold(SHARE, Truth::honest);
    }

    /** AUC and power at 1 % of false positives, by kind and size, where a score is chosen for each kind. */
    static Table power(String name, String title, Screened screened, UnaryOperator<String> score) {
        Table table = Table.of(name, title, "kind", "cohort", "violators", "AUC", "power", "power at 1 % within the band");
        for (String kind : Screened.KINDS) {
            String used = score.apply(kind);
            Detection detection = screened.detection(used);
            double threshold = threshold(screened, used);
            for (Group group : groups()) {
                Predicate<Truth> violators = violators(kind).and(group.holds());
                Predicate<Truth> honest = group.holds().and(Truth::honest);
                Rate power = detection.below(threshold, violators);
                table.row(kind, group.label(), power.trials(), detection.auc(violators, honest), power,
                        detection.below(detection.threshold(SHARE, honest), violators));
            }
        }
        return table;
    }

    static Table scopes(String name, Screened screened, int years) {
        Table table = Table.of(name, "Power at 1 % false positives by where the violation was",
                "kind", "where", "all", "25 and more");
        for (String kind : Screened.KINDS) {
            Detection detection = screened.detection(kind);
            double threshold = threshold(screened, kind);
            List<String> labels = screened.truths().stream()
                    .filter(violators(kind)).map(t -> t.scope().label(years)).distinct().sorted().toList();
            for (String label : labels) {
                Predicate<Truth> which = violators(kind).and(truth -> truth.scope().label(years).equals(label));
                table.row(kind, label, detection.below(threshold, which),
                        detection.below(threshold, which.and(truth -> truth.band().large())));
            }
        }
        return table;
    }

    /** How often honest schools of each sort, and violators of other kinds, are below the threshold of each kind. */
    static Table lookAlikes(String name, Screened screened) {
        List<String> scores = Stream.concat(Screened.KINDS.stream(), Stream.of(Screened.COMBINED, Screened.SIGNS)).toList();
        List<String> columns = new ArrayList<>(List.of("schools"));
        columns.addAll(scores);
        columns.add("on the list");
        Table table = Table.of(name, "Flagged at 1 % false positives: honest look-alikes and violators of each kind",
                columns.toArray(String[]::new));
        List<Group> sorts = new ArrayList<>();
        for (LookAlike kind : LookAlike.values()) {
            sorts.add(new Group(kind == LookAlike.NONE ? "ordinary" : kind.code(), alike(kind)));
        }
        for (String kind : Screened.KINDS) {
            sorts.add(new Group("violators: " + kind, violators(kind)));
        }
        for (Group sort : sorts) {
            if (screened.truths().stream().anyMatch(sort.holds())) {
                List<Object> row = new ArrayList<>(List.of(sort.label()));
                scores.forEach(score -> row.add(screened.detection(score).below(threshold(screened, score), sort.holds())));
                row.add(screened.list().atMost(NOMINAL, sort.holds()));
                table.row(row);
            }
        }
        return table;
    }

    static Table list(String name, Screened screened) {
        Table table = Table.of(name, "The list at several nominal rates", "nominal FDR", "listed", "false among listed",
                "mean of worlds", "violators found", "of cohort 25 and more");
        for (double nominal : NOMINALS) {
            Rate wrong = screened.falseShare(nominal);
            table.row(nominal, wrong.trials(), wrong, Arrays.stream(screened.falseShares(nominal)).average().orElse(0),
                    found(screened, nominal, truth -> true), found(screened, nominal, truth -> truth.band().large()));
        }
        return table;
    }

    private static Rate found(Screened screened, double nominal, Predicate<Truth> which) {
        return screened.list().atMost(nominal, which.and(truth -> !truth.honest()));
    }

    /** What a rule "at least so many signs" does. */
    static Table signs(String name, Screened screened) {
        Table table = Table.of(name, "The plain ФИОКО signs as a rule: at least so many in all years", "signs", "listed",
                "false among listed", "ordinary honest schools", "lyceums", "violators found", "of cohort 25 and more");
        Detection signs = screened.detection(Screened.SIGNS);
        for (int least : new int[] {1, 2, 3, 5, 8}) {
            Rate listed = signs.atMost(-least, truth -> true);
            Rate honest = signs.atMost(-least, Truth::honest);
            table.row(least, listed.count(), new Rate(honest.count(), listed.count()), signs.atMost(-least, Truth::ordinary),
                    signs.atMost(-least, alike(LookAlike.LYCEUM)), signs.atMost(-least, truth -> !truth.honest()),
                    signs.atMost(-least, truth -> !truth.honest() && truth.band().large()));
        }
        return table;
    }

    /** How often honest schools have p at or below nominal levels. */
    static Table calibration(String name, String title, Screened screened) {
        Table table = Table.of(name, title, "kind", "cohort", "testable", "at 0.05", "at 0.01", "at 0.001", "verdict");
        for (String kind : Stream.concat(Screened.KINDS.stream(), Stream.of(Screened.COMBINED)).toList()) {
            Detection detection = screened.detection(kind);
            for (Group group : groups()) {
                Predicate<Truth> honest = group.holds().and(Truth::honest);
                List<Object> row = new ArrayList<>(List.of(kind, group.label(), detection.below(1, honest)));
                StringBuilder verdict = new StringBuilder();
                for (double level : LEVELS) {
                    Rate rate = detection.atMost(level, honest);
                    row.add(rate);
                    if (rate.surelyAbove(level)) {
                        verdict.append(verdict.isEmpty() ? "above " : "; ").append(level + " (" + rate.against(level) + ")");
                    }
                }
                row.add(verdict.isEmpty() ? "holds" : verdict.toString());
                table.row(row);
            }
        }
        return table;
    }

    private static String atLeast(Rate rate, double target) {
        return rate.surelyBelow(target) ? "missed" : rate.value() < target ? "not refuted" : "met";
    }

    private static String atMost(Rate rate, double target) {
        return rate.surelyAbove(target) ? "missed" : rate.value() > target ? "not refuted" : "met";
    }

    static Table targets(String name, Screened screened) {
        Table table = Table.of(name, "Targets", "what", "measure", "target", "measured", "verdict");
        for (Target target : TARGETS) {
            Detection detection = screened.detection(target.kind());
            double threshold = threshold(screened, target.kind());
            Rate all = detection.below(threshold, violators(target.kind()));
            Rate large = detection.below(threshold, violators(target.kind()).and(truth -> truth.band().large()));
            Rate lyceums = detection.below(threshold, alike(LookAlike.LYCEUM));
            table.row(target.kind(), "power, all schools", "at least " + target.all(), all, atLeast(all, target.all()));
            table.row(target.kind(), "power, cohort 25 and more", "at least " + target.large(), large,
                    atLeast(large, target.large()));
            table.row(target.kind(), "lyceums flagged", "at most " + target.lyceums(), lyceums,
                    atMost(lyceums, target.lyceums()));
            for (LookAlike kind : LookAlike.values()) {
                Rate other = detection.below(threshold, alike(kind));
                if (kind != LookAlike.NONE && kind != LookAlike.LYCEUM && other.trials() > 0) {
                    table.row(target.kind(), kind.code() + " flagged", "at most " + LOOK_ALIKE, other, atMost(other, LOOK_ALIKE));
                }
            }
        }
        Rate wrong = screened.falseShare(NOMINAL);
        Rate all = found(screened, NOMINAL, truth -> true);
        Rate large = found(screened, NOMINAL, truth -> truth.band().large());
        table.row("list", "false among listed", "at most " + NOMINAL, wrong, atMost(wrong, NOMINAL));
        table.row("list", "violators found", "at least " + LIST_ALL, all, atLeast(all, LIST_ALL));
        table.row("list", "violators found, cohort 25 and more", "at least " + LIST_LARGE, large, atLeast(large, LIST_LARGE));
        return table;
    }

    static Table variants(String name, Map<String, Screened> harmed, Map<String, Screened> honest) {
        Table table = Table.of(name, "Departures from the ordinary world",
                "variant", "kind", "honest at 0.05", "at 0.01", "at 0.001",
                "worst band", "power, all", "power, cohort 25 and more");
        harmed.forEach((variant, screened) -> {
            for (String kind : Screened.KINDS) {
                Detection calm = honest.get(variant).detection(kind);
                Detection detection = screened.detection(kind);
                double threshold = threshold(screened, kind);
                List<Object> row = new ArrayList<>(List.of(variant, kind));
                for (double level : LEVELS) {
                    row.add(calm.atMost(level, Truth::honest));
                }
                row.add(worst(calm));
                row.add(detection.below(threshold, violators(kind)));
                row.add(detection.below(threshold, violators(kind).and(truth -> truth.band().large())));
                table.row(row);
            }
        });
        return table;
    }

    /** The band and level where honest schools are surely above the level by the largest factor, or "holds". */
    private static String worst(Detection detection) {
        String worst = "holds";
        double factor = 0;
        for (Group group : groups()) {
            for (double level : LEVELS) {
                Rate rate = detection.atMost(level, group.holds().and(Truth::honest));
                if (rate.surelyAbove(level) && rate.lower() / level > factor) {
                    factor = rate.lower() / level;
                    worst = group.label() + " at " + level + ": " + rate.against(level);
                }
            }
        }
        return worst;
    }

    static Table variantLists(String name, Map<String, Screened> harmed, Map<String, Screened> honest) {
        Table table = Table.of(name, "The list at nominal 0.05 under departures", "variant", "listed", "false among listed",
                "violators found", "of cohort 25 and more", "listed in worlds without violators");
        harmed.forEach((variant, screened) -> {
            Rate wrong = screened.falseShare(NOMINAL);
            Rate calm = honest.get(variant).list().atMost(NOMINAL, truth -> true);
            table.row(variant, wrong.trials(), wrong, found(screened, NOMINAL, truth -> true),
                    found(screened, NOMINAL, truth -> truth.band().large()), calm);
        });
        return table;
    }
}
