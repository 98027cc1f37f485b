package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.surveys.Questionnaire;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the input folder of a review, leniently: {@code schools.csv}, {@code context.csv}, {@code assessments.csv}, every {@code results*.csv}, and
 * the files of ФИС ОКО, which are all {@code *.xlsx} and those other CSV files that have the header of a regional dump. A file of
 * ФИС ОКО that does not name its work needs a row {@code file,assessment} in {@code files.csv}. The works of a re-check are read
 * from {@code recheck.csv}, for known schools and the assessments that have results. The points of single tasks are taken from
 * the files of ФИС ОКО and from every {@code responses*.csv}, whose tasks {@code tasks.csv} describes; they feed no tally. Values of
 * indicators are read from {@code indicators.csv}, the counts of НОКО from {@code noko.csv}; diagnoses of staff from
 * {@code competencies.csv}, and what can close a deficit from {@code modules.csv}; questionnaires from {@code survey.csv} with
 * {@code questions.csv}; sampled studies from {@code studies.csv}, which names files {@code study_*.csv}; measures from
 * {@code measures.csv}, the dates of events that their terms hang on from {@code events.csv}, and decisions from
 * {@code decisions.csv}. The folder {@code methodologies} and {@code recommendations.json} are left to the readers of these.
 *
 * <p>The files of ФИС ОКО come first, then the results; each kind in the order of the names. Tables are known by their names
 * without regard to case. Where a pupil stands twice the first row counts, over all files; apart from that the order of rows
 * makes no difference. Without {@code schools.csv} the schools are those that the files of ФИС ОКО describe, each with its
 * municipality.
 *
 * <p>A file in error ends the reading; a row in error is left out and reported; a file that is not read is noted. Reports by
 * groups feed nothing: where they differ from what was counted, that is a problem.
 */
public final class ReviewFolder {
    private static final String SCHOOLS = "schools.csv";
    private static final String ASSESSMENTS = "assessments.csv";
    private static final String FILES = "files.csv";
    private static final String RESULTS = "results*.csv";
    private static final String TASKS = "tasks.csv";
    private static final String CONTEXT = "context.csv";
    private static final String RECHECK = "recheck.csv";
    private static final String NOKO = "noko.csv";
    private static final String INDICATORS = "indicators.csv";
    private static final String METHODOLOGIES = "methodologies";
    private static final String RECOMMENDATIONS = "recommendations.json";
    private static final String COMPETENCIES = "competencies.csv";
    private static final String MODULES = "modules.csv";
    private static final String SURVEY = "survey.csv";
    private static final String QUESTIONS = "questions.csv";
    private static final String STUDIES = "studies.csv";
    private static final String STUDY = "study_";
    private static final String MEASURES = "measures.csv";
    private static final String EVENTS = "events.csv";
    private static final String DECISIONS = "decisions.csv";
    private static final Set<String> SINGLE = Set.of(SCHOOLS, ASSESSMENTS, FILES, TASKS, CONTEXT, RECHECK, NOKO, INDICATORS, COMPETENCIES,
            MODULES, SURVEY, QUESTIONS, STUDIES, MEASURES, EVENTS, DECISIONS);

    private static final String NOWHERE = "-";

    private final Path folder;
    private final Problems problems = new Problems();
    private final CsvTable.Reading reading;
    private final Map<String, Path> single = new HashMap<>();
    private final List<Path> results = new ArrayList<>();
    private final List<Path> responses = new ArrayList<>();
    private final List<Path> studies = new ArrayList<>();
    private final List<Path> candidates = new ArrayList<>();

    private ReviewFolder(Path folder, Progress progress) {
        this.folder = folder;
        this.reading = new CsvTable.Reading(ReadingMode.LENIENT, problems, progress);
    }

    /** Is told how far the reading has come. */
    @FunctionalInterface
    public interface Progress {
        /** Is told and does nothing. */
        Progress NONE = (file, rows) -> {};

        /**
         * Takes a report: when a file is opened, every so many rows, and when it has been read.
         *
         * @param file the name of the file
         * @param rows how many rows have been read, the header not among them
         */
        void rows(String file, long rows);
    }

    /**
     * Reads a folder.
     *
     * @param folder the folder
     * @return what the folder holds, and all problems
     * @throws InputException if the folder or a file in it cannot be used as a whole
     */
    public static Loaded<ReviewInput> read(Path folder) {
        return read(folder, Progress.NONE);
    }

    /**
     * Reads a folder and tells how far it has come.
     *
     * @param folder the folder
     * @param progress is told of each file and of every 100,000 rows
     * @return what the folder holds, and all problems
     * @throws InputException if the folder or a file in it cannot be used as a whole
     */
    public static Loaded<ReviewInput> read(Path folder, Progress progress) {
        return new ReviewFolder(folder, progress).read();
    }

    private Loaded<ReviewInput> read() {
        list().forEach(this::classify);
        List<Assessment> assessments =
                single.containsKey(ASSESSMENTS) ? AssessmentsCsv.read(single.get(ASSESSMENTS), reading) : List.of();
        FisOkoExports exports = new FisOkoExports(assessments, reading);
        candidates.forEach(file -> inspect(file).ifPresent(exports::add));
        if (single.containsKey(FILES)) {
            exports.name(single.get(FILES));
        }
        need(exports.hasResults() || !results.isEmpty(), RESULTS);
        need(single.containsKey(ASSESSMENTS) || results.isEmpty(), ASSESSMENTS);
        need(single.containsKey(SCHOOLS) || exports.hasResults(), SCHOOLS);
        ResponseCollector collector = new ResponseCollector();
        if (single.containsKey(TASKS)) {
            TasksCsv.read(single.get(TASKS), exports::withId, collector, reading);
        }
        ResultCounter counter = read(exports, collector);
        results.forEach(file -> ResultsCsv.read(file, assessments, counter, reading));
        SchoolResults counted = describe(counter.results());
        exports.check(counted);
        respond(exports, counter, collector);
        ReviewInput input = ReviewInput.of(counted).withResponses(collector.responses()).withRechecks(rechecks(counted))
                .withIndicators(indicators(counted));
        return new Loaded<>(managed(asked(input)), problems.list());
    }

    /** Adds what people were asked and what they can do. */
    private ReviewInput asked(ReviewInput input) {
        ReviewInput all = input;
        List<School> register = input.results().schools();
        if (single.containsKey(COMPETENCIES)) {
            all = all.withCompetencies(CompetenciesCsv.read(single.get(COMPETENCIES), register, reading));
        }
        if (single.containsKey(MODULES)) {
            all = all.withModules(ModulesCsv.read(single.get(MODULES), reading));
        }
        if (single.containsKey(SURVEY)) {
            Questionnaire questionnaire =
                    single.containsKey(QUESTIONS) ? QuestionsCsv.read(single.get(QUESTIONS), reading) : Questionnaire.empty();
            List<SchoolId> schools = register.stream().map(School::id).toList();
            all = all.withAnswers(SurveyCsv.read(single.get(SURVEY), schools, questionnaire, reading)).withQuestionnaire(questionnaire);
        } else {
            unused(QUESTIONS);
        }
        if (single.containsKey(STUDIES)) {
            return all.withStudies(StudiesCsv.read(single.get(STUDIES), reading));
        }
        studies.forEach(file -> problems.add(Reason.UNUSED_FILE, CsvFile.nameOf(file), "", 0, "", ""));
        return all;
    }

    private void unused(String name) {
        if (single.containsKey(name)) {
            problems.add(Reason.UNUSED_FILE, name, "", 0, "", "");
        }
    }

    /** Adds what was planned and decided. */
    private ReviewInput managed(ReviewInput input) {
        ReviewInput all = input;
        if (single.containsKey(MEASURES)) {
            all = all.withRoadmap(MeasuresCsv.read(single.get(MEASURES), Optional.ofNullable(single.get(EVENTS)), reading));
        } else {
            unused(EVENTS);
        }
        return single.containsKey(DECISIONS)
                ? all.withDecisions(DecisionsCsv.read(single.get(DECISIONS), input.results().schools(), reading))
                : all;
    }

    private SchoolResults describe(SchoolResults counted) {
        return single.containsKey(CONTEXT)
                ? counted.withSchools(ContextCsv.describe(counted.schools(), single.get(CONTEXT), reading))
                : counted;
    }

    private void respond(FisOkoExports exports, ResultCounter counter, ResponseCollector collector) {
        if (collector.isEmpty() && !responses.isEmpty()) {
            problems.add(Reason.MISSING_FILE, TASKS, "", 0, "", "");
            responses.forEach(file -> problems.add(Reason.UNUSED_FILE, CsvFile.nameOf(file), "", 0, "", ""));
        } else if (!responses.isEmpty()) {
            ResponsesCsv.Known known = new ResponsesCsv.Known(exports::withId, counter::exists);
            responses.forEach(file -> ResponsesCsv.read(file, known, collector, reading));
            collector.noteIncomplete(ResponsesCsv.FILES, problems);
        }
    }

    private List<RecheckWork> rechecks(SchoolResults counted) {
        return single.containsKey(RECHECK)
                ? RecheckCsv.of(counted.assessments()).withSchools(counted.schools()).read(single.get(RECHECK), reading)
                : List.of();
    }

    /** One table of both: a value that stands in both files counts once. */
    private IndicatorValues indicators(SchoolResults counted) {
        IndicatorsCsv reader = IndicatorsCsv.of(counted.schools());
        Map<IndicatorValues.Key, IndicatorValue> values = new HashMap<>();
        if (single.containsKey(NOKO)) {
            reader.readNoko(single.get(NOKO), values, reading);
        }
        if (single.containsKey(INDICATORS)) {
            reader.read(single.get(INDICATORS), values, reading);
        }
        return IndicatorValues.of(values);
    }

    /** Reads the register, or puts it together from the exports, and reads the exports. */
    private ResultCounter read(FisOkoExports exports, ResponseCollector collector) {
        FisOkoRegister named = new FisOkoRegister();
        if (single.containsKey(SCHOOLS)) {
            ResultCounter counter = ResultCounter.ofDescribedSchools(SchoolsCsv.read(single.get(SCHOOLS), reading));
            exports.read(counter, collector, named);
            return counter;
        }
        ResultCounter counter = ResultCounter.ofAnySchool();
        exports.read(counter, collector, named);
        for (School school : named.schools()) {
            boolean placed = !school.municipality().name().equals(NOWHERE);
            // Without a register nothing else says where the school is, and what is said of municipalities would be wrong.
            if (!placed && counter.hasSchool(school.id())) {
                throw new InputException(
                        new Problem(SCHOOLS, "", 0, "municipality", school.id().value(), Reason.MISSING_FILE, 1));
            }
            if (placed) {
                counter.describe(school);
            }
        }
        counter.closeRegister();
        return counter;
    }

    /** What a file of ФИС ОКО holds. A workbook is always taken for one; another CSV file only if its header is one of theirs. */
    private Optional<FisOkoFile> inspect(Path path) {
        try {
            return Optional.of(FisOkoFile.inspect(path, reading.mode()));
        } catch (InputException e) {
            if (e.problem().reason() != Reason.UNEXPECTED_LAYOUT || isWorkbook(CsvFile.nameOf(path))) {
                throw e;
            }
            problems.add(Reason.UNKNOWN_FILE, CsvFile.nameOf(path), "", 0, "", "");
            return Optional.empty();
        }
    }

    private static boolean isWorkbook(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".xlsx");
    }

    private void classify(Path path) {
        String name = CsvFile.nameOf(path);
        String lower = name.toLowerCase(Locale.ROOT);
        boolean csv = lower.endsWith(".csv");
        // What editors and systems leave behind: lock files and the like.
        boolean hidden = lower.startsWith(".") || lower.startsWith("~$");
        if (SINGLE.contains(lower)) {
            if (single.put(lower, path) != null) {
                throw problem(name, Reason.DUPLICATE_FILE);
            }
        } else if (csv && lower.startsWith("results")) {
            results.add(path);
        } else if (csv && lower.startsWith("responses")) {
            responses.add(path);
        } else if (name.equals(METHODOLOGIES) && Files.isDirectory(path) || name.equals(RECOMMENDATIONS)) {
            // MethodologyJson and RecommendationsJson read them; they stand above this package.
            return;
        } else if (csv && lower.startsWith(STUDY)) {
            studies.add(path);
        } else if ((csv || isWorkbook(lower)) && !hidden) {
            candidates.add(path);
        } else {
            problems.add(Reason.UNKNOWN_FILE, name, "", 0, "", "");
        }
    }

    private List<Path> list() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> paths = new ArrayList<>();
            files.forEach(paths::add);
            // Names that the locale of the machine cannot show look alike, so the paths themselves have the last word.
            paths.sort(Comparator.comparing((Path path) -> path.getFileName().toString())
                    .thenComparing(Comparator.naturalOrder()));
            return paths;
        } catch (IOException | DirectoryIteratorException e) {
            throw new InputException(new Problem(CsvFile.nameOf(folder), "", 0, "", "", CsvFile.unread(folder), 1), e);
        }
    }

    private static void need(boolean there, String name) {
        if (!there) {
            throw problem(name, Reason.MISSING_FILE);
        }
    }

    private static InputException problem(String name, Reason reason) {
        return new InputException(new Problem(name, "", 0, "", "", reason, 1));
    }
}
