package io.github.eduindicators.finding;

import io.github.eduindicators.model.AssessmentId;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.OptionalDouble;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Findings in words, in Russian or English.
 *
 * <p>The texts stand in the resource bundle {@code findings}: {@code method.<id>} is the name of a method, and
 * {@code says.<id>.<category or outcome>} a sentence with places {@code {key}} or {@code {key:format}} for the facts, where format is
 * a decimal pattern, or {@code p}, which gives {@code = 0.0312} or {@code < 0.0001}. Besides the facts, {@code p}, {@code adjusted-p}, {@code statistic}, {@code n}, {@code effect},
 * {@code effect-lower} and {@code effect-upper} can be named. Safe to share between threads.
 */
public final class Wording {
    private static final String BUNDLE = "io.github.eduindicators.finding.findings";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?::([^}]+))?}");

    /** A grade, a year, or the years from one on. */
    private static final Pattern NUMBERED = Pattern.compile("(grade )?([0-9]{1,4})(\\+?)");
    private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0?[.,]?0*");
    private static final String DASH = "–";
    private static final int MOST_NAMED = 4;
    private static final double SMALLEST_P = 0.0001;

    private final Locale locale;
    private final ResourceBundle texts;

    private Wording(Locale locale, ResourceBundle texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /**
     * Returns the wording of a language.
     *
     * @param locale Russian or any other, which gives English
     * @return the wording
     */
    public static Wording of(Locale locale) {
        // ROOT is English and found at once; any other locale without a bundle would lead to that of the machine.
        if (locale.getLanguage().equals("ru")) {
            Locale russian = Locale.forLanguageTag("ru");
            return new Wording(russian, ResourceBundle.getBundle(BUNDLE, russian));
        }
        return new Wording(Locale.ENGLISH, ResourceBundle.getBundle(BUNDLE, Locale.ROOT));
    }

    /**
     * Returns the language of this wording.
     *
     * @return Russian or English
     */
    public Locale locale() {
        return locale;
    }

    /**
     * Returns the name of a method.
     *
     * @param method the method
     * @return its name
     * @throws MissingResourceException if the method has no name in the wording
     */
    public String name(MethodInfo method) {
        return texts.getString("method." + method.id());
    }

    /**
     * Returns an outcome in words.
     *
     * @param outcome the outcome
     * @return a short phrase
     */
    public String name(Outcome outcome) {
        return texts.getString("outcome." + outcome);
    }

    /**
     * Returns how many flags of a method chance alone would give, and what chance means there.
     *
     * @param method the method
     * @param expected the number, or empty where it is not available
     * @return a phrase
     * @throws MissingResourceException if the wording lacks the method
     */
    public String chance(MethodInfo method, OptionalDouble expected) {
        String value = expected.isPresent() ? decimal("0.0", expected.getAsDouble()) : DASH;
        return texts.getString("chance." + method.id()).replace("{value}", value);
    }

    /**
     * Returns what the finding says, without the name of the method.
     *
     * @param finding the finding
     * @return one sentence or more
     * @throws MissingResourceException if the wording has no sentence for its method and category
     */
    public String says(Finding finding) {
        String kind = finding.category().isEmpty() ? finding.outcome().toString() : finding.category();
        return fill(texts.getString("says." + finding.method().id() + "." + kind), finding);
    }

    /**
     * Tells whether the wording names a method.
     *
     * @param method the identity of a method
     * @return whether {@link #name(MethodInfo)} knows it
     */
    public boolean knows(String method) {
        return texts.containsKey("method." + method);
    }

    /**
     * Tells whether the wording has a sentence for a kind of finding.
     *
     * @param method the identity of a method
     * @param kind a category or the name of an outcome
     * @return whether {@link #says} knows it
     */
    public boolean knows(String method, String kind) {
        return texts.containsKey("says." + method + "." + kind);
    }

    /**
     * Fills the places of a text of one's own, such as that of a recommendation, as those of the bundle are filled.
     *
     * @param pattern the text, with places {@code {key}} or {@code {key:format}}
     * @param finding whose facts are filled in; a fact that it lacks becomes a dash
     * @return the text with its places filled
     * @throws IllegalArgumentException if a format is no decimal pattern
     */
    public String fill(String pattern, Finding finding) {
        Matcher places = PLACE.matcher(pattern);
        StringBuilder text = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(text, Matcher.quoteReplacement(value(finding, places.group(1), places.group(2))));
        }
        return places.appendTail(text).toString();
    }

    /**
     * Returns the whole finding in words.
     *
     * @param finding the finding
     * @return one paragraph: the method, the assessments, the outcome and the facts
     * @throws MissingResourceException if the wording lacks the method
     */
    public String explain(Finding finding) {
        List<AssessmentId> ids = finding.assessments();
        String where = ids.size() > MOST_NAMED
                ? texts.getString("assessments") + " " + ids.size()
                : ids.stream().map(AssessmentId::value).collect(Collectors.joining(", "));
        return name(finding.method()) + (where.isEmpty() ? "" : " (" + where + ")") + ": " + name(finding.outcome()) + ". " + says(finding);
    }

    private String value(Finding finding, String key, @Nullable String format) {
        Object value = switch (key) {
            case "p" -> orDash(finding.p());
            case "adjusted-p" -> orDash(finding.adjustedP());
            case "statistic" -> orDash(finding.statistic());
            case "n" -> finding.n().isPresent() ? (Object) finding.n().getAsLong() : DASH;
            case "effect" -> finding.effect().map(e -> (Object) e.value()).orElse(DASH);
            case "effect-lower" -> finding.effect().map(e -> (Object) e.lower()).orElse(DASH);
            case "effect-upper" -> finding.effect().map(e -> (Object) e.upper()).orElse(DASH);
            default -> finding.fact(key).map(fact -> (Object) fact.value()).orElse(DASH);
        };
        if (!(value instanceof Number number)) {
            return "name".equals(format) ? named(value.toString()) : value.toString();
        }
        if ("p".equals(format)) {
            return number.doubleValue() < SMALLEST_P ? "< " + decimal("0.0000", SMALLEST_P) : "= " + decimal("0.0000", number);
        }
        return decimal(format != null ? format : number instanceof Long ? "0" : "0.##", number);
    }

    /**
     * Returns codes in words: of subjects, of kinds of evidence, of places such as {@code russian, grade 5, 2020+}.
     *
     * @param codes codes joined by comma and space
     * @return the words, joined in the same way; a code that has no name stays as it is
     */
    public String named(String codes) {
        List<String> words = new ArrayList<>();
        for (String code : codes.split(", ", -1)) {
            Matcher numbered = NUMBERED.matcher(code);
            if (numbered.matches()) {
                String key = numbered.group(1) != null ? "name.grade" : numbered.group(3).isEmpty() ? "name.year" : "name.from";
                words.add(texts.getString(key).replace("{value}", numbered.group(2)));
            } else {
                words.add(texts.containsKey("name." + code) ? texts.getString("name." + code) : code);
            }
        }
        return String.join(", ", words);
    }

    private String decimal(String pattern, Number number) {
        String text = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale)).format(number);
        return NEGATIVE_ZERO.matcher(text).matches() ? text.substring(1) : text;
    }

    private static Object orDash(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : DASH;
    }
}
