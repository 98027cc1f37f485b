package io.github.eduindicators.io;

import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.items.LearningPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesCsvTest {
    private static final String HEADER = "module,competency,hours,title_ru,title_en,prerequisites";

    @TempDir
    private Path folder;

    private Loaded<LearningPath.Catalogue> read(String... rows) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(List.of(rows));
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        LearningPath.Catalogue modules =
                ModulesCsv.read(InputFiles.write(folder, "modules.csv", lines.toArray(new String[0])), reading);
        return new Loaded<>(modules, reading.problems().list());
    }

    @Test
    void aModuleHasItsTitlesAndPrerequisites() {
        Loaded<LearningPath.Catalogue> loaded = read("m1,subject/sets,8,,,", "m2,subject/number,16,Числа,Numbers,subject/sets");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().modules()).hasSize(2);
        LearningPath.Module second = loaded.value().modules("subject/number").get(0);
        assertThat(second.hours()).isEqualTo(16);
        assertThat(second.title(Locale.forLanguageTag("ru"))).isEqualTo("Числа");
        assertThat(second.title(Locale.ENGLISH)).isEqualTo("Numbers");
        assertThat(second.prerequisites()).containsExactly("subject/sets");
        assertThat(loaded.value().modules().get(0).title(Locale.ENGLISH)).isEqualTo("m1");
    }

    @Test
    void rowsInErrorAreLeftOutAndNamed() {
        Loaded<LearningPath.Catalogue> loaded = read(
                "m1,a,8,,,b",
                "m1,c,8,,,",
                ",c,8,,,",
                "m3,,8,,,",
                "m4,c,1.5,,,",
                "m5,c,0,,,",
                "m6,b,8,,,a",
                "m7,c,8,,,c",
                "m8,b,8,,,");
        assertThat(loaded.value().modules().stream().map(LearningPath.Module::id)).containsExactly("m1", "m8");
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|module|m1|duplicate-value",
                "4|module||blank-value",
                "5|competency||blank-value",
                "6|hours|1.5|bad-value",
                "7|module|m5|bad-value",
                "8|prerequisites|a|bad-value",
                "9|prerequisites|c|bad-value");
    }

    @Test
    void noMoreThanAThousandModulesAreTakenHoweverLongTheChain() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 1_002; i++) {
            rows.add("m" + i + ",c" + i + ",1,,,c" + (i + 1));
        }
        Loaded<LearningPath.Catalogue> loaded = read(rows.toArray(new String[0]));
        assertThat(loaded.value().modules()).hasSize(1_000);
        assertThat(shorts(loaded.problems())).containsExactly("1002|module|m1000|too-many-rows", "1003|module|m1001|too-many-rows");
    }
}
