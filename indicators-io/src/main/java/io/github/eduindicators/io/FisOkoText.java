package io.github.eduindicators.io;

import com.google.common.base.CharMatcher;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How ФИС ОКО writes things in cells. */
final class FisOkoText {
    /** The words of a pupil who did not take part. */
    static final String ABSENT = "отсутствовал";

    private static final CharMatcher SPACE = CharMatcher.whitespace();
    private static final Pattern ZEROS = Pattern.compile("([0-9]{1,9})[.,]0{1,9}");
    private static final Pattern LOGIN = Pattern.compile("(?:edu|sch)[0-9]{6}", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRACKETS = Pattern.compile("(.*)\\(\\s*([^()]*?)\\s*\\)\\s*", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile(
            "(.*\\S)\\s*\\|\\s*Кол-во\\s+участников\\s*:?\\s*([0-9]{1,9})\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    private static final Pattern TASK = Pattern.compile(
            "([0-9]{1,3}(?:[.,][0-9]{1,3}){0,3}(?:\\([0-9]{1,3}\\))?(?:[КкKk][0-9]{1,3})?)"
                    + "\\s*\\(\\s*([0-9]{1,3})\\s*б\\.?\\s*\\)");

    private FisOkoText() {}

    /** The form in which headings are compared. */
    static String key(String text) {
        return SPACE.trimAndCollapseFrom(text, ' ').toLowerCase(Locale.ROOT).replace('ё', 'е');
    }

    /** A whole number that is not negative, as a number or as text; {@code 12.0} and {@code 12,0} are whole too. */
    static OptionalInt whole(String text) {
        Matcher matcher = ZEROS.matcher(text);
        return Numbers.whole(matcher.matches() ? matcher.group(1) : text);
    }

    /** A finite number with a point or a comma. */
    static OptionalDouble decimal(String text) {
        OptionalDouble value = Numbers.decimal(text);
        return value.isPresent() ? value : Numbers.withComma(text);
    }

    /** Whether the task was not attempted: the letter X of either alphabet. */
    static boolean notAttempted(String text) {
        return text.length() == 1 && "XxХх".contains(text);
    }

    /** Whether the cell says that there is no mark. */
    static boolean noMark(String text) {
        return text.isEmpty() || key(text).equals("нет отметки");
    }

    /** Whether the whole text is a login of a school. */
    static boolean isLogin(String text) {
        return LOGIN.matcher(text).matches();
    }

    /** The first login of a school within a text. */
    static Optional<String> findLogin(String text) {
        Matcher matcher = LOGIN.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** A name and the code behind it: {@code name(code)}, or {@code code | name}; the code is empty where there is none. */
    record Named(String name, String code) {
        private static final Pattern CODE = Pattern.compile("(?:edu|sch|reg)[0-9]{2}[0-9_a-z]{0,12}", Pattern.CASE_INSENSITIVE);

        /** Reads a name whose code stands in the last brackets. */
        static Named withBrackets(String text) {
            Matcher matcher = BRACKETS.matcher(text);
            return matcher.matches() && CODE.matcher(matcher.group(2)).matches()
                    ? new Named(SPACE.trimFrom(matcher.group(1)), matcher.group(2))
                    : new Named(text, "");
        }

        /** Reads a name whose code stands before a bar, or in the last brackets. */
        static Named withBar(String text) {
            int bar = text.indexOf('|');
            if (bar < 0) {
                return CODE.matcher(text).matches() ? new Named("", text) : withBrackets(text);
            }
            return new Named(SPACE.trimFrom(text.substring(bar + 1)), SPACE.trimFrom(text.substring(0, bar)));
        }
    }

    /** The row that stands over the pupils of a school. */
    record Section(Named school, int participants) {
        static Optional<Section> of(String text) {
            Matcher matcher = SECTION.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Section(Named.withBrackets(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }
    }

    /** One way to write the number of a task: a point, and the letter К in Cyrillic. */
    static String taskName(String written) {
        return written.replace(',', '.').replaceAll("[КкKk]", "К");
    }

    /** A task in a header: its number with the criterion, the letter К in Cyrillic, and its points. */
    record Task(String name, int max) {
        static Optional<Task> of(String text) {
            Matcher matcher = TASK.matcher(SPACE.trimFrom(text));
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return Optional.of(new Task(taskName(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        }
    }
}
