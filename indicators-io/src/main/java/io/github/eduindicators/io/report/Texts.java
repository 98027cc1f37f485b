package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Wording;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** The words and numbers of the report in one language. The texts stand in the resource bundle {@code report}. */
final class Texts {
    private static final String BUNDLE = "io.github.eduindicators.io.report.report";
    private static final String UNKNOWN = "-";

    private final Wording wording;
    private final ResourceBundle bundle;

    private Texts(Wording wording) {
        this.wording = wording;
        this.bundle = ResourceBundle.getBundle(BUNDLE, wording.locale().equals(Locale.ENGLISH) ? Locale.ROOT : wording.locale());
    }

    /** Russian, or English for every other language. */
    static Texts of(Locale locale) {
        return new Texts(Wording.of(locale));
    }

    Locale locale() {
        return wording.locale();
    }

    Wording wording() {
        return wording;
    }

    /** A text with its places {0}, {1} filled; what is filled in is not looked at again. */
    String get(String key, Object... values) {
        String pattern = bundle.getString(key);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int open = pattern.indexOf('{', at);
            if (open < 0) {
                break;
            }
            int close = pattern.indexOf('}', open);
            text.append(pattern, at, open).append(values[Integer.parseInt(pattern.substring(open + 1, close))]);
            at = close + 1;
        }
        return text.append(pattern.substring(at)).toString();
    }

    /** A number with its noun in the form that the language asks for. */
    String counted(String noun, long n) {
        return n + " " + get(noun + "." + form(n));
    }

    private String form(long n) {
        if (!locale().getLanguage().equals("ru")) {
            return n == 1 ? "one" : "many";
        }
        long ten = n % 10;
        long hundred = n % 100;
        if (ten == 1 && hundred != 11) {
            return "one";
        }
        return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? "few" : "many";
    }

    String number(long value) {
        return format("#,##0", value);
    }

    /** With so many decimals exactly. */
    String number(double value, int decimals) {
        return format(decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals), value);
    }

    String number(OptionalDouble value, int decimals) {
        return value.isPresent() ? number(value.getAsDouble(), decimals) : dash();
    }

    /** A p-value as people read it. */
    String p(OptionalDouble value) {
        if (value.isEmpty()) {
            return dash();
        }
        return value.getAsDouble() < 0.001 ? "<" + number(0.001, 3) : number(value.getAsDouble(), 3);
    }

    /** What rounds to nought has no sign. */
    private String format(String pattern, Number value) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale()));
        String text = format.format(value);
        return text.equals(format.format(-0.0)) ? format.format(0.0) : text;
    }

    String dash() {
        return "–";
    }

    String reason(Reason reason) {
        return reason.text(locale());
    }

    String kind(String kind) {
        return wording.named(kind);
    }

    String kinds(List<String> kinds) {
        return kinds.isEmpty() ? dash() : kinds.stream().map(this::kind).collect(Collectors.joining(", "));
    }

    /** The name of a list; regions have lists of their own. */
    String list(String list) {
        return known("list.name.", list);
    }

    /** A part of the code of a criterion: a procedure, a subject, an indicator, or the code itself. */
    String part(String code) {
        String procedure = known("procedure.", code.toUpperCase(Locale.ROOT));
        if (!procedure.equals(code.toUpperCase(Locale.ROOT))) {
            return procedure;
        }
        String indicator = known("indicator.", code);
        return indicator.equals(code) ? wording.named(code) : indicator;
    }

    private String known(String prefix, String code) {
        return bundle.containsKey(prefix + code) ? bundle.getString(prefix + code) : code;
    }

    /** The name of a region or municipality; one that the register does not tell is said in words. */
    String name(Unit unit) {
        if (unit instanceof Region region && region.name().equals(UNKNOWN)) {
            return get("region.unknown");
        }
        return unit instanceof Municipality municipality && municipality.name().equals(UNKNOWN) ? get("municipality.unknown")
                : unit.code();
    }

    /** For example "VPR 2021, mathematics, grade 5". */
    String name(Assessment assessment) {
        return get(
                assessment.season() == Season.AUTUMN ? "assessment.autumn" : "assessment.spring",
                known("procedure.", assessment.procedure().code()),
                Integer.toString(assessment.year()),
                wording.named(assessment.subject().code()),
                Integer.toString(assessment.grade()));
    }

    /** A work that is written each year, by the codes of its parts. */
    String work(String procedure, String subject, int grade) {
        return known("procedure.", procedure) + ", " + wording.named(subject) + (grade == 0 ? "" : ", " + grade);
    }

    String name(AssessmentId id, SchoolResults results) {
        return results.assessment(id).map(this::name).orElse(id.value());
    }

    /** What a finding says, with assessments in words where a fact names them by their identities. */
    String says(Finding finding, SchoolResults results) {
        if (finding.fact("places").isEmpty()) {
            return wording.says(finding);
        }
        Finding.Builder readable = Finding.builder(finding.method(), finding.unit())
                .outcome(finding.outcome())
                .category(finding.category())
                .assessments(finding.assessments());
        finding.p().ifPresent(readable::p);
        finding.adjustedP().ifPresent(readable::adjustedP);
        finding.statistic().ifPresent(readable::statistic);
        finding.effect().ifPresent(readable::effect);
        finding.n().ifPresent(readable::n);
        for (Fact fact : finding.facts()) {
            if (fact.value() instanceof String text) {
                readable.fact(fact.key(), fact.key().equals("places") ? places(text, finding, results) : text);
            } else if (fact.value() instanceof Long whole) {
                readable.fact(fact.key(), (long) whole);
            } else {
                readable.fact(fact.key(), fact.number().orElseThrow());
            }
        }
        return wording.says(readable.build());
    }

    private String places(String text, Finding finding, SchoolResults results) {
        return Arrays.stream(text.split("; ", -1)).map(place -> place(place, finding, results)).collect(Collectors.joining("; "));
    }

    private String place(String place, Finding finding, SchoolResults results) {
        for (AssessmentId id : finding.assessments()) {
            if (place.startsWith(id.value() + ", ")) {
                String rest = place.substring(id.value().length());
                return name(id, results) + (locale().getLanguage().equals("ru") ? rest.replace('.', ',') : rest);
            }
        }
        return place;
    }
}
