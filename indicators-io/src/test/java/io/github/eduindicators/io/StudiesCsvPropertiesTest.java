package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Region;
import io.github.eduindicators.surveys.StudyMonitoring;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StudiesCsvPropertiesTest {
    private static final String STUDIES = "study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error\n"
            + "own,2018,math,study_a.csv,cluster,w,,PV*,gender,school,,timss,\n"
            + "own,2022,math,study_b.csv,FAY-0.5,w,,PV*,gender,school,,timss,1.5\n";

    private static String data(int shift) {
        StringBuilder text = new StringBuilder("school,w,PV1,PV2,gender\n");
        for (int i = 0; i < 48; i++) {
            text.append('s').append(i / 6).append(',').append(1 + i % 3).append(',').append(400 + shift + i * 37 % 101).append(',')
                    .append(402.5 + shift + i * 37 % 97).append(',').append(i % 2 == 0 ? "f" : "m").append('\n');
        }
        return text.toString();
    }

    /** Whatever is done to the bytes: studies, problems or a clear error, and of what was read every number is finite. */
    @Property(tries = 150)
    void mutatedFilesGiveStudiesOrAClearError(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path folder = Files.createTempDirectory("studies");
        try {
            byte[][] texts = {STUDIES.getBytes(StandardCharsets.UTF_8), data(0).getBytes(StandardCharsets.UTF_8), data(9).getBytes(StandardCharsets.UTF_8)};
            byte[] mutated = texts[random.nextInt(3)];
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                mutated[random.nextInt(mutated.length)] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : (byte) ",\"\n*|.-0129eE;sN".charAt(random.nextInt(16));
            }
            Files.write(folder.resolve("studies.csv"), texts[0]);
            Files.write(folder.resolve("study_a.csv"), texts[1]);
            Files.write(folder.resolve("study_b.csv"), texts[2]);
            CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
            List<Wave> waves;
            try {
                waves = StudiesCsv.read(folder.resolve("studies.csv"), reading);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("stud");
                return;
            }
            assertThat(waves).hasSizeBetween(1, 2);
            for (Row row : StudyMonitoring.withDefaults().run(waves, List.of(Region.of("Amur"))).rows()) {
                assertThat(Double.isFinite(row.value().orElse(0)) && Double.isFinite(row.standardError().orElse(0))).as(row.toString()).isTrue();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
