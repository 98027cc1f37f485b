package io.github.eduindicators.io.report;

import io.github.eduindicators.io.Problem;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The files of a review: {@code findings.json}; the tables {@code problems}, {@code schools}, {@code evidence}, {@code index}, {@code lists},
 * {@code effectiveness}, {@code scorecards}, {@code trends}, {@code quality}, {@code completion}, {@code deficits}, {@code staff}, {@code studies},
 * {@code satisfaction}, {@code recommendations}, {@code effects}, {@code roadmap} and {@code roadmap_indices} as CSV and in {@code tables.xlsx};
 * {@code report.html} and, with several regions, {@code reports/<region>.html}; a page for each municipality with a sheet for each of
 * its schools in {@code municipalities/}; and in {@code public/} what may be read by all, without the cells of few.
 *
 * <p>The same review gives the same bytes. Everything is written in UTF-8; text from the input is escaped in each format, and no
 * code of a pupil is in any of it. Immutable and safe to share between threads.
 */
public final class ReviewFiles {
    private final Review.Result review;
    private final List<Problem> problems;
    private final Locale locale;
    private final String note;

    private ReviewFiles(Review.Result review, List<Problem> problems, Locale locale, String note) {
        this.review = review;
        this.problems = problems;
        this.locale = locale;
        this.note = note;
    }

    /**
     * Returns the files of a review in English.
     *
     * @param review what the review found
     * @param problems what the readers left out or assumed
     * @return the files
     */
    public static ReviewFiles of(Review.Result review, List<Problem> problems) {
        return new ReviewFiles(Objects.requireNonNull(review, "review"), List.copyOf(problems), Locale.ENGLISH, "");
    }

    /**
     * Chooses the language of the report and of the reasons in words.
     *
     * @param value Russian or any other, which gives English
     * @return the files in it
     */
    public ReviewFiles withLocale(Locale value) {
        return new ReviewFiles(review, problems, Objects.requireNonNull(value, "locale"), note);
    }

    /**
     * Sets a note that stands at the top of every page of the report, such as that the data are synthetic.
     *
     * @param text the note in the language of the report; empty for none
     * @return the files with it
     */
    public ReviewFiles withNote(String text) {
        return new ReviewFiles(review, problems, locale, text.strip());
    }

    /**
     * Writes all files. Those that are there already under the same names are replaced; after an exception some may be there and
     * others not, so give a temporary folder and move it when done.
     *
     * @param folder a folder that exists
     * @throws NotDirectoryException if it does not
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Texts texts = Texts.of(locale);
        List<Table> tables = new ReviewTables(review, problems, texts).all();
        try {
            for (Table table : tables) {
                CsvTables.write(table, folder.resolve(table.name() + ".csv"));
            }
            XlsxTables.write(tables, folder.resolve("tables.xlsx"));
            FindingsJson.write(review.findings(), UnitNames.of(review.results()), folder.resolve("findings.json"));
            new ReportPages(ReviewData.of(review, problems), texts, note).write(folder);
            PublicFiles.write(review, texts, note, folder, PublicAnswers.all(review, UnitNames.of(review.results()), texts));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public String toString() {
        return "ReviewFiles[" + review + ", " + problems.size() + " problems, " + locale.toLanguageTag() + "]";
    }
}
