package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodologyFolderTest {
    private static final String OWN = MethodologyTexts.OWN;

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aFileInErrorIsReportedAndTheOthersCount() throws IOException {
        write("b.json", OWN);
        write("a.json", OWN.replace("[50;80)", "[50;79]").replace("\"own\"", "\"other\""));
        write("C.JSON", OWN.replace("\"own\"", "\"third\""));
        write("d.json", "{");
        Loaded<List<Methodology>> loaded = MethodologyJson.readFolder(folder);
        assertThat(loaded.value()).extracting(Methodology::id).containsExactly("third", "own");
        assertThat(loaded.problems()).extracting(Problem::file).containsExactly("a.json", "d.json");
        assertThat(loaded.problems().get(0).value()).startsWith("/root/children/0/rule/bands/2: bands-gap");
        assertThat(loaded.problems()).allMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    @Test
    void theStrictReadingEndsAtTheFirstFileInError() throws IOException {
        write("a.json", OWN);
        assertThat(MethodologyJson.readFolder(folder).orElseThrow()).hasSize(1);
        write("b.json", "[]");
        write("c.json", "");
        assertThatThrownBy(() -> MethodologyJson.readFolder(folder).orElseThrow())
                .isInstanceOf(InputException.class).hasMessageContaining("b.json");
    }

    @Test
    void editionsOfOneMethodologyMayFollowEachOther() throws IOException {
        write("a.json", OWN);
        write("b.json", OWN.replace("\"edition\": \"2021\"", "\"edition\": \"2022\"").replace("2021-01-01", "2022-01-01")
                .replace("2021-12-31", "2022-12-31"));
        Loaded<List<Methodology>> loaded = MethodologyJson.readFolder(folder);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).extracting(Methodology::edition).containsExactly("2021", "2022");
    }

    @Test
    void editionsThatShareADayOrANameAreRefused() throws IOException {
        write("a.json", OWN);
        write("b.json", OWN.replace("\"edition\": \"2021\"", "\"edition\": \"2022\"").replace("2021-01-01", "2021-12-31")
                .replace("\"validTo\": \"2021-12-31\"", "\"validTo\": \"2022-12-31\""));
        write("c.json", OWN.replace("2021-01-01", "2025-01-01").replace("\"validTo\": \"2021-12-31\",", ""));
        Loaded<List<Methodology>> loaded = MethodologyJson.readFolder(folder);
        assertThat(loaded.value()).hasSize(1);
        assertThat(loaded.problems()).extracting(Problem::file).containsExactly("b.json", "c.json");
        assertThat(loaded.problems()).allMatch(problem -> problem.reason() == Reason.METHODOLOGY_DUPLICATE)
                .allSatisfy(problem -> assertThat(problem.value()).startsWith("/id: own, edition 202"));
    }

    @Test
    void anEditionWithoutDatesMeetsEveryOther() throws IOException {
        write("a.json", OWN.replace("\"validFrom\": \"2021-01-01\", \"validTo\": \"2021-12-31\",", ""));
        write("b.json", OWN.replace("\"edition\": \"2021\"", "\"edition\": \"2\""));
        assertThat(MethodologyJson.readFolder(folder).problems()).extracting(Problem::file).containsExactly("b.json");
    }

    @Test
    void otherFilesAreNoted() throws IOException {
        write("readme.txt", "x");
        Files.createDirectory(folder.resolve("old"));
        Files.createDirectory(folder.resolve("z.json"));
        Loaded<List<Methodology>> loaded = MethodologyJson.readFolder(folder);
        assertThat(loaded.value()).isEmpty();
        assertThat(loaded.problems()).extracting(Problem::reason)
                .containsExactly(Reason.UNKNOWN_FILE, Reason.UNKNOWN_FILE, Reason.UNREADABLE_FILE);
    }

    @Test
    void unknownIndicatorsAreErrorsWhereAListIsGiven() throws IOException {
        write("a.json", OWN);
        assertThat(MethodologyJson.readFolder(folder, Set.of("pass_rate", "site")).problems()).isEmpty();
        Loaded<List<Methodology>> loaded = MethodologyJson.readFolder(folder, Set.of("site"));
        assertThat(loaded.value()).isEmpty();
        assertThat(loaded.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_UNKNOWN_METRIC);
            assertThat(problem.value()).isEqualTo("/root/children/0/source/metric: no indicator pass_rate is known");
        });
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> MethodologyJson.readFolder(folder.resolve("absent")))
                .isInstanceOf(InputException.class).hasMessageContaining("absent");
    }
}
