package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.JournalComparison;
import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of ФИС ОКО in one folder: tells which assessment each is of, feeds individual results to the counter and compares the
 * reports with what was counted.
 *
 * <p>The assessment is the one that {@code files.csv} gives to the file, else the only one of {@code assessments.csv} that has
 * the procedure, year, subject, grade and season of the file's head, else the work of the head on its published scale. A head
 * without a date fits a work of spring first and, where there is none, of autumn.
 */
final class FisOkoExports {
    private static final List<String> COLUMNS = List.of("file", "assessment");
    private static final int FILE = 0;
    private static final int ASSESSMENT = 1;
    private static final Pattern PUBLISHED_ID = Pattern.compile("([A-Z]+)-([0-9]{4})-([a-z_]+)-([0-9]{1,2})");

    private final List<Assessment> assessments;
    private final CsvTable.Reading reading;
    private final List<FisOkoFile> individual = new ArrayList<>();
    private final List<FisOkoFile> reports = new ArrayList<>();
    private final Map<String, Assessment> named = new HashMap<>();
    private final List<Consumer<SchoolResults>> checks = new ArrayList<>();

    FisOkoExports(List<Assessment> assessments, CsvTable.Reading reading) {
        this.assessments = assessments;
        this.reading = reading;
    }

    /** Takes in a file. */
    void add(FisOkoFile file) {
        (file.layout().individual() ? individual : reports).add(file);
    }

    /** Whether there is any file with results of pupils. */
    boolean hasResults() {
        return !individual.isEmpty();
    }

    /**
     * Reads {@code file,assessment}: which assessment a file is of that does not say so itself.
     *
     * @throws InputException if the table cannot be used as a whole
     */
    void name(Path files) {
        try (CsvTable table = CsvTable.open(files, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            while (table.next()) {
                String file = composed(table.get(FILE));
                Optional<Assessment> assessment = withId(table.get(ASSESSMENT));
                if (individual.stream().noneMatch(known -> nameOf(known).equals(file))
                        && reports.stream().noneMatch(known -> nameOf(known).equals(file))) {
                    table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(FILE), table.get(FILE));
                } else if (assessment.isEmpty()) {
                    table.leaveOut(Reason.UNKNOWN_ASSESSMENT, COLUMNS.get(ASSESSMENT), table.get(ASSESSMENT));
                } else if (named.putIfAbsent(file, assessment.get()) != null) {
                    table.leaveOut(Reason.DUPLICATE_NAME, COLUMNS.get(FILE), table.get(FILE));
                } else {
                    table.use();
                }
            }
            table.finish();
        }
    }

    /** One spelling of letters such as й, which some systems take apart in the names of files. */
    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static String nameOf(FisOkoFile file) {
        return composed(CsvFile.nameOf(file.path()));
    }

    /** An assessment that is described, or whose scale is published. */
    Optional<Assessment> withId(String id) {
        Optional<Assessment> described = assessments.stream().filter(known -> known.id().value().equals(id)).findFirst();
        return described.isPresent() ? described : published(id);
    }

    private static Optional<Assessment> published(String id) {
        Matcher matcher = PUBLISHED_ID.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        FisOkoHead.Work work = new FisOkoHead.Work(Procedure.of(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                Subject.of(matcher.group(3)), Integer.parseInt(matcher.group(4)));
        return PublishedScales.find(work).map(scale -> work.describe(Season.SPRING, scale));
    }

    /**
     * Reads all files.
     *
     * @throws InputException if a file cannot be used as a whole, or its assessment or scale cannot be told
     */
    void read(ResultCounter counter, ResponseCollector responses, FisOkoRegister register) {
        // All files are placed before the first is read, which may take long.
        Map<FisOkoFile, Assessment> works = new HashMap<>();
        individual.forEach(file -> works.put(file, assessment(file)));
        for (FisOkoFile file : individual) {
            Assessment assessment = works.get(file);
            file.read(assessment, new FisOkoPupils.Target(counter.sink(assessment), Optional.of(responses), register, reading));
        }
        reports.forEach(file -> readReport(file, register));
    }

    private void readReport(FisOkoFile file, FisOkoRegister register) {
        Problems problems = reading.problems();
        switch (file.layout()) {
            case MARK_STATISTICS -> {
                MarkStatistics report = file.markStatistics(reading);
                register.describe(report.rows().stream().map(MarkStatistics.Row::group).toList());
                ofReport(file).ifPresent(work -> checks.add(counted -> ReportCheck.compare(report, work, counted, problems)));
            }
            case JOURNAL_COMPARISON, JOURNAL_COMPARISON_OLD -> {
                JournalComparison report = file.journalComparison(reading);
                register.describe(report.rows().stream().map(JournalComparison.Row::group).toList());
                ofReport(file).ifPresent(work -> checks.add(counted -> ReportCheck.compare(report, work, counted, problems)));
            }
            default -> problems.add(Reason.UNUSED_FILE, CsvFile.nameOf(file.path()), "", 0, "", "");
        }
    }

    /** The assessment of a report; a report without one stops nothing. */
    private Optional<Assessment> ofReport(FisOkoFile file) {
        try {
            return Optional.of(assessment(file));
        } catch (InputException e) {
            reading.problems().add(Reason.REPORT_NOT_CHECKED, CsvFile.nameOf(file.path()), "", 0, "", "");
            return Optional.empty();
        }
    }

    /** Compares the reports with what was counted. */
    void check(SchoolResults counted) {
        checks.forEach(check -> check.accept(counted));
    }

    private Assessment assessment(FisOkoFile file) {
        Assessment given = named.get(nameOf(file));
        if (given != null) {
            return given;
        }
        FisOkoHead.Work work = file.head().work().orElseThrow(() -> problem(file, Reason.NO_ASSESSMENT, ""));
        Season season = file.head().season();
        List<Assessment> fitting = assessments.stream()
                .filter(known -> known.procedure().equals(work.procedure())
                        && known.year() == work.year()
                        && known.subject().equals(work.subject())
                        && known.grade() == work.grade())
                .toList();
        List<Assessment> inSeason = fitting.stream().filter(known -> known.season() == season).toList();
        List<Assessment> found = inSeason.isEmpty() && season == Season.SPRING ? fitting : inSeason;
        if (found.size() > 1) {
            String ids = found.stream().map(known -> known.id().value()).collect(Collectors.joining(", "));
            throw problem(file, Reason.NO_ASSESSMENT, ids);
        }
        return found.isEmpty() ? published(file, work, season) : found.get(0);
    }

    private Assessment published(FisOkoFile file, FisOkoHead.Work work, Season season) {
        Assessment published = PublishedScales.find(work)
                .filter(scale -> season == Season.SPRING)
                .map(scale -> work.describe(season, scale))
                .orElseThrow(() -> problem(file, Reason.NO_SCALE, lineToAdd(work, season, file.head().max())));
        if (assessments.stream().anyMatch(known -> known.id().equals(published.id()))) {
            throw problem(file, Reason.DUPLICATE_ASSESSMENT, published.id().value());
        }
        return published;
    }

    /** The line of {@code assessments.csv} that is missing, with what the file says of it filled in. */
    private static String lineToAdd(FisOkoHead.Work work, Season season, OptionalInt max) {
        String line = AssessmentsCsv.lineToAdd(work.procedure(), work.year(), season, work.subject(), work.grade());
        return max.isPresent() ? line.replace(AssessmentsCsv.MAX_TO_FILL, Integer.toString(max.getAsInt())) : line;
    }

    private static InputException problem(FisOkoFile file, Reason reason, String value) {
        return new InputException(new Problem(CsvFile.nameOf(file.path()), "", 0, "", value, reason, 1));
    }
}
