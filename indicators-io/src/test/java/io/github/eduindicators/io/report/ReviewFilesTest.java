package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewFilesTest {
    @TempDir
    Path folder;

    private static TreeMap<String, String> files(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'),
                        new String(Files.readAllBytes(path), "ISO-8859-1"));
            }
        }
        return files;
    }

    @Test
    void theFilesAreThoseOfTheContract() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
        assertThat(files(folder).keySet()).containsExactly(
                "completion.csv", "deficits.csv", "effectiveness.csv", "effects.csv", "evidence.csv", "findings.json", "index.csv", "lists.csv",
                "municipalities/0001-tynda.html", "municipalities/0002-zeya.html", "problems.csv", "public/best_practices.csv",
                "public/effectiveness.csv", "public/index.csv", "public/report.html", "public/satisfaction.csv", "public/schools.csv",
                "public/scorecards.csv", "public/studies.csv", "public/tables.xlsx", "public/trends.csv", "quality.csv",
                "recommendations.csv", "report.html", "roadmap.csv", "roadmap_indices.csv", "satisfaction.csv", "schools.csv", "scorecards.csv",
                "staff.csv", "studies.csv", "tables.xlsx", "trends.csv");
    }

    @Test
    void theSameReviewGivesTheSameBytes() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        ReviewFiles.of(ReviewFixture.lively("Amur", "Tomsk"), ReviewFixture.problems()).withLocale(ReviewFixture.RU).write(one);
        ReviewFiles.of(ReviewFixture.lively("Amur", "Tomsk"), ReviewFixture.problems()).withLocale(ReviewFixture.RU).write(two);
        // 21 files of the review, pages of two regions and of four municipalities, and twelve files for the public.
        assertThat(files(one)).isEqualTo(files(two)).hasSize(39);
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-u-nu-arab"));
            ReviewFiles.of(ReviewFixture.plain(), ReviewFixture.problems()).withLocale(ReviewFixture.RU).write(one);
            Locale.setDefault(ReviewFixture.RU);
            ReviewFiles.of(ReviewFixture.plain(), ReviewFixture.problems()).withLocale(Locale.forLanguageTag("ru-RU")).write(two);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(files(one)).isEqualTo(files(two));
    }

    @Test
    void anyOtherLanguageIsEnglish() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(one);
        ReviewFiles.of(ReviewFixture.plain(), List.of()).withLocale(Locale.FRENCH).write(two);
        assertThat(files(one)).isEqualTo(files(two));
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws IOException {
        ReviewFiles files = ReviewFiles.of(ReviewFixture.nothing(), List.of());
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> files.write(folder.resolve("none")));
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> files.write(file));
    }

    @Test
    void whatCannotBeWrittenIsAnIoException() throws IOException {
        Files.createDirectory(folder.resolve("report.html"));
        ReviewFiles files = ReviewFiles.of(ReviewFixture.nothing(), List.of());
        assertThatThrownBy(() -> files.write(folder)).isInstanceOf(IOException.class).hasMessageContaining("report.html");
    }

    @Test
    void theExampleOfThePackageWorks() throws IOException {
        Path input = Files.createDirectory(folder.resolve("region"));
        Files.writeString(input.resolve("schools.csv"), "school,name,region,municipality,type,locality\ns1,One,Amur,Zeya,,\n");
        Files.writeString(input.resolve("assessments.csv"),
                "assessment,procedure,year,season,subject,grade,max,from3,from4,from5\n"
                + "ma5,VPR,2021,spring,mathematics,5,20,7,11,15\n");
        Files.writeString(input.resolve("results.csv"), "assessment,school,class,pupil,score,journal_mark\n"
                + "ma5,s1,5a,secret-code-1,12,4\nma5,s1,5a,secret-code-2,99,4\n");
        Path output = Files.createDirectory(folder.resolve("output"));

        var loaded = ReviewFolder.read(input);
        var review = Review.standard().run(loaded.value().results());
        var files = ReviewFiles.of(review, loaded.problems()).withLocale(Locale.forLanguageTag("ru"));
        files.write(output);

        assertThat(Files.readString(output.resolve("schools.csv"))).contains("\ns1,One,Amur,Zeya,1,0,");
        assertThat(Files.readString(output.resolve("problems.csv"))).contains("results.csv,,3,score,99,");
        assertThat(files(output).values()).noneMatch(text -> text.contains("secret-code"));
    }
}
