package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.RoadmapExecution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MeasuresCsvPropertiesTest {
    private static final String FILE = """
            document,number,section,measure,term,control,responsible,status,done_on
            Приказ от 22.06.2020,1,1,"Мониторинг, анализ",до 25 декабря 2020 г.,15.12.2020,"отдел; школы",исполнено,20.12.2020
            Приказ от 22.06.2020,2,1,Семинар,ежегодно до 1 октября,,отдел,в работе,"2020-09-20; 2021-09-21"
            Протокол 08.12.2020,13,,Отчёт за I полугодие 2020 года,01.02.2020,,,,
            Протокол 08.12.2020,14,,Рекомендации,в течение месяца с даты проведения мониторинга,,отдел,частично,
            """;

    /** Bytes flipped, taken out, doubled, cut off: a clear error or a roadmap, never anything else. */
    @Property(tries = 150)
    void aDamagedFileIsAClearErrorOrARoadmap(@ForAll long seed, @ForAll @IntRange(min = 1,
            max = 12) int damages) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = FILE.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        for (int i = 0; i < damages; i++) {
            int at = random.nextInt(length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) ",;\"\n\r\t0-".charAt(random.nextInt(8));
                case 2 -> {
                    System.arraycopy(bytes, at + 1, bytes, at, length - at - 1);
                    length = Math.max(1, length - 1);
                }
                default -> length = random.nextInt(10) == 0 ? Math.max(1, at) : length;
            }
        }
        Path file = Files.createTempFile("measures", ".csv");
        try {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            Roadmap roadmap = MeasuresCsv.read(file, Optional.empty(), CsvTable.Reading.of(ReadingMode.LENIENT));
            RoadmapExecution.Result result = RoadmapExecution.withDefaults().run(roadmap, LocalDate.of(2021, 7, 1));
            assertThat(result.entries()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
        } catch (InputException e) {
            assertThat(e.getMessage()).contains(".csv");
        } finally {
            Files.delete(file);
        }
    }
}
