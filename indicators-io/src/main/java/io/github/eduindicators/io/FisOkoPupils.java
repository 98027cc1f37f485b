package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOkoText.Named;
import io.github.eduindicators.io.FisOkoText.Section;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;

/**
 * Reads the pupils of one table, whichever of the individual layouts it has. Of a pupil only class, code, points and marks are
 * read, and the code goes nowhere but to the sink, which compares it.
 */
final class FisOkoPupils {
    private static final int NOWHERE = -1;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int NOT_A_MARK = -1;
    private static final int ROWS_BETWEEN_REPORTS = 100_000;
    private static final Pattern TASK_2021 = Pattern.compile("балл за (\\S+)");
    private static final Pattern TASK_2020 = Pattern.compile("a-(\\S+)-grade");
    private static final String COUNT_COLUMN = "Кол-во участников";

    /** Columns that belong to the layouts and are of no use here; some tell things of a person. */
    private static final Set<String> NOT_READ = Set.of("вариант", "var-1", "var-2", "пол", "gender", "id", "groups",
            "код региона", "дата загрузки", "номер обучающегося", "учебник", "отметка");

    private record TaskColumn(int column, String name, int max) {}

    /** The rows under the line of a school, against the number that the line states. */
    private static final class Counter {
        private final long line;
        private final int stated;
        private long rows;

        Counter(long line, int stated) {
            this.line = line;
            this.stated = stated;
        }
    }

    private final FisOkoTable table;
    private final Assessment assessment;
    private final Optional<SchoolId> onlySchool;
    private final ResultSink sink;
    private final FisOkoRegister register;
    private final Problems problems;
    private final ReviewFolder.Progress progress;

    private final Set<Integer> known = new HashSet<>();
    private final int school;
    private final int user;
    private final int schoolName;
    private final int municipality;
    private final int region;
    private final int className;
    private final int pupil;
    private final int variant;
    private final int total;
    private final int mark;
    private final int journal;
    private final List<TaskColumn> tasks;
    @CheckForNull
    private final ResponseCollector.Work responses;
    /** By column of a task, its number in the responses. */
    private final int[] taskNumbers;
    private final boolean allTasks;
    private final Set<Integer> needed = new HashSet<>();

    private final Map<String, Optional<SchoolId>> places = new HashMap<>();
    private Optional<SchoolId> sectionPlace = Optional.empty();
    @CheckForNull
    private Counter section;
    private long used;
    private long absent;
    private long recomputed;
    @CheckForNull
    private Problem first;

    private FisOkoPupils(FisOkoTable table, Assessment assessment, Optional<SchoolId> onlySchool, Target target) {
        this.table = table;
        this.assessment = assessment;
        this.onlySchool = onlySchool;
        this.sink = target.sink();
        this.register = target.register();
        this.problems = target.reading().problems();
        this.progress = target.reading().progress();
        FisOkoLayout layout = table.layout();
        this.user = column("пользователь", "user", "логин школы");
        this.school = column("оо", "школа");
        this.schoolName = column("название оо");
        this.municipality = column("муниципалитет");
        this.region = column("регион");
        this.className = column("класс", "klass", "наименование класса", "порядковый номер класса");
        this.pupil = column("код участника", "код", "код обучающегося", "code");
        this.variant = column("вариант");
        this.total = column("первичный балл", "итого баллов", "всего баллов", "sum");
        this.mark = column("отметка");
        this.journal = column(key ->
                key.startsWith("отметка по журналу") || key.startsWith("отметка за предыдущ") || key.equals("otc"));
        this.tasks = tasks();
        this.responses = target.responses().map(this::responses).orElse(null);
        this.taskNumbers = tasks.stream().mapToInt(task -> responses == null ? NOWHERE : number(responses, task)).toArray();
        require(total, "total");
        require(journal, "journal mark");
        if (layout != FisOkoLayout.COLLECTION_FORM && user == NOWHERE) {
            require(school, "school");
        }
        this.allTasks = noteUnknown();
        List.of(school, user, className, pupil, variant, total, journal).forEach(needed::add);
        tasks.forEach(task -> needed.add(task.column()));
        if (layout == FisOkoLayout.COLLECTION_FORM && allTasks) {
            needed.remove(total);
        }
    }

    /** Where results, responses (if they are wanted), schools and problems go. */
    record Target(
            ResultSink sink, Optional<ResponseCollector> responses, FisOkoRegister register, CsvTable.Reading reading) {}

    /**
     * Reads all pupils of a table.
     *
     * @param onlySchool the school of all pupils, for the layout that does not name it
     * @return how many results the sink took
     * @throws InputException if the file contradicts the assessment or lacks a column, or no row can be used
     */
    static long read(FisOkoTable table, Assessment assessment, Optional<SchoolId> onlySchool, Target target) {
        if (!table.layout().individual()) {
            throw new InputException(table.problem(Reason.UNEXPECTED_LAYOUT, 0, "", ""));
        }
        if (table.layout() == FisOkoLayout.COLLECTION_FORM && onlySchool.isEmpty()) {
            throw new InputException(table.problem(Reason.NO_SCHOOL, 0, "", ""));
        }
        compareHead(table, assessment, target.reading().problems());
        return new FisOkoPupils(table, assessment, onlySchool, target).read();
    }

    private static void compareHead(FisOkoTable table, Assessment assessment, Problems problems) {
        FisOkoHead head = table.head();
        if (head.max().isPresent() && head.max().getAsInt() != assessment.scale().max()) {
            String both = head.max().getAsInt() + " ≠ " + assessment.scale().max();
            throw new InputException(table.problem(Reason.SCALE_DIFFERS, 0, "", both));
        }
        head.work().ifPresent(work -> {
            boolean same = work.procedure().equals(assessment.procedure())
                    && work.year() == assessment.year()
                    && work.subject().equals(assessment.subject())
                    && work.grade() == assessment.grade();
            if (!same) {
                problems.add(table.problem(Reason.OTHER_ASSESSMENT, 0, "", head.title() + " ≠ " + assessment.id()));
            }
        });
    }

    private int column(String... keys) {
        return column(List.of(keys)::contains);
    }

    private int column(Predicate<String> wanted) {
        int found = NOWHERE;
        List<String> header = table.header().cells();
        for (int i = 0; i < header.size(); i++) {
            if (wanted.test(FisOkoText.key(header.get(i)))) {
                if (found != NOWHERE) {
                    throw new InputException(table.problem(Reason.DUPLICATE_COLUMN, table.header().line(), header.get(i), ""));
                }
                found = i;
                known.add(i);
            }
        }
        return found;
    }

    private void require(int column, String name) {
        if (column == NOWHERE) {
            throw new InputException(table.problem(Reason.MISSING_COLUMN, table.header().line(), name, ""));
        }
    }

    private List<TaskColumn> tasks() {
        List<TaskColumn> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> header = table.header().cells();
        for (int i = 0; i < header.size(); i++) {
            Optional<TaskColumn> task = known.contains(i) ? Optional.empty() : task(i, header.get(i));
            if (task.isPresent()) {
                if (!names.add(task.get().name())) {
                    throw new InputException(table.problem(Reason.DUPLICATE_COLUMN, table.header().line(), header.get(i), ""));
                }
                known.add(i);
                found.add(task.get());
            }
        }
        return List.copyOf(found);
    }

    private Optional<TaskColumn> task(int column, String text) {
        Pattern numbered = table.layout() == FisOkoLayout.DUMP_2021 ? TASK_2021 : TASK_2020;
        if (table.layout() == FisOkoLayout.DUMP_2021 || table.layout() == FisOkoLayout.DUMP_2020) {
            Matcher matcher = numbered.matcher(FisOkoText.key(text));
            return matcher.matches() ? Optional.of(new TaskColumn(column, matcher.group(1), UNLIMITED)) : Optional.empty();
        }
        return FisOkoText.Task.of(text).map(task -> new TaskColumn(column, task.name(), task.max()));
    }

    /** Notes the columns that are not read; false if one of them stands among the tasks and may be a task. */
    private boolean noteUnknown() {
        boolean complete = !tasks.isEmpty();
        List<String> header = table.header().cells();
        for (int i = 0; i < header.size(); i++) {
            String key = FisOkoText.key(header.get(i));
            if (!known.contains(i) && !key.isEmpty() && !NOT_READ.contains(key) && !key.startsWith("учебник")) {
                problems.add(table.problem(Reason.UNKNOWN_COLUMN, table.header().line(), header.get(i), ""));
                complete &= tasks.isEmpty() || i < tasks.get(0).column() || i > tasks.get(tasks.size() - 1).column();
            }
        }
        return complete;
    }

    /** The responses to the assessment, if they have the tasks of this file; null where they have not, or points are not limited. */
    @CheckForNull
    private ResponseCollector.Work responses(ResponseCollector collector) {
        Optional<ResponseCollector.Work> known = collector.work(assessment.id());
        if (known.isPresent()) {
            for (TaskColumn task : tasks) {
                int number = number(known.get(), task);
                if (number < 0 || task.max() != UNLIMITED && task.max() != known.get().tasks().get(number).max()) {
                    return differ(task.column());
                }
            }
            if (tasks.isEmpty()) {
                return null;
            }
            return tasks.size() == known.get().tasks().size() ? known.get() : differ(tasks.get(0).column());
        }
        if (tasks.isEmpty() || tasks.stream().anyMatch(task -> task.max() == UNLIMITED)) {
            return null;
        }
        List<Task> described = new ArrayList<>();
        for (TaskColumn task : tasks) {
            if (task.max() < 1 || task.max() > Task.MAX_POINTS) {
                return differ(task.column());
            }
            Task plain = Task.of(task.name(), task.max());
            described.add(plain.withLevel(table.level(task.column())));
        }
        return collector.define(assessment, described);
    }

    @CheckForNull
    private ResponseCollector.Work differ(int column) {
        problems.add(table.problem(Reason.TASKS_DIFFER, table.header().line(), heading(column), ""));
        return null;
    }

    /** The number of a task whose name may be written with letters of the other alphabet. */
    private static int number(ResponseCollector.Work work, TaskColumn column) {
        for (int i = 0; i < work.tasks().size(); i++) {
            if (FisOkoText.taskName(work.tasks().get(i).id()).equals(column.name())) {
                return i;
            }
        }
        return NOWHERE;
    }

    private void respond(SheetRows.Row row, SchoolId place) {
        int pupilRow = responses.row(place, cell(row, className), cell(row, pupil));
        for (int i = 0; i < taskNumbers.length; i++) {
            String cell = row.cell(tasks.get(i).column());
            int points = FisOkoText.notAttempted(cell)
                    ? TaskResponses.NOT_ATTEMPTED
                    : FisOkoText.whole(cell).orElse(TaskResponses.UNKNOWN);
            if (points > responses.tasks().get(taskNumbers[i]).max()) {
                leaveOut(Reason.BAD_POINTS, row, tasks.get(i).column());
            } else {
                responses.put(pupilRow, taskNumbers[i], points);
            }
        }
    }

    private long read() {
        progress.rows(table.file(), 0);
        long rows = 0;
        for (SheetRows.Row row = table.next(); row != null; row = table.next()) {
            Optional<Section> heading = heading(row);
            if (heading.isPresent()) {
                endSection();
                section = new Counter(row.line(), heading.get().participants());
                sectionPlace = newPlace(heading.get().school().code(), heading.get().school(), "", "");
                continue;
            }
            if (section != null) {
                section.rows++;
            }
            pupil(row);
            if (++rows % ROWS_BETWEEN_REPORTS == 0) {
                progress.rows(table.file(), rows);
            }
        }
        endSection();
        progress.rows(table.file(), rows);
        count(Reason.ABSENT_PUPIL, absent);
        count(Reason.TOTAL_RECOMPUTED, recomputed);
        if (used == 0) {
            throw new InputException(first == null
                    ? table.problem(Reason.NO_USABLE_ROW, 0, "", "")
                    : table.problem(Reason.NO_USABLE_ROW, first.line(), first.column(), first.reason().code()));
        }
        return used;
    }

    private void count(Reason reason, long count) {
        if (count > 0) {
            problems.add(new Problem(table.file(), table.sheet(), 0, "", "", reason, count));
        }
    }

    private Optional<Section> heading(SheetRows.Row row) {
        boolean alone = table.layout() == FisOkoLayout.INDIVIDUAL_RESULTS
                && row.formulas().isEmpty()
                && row.cells().stream().filter(cell -> !cell.isEmpty()).count() == 1;
        return alone ? Section.of(row.cells().get(row.cells().size() - 1)) : Optional.empty();
    }

    private void endSection() {
        if (section != null && section.rows != section.stated) {
            leaveOut(Reason.COUNT_DIFFERS, section.line, COUNT_COLUMN, section.stated + " ≠ " + section.rows);
        }
    }

    private void leaveOut(Reason reason, long line, String column, String value) {
        Problem problem = table.problem(reason, line, column, value);
        first = first == null ? problem : first;
        problems.add(problem);
    }

    private void leaveOut(Reason reason, SheetRows.Row row, int column) {
        leaveOut(reason, row.line(), heading(column), column == pupil ? "" : row.cell(column));
    }

    private String heading(int column) {
        return column == NOWHERE ? "" : table.header().cell(column);
    }

    private String cell(SheetRows.Row row, int column) {
        return column == NOWHERE ? "" : row.cell(column);
    }

    private void pupil(SheetRows.Row row) {
        if (didNotTakePart(row)) {
            absent++;
            return;
        }
        if (table.layout() == FisOkoLayout.COLLECTION_FORM && cell(row, pupil).isEmpty() && !row.formulas().contains(pupil)) {
            // A row of the empty form; but points without a code are not dropped unsaid.
            if (tasks.stream().anyMatch(task -> FisOkoText.whole(row.cell(task.column())).orElse(0) > 0)) {
                leaveOut(Reason.BLANK_VALUE, row, pupil);
            }
            return;
        }
        for (int column : row.formulas()) {
            if (needed.contains(column)) {
                leaveOut(Reason.FORMULA, row.line(), heading(column), Workbook.cellName(column, row.line()));
                return;
            }
        }
        OptionalInt sum = sum(row);
        if (sum.isEmpty()) {
            return;
        }
        OptionalInt score = score(row, sum.getAsInt());
        int journalMark = mark(cell(row, journal));
        if (score.isEmpty() || score.getAsInt() > assessment.scale().max()) {
            leaveOut(cell(row, total).isEmpty() && score.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_SCORE, row, total);
        } else if (journalMark == NOT_A_MARK) {
            leaveOut(Reason.BAD_MARK, row, journal);
        } else {
            place(row).ifPresentOrElse(
                    place -> use(row, place, score.getAsInt(), sum.getAsInt(), journalMark),
                    () -> leaveOut(Reason.NO_SCHOOL, row, school == NOWHERE ? user : school));
        }
    }

    /** Whether the row says that the pupil was absent: in so many words, or by no total and no points. */
    private boolean didNotTakePart(SheetRows.Row row) {
        if (FisOkoText.key(cell(row, variant)).equals(FisOkoText.ABSENT)) {
            return true;
        }
        boolean noPoints = tasks.stream()
                .noneMatch(task -> points(row.cell(task.column())) || row.formulas().contains(task.column()));
        if (table.layout() == FisOkoLayout.COLLECTION_FORM) {
            boolean nothing = tasks.stream()
                    .allMatch(task -> row.cell(task.column()).isEmpty() && !row.formulas().contains(task.column()));
            return !cell(row, pupil).isEmpty() && nothing && cell(row, variant).isEmpty();
        }
        return cell(row, total).isEmpty() && !row.formulas().contains(total) && noPoints;
    }

    private static boolean points(String cell) {
        return !cell.isEmpty() && !FisOkoText.notAttempted(cell);
    }

    /** The points of all tasks; empty if a cell is none of points, X and blank, which is reported. */
    private OptionalInt sum(SheetRows.Row row) {
        int sum = 0;
        for (TaskColumn task : tasks) {
            String cell = row.cell(task.column());
            if (points(cell)) {
                OptionalInt value = FisOkoText.whole(cell);
                if (value.isEmpty() || value.getAsInt() > Math.min(task.max(), assessment.scale().max())) {
                    leaveOut(Reason.BAD_SCORE, row, task.column());
                    return OptionalInt.empty();
                }
                sum += value.getAsInt();
            }
        }
        return OptionalInt.of(sum);
    }

    private OptionalInt score(SheetRows.Row row, int sum) {
        if (row.formulas().contains(total)) {
            recomputed++;
            return OptionalInt.of(sum);
        }
        return FisOkoText.whole(row.cell(total));
    }

    private static int mark(String text) {
        if (FisOkoText.noMark(text)) {
            return ScoreDistribution.NO_MARK;
        }
        int mark = FisOkoText.whole(text).orElse(0);
        return mark >= 2 && mark <= 5 ? mark : NOT_A_MARK;
    }

    private void use(SheetRows.Row row, SchoolId place, int score, int sum, int journalMark) {
        Reason refused = sink.accept(place.value(), cell(row, className), cell(row, pupil), score, journalMark);
        if (refused != null) {
            boolean ofSchool = refused == Reason.UNKNOWN_SCHOOL;
            leaveOut(refused, row.line(), heading(ofSchool ? Math.max(school, user) : pupil),
                    ofSchool ? place.value() : "");
            return;
        }
        used++;
        if (responses != null) {
            respond(row, place);
        }
        if (allTasks && sum != score) {
            problems.add(table.problem(Reason.TOTAL_DIFFERS, row.line(), heading(total), score + " ≠ " + sum));
        }
        String stated = cell(row, mark);
        if (assessment.scale().hasMarks() && !FisOkoText.noMark(stated)) {
            int expected = assessment.scale().mark(score);
            if (FisOkoText.whole(stated).orElse(0) != expected) {
                problems.add(table.problem(Reason.MARK_DIFFERS, row.line(), heading(mark), stated + " ≠ " + expected));
            }
        }
    }

    private Optional<SchoolId> place(SheetRows.Row row) {
        if (onlySchool.isPresent()) {
            return place(onlySchool.get().value(), new Named("", ""), "", "");
        }
        Named named = Named.withBar(cell(row, school));
        Named rowName = cell(row, schoolName).isEmpty() ? named : Named.withBrackets(cell(row, schoolName));
        String written = !named.code().isEmpty() ? named.code()
                : !cell(row, user).isEmpty() ? cell(row, user)
                : named.name();
        String place = Named.withBar(cell(row, municipality)).name();
        Named area = Named.withBar(cell(row, region));
        // The dumps of 2021 may give the number of the region, which the login has as well.
        String regionName = Numbers.whole(area.name()).isPresent() ? "" : area.name();
        if (written.isEmpty()) {
            sectionPlace.ifPresent(id -> register.describe(id, rowName.name(), place, regionName));
            return sectionPlace;
        }
        return place(written, rowName, place, regionName);
    }

    private Optional<SchoolId> place(String written, Named name, String municipalityName, String regionName) {
        return places.computeIfAbsent(written, key -> newPlace(key, name, municipalityName, regionName));
    }

    private Optional<SchoolId> newPlace(String written, Named name, String municipalityName, String regionName) {
        try {
            SchoolId id = SchoolId.of(written);
            register.describe(id, name.name(), municipalityName, regionName);
            return Optional.of(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
