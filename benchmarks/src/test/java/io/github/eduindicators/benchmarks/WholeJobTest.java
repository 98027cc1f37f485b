package io.github.eduindicators.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of the whole job do the whole job. */
class WholeJobTest {
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void everyRowIsCountedAndTheAnswersOfSharedAndFreshTextAreTheSame() throws IOException {
        WholeJob.main(new String[] {"--rows", Integer.toString(ROWS), "--answers", folder.resolve("shared").toString()});
        WholeJob.main(new String[] {
            "--rows", Integer.toString(ROWS), "--text", "fresh", "--answers", folder.resolve("fresh").toString()
        });
        DoubleBuffer cells = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("shared").resolve("cells.f64")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        assertThat(cells.capacity()).isEqualTo(Country.SCHOOLS * Works.all().size() * WholeJob.VALUES);
        double n = 0;
        for (int at = 0; at < cells.capacity(); at += WholeJob.VALUES) {
            n += cells.get(at);
            double shares = cells.get(at + 3) + cells.get(at + 4) + cells.get(at + 5) + cells.get(at + 6);
            if (cells.get(at) > 0 && Math.abs(shares - 1) > 1e-12) {
                throw new AssertionError("shares of marks add up to " + shares);
            }
        }
        assertThat(n).isEqualTo(ROWS);
        for (String file : List.of("cells.f64", "signs.csv", "histograms.txt")) {
            assertThat(folder.resolve("fresh").resolve(file)).hasSameBinaryContentAs(folder.resolve("shared").resolve(file));
        }
    }

    @Test
    void theRowsForThePeersAreAllWritten() throws IOException {
        WholeJob.main(new String[] {"--rows", "1000", "--write", folder.toString()});
        assertThat(folder.resolve("school.i32")).hasSize(4_000);
        assertThat(folder.resolve("mark.u8")).hasSize(1_000);
        assertThat(Files.readAllLines(folder.resolve("works.csv"))).hasSize(24);
    }

    @Test
    void severalThreadsCountToTheSameBytes() {
        assertThatCode(() -> ParallelTally.main(new String[] {Integer.toString(ROWS), "1"})).doesNotThrowAnyException();
    }
}
