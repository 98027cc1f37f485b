package io.github.eduindicators.io;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.CheckForNull;

/**
 * Reads what studies there are
 * ({@code study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error}, and {@code gradient}
 * if it is there) and their data.
 *
 * <p>One row a study, cycle and domain. The data stand in a file of the same folder, whose name begins with {@code study_}, one
 * row a pupil; the other columns of {@code studies.csv} name columns of it. Replicate weights and plausible values are named by
 * a pattern with a star for their number, by its beginning, or, where there is one value only, by its whole name.
 *
 * <p>Memory is bounded: all studies together keep at most {@value #MOST_CELLS} numbers, of 8 bytes each.
 */
final class StudiesCsv {
    /** The most numbers that all studies keep: those of a study of 100,000 pupils with 100 weights and plausible values twice. */
    static final long MOST_CELLS = 20_000_000;

    static final List<String> COLUMNS = List.of("study", "cycle", "domain", "file", "scheme", "weight", "replicates", "values", "group",
            "cluster", "stratum", "levels", "link_error");
    static final int STUDY = 0;
    static final int CYCLE = 1;
    static final int DOMAIN = 2;
    static final int FILE = 3;
    static final int SCHEME = 4;
    static final int WEIGHT = 5;
    static final int REPLICATES = 6;
    static final int VALUES = 7;
    static final int GROUP = 8;
    static final int CLUSTER = 9;
    static final int STRATUM = 10;
    private static final int LEVELS = 11;
    private static final int LINK_ERROR = 12;
    static final String GRADIENT = "gradient";
    private static final String DATA = "study_";
    private static final String BAR = "\\|";
    private static final int LONGEST = 200;

    private final CsvTable table;
    private final ReadingMode mode;
    private int gradient = -1;
    private boolean commas;

    private StudiesCsv(CsvTable table, ReadingMode mode) {
        this.table = table;
        this.mode = mode;
        for (int extra : table.extras()) {
            if (table.name(extra).equals(GRADIENT)) {
                gradient = extra;
            } else {
                table.ignore(extra);
            }
        }
    }

    /**
     * A row of studies.csv.
     *
     * @param line where it stands
     * @param texts its columns
     * @param groups the groupings
     */
    record Declared(long line, List<String> texts, Period cycle, StudyScheme scheme, List<String> groups,
            Optional<ProficiencyLevels> levels, OptionalDouble linkError, String gradient) {
        String get(int column) {
            return texts.get(column);
        }
    }

    /** Tells whether a file of the folder is one of study data by its name. */
    static boolean isData(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean plain = name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.length() <= LONGEST;
        return plain && lower.startsWith(DATA) && lower.endsWith(".csv");
    }

    /**
     * Reads the studies and their data, which stand in the same folder.
     *
     * @throws InputException if a file cannot be used as a whole, or no study can
     */
    static List<Wave> read(Path file, CsvTable.Reading reading) {
        Map<String, List<Declared>> byFile = new LinkedHashMap<>();
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            StudiesCsv studies = new StudiesCsv(table, reading.mode());
            Set<List<String>> keys = new HashSet<>();
            while (table.next()) {
                Declared row = studies.row(file);
                if (row == null) {
                    continue;
                }
                if (keys.add(List.of(row.get(STUDY), row.cycle().toString(), row.get(DOMAIN)))) {
                    table.use();
                    byFile.computeIfAbsent(row.get(FILE), key -> new ArrayList<>()).add(row);
                } else {
                    table.leaveOut(Reason.DUPLICATE_STUDY, COLUMNS.get(STUDY), row.get(STUDY));
                }
            }
            if (studies.commas) {
                table.noteFile(Reason.DECIMAL_COMMA);
            }
            table.finish();
        }
        List<Wave> waves = new ArrayList<>();
        long room = MOST_CELLS;
        for (Map.Entry<String, List<Declared>> data : byFile.entrySet()) {
            StudyFile read = StudyFile.read(file.resolveSibling(data.getKey()), CsvFile.nameOf(file), data.getValue(), reading, room);
            waves.addAll(read.waves());
            room -= read.cells();
        }
        noteOthers(file, byFile.keySet(), reading.problems());
        if (waves.isEmpty()) {
            throw new InputException(new Problem(CsvFile.nameOf(file), "", 0, "", "", Reason.NO_USABLE_ROW, 1));
        }
        waves.sort(Wave::compareTo);
        return List.copyOf(waves);
    }

    /** Notes files of study data that no row names. */
    private static void noteOthers(Path file, Set<String> named, Problems problems) {
        Path folder = file.toAbsolutePath().getParent();
        Set<String> others = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                String name = CsvFile.nameOf(path);
                if (isData(name) && !named.contains(name)) {
                    others.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new InputException(new Problem(CsvFile.nameOf(file), "", 0, "", "", Reason.UNREADABLE_FILE, 1), e);
        }
        others.forEach(name -> problems.add(Reason.UNREFERENCED_STUDY, name, "", 0, "", ""));
    }

    @CheckForNull
    private Declared row(Path file) {
        for (int column : new int[] {STUDY, CYCLE, DOMAIN, FILE, SCHEME, VALUES}) {
            if (table.get(column).isEmpty()) {
                return leftOut(Reason.BLANK_VALUE, column);
            }
        }
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < COLUMNS.size(); column++) {
            String text = table.get(column);
            if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
                return leftOut(Reason.BAD_VALUE, column);
            }
            texts.add(text);
        }
        if (!isData(texts.get(FILE))) {
            return leftOut(Reason.BAD_VALUE, FILE);
        }
        if (!Files.isRegularFile(file.resolveSibling(texts.get(FILE)))) {
            return leftOut(Reason.MISSING_FILE, FILE);
        }
        Period cycle;
        try {
            cycle = Period.parse(texts.get(CYCLE));
        } catch (IllegalArgumentException e) {
            return leftOut(Reason.BAD_VALUE, CYCLE);
        }
        StudyScheme scheme = scheme();
        Optional<ProficiencyLevels> levels = scheme == null ? Optional.empty() : levels(texts.get(LEVELS));
        if (scheme == null) {
            return null;
        }
        if (levels.isEmpty() && !texts.get(LEVELS).isEmpty()) {
            return leftOut(Reason.BAD_VALUE, LEVELS);
        }
        OptionalDouble link = number(texts.get(LINK_ERROR));
        if (!texts.get(LINK_ERROR).isEmpty() && (link.isEmpty() || link.getAsDouble() < 0)) {
            return leftOut(Reason.BAD_VALUE, LINK_ERROR);
        }
        String covariate = gradient < 0 ? "" : table.raw(gradient);
        if (covariate.length() > LONGEST || covariate.chars().anyMatch(Character::isISOControl)) {
            table.leaveOut(Reason.BAD_VALUE, GRADIENT, covariate);
            return null;
        }
        List<String> groups = texts.get(GROUP).isEmpty()
                ? List.of()
                : Arrays.stream(texts.get(GROUP).split(BAR)).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
        return new Declared(table.line(), List.copyOf(texts), cycle, scheme, groups, levels, link, covariate);
    }

    /** The scheme, if the other columns suit it. */
    @CheckForNull
    private StudyScheme scheme() {
        Optional<StudyScheme> scheme = StudyScheme.of(table.get(SCHEME));
        if (scheme.isEmpty()) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(SCHEME), table.get(SCHEME));
            return null;
        }
        boolean given = !table.get(REPLICATES).isEmpty();
        if (given && !scheme.get().takesReplicates()) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(REPLICATES), table.get(REPLICATES));
            return null;
        }
        int blank = -1;
        if (!given && !scheme.get().makesReplicates()) {
            blank = REPLICATES;
        } else if (!given && table.get(CLUSTER).isEmpty()) {
            blank = CLUSTER;
        } else if (!given && scheme.get().needsStrata() && table.get(STRATUM).isEmpty()) {
            blank = STRATUM;
        }
        if (blank >= 0) {
            table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(blank), "");
            return null;
        }
        return scheme.get();
    }

    /** A preset, or bounds of one's own: the first is that of the basic level, high results begin at the last. */
    private Optional<ProficiencyLevels> levels(String text) {
        Optional<ProficiencyLevels> preset = ProficiencyLevels.preset(text);
        if (preset.isPresent() || text.isEmpty()) {
            return preset;
        }
        List<ProficiencyLevels.Bound> bounds = new ArrayList<>();
        for (String bound : text.split(BAR, -1)) {
            OptionalDouble number = number(bound.strip());
            if (number.isEmpty()) {
                return Optional.empty();
            }
            bounds.add(new ProficiencyLevels.Bound(Integer.toString(bounds.size() + 1), number.getAsDouble()));
        }
        try {
            return Optional.of(ProficiencyLevels.of("own", bounds));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private OptionalDouble number(String text) {
        OptionalDouble number = Numbers.decimal(text);
        if (number.isEmpty() && mode == ReadingMode.LENIENT) {
            number = Numbers.withComma(text);
            commas |= number.isPresent();
        }
        return number;
    }

    @CheckForNull
    private Declared leftOut(Reason reason, int column) {
        table.leaveOut(reason, COLUMNS.get(column), table.get(column));
        return null;
    }
}
