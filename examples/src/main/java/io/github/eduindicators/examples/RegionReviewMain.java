package io.github.eduindicators.examples;

import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.finding.Wording;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * The main job: reads the results of a region, reviews them and writes tables, findings and the report.
 *
 * <pre>{@code
 * java -jar region-review.jar [--input DIR] [--output DIR] [--locale ru|en] [--date YYYY-MM-DD]
 * }</pre>
 *
 * <p>Without {@code --input} it reviews the synthetic region. The output is {@code review} unless said otherwise, the language Russian.
 * What is overdue and by when advice is to be followed hangs on the date: today (UTC) unless said otherwise, and a date of its own
 * for the synthetic region.
 * Progress goes to the error stream and the summary to standard output, both in UTF-8. Exit status: 0 done; 1 the input is unusable or
 * the output cannot be written, and nothing is left behind; 2 wrong arguments.
 */
public final class RegionReviewMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Locale locale;
    private final ResourceBundle texts;

    private RegionReviewMain(PrintStream out, PrintStream err, Locale locale) {
        this.out = out;
        this.err = err;
        this.locale = locale;
        this.texts = ResourceBundle.getBundle("io.github.eduindicators.examples.review", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * Runs the job and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(Arrays.asList(args), out, err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (Arguments.Wrong e) {
            err.println(e.getMessage());
            err.println(Arguments.USAGE);
            return WRONG_ARGUMENTS;
        }
        return new RegionReviewMain(out, err, arguments.locale()).review(arguments);
    }

    private int review(Arguments arguments) {
        try (OutputFolder output = OutputFolder.prepare(arguments.output())) {
            Loaded<ReviewInput> loaded = load(arguments);
            SchoolResults results = loaded.value().results();
            say("reviewing", results.schools().size(), results.assessments().size());
            Review.Result review = Review.standard().run(loaded.value());
            say("writing", arguments.output());
            String note = arguments.input().isPresent() ? "" : texts.getString("synthetic");
            ReviewFiles.of(review, loaded.problems()).withLocale(locale).withNote(note).write(output.folder());
            output.publish();
            summary(review, loaded.problems(), arguments, note);
            return DONE;
        } catch (InputException e) {
            err.println(text("unusable", describe(e.problem())));
            return FAILED;
        } catch (IOException e) {
            err.println(text("not-written", arguments.output(), e));
            return FAILED;
        }
    }

    private Loaded<ReviewInput> load(Arguments arguments) {
        if (arguments.input().isEmpty()) {
            say("generating");
            ReviewInput input = SyntheticRegion.standard().input();
            return new Loaded<>(arguments.date().map(input::withDate).orElse(input), List.of());
        }
        Path input = arguments.input().get();
        Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(input, (file, rows) -> say("reading", file, rows)), input);
        Loaded<Optional<Catalogue>> rules = RecommendationsJson.ofFolder(input);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        problems.addAll(rules.problems());
        ReviewInput dated = loaded.value().withDate(arguments.date().orElseGet(() -> LocalDate.now(ZoneOffset.UTC)));
        return new Loaded<>(rules.value().map(dated::withCatalogue).orElse(dated), problems);
    }

    private void summary(Review.Result review, List<Problem> problems, Arguments arguments, String note) {
        if (!note.isEmpty()) {
            out.println(note);
        }
        SchoolResults results = review.results();
        out.println(text("summary.results", results.schools().size(), results.assessments().size(), results.count()));
        long flagged = review.schools().stream().filter(s -> s.outcome() == Outcome.FLAGGED).count();
        long signed = review.schools().stream().filter(s -> s.repetition().yearsFlagged() > 0).count();
        out.println(text("summary.flagged", flagged, signed));
        Wording wording = Wording.of(locale);
        DecimalFormat one = new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(locale));
        for (MethodSummary method : review.summaries()) {
            String chance = wording.chance(method.method(), method.expectedFalseAlarms());
            out.println("  " + text("summary.method", wording.name(method.method()), method.flags(), method.units(), chance));
        }
        for (IndexRow row : review.index()) {
            if (row.unit().unitType() == UnitType.REGION) {
                out.println("  " + text("summary.index", row.unit(), row.year(), one.format(row.index())));
            }
        }
        long errors = problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).mapToLong(Problem::count).sum();
        long notes = problems.stream().filter(p -> p.severity() == Problem.Severity.NOTE).mapToLong(Problem::count).sum();
        out.println(text("summary.problems", errors, notes));
        out.println(text("summary.report", arguments.output().resolve("report.html").toAbsolutePath().normalize()));
    }

    private String describe(Problem problem) {
        return problem.file()
                + (problem.sheet().isEmpty() ? "" : " [" + problem.sheet() + "]")
                + (problem.line() == 0 ? "" : ":" + problem.line())
                + (problem.column().isEmpty() ? "" : " " + problem.column())
                + ": " + problem.reason().text(locale)
                + (problem.value().isEmpty() ? "" : ": " + problem.value());
    }

    private void say(String key, Object... values) {
        err.println(text(key, values));
    }

    private String text(String key, Object... values) {
        Object[] plain = Arrays.stream(values).map(value -> value instanceof Integer || value instanceof Long ? value : value.toString()).toArray();
        return new MessageFormat(texts.getString(key), locale).format(plain);
    }
}
