package io.github.eduindicators.forensics;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The test vectors of this package; each file says where its numbers come from. */
final class Vectors {
    static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    static final AssessmentId ID = WORK.id();
    /** The group of a total in probabilities.txt. */
    private static final int[] EDGES = {6, 9, 12, 15};

    private Vectors() {}

    static List<String> lines(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Vectors.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows under the header, split at commas. */
    static List<String[]> rows(String name) {
        return lines(name).stream().skip(1).map(line -> line.split(",")).toList();
    }

    static SchoolId school(int number) {
        return SchoolId.of(String.format("s%04d", number));
    }

    /** The answers of choices.txt: 60 classes, each of a school of its own. */
    static Answers choices() {
        List<Answers.Unit> units = new ArrayList<>();
        List<int[]> chosen = new ArrayList<>();
        int last = 0;
        int from = 0;
        for (String line : lines("choices.txt")) {
            String[] parts = line.split(" ");
            int number = Integer.parseInt(parts[0]);
            if (last > 0 && number != last) {
                units.add(new Answers.Unit(school(last), "5", from, chosen.size(), 0));
                from = chosen.size();
            }
            last = number;
            chosen.add(parts[1].chars().map(c -> c - '0').toArray());
        }
        units.add(new Answers.Unit(school(last), "5", from, chosen.size(), 0));
        int[] right = new int[20];
        Arrays.fill(right, 1);
        return Answers.of(ID, units, 4, chosen.toArray(int[][]::new), right);
    }

    /** What probabilities.txt expects of one class of {@link #choices}. */
    static ScoreGroups.Profile profile(Answers answers, Answers.Unit unit) {
        double[][] p = new double[EDGES.length + 1][100];
        List<String> lines = lines("probabilities.txt");
        for (int i = 0; i < lines.size(); i++) {
            String[] values = lines.get(i).split(" ");
            for (int k = 0; k < values.length; k++) {
                p[i / 20][i % 20 * 5 + k] = Double.parseDouble(values[k]);
            }
        }
        int[] offset = new int[21];
        Arrays.setAll(offset, task -> 5 * task);
        int[] groups = new int[unit.pupils()];
        int[] sizes = new int[p.length];
        for (int pupil = 0; pupil < groups.length; pupil++) {
            int total = answers.total(unit.from() + pupil);
            groups[pupil] = (int) Arrays.stream(EDGES).filter(edge -> total > edge).count();
            sizes[groups[pupil]]++;
        }
        return new ScoreGroups.Profile(answers, unit, offset, groups, sizes, p);
    }

    /** Answers given as one digit a task, the points, all of one class. */
    static Answers points(List<String> rows, int max) {
        var tasks = java.util.stream.IntStream.range(0, rows.get(0).length())
                .mapToObj(i -> io.github.eduindicators.model.Task.of(Integer.toString(i + 1), max)).toList();
        var builder = io.github.eduindicators.results.TaskResponses.builder(WORK, tasks);
        // One school a row keeps the order of the rows.
        for (int i = 0; i < rows.size(); i++) {
            builder.add(school(i), "", rows.get(i).chars().map(c -> c - '0').toArray());
        }
        return Answers.of(builder.build());
    }
}
