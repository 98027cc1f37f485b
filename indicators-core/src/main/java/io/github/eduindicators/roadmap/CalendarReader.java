package io.github.eduindicators.roadmap;

import io.github.eduindicators.roadmap.Span.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;
import javax.annotation.Nullable;

/**
 * Reads days, months, quarters, half-years, years and ranges of them out of a text in the form of {@link TermText#normal}.
 * Each form is tried at the place where the reader stands; one that fits moves it on.
 */
final class CalendarReader {
    private static final String OF_YEAR = "(?: ?(?:года|годов|годы|годах|годам|году|год|г\\.? ?г|гг|г)" + Words.END + "\\.?)?";
    private static final String SCHOOL_YEAR =
            "([0-9]{4}) ?[-/] ?([0-9]{4}|[0-9]{2})(?![0-9]) ?(?:-?(?:ый|й|го|м|ом)" + Words.END + ")? ?"
                    + "(?:учебн[а-я]* ?год[а-я]*|уч\\.? ?г(?:од[а-я]*)?\\.?|(?:school|academic) year)";

    private static final Pattern ISO = Pattern.compile("([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?![0-9])");
    private static final Pattern DAY = Pattern.compile(
            "([0-9]{1,2}) ?([./-]) ?([0-9]{1,2}) ?\\2 ?([0-9]{4}|[0-9]{2})(?![0-9])" + OF_YEAR);
    private static final Pattern DAY_IN_WORDS = Pattern.compile(
            "([0-9]{1,2})(?: ?-? ?(?:го|ое|е|st|nd|rd|th)" + Words.END + ")? ?(?:of )?" + Words.MONTH + "\\.?(?: месяца)?");
    private static final Pattern ENGLISH_DAY = Pattern.compile(
            Words.MONTH + "\\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9а-я.:])");
    private static final Pattern SHORT_DAY = Pattern.compile("([0-9]{1,2})\\.([0-9]{2})(?!\\.?[0-9])");
    private static final Pattern MONTH_OF_YEAR = Pattern.compile("(?:([0-9]{1,2})\\.([0-9]{4})"
            + "|([0-9]{4})-([0-9]{2}))(?![0-9-])" + OF_YEAR);
    private static final Pattern MONTH = Pattern.compile(Words.MONTH + "\\.?(?: месяц[а-я]*)?");
    private static final Pattern TENTH = Pattern.compile(Words.ORDINAL + " ?декад[а-я]* " + Words.MONTH + "\\.?");
    private static final Pattern QUARTER = Pattern.compile(
            "(?:" + Words.ORDINAL + " ?(?:квартал[а-я]*|кв" + Words.END + "\\.?|quarter)|q([1-4])(?![0-9])|([1-4])q)(?: of)?");
    private static final Pattern QUARTER_BEHIND = Pattern.compile("([0-9]{4}) ?[-,]? ?q([1-4])(?![0-9])");
    private static final Pattern HALF = Pattern.compile(
            "(?:" + Words.ORDINAL + " ?(?:полугоди[а-я]*|п/г|полуг\\.?|half(?:[- ]year)?)|h([12])(?![0-9]))(?: of)?");
    private static final Pattern SCHOOL = Pattern.compile("(?:(?:school|academic) year )?" + SCHOOL_YEAR);
    private static final Pattern SCHOOL_ENGLISH =
            Pattern.compile("(?:school|academic) year ([0-9]{4}) ?[-/] ?([0-9]{4}|[0-9]{2})(?![0-9])");
    private static final Pattern SHORT_YEARS = Pattern.compile("([0-9]{4}) ?[-/] ?([0-9]{2})(?![0-9])" + OF_YEAR);
    private static final Pattern YEAR = Pattern.compile("([0-9]{4})(?![0-9])(?!\\.[0-9])(?:-?(?:й|го|м|ом|ый)" + Words.END
            + ")?" + OF_YEAR);
    private static final Pattern END_OF = Pattern.compile("(?:конец|конца|концу|конце|окончани[а-я]+|end of|the end of)(?: "
            + "the)? ");
    private static final Pattern END_OF_YEAR = Pattern.compile(
            "(текущего |этого |календарного |следующего |this |next )?(?:года|year)(?! ?[0-9])" + Words.END);
    private static final Pattern END_OF_SCHOOL_YEAR = Pattern.compile("(?:текущего )?(?:учебного года|school year)(?! ?[0-9])"
            + Words.END);
    private static final Pattern NEW_SCHOOL_YEAR =
            Pattern.compile("начал[а-я]+ (?:нового )?(?:([0-9]{4}) ?[-/] ?[0-9]{2,4} )?(?:учебного|уч\\.?) ?(?:года|г\\.?)");
    private static final Pattern BARE = Pattern.compile("(i{1,3}|iv|[0-9]{1,2})(?: ?-? ?(?:й|го|е)" + Words.END
            + ")?(?= ?(?:-|,|и | по |по |до ))");

    private static final Pattern IN_SCHOOL_YEAR = Pattern.compile(",? ?(?:в |of )?" + SCHOOL_YEAR);
    private static final Pattern IN_YEAR =
            Pattern.compile(",? ?(?:в |of )?([0-9]{4})(?![0-9])(?! ?[-/] ?[0-9]{4}(?![0-9]))(?![-.][0-9]{1,2}[-.][0-9])"
                    + OF_YEAR);
    private static final Pattern IN_THIS_YEAR =
            Pattern.compile(",? ?(?:(текущего|этого|сего|т\\.|с\\.)|(следующего|очередного)) ?(?:календарного )?(?:года|г"
                    + Words.END + ")\\.?");

    private static final Pattern FROM =
            Pattern.compile("(?:в (?:период|срок|сроки) )?(?:начиная (?:с|со)|не ранее|с|со|от|starting from|starting|from"
                    + "|since) ");
    private static final Pattern UNTIL = Pattern.compile(
            "(?:в )?(?:срок[а-я]*,? )?(?:не (?:позднее|позже)|до|к|ко|по|(?:no|not) later than|before|by|until|till|up to|due "
                    + "by|due) ");
    private static final Pattern WITHIN = Pattern.compile("(?:(?:в течени[еи]|на протяжении|в период|период|весь|всего|за|на|во"
            + "|в|in|during|throughout|within|on)(?: the)? )+");
    private static final Pattern LEAD = Pattern.compile("(?:срок[а-я]*(?: (?:исполнения|выполнения|реализации|проведения))?"
            + "|deadline|term)(?: ?[:-] ?| |$)");
    private static final Pattern RANGE = Pattern.compile(" ?-+ ?| по | (?:до|to|until|till|through) ");
    private static final Pattern SLASH = Pattern.compile(" ?/ ?");
    private static final Pattern AND = Pattern.compile(" ?[,;] ?(?:и |and )?| и | and ");
    private static final Pattern TAIL = Pattern.compile("[ .,;]*(?:включительно|inclusive)?[ .,;]*");

    private final String text;
    private int at;
    private boolean invalid;

    CalendarReader(String normal) {
        this.text = normal;
    }

    /** Which side of a limit is named. */
    enum Limit {
        NONE, FROM, UNTIL
    }

    /** A piece of a term: the days, and whether they are its beginning, its end, or all of it. */
    record Part(Limit limit, Span span) {}

    /** What a whole text says, or why it cannot be used. */
    record Answer(List<Part> parts, boolean invalid) {}

    /** Reads a whole text, which must hold nothing else; an empty list if it does. */
    static Answer whole(String normal) {
        CalendarReader reader = new CalendarReader(normal);
        reader.take(LEAD);
        List<Part> parts = reader.sequence();
        boolean all = parts != null && reader.take(TAIL) != null && reader.at == normal.length();
        return new Answer(all ? List.copyOf(parts) : List.of(), reader.invalid);
    }

    /** The piece or range that a text begins with, if it does. */
    static Optional<Span> leading(String normal) {
        return Optional.ofNullable(new CalendarReader(normal).range(Limit.NONE));
    }

    /** The first day that is named with its year, anywhere between other words. */
    static Optional<Span> firstDay(String normal) {
        CalendarReader reader = new CalendarReader(normal);
        for (; reader.at < normal.length(); reader.at++) {
            char sign = normal.charAt(reader.at);
            boolean mayBegin = sign >= '0' && sign <= '9' || sign >= 'a' && sign <= 'z';
            Span span = mayBegin && reader.atWord() ? reader.piece() : null;
            if (span != null && span.oneDay() && span.rule() == Rule.GIVEN) {
                return Optional.of(span);
            }
        }
        return Optional.empty();
    }

    /** Reads what stands anywhere between other words. */
    static Answer scattered(String normal) {
        CalendarReader reader = new CalendarReader(normal);
        List<Part> parts = new ArrayList<>();
        while (reader.at < normal.length()) {
            List<Part> found = reader.atWord() ? reader.sequence() : null;
            if (found == null) {
                reader.at++;
            } else {
                parts.addAll(found);
            }
        }
        return new Answer(parts, reader.invalid);
    }

    private boolean atWord() {
        return Character.isLetterOrDigit(text.charAt(at)) && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
    }

    @CheckForNull
    private Matcher take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true).useAnchoringBounds(false);
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    /** Pieces with commas between them. A number alone takes its kind from the next piece, a piece without year the year. */
    @CheckForNull
    private List<Part> sequence() {
        int start = at;
        List<Part> parts = new ArrayList<>();
        List<Integer> bare = new ArrayList<>();
        Limit limit = Limit.NONE;
        int end = start;
        while (true) {
            int before = at;
            Limit own = limit();
            limit = own == Limit.NONE && !parts.isEmpty() ? limit : own;
            Matcher number = bare();
            Span span = number == null ? range(limit) : null;
            if (number != null) {
                bare.add(Words.count(number.group(1)).orElseGet(() -> Words.ordinal(number.group(1))));
                if (take(AND) == null) {
                    at = before;
                    break;
                }
                continue;
            }
            if (span == null) {
                at = before;
                break;
            }
            for (int value : bare) {
                Span same = same(value, span);
                if (same == null) {
                    at = start;
                    return null;
                }
                parts.add(new Part(limit, same));
            }
            bare.clear();
            parts.add(new Part(limit == Limit.FROM && ranged ? Limit.NONE : limit, span));
            end = at;
            if (take(AND) == null) {
                break;
            }
        }
        at = end;
        if (parts.isEmpty() || !bare.isEmpty() && end == start) {
            at = start;
            return null;
        }
        for (int i = parts.size() - 2; i >= 0; i--) {
            Span next = parts.get(i + 1).span();
            boolean alike = !next.wholeYears() && !next.schoolYears() && parts.get(i).limit() == parts.get(i + 1).limit();
            Span span = alike ? parts.get(i).span().before(next) : parts.get(i).span();
            if (!span.possible()) {
                invalid = true;
                at = start;
                return null;
            }
            parts.set(i, new Part(parts.get(i).limit(), span));
        }
        return parts;
    }

    private Limit limit() {
        take(LEAD);
        if (take(FROM) != null) {
            return Limit.FROM;
        }
        if (take(UNTIL) != null) {
            return Limit.UNTIL;
        }
        return take(WITHIN) != null && take(UNTIL) != null ? Limit.UNTIL : Limit.NONE;
    }

    private boolean ranged;

    /** A piece, or two with a dash or "по" between them. */
    @CheckForNull
    private Span range(Limit limit) {
        ranged = false;
        int start = at;
        Span first = piece();
        Matcher number = first == null && limit != Limit.UNTIL ? bareOfRange() : null;
        if (number == null && first == null) {
            at = start;
            return null;
        }
        int afterFirst = at;
        boolean dated = first != null && first.rule() == Rule.GIVEN && (first.wholeYears() || first.oneDay());
        boolean slash = dated && take(SLASH) != null;
        if (!slash && take(RANGE) == null) {
            return first;
        }
        take(END_OF);
        Span second = piece();
        if (second == null || slash && second.wholeYears() != Objects.requireNonNull(first).wholeYears()) {
            at = first == null ? start : afterFirst;
            return first;
        }
        Span from = first == null ? same(value(number), second) : first;
        if (from == null) {
            at = start;
            return null;
        }
        Optional<Span> whole = Span.between(from, second);
        if (whole.isEmpty() || !whole.orElseThrow().inKnownYears()) {
            invalid = true;
            at = start;
            return null;
        }
        ranged = true;
        return whole.orElseThrow();
    }

    private static int value(@Nullable Matcher number) {
        String word = Objects.requireNonNull(number).group(1);
        return Words.count(word).orElseGet(() -> Words.ordinal(word));
    }

    /** A number that only an enumeration explains. */
    @CheckForNull
    private Matcher bare() {
        int before = at;
        Matcher number = take(BARE);
        if (number != null && AND.matcher(text).region(at, text.length()).lookingAt()) {
            return number;
        }
        at = before;
        return null;
    }

    @CheckForNull
    private Matcher bareOfRange() {
        int before = at;
        Matcher number = take(BARE);
        if (number != null && RANGE.matcher(text).region(at, text.length()).lookingAt()) {
            return number;
        }
        at = before;
        return null;
    }

    /** A number as the same kind of thing as the piece that follows it. */
    @CheckForNull
    private Span same(int value, Span like) {
        boolean months = like.startDay() == 1 && like.endDay() == 0;
        Span span = null;
        if (like.oneDay()) {
            span = Span.day(like.endMonth(), value);
        } else if (months && like.endMonth() - like.startMonth() == 2 && value >= 1 && value <= 4) {
            span = Span.months(3 * value - 2, 3 * value);
        } else if (months && like.endMonth() - like.startMonth() == 5 && value >= 1 && value <= 2) {
            span = Span.months(6 * value - 5, 6 * value);
        }
        if (span == null) {
            return null;
        }
        span = span.with(like.rule(), like.year());
        if (value < 1 || !span.possible()) {
            invalid = true;
            return null;
        }
        return span;
    }

    @CheckForNull
    private Span piece() {
        int start = at;
        Span span = anyPiece();
        if (span == null) {
            at = start;
            return null;
        }
        if (!span.inKnownYears() || !span.possible()) {
            invalid = true;
            at = start;
            return null;
        }
        return span;
    }

    @CheckForNull
    private Span anyPiece() {
        Matcher m = take(NEW_SCHOOL_YEAR);
        if (m != null) {
            Span first = Span.day(9, 1);
            return m.group(1) == null ? first : first.in(Integer.parseInt(m.group(1)));
        }
        if (take(END_OF) != null) {
            if (take(END_OF_SCHOOL_YEAR) != null) {
                return Span.schoolYear();
            }
            m = take(END_OF_YEAR);
            if (m != null) {
                boolean next = m.group(1) != null && (m.group(1).startsWith("следующ") || m.group(1).startsWith("next"));
                return Span.months(1, 12).with(next ? Rule.FOLLOWING : Rule.SAME, 0);
            }
        }
        m = take(ISO);
        if (m != null) {
            return day(m.group(3), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(1)));
        }
        m = take(DAY);
        if (m != null) {
            int year = Integer.parseInt(m.group(4));
            return day(m.group(1), Integer.parseInt(m.group(3)), m.group(4).length() == 2 ? 2000 + year : year);
        }
        m = take(SCHOOL_ENGLISH);
        m = m == null ? take(SCHOOL) : m;
        if (m != null) {
            return schoolYear(m);
        }
        m = take(QUARTER_BEHIND);
        if (m != null) {
            int quarter = Integer.parseInt(m.group(2));
            return Span.months(3 * quarter - 2, 3 * quarter).in(Integer.parseInt(m.group(1)));
        }
        m = take(MONTH_OF_YEAR);
        if (m != null) {
            int month = Integer.parseInt(m.group(1) == null ? m.group(4) : m.group(1));
            int year = Integer.parseInt(m.group(1) == null ? m.group(3) : m.group(2));
            if (month >= 1 && month <= 12) {
                return Span.months(month, month).in(year);
            }
            at = m.start();
            invalid |= m.group(1) != null;
        }
        m = take(SHORT_YEARS);
        if (m != null) {
            int first = Integer.parseInt(m.group(1));
            int last = first / 100 * 100 + Integer.parseInt(m.group(2));
            if (last > first) {
                return Span.years(first, last);
            }
            invalid = true;
            return null;
        }
        m = take(YEAR);
        return m != null ? Span.year(Integer.parseInt(m.group(1))) : pieceOfYear();
    }

    /** What is a part of a year, and the year if it is said. */
    @CheckForNull
    private Span pieceOfYear() {
        Matcher m = take(DAY_IN_WORDS);
        if (m != null) {
            return ofYear(day(m.group(1), Words.month(m.group(2)), -1));
        }
        m = take(ENGLISH_DAY);
        if (m != null) {
            return ofYear(day(m.group(2), Words.month(m.group(1)), -1));
        }
        m = take(SHORT_DAY);
        if (m != null) {
            return ofYear(day(m.group(1), Integer.parseInt(m.group(2)), -1));
        }
        m = take(TENTH);
        if (m != null) {
            int part = Words.ordinal(m.group(1));
            int month = Words.month(m.group(2));
            return part > 3 ? null : ofYear(new Span(Rule.NEXT, 0, 0, month, 10 * part - 9, month, part == 3 ? 0 : 10 * part));
        }
        m = take(QUARTER);
        if (m != null) {
            int quarter = ordinal(m);
            return ofYear(Span.months(3 * quarter - 2, 3 * quarter));
        }
        m = take(HALF);
        if (m != null) {
            int half = ordinal(m);
            if (half > 2) {
                return null;
            }
            Matcher school = take(IN_SCHOOL_YEAR);
            if (school == null) {
                return ofYear(Span.months(6 * half - 5, 6 * half));
            }
            Span year = schoolYear(school);
            return year == null ? null : Span.schoolHalf(half).inSchoolYear(year.year() - 1);
        }
        m = take(MONTH);
        return m == null ? null : ofYear(Span.months(Words.month(m.group(1)), Words.month(m.group(1))));
    }

    private static int ordinal(Matcher m) {
        for (int i = 1; i <= m.groupCount(); i++) {
            if (m.group(i) != null) {
                return Words.ordinal(m.group(i));
            }
        }
        return 0;
    }

    /** A day, with the year open if it is negative. */
    @CheckForNull
    private Span day(String dayText, int month, int year) {
        int day = Integer.parseInt(dayText);
        if (month < 1 || month > 12 || day < 1) {
            invalid = true;
            return null;
        }
        Span span = Span.day(month, day);
        return year < 0 ? span : span.in(year);
    }

    @CheckForNull
    private Span schoolYear(Matcher m) {
        int first = Integer.parseInt(m.group(1));
        int last = Integer.parseInt(m.group(2));
        if ((m.group(2).length() == 2 ? first / 100 * 100 + last : last) != first + 1) {
            invalid = true;
            return null;
        }
        return Span.schoolYear().in(first + 1);
    }

    /** Gives a part of a year the year that follows it in the text, if one does. */
    @CheckForNull
    private Span ofYear(@Nullable Span part) {
        if (part == null) {
            return null;
        }
        Matcher school = take(IN_SCHOOL_YEAR);
        if (school != null) {
            Span year = schoolYear(school);
            return year == null ? null : part.inSchoolYear(year.year() - 1);
        }
        Matcher m = take(IN_THIS_YEAR);
        if (m != null) {
            return part.with(m.group(1) == null ? Rule.FOLLOWING : Rule.SAME, 0);
        }
        m = take(IN_YEAR);
        return m == null ? part : part.in(Integer.parseInt(m.group(1)));
    }
}
