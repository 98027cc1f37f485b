package consumer;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.AssessmentsCsv;
import io.github.eduindicators.io.FisOko;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.ResultsCsv;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.SchoolsCsv;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Counts, reads, screens, reviews, writes; ends with an exception if anything is not as it must be. */
public final class Main {
    private static final int SCHOOLS = 60;
    private static final int PUPILS = 40;
    private static final SchoolId KIND = school(0);

    private Main() {}

    /**
     * Runs it.
     *
     * @param args the name of the consumer, what must and what must not stand on the path, an empty folder
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        path(args[1], args[2]);
        Path folder = Files.createTempDirectory(Path.of(args[3]), "region");
        write(folder);

        List<Assessment> works = AssessmentsCsv.withDefaults().read(folder.resolve("assessments.csv")).orElseThrow();
        List<School> schools = SchoolsCsv.withDefaults().read(folder.resolve("schools.csv")).orElseThrow();
        SchoolResults read = ResultsCsv.of(works).withSchools(schools).read(folder.resolve("results.csv")).orElseThrow();
        require(read.count() == (long) SCHOOLS * PUPILS * works.size(), "all rows are read");
        require(read.equals(tally(works).withSchools(schools)), "rows counted in code and rows read from files are the same");

        ObjectivityScreening.Result screening = ObjectivityScreening.standard().run(read);
        Finding combined = screening.combined(KIND);
        require(combined.outcome() == Outcome.FLAGGED, "the school that rounds up has a sign");
        require(combined.explain(Locale.ENGLISH).contains("A reason to look, not a verdict"), "English wording");
        require(combined.explain(Locale.forLanguageTag("ru")).contains("повод посмотреть, а не вывод"), "Russian wording");

        methodologies();

        Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(folder), folder);
        Review.Result review = Review.standard().run(loaded.value());
        Path output = Files.createDirectory(folder.resolve("review"));
        ReviewFiles.of(review, loaded.problems()).withLocale(Locale.ENGLISH).write(output);
        require(Files.readString(output.resolve("report.html")).contains("<svg"), "the report has its pictures");
        require(Files.readString(output.resolve("findings.json")).contains("\"" + ObjectivityScreening.COMBINED + "\""),
                "findings.json has the findings");
        require(Files.size(output.resolve("tables.xlsx")) > 10_000, "the workbook has its tables");
        try {
            FisOko.individualResults(output.resolve("tables.xlsx"), works.get(0));
            throw new IllegalStateException("a workbook of tables is no protocol");
        } catch (InputException e) {
            require(e.getMessage().contains("tables.xlsx"), "the workbook was opened and refused by name: " + e.getMessage());
        }
        System.out.println("consumer " + args[0] + " on Java " + Runtime.version().feature() + ": ok");
    }

    /** Class path or module path: what was asked for is there, and what was asked to be absent is absent. */
    private static void path(String with, String without) {
        String modules = System.getProperty("jdk.module.path", "");
        String path = System.getProperty("java.class.path", "") + File.pathSeparator + modules;
        for (String part : with.split(" ")) {
            require(path.contains(part), part + " stands on the path " + path);
        }
        require(!path.contains(without), without + " does not stand on the path");
        require(Main.class.getModule().isNamed() == !modules.isEmpty(), "runs as a module if there is a module path");
        require(ScoreTally.class.getModule().isNamed() == !modules.isEmpty(), "and so does the library");
    }

    private static void methodologies() {
        for (Methodology shipped : MethodologyJson.shipped()) {
            require(MethodologyJson.parse("own", MethodologyJson.write(shipped)).equals(shipped), "written and read again: " + shipped);
        }
        try {
            MethodologyJson.parse("own", "{\"" + "n".repeat(100_000) + "\": 1}");
            throw new IllegalStateException("a name of 100000 characters is refused");
        } catch (InputException e) {
            require(e.getMessage().contains("own"), "the refusal names the document: " + e.getMessage());
        }
    }

    private static SchoolResults tally(List<Assessment> works) {
        ScoreTally tally = ScoreTally.create();
        for (Assessment work : works) {
            for (int s = 0; s < SCHOOLS; s++) {
                int[] scores = scores(work.id().value(), s);
                for (int p = 0; p < PUPILS; p++) {
                    tally.add(school(s), "5А", work, scores[p], mark(scores[p]));
                }
            }
        }
        return tally.snapshot();
    }

    private static void write(Path folder) throws IOException {
        StringBuilder schools = new StringBuilder("school,name,region,municipality,type,locality\n");
        StringBuilder results = new StringBuilder("assessment,school,class,pupil,score,journal_mark\n");
        for (int s = 0; s < SCHOOLS; s++) {
            schools.append(school(s)).append(",Школа № ").append(s).append(",Область,Район ").append(s % 5).append(",school,urban\n");
            for (String work : List.of("ma5", "bi5")) {
                int[] scores = scores(work, s);
                for (int p = 0; p < PUPILS; p++) {
                    results.append(work).append(',').append(school(s)).append(",5А,").append(p).append(',')
                            .append(scores[p]).append(',').append(mark(scores[p])).append('\n');
                }
            }
        }
        Files.writeString(folder.resolve("schools.csv"), schools);
        Files.writeString(folder.resolve("results.csv"), results);
        Files.writeString(folder.resolve("assessments.csv"), """
                assessment,procedure,year,season,subject,grade,max,from3,from4,from5
                ma5,VPR,2021,spring,mathematics,5,20,7,11,15
                bi5,VPR,2021,spring,biology,5,20,7,11,15
                """);
    }

    private static SchoolId school(int number) {
        return SchoolId.of("edu" + (280_400 + number));
    }

    /** One school gives whoever is a point or two below a boundary what is missing. */
    private static int[] scores(String work, int school) {
        SplittableRandom random = new SplittableRandom(work.charAt(0) * 1_000L + school);
        int[] scores = new int[PUPILS];
        for (int p = 0; p < PUPILS; p++) {
            int score = 0;
            for (int task = 0; task < 20; task++) {
                score += random.nextInt(100) < 35 + (p * 7) % 31 ? 1 : 0;
            }
            boolean justBelow = score >= 5 && score <= 14 && (score % 4 == 1 || score % 4 == 2);
            scores[p] = school == 0 && justBelow ? score + 3 - score % 4 : score;
        }
        return scores;
    }

    private static int mark(int score) {
        return score < 7 ? 2 : score < 11 ? 3 : score < 15 ? 4 : 5;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
