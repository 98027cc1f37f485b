package io.github.eduindicators.io;

import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The published scales of ВПР, so far those of 2021. A scale belongs to its year alone: later works have other maxima. */
final class PublishedScales {
    private static final String RESOURCE = "vpr-scales.csv";
    private static final Map<Key, ScoreScale> SCALES = load();

    private record Key(int year, Subject subject, int grade) {}

    private PublishedScales() {}

    /** The scale of a work, if one was published. */
    static Optional<ScoreScale> find(FisOkoHead.Work work) {
        return work.procedure().equals(Procedure.VPR)
                ? Optional.ofNullable(SCALES.get(new Key(work.year(), work.subject(), work.grade())))
                : Optional.empty();
    }

    private static Map<Key, ScoreScale> load() {
        Map<Key, ScoreScale> scales = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PublishedScales.class.getResourceAsStream(RESOURCE), RESOURCE), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#") && !line.startsWith("year")).forEach(line -> {
                String[] cells = line.split(",");
                Key key = new Key(Integer.parseInt(cells[0]), Subject.of(cells[1]), Integer.parseInt(cells[2]));
                scales.put(key, ScoreScale.of(Integer.parseInt(cells[3]),
                        Integer.parseInt(cells[4]), Integer.parseInt(cells[5]), Integer.parseInt(cells[6])));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(scales);
    }
}
