package io.github.eduindicators.io.methodology;

import io.github.eduindicators.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Documents of the tests. */
final class MethodologyTexts {
    static final List<String> SHIPPED = List.of(
            "accreditation-general-example", "accreditation-general-no-pupils-example", "heads-effectiveness-example",
            "methodical-work-example", "motivating-monitoring-example", "municipal-mechanisms-example",
            "noko-344n-education-2018", "noko-344n-education-2024", "teachers-development-example");

    /** A file as a region writes it. */
    static final String OWN = """
            {
              "format": "education-indicators/methodology", "version": 1,
              "id": "own", "edition": "2021", "title": "Показатели школ области", "status": "regional",
              "source": "Приказ министерства области от 01.02.2021 № 7",
              "validFrom": "2021-01-01", "validTo": "2021-12-31", "unitTypes": ["school"],
              "levelScale": "points",
              "levels": [{"code": "low", "title": "низкий", "range": "[0;2)", "attention": true},
                         {"code": "ok", "title": "достаточный", "range": "[2;3]"}],
              "root": {"code": "all", "title": "Всего", "aggregation": "sum", "children": [
                {"code": "pass", "title": {"ru": "Успеваемость", "en": "Pass rate"},
                 "source": {"metric": "pass_rate", "factor": 100},
                 "rule": {"type": "bands", "range": "[0;100]", "bands": [
                   {"range": "[0;50)", "points": 0}, {"range": "[50;80)", "points": 1},
                   {"range": "[80;100]", "points": 2, "label": "good"}]}},
                {"code": "site", "title": "Сайт", "source": {"metric": "site"}, "rule": {"type": "flag", "points": 1},
                 "evidence": "Сайт школы"}]}
            }
            """;

    /** One node of every kind, every rule, every option. */
    static final String EVERYTHING = """
            {"format": "education-indicators/methodology", "version": 1, "id": "everything", "edition": "1 а", "title": "Всё",
             "status": "example",
             "unitTypes": ["school", "municipality"], "missing": {"notApplicable": "zero", "unknown": "neutral",
              "neutralShare": 0.25},
             "minimumWeight": 0.1, "rounding": {"when": "each_step", "decimals": 2, "mode": "half_even"}, "levelScale": "percent",
             "levels": [{"code": "bad", "title": "b", "range": "empty"}, {"code": "a", "title": "a", "range": "[0;50]"},
                        {"code": "c", "title": "c", "range": "(50;100]"}],
             "vetoes": [{"when": [{"codes": ["r1", "r2"], "of": "points", "range": "(-inf;0.5)", "atLeast": 1}], "level": "bad"}],
             "root": {"code": "root", "title": "r", "aggregation": "sum", "maxPoints": 41, "caps": [
                 {"when": [{"codes": ["g1"], "of": "percent", "range": "[0;10]"}], "atMost": 5}], "children": [
               {"code": "g1", "title": "g", "aggregation": "weighted_mean", "maxPoints": 10, "weightTotal": 2,
                "minimumWeight": 0.5,
                "missing": {"notApplicable": "fail", "unknown": "reweight"}, "childrenMissing": {"notApplicable": "neutral",
                 "unknown": "zero"},
                "weightSets": [{"unavailable": ["r2"], "weights": {"r1": 2}}, {"unitTypes": ["school"], "weights": {"r1": 0.5,
                 "r2": 1.5}}],
                "children": [
                 {"code": "r1", "title": "t", "source": {"metric": "a"}, "direction": "lower_better", "decimals": 1,
                  "rounding": "floor",
                  "rule": {"type": "linear", "from": 10, "to": 0.5, "fromPoints": 0, "toPoints": 3, "outside": "out_of_range"}},
                 {"code": "r2", "title": "t", "source": {"numerator": ["a", "b"], "denominator": ["c"], "factor": 100},
                  "decimals": 0, "minimumN": 10,
                  "rule": {"type": "bands", "range": "[0;100]", "bands": [{"range": "[0;19]", "points": 0},
                   {"range": "[20;100]", "points": 3}]}}]},
               {"code": "g2", "title": "g", "aggregation": "best", "weight": 2, "maxPoints": 8, "children": [
                 {"code": "r3", "title": "t", "source": {"change": {"metric": "a", "factor": 100}, "periods": 2},
                  "rule": {"type": "scaled", "factor": 2, "cap": 8}, "unitTypes": ["school"]},
                 {"code": "r4", "title": "t", "source": {"metric": "a"}, "missing": {"notApplicable": "zero",
                  "unknown": "zero"}, "rule":
                  {"type": "best_of", "rules": [{"type": "quantile_bands", "ties": "not_better", "minimumPeers": 5, "bands": [
                     {"range": "[0;50)", "points": 1}, {"range": "[50;100]", "points": 2, "label": "upper"}]},
                   {"type": "ratio_to_best", "points": 4, "scale": "min_max", "minimumPeers": 2}]}}]},
               {"code": "g3", "title": "g", "aggregation": "geometric", "maxPoints": 5, "weightTotal": 2, "children": [
                 {"code": "r5", "title": "t", "source": {"metric": "a"}, "rule": {"type": "matrix",
                   "status": {"range": "[0;2]", "bands": [{"range": "[0;1)", "label": "x"}, {"range": "[1;2]"}]},
                   "change": {"source": {"change": {"metric": "a"}}, "direction": "unordered", "decimals": 2,
                    "range": "(-inf;inf)",
                              "bands": [{"range": "(-inf;0)"}, {"range": "[0;inf)"}]},
                   "cells": [[{"points": 0}, {"points": 1, "label": "red"}], [{"points": 2}, {"points": 5}]]}},
                 {"code": "r6", "title": "t", "source": {"metric": "value_added"}, "rule": {"type": "threshold_and_interval",
                  "reference": 0,
                   "range": "(-inf;inf)", "bands": [{"range": "(-inf;0.5)"}, {"range": "[0.5;inf)"}],
                   "cells": [[{"points": 0}, {"points": 1}, {"points": 2}], [{"points": 0}, {"points": 1}, {"points": 4}]]}}]},
               {"code": "r7", "title": "t", "source": {"metric": "a"}, "direction": "unordered", "rule": {"type": "keyed",
                "key": "unit_type",
                 "rules": {"school": {"type": "flag", "points": 10}, "municipality": {"type": "not_applicable"}},
                 "otherwise": {"type": "not_applicable"}}}]}}
            """;

    private MethodologyTexts() {}

    static String shipped(String name) {
        try (InputStream in = MethodologyJson.class.getResourceAsStream(name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of the refusal; fails if the document is taken. */
    static InputException refused(String json) {
        try {
            throw new AssertionError("taken: " + MethodologyJson.parse("own.json", json));
        } catch (InputException e) {
            return e;
        }
    }
}
