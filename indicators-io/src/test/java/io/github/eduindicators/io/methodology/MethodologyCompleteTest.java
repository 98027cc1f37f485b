package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which methodologies a review folder ends up with. */
class MethodologyCompleteTest {
    @TempDir
    private Path folder;

    private Loaded<ReviewInput> complete() {
        return MethodologyJson.complete(new Loaded<>(ReviewInput.of(ScoreTally.create().snapshot()), List.of()), folder);
    }

    private void own(String file, String shipped, String edition) throws IOException {
        Methodology one = MethodologyJson.shipped(shipped).get(0);
        Files.createDirectories(folder.resolve("methodologies"));
        Files.writeString(folder.resolve("methodologies").resolve(file), MethodologyJson.write(one)
                .replaceFirst("\"edition\"\\s*:\\s*\"[^\"]*\"", "\"edition\": \"" + edition + "\""));
    }

    @Test
    void withoutAFolderTheShippedOnesAreThere() {
        assertThat(complete().value().methodologies()).isEqualTo(MethodologyJson.shipped());
        assertThat(complete().problems()).isEmpty();
    }

    @Test
    void aRegionsOwnReplacesTheShippedOneButNotTheOrder() throws IOException {
        own("heads.json", "heads-effectiveness-example", "ours");
        own("noko.json", "noko-344n-education", "ours");
        List<Methodology> all = complete().value().methodologies();
        assertThat(all).hasSize(MethodologyJson.shipped().size());
        assertThat(all).filteredOn(one -> one.id().equals("heads-effectiveness-example"))
                .extracting(Methodology::edition).containsExactly("ours");
        assertThat(all).filteredOn(one -> one.id().equals("noko-344n-education"))
                .isEqualTo(MethodologyJson.shipped("noko-344n-education"));
        assertThat(complete().problems()).extracting(Problem::reason).containsExactly(Reason.METHODOLOGY_DUPLICATE);
        assertThat(complete().problems().get(0).value()).isEqualTo("noko-344n-education");
    }
}
