package io.github.eduindicators.io;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import javax.annotation.CheckForNull;

/**
 * Reads the answers to a survey: {@code wave,organisation,group,question,answer,count,invited}.
 *
 * <p>An organisation that is in the register of schools is that school, any other is an organisation of its own; identifiers
 * {@code sch280417} and {@code edu280417} are one. The number invited may be blank and may stand in every row of the group; where rows
 * differ the first counts. The answer {@code *} counts the people who answered the question at all. Usual Russian names of the four
 * groups are read as their codes.
 *
 * <p>A share needs all answers: where a row of a question is left out, the other answers of the same group to it are left out too. So
 * are they where one answer a person is given and there are more answers than people invited or answering. Of two rows of the same
 * answer the first counts. Memory grows with the rows.
 */
final class SurveyCsv {
    private static final List<String> COLUMNS = List.of("wave", "organisation", "group", "question", "answer", "count", "invited");
    private static final int WAVE = 0;
    private static final int ORGANISATION = 1;
    private static final int GROUP = 2;
    private static final int QUESTION = 3;
    private static final int ANSWER = 4;
    private static final int COUNT = 5;
    private static final int INVITED = 6;

    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("руководители", "heads"),
            Map.entry("руководители организаций", "heads"),
            Map.entry("директора", "heads"),
            Map.entry("учителя", "teachers"),
            Map.entry("педагоги", "teachers"),
            Map.entry("педагогические работники", "teachers"),
            Map.entry("ученики", "pupils"),
            Map.entry("учащиеся", "pupils"),
            Map.entry("обучающиеся", "pupils"),
            Map.entry("родители", "parents"),
            Map.entry("родители (законные представители)", "parents"));

    /** The answers of one group to one question. */
    private record Cell(Asked asked, String question) {}

    /** How many people gave an answer, and where that stands. */
    private record Row(int count, String text, long line) {}

    private final Set<SchoolId> register;
    private final CsvTable table;
    private final Map<String, Unit> organisations = new HashMap<>();
    private final Set<Unit> others = new HashSet<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Cell, Map<String, Row>> cells = new LinkedHashMap<>();
    private final Map<Asked, Integer> invited = new HashMap<>();
    private final Set<Cell> incomplete = new LinkedHashSet<>();

    private SurveyCsv(Collection<SchoolId> register, CsvTable table) {
        this.register = new HashSet<>(register);
        this.table = table;
    }

    /**
     * Reads a file.
     *
     * @param register the schools that are known
     * @param questionnaire tells which questions have several answers a person; those it does not have are taken as the answers show them
     * @throws InputException if the file cannot be used as a whole
     */
    static SurveyAnswers read(Path file, Collection<SchoolId> register, Questionnaire questionnaire, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            SurveyCsv survey = new SurveyCsv(register, table);
            while (table.next()) {
                survey.row();
            }
            survey.leaveOutIncomplete();
            survey.leaveOutTooMany(questionnaire);
            table.finish();
            return survey.build();
        }
    }

    private void row() {
        Unit organisation = organisation();
        String wave = organisation == null ? null : text(WAVE);
        String group = wave == null ? null : text(GROUP);
        String question = group == null ? null : text(QUESTION);
        if (question == null) {
            return;
        }
        Asked asked = new Asked(wave, organisation, GROUPS.getOrDefault(group, group));
        Cell cell = new Cell(asked, question);
        String answer = text(ANSWER);
        if (answer == null) {
            incomplete.add(cell);
            return;
        }
        OptionalInt count = Numbers.whole(table.get(COUNT));
        OptionalInt people = Numbers.whole(table.get(INVITED));
        boolean known = !table.get(INVITED).isEmpty();
        if (count.isEmpty() || known && people.isEmpty()) {
            int column = count.isEmpty() ? COUNT : INVITED;
            leaveOut(table.get(column).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, column);
            incomplete.add(cell);
            return;
        }
        Row row = new Row(count.getAsInt(), table.get(COUNT), table.line());
        if (cells.computeIfAbsent(cell, key -> new HashMap<>()).putIfAbsent(answer, row) != null) {
            leaveOut(Reason.DUPLICATE_ANSWER, ANSWER);
            return;
        }
        table.use();
        if (known) {
            Integer before = invited.putIfAbsent(asked, people.getAsInt());
            if (before != null && before != people.getAsInt()) {
                table.note(Reason.OTHER_INVITED, COLUMNS.get(INVITED), table.get(INVITED));
            }
        }
    }

    @CheckForNull
    private Unit organisation() {
        String code = table.get(ORGANISATION);
        Unit known = organisations.get(code);
        if (known != null) {
            return known;
        }
        try {
            SchoolId id = SchoolId.of(code);
            Unit unit = register.contains(id) ? id : Unit.of(UnitType.ORGANISATION, id.value());
            if (unit.unitType() == UnitType.ORGANISATION && others.add(unit)) {
                table.note(Reason.NOT_OF_REGISTER, COLUMNS.get(ORGANISATION), code);
            }
            organisations.put(code, unit);
            return unit;
        } catch (IllegalArgumentException e) {
            leaveOut(code.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, ORGANISATION);
            return null;
        }
    }

    /** A text in the form in which it is compared; null, and the row is left out, if it is none. */
    @CheckForNull
    private String text(int column) {
        String text = SchoolsCsv.oneLine(table.get(column));
        try {
            String form = column == WAVE ? text : SurveyAnswers.key(text);
            SurveyAnswers.key(text);
            return texts.computeIfAbsent(form, key -> key);
        } catch (IllegalArgumentException e) {
            leaveOut(text.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, column);
            return null;
        }
    }

    private void leaveOut(Reason reason, int column) {
        table.leaveOut(reason, COLUMNS.get(column), table.get(column));
    }

    private void leaveOutIncomplete() {
        for (Cell cell : incomplete) {
            leaveOutAfterAll(cell, Reason.INCOMPLETE_QUESTION);
        }
    }

    /** Leaves out the questions to which more people answered than there were. */
    private void leaveOutTooMany(Questionnaire questionnaire) {
        Questionnaire completed = questionnaire.completedBy(build());
        List<Cell> tooMany = new ArrayList<>();
        cells.forEach((cell, answers) -> {
            boolean several = completed.question(cell.question()).orElseThrow().kind() == Kind.MULTIPLE;
            long sum = 0;
            long largest = 0;
            for (Map.Entry<String, Row> answer : answers.entrySet()) {
                if (!answer.getKey().equals(SurveyAnswers.RESPONDENTS)) {
                    sum += answer.getValue().count();
                    largest = Math.max(largest, answer.getValue().count());
                }
            }
            Row counted = answers.get(SurveyAnswers.RESPONDENTS);
            long least = several ? largest : sum;
            long respondents = counted == null ? least : counted.count();
            if (respondents < least || respondents > invited.getOrDefault(cell.asked(), Integer.MAX_VALUE)) {
                tooMany.add(cell);
            }
        });
        tooMany.forEach(cell -> leaveOutAfterAll(cell, Reason.MORE_THAN_WHOLE));
    }

    private void leaveOutAfterAll(Cell cell, Reason reason) {
        Map<String, Row> answers = cells.remove(cell);
        if (answers != null) {
            answers.values().stream()
                    .sorted((one, other) -> Long.compare(one.line(), other.line()))
                    .forEach(row -> table.leaveOutAfterAll(row.line(), reason, COLUMNS.get(COUNT), row.text()));
        }
    }

    private SurveyAnswers build() {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        invited.forEach(builder::invited);
        cells.forEach((cell, answers) ->
                answers.forEach((answer, row) -> builder.add(cell.asked(), cell.question(), answer, row.count())));
        return builder.build();
    }
}
