package io.github.eduindicators.io;

import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the description of the questions of a survey: {@code question,text_ru,text_en,kind,positive,filter}, which says what
 * {@code survey.csv} cannot.
 *
 * <p>Kind is {@code single} (also blank), {@code multiple} or {@code scale}. Positive answers are separated by {@code |}; of a scale
 * {@code 4+} means from 4 on; blank means that no answer is better than another. A filter {@code q1=yes|rather yes} says that only
 * those were asked who gave one of these answers to q1. A question described twice, a filter that names no question of the file and
 * one in a circle are rows in error.
 */
final class QuestionsCsv {
    private static final List<String> COLUMNS = List.of("question", "text_ru", "text_en", "kind", "positive", "filter");
    private static final int QUESTION = 0;
    private static final int RUSSIAN = 1;
    private static final int ENGLISH = 2;
    private static final int KIND = 3;
    private static final int POSITIVE = 4;
    private static final int FILTER = 5;
    private static final int LONGEST = 1_000;
    private static final Pattern FROM = Pattern.compile("([0-9]{1,4})\\+");

    private QuestionsCsv() {}

    /** A question and where it stands. */
    private record Row(Question question, String filter, long line) {}

    /**
     * Reads a file.
     *
     * @return the questions in the order of the file
     * @throws InputException if the file cannot be used as a whole
     */
    static Questionnaire read(Path file, CsvTable.Reading reading) {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            while (table.next()) {
                read(table, rows);
            }
            leaveOutBadFilters(table, rows);
            table.finish();
        }
        return Questionnaire.of(rows.values().stream().map(Row::question).toList());
    }

    private static void read(CsvTable table, Map<String, Row> rows) {
        int column = QUESTION;
        try {
            String id = SurveyAnswers.key(SchoolsCsv.oneLine(table.get(QUESTION)));
            column = KIND;
            String kind = table.get(KIND).toUpperCase(Locale.ROOT);
            Question question = Question.of(id, kind.isEmpty() ? Kind.SINGLE : Kind.valueOf(kind));
            column = RUSSIAN;
            question = withText(question, Locale.forLanguageTag("ru"), table.get(RUSSIAN));
            column = ENGLISH;
            question = withText(question, Locale.ENGLISH, table.get(ENGLISH));
            column = POSITIVE;
            question = withPositive(question, table.get(POSITIVE));
            column = FILTER;
            question = withFilter(question, SchoolsCsv.oneLine(table.get(FILTER)));
            if (rows.putIfAbsent(id, new Row(question, table.get(FILTER), table.line())) == null) {
                table.use();
            } else {
                table.leaveOut(Reason.DUPLICATE_QUESTION, COLUMNS.get(QUESTION), table.get(QUESTION));
            }
        } catch (IllegalArgumentException e) {
            table.leaveOut(
                    table.get(column).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, COLUMNS.get(column), table.get(column));
        }
    }

    private static Question withText(Question question, Locale locale, String text) {
        String line = SchoolsCsv.oneLine(text);
        if (line.length() > LONGEST || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the text of a question has at most " + LONGEST + " characters, none of them for control");
        }
        return line.isEmpty() ? question : question.withText(locale, line);
    }

    private static Question withPositive(Question question, String text) {
        if (text.isEmpty()) {
            return question;
        }
        Matcher from = FROM.matcher(text);
        return question.kind() == Kind.SCALE && from.matches()
                ? question.withPositiveFrom(Integer.parseInt(from.group(1)))
                : question.withPositive(answers(SchoolsCsv.oneLine(text)));
    }

    private static Question withFilter(Question question, String text) {
        if (text.isEmpty()) {
            return question;
        }
        int sign = text.indexOf('=');
        if (sign < 0) {
            throw new IllegalArgumentException("a filter must be like question=answer|answer");
        }
        String[] answers = answers(text.substring(sign + 1));
        return question.withFilter(new Filter(text.substring(0, sign), new TreeSet<>(Arrays.asList(answers))));
    }

    private static String[] answers(String text) {
        return text.split("\\|", -1);
    }

    /** Leaves out the questions whose filters do not lead to a question that everybody is asked. */
    private static void leaveOutBadFilters(CsvTable table, Map<String, Row> rows) {
        List<Row> wrong = rows.values().stream().filter(row -> !leadsToAnOpenQuestion(row, rows)).toList();
        for (Row row : wrong) {
            rows.remove(row.question().id());
            table.leaveOutAfterAll(row.line(), Reason.BAD_VALUE, COLUMNS.get(FILTER), row.filter());
        }
    }

    private static boolean leadsToAnOpenQuestion(Row row, Map<String, Row> rows) {
        Row at = row;
        for (int depth = 0; at != null && depth <= Questionnaire.DEEPEST_FILTER; depth++) {
            if (at.question().filter().isEmpty()) {
                return true;
            }
            at = rows.get(at.question().filter().get().question());
        }
        return false;
    }
}
