package io.github.eduindicators.roadmap;

import io.github.eduindicators.roadmap.CalendarReader.Limit;
import io.github.eduindicators.roadmap.CalendarReader.Part;
import io.github.eduindicators.roadmap.Lapse.Side;
import io.github.eduindicators.roadmap.Lapse.Unit;
import io.github.eduindicators.roadmap.Recurrence.Anchor;
import io.github.eduindicators.roadmap.Recurrence.Lag;
import io.github.eduindicators.roadmap.Term.Flaw;
import io.github.eduindicators.roadmap.Term.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;
import javax.annotation.Nullable;

/** Reads a term as people write it. What fits no form stays unread, and nothing is guessed. */
final class TermParser {
    private static final int YEAR = 12;

    private static final Pattern NOTHING = Pattern.compile(
            "[-_/*x х0.?]*|нет|н/д|н/у|n/a|none|no term|без срока|бессрочный|не (?:указан|установлен|определен)[а-я]*"
                    + "|(?:срок|дата)[а-я]* не (?:указан|установлен|определен)[а-я]*|to be defined|tbd|not set");
    private static final Pattern COMMENT = Pattern.compile(" ?\\([^()]*\\)");
    private static final Pattern WORDS_IN_BRACKETS = Pattern.compile("([0-9]) ?\\([а-яa-z ]+\\)");
    private static final Pattern AND_THEN = Pattern.compile("[,;]? ?(?:и |а )?далее .*");

    private static final String UNIT = "(сут(?:ки|ок)|д(?:ень|ня|ней)|недел[а-я]*|месяц[а-я]*|мес\\.?|квартал[а-я]*"
            + "|полугоди[а-я]*|полгода|полугода|год(?:а)?|лет"
            + "|days?|weeks?|months?|quarters?|half-years?|years?)" + Words.END;
    private static final String WORKING = "(рабочих |рабочего |рабочий |рабочие |календарных |календарного |учебных |working "
            + "|business |calendar |school )?";
    private static final Pattern WORKING_DAY = Pattern.compile("рабоч|working|business");
    private static final String LAPSE = "(?:" + Words.COUNT + " )?" + WORKING + UNIT;
    private static final String STRETCH = "(?:([0-9]{1,3})-? ?|(одно|двух|трех|четырех|пяти|шести|семи|десяти|четырнадцати"
            + "|пятнадцати|двадцати|тридцати|полуторамесячн)?)"
            + "(дневный|дневного|недельный|недельного|декадный|месячный|месячного|квартальный|полугодовой|годичный|годовой)";
    private static final String AFTER = "(?:с(?: (?:даты|дня|момента|времени))|со дня|со времени|от даты|от дня|после|по "
            + "окончании|по завершении|по итогам"
            + "|по истечении|с|со|от|of|from|after|since|following)";
    private static final String SOON = "(?:в срок )?(?:в течени[еи]|не (?:позднее|позже)(?:,? чем)?(?: через)?|через|до|за|в"
            + "|within|no later than|not later than|in)?";

    private static final Pattern LAPSE_AFTER = Pattern.compile(SOON + " ?" + LAPSE + " " + AFTER + " (.+)");
    private static final Pattern STRETCH_AFTER =
            Pattern.compile("(?:в |не позднее )?" + STRETCH + " срок(?:[а-я]*)?(?: " + AFTER + " (.+))?");
    private static final Pattern LAPSE_BEFORE = Pattern.compile(
            "(?:не (?:позднее|позже)(?:,? чем)? )?(?:за )?" + LAPSE + " (?:до|before|prior to|ahead of) (.+)");
    private static final Pattern LAPSE_ALONE =
            Pattern.compile("(?:в течени[еи]|не позднее|в срок(?: до)?|через|за|within|in)? ?" + LAPSE);
    private static final Pattern AFTER_EVENT = Pattern.compile(AFTER + " ([^0-9]+)");
    private static final Pattern BEFORE_EVENT = Pattern.compile("(?:не позднее |срок )?(?:до|к|ко|before) ([^0-9]+)");

    private static final String RAZ = "р(?:аз|аза|\\.)? ?(?:в|/|за) ?";
    private static final String OF_TIME =
            "(год|года|лет|годы|месяц[а-я]*|мес\\.?|квартал[а-я]*|полугоди[ея]|полгода|недел[а-я]*|учебный год|день)";
    private static final Pattern TIMES =
            Pattern.compile(Words.START + "(?:" + Words.COUNT + " )?" + RAZ + "(?:(?!учебн)" + Words.COUNT + " )?" + OF_TIME
                    + Words.END);
    private static final Pattern TIMES_ENGLISH = Pattern.compile(Words.START
            + "(once|twice|" + Words.COUNT + " times)(?: a| an| per| every| in| each)? (?:" + Words.COUNT
            + " )?(years?|months?|quarters?|half-years?|weeks?|school year)" + Words.END);
    private static final Pattern EACH = Pattern.compile(Words.START + "(?:кажды[ех]|every) " + Words.COUNT
            + " (года|год|лет|месяц[а-я]*|недел[а-я]*|years?|months?|weeks?)" + Words.END);
    private static final List<Pattern> ADVERBS = List.of(
            word("ежемесячно|кажд(?:ый|ого) месяца?|помесячно|monthly|every month|each month"),
            word("ежеквартально|кажд(?:ый|ого) квартала?|поквартально|quarterly|every quarter|each quarter"),
            word("ежеполугодно|каждое полугодие|каждого полугодия|по полугодиям|half-?yearly|semi-?annually|biannually|every "
                    + "half-?year|each half-?year"),
            word("ежегодно|ежегодный|кажд(?:ый|ого) (?:календарн[а-я]+ )?года?|погодно|annually|yearly|every year|each year"
                    + "|annual"));
    private static final int[] ADVERB_MONTHS = {1, 3, 6, 12};
    private static final Pattern SCHOOL_YEARS = word("кажд(?:ый|ого) учебн(?:ый|ого) года?|every school year|each school year");
    private static final Pattern AFTER_EACH = Pattern.compile(Words.START
            + "по (?:итогам|окончании|результатам) (?:каждого )?(?:отчетного )?(месяца|квартала|полугодия|года)(?! ?[0-9])"
                    + Words.END);
    private static final Pattern OFTEN =
            word("ежедневно|каждый день|еженедельно|кажд(?:ую|ой) недел[юи]|daily|every day|weekly|every week|each week");

    private static final Pattern DAY_OF_MONTH = Pattern.compile(
            "(?:до |к |не позднее |by (?:the |day )?)?" + Words.START + "([0-9]{1,2})(?: ?-? ?(?:го|е|му|th|st|nd|rd))? "
                    + "(?:числ[а-я]*|day)");
    private static final Pattern DAYS_AFTER =
            Pattern.compile("(?:в течение |не позднее )?" + Words.START
                    + "([0-9]{1,2}) (?:календарных )?дн[а-я]+ (?:после|по|с|со) ");
    private static final Pattern LATER = Pattern.compile(
            "следующ[а-я]+ за|после (?:окончания|завершения|отчетн)|по (?:окончании|завершении)|following the|after the end");

    private static final Pattern ALWAYS = Pattern.compile(
            "постоянн[а-я]*|на постоянной основе|непрерывно|систематически|регулярно|бессрочно|весь период|всего периода"
                    + "|в течени[еи] (?:всего )?(?:календарного |текущего |учебного |нового )*(?:года|срока|периода)|на "
                            + "протяжении"
                    + "|в (?:ходе|процессе|рамках) |continuous(?:ly)?|ongoing|permanent(?:ly)?|constantly|throughout|at all "
                            + "times|all year");
    private static final Pattern SCHEDULE = Pattern.compile(
            "график|расписани|циклограмм|сетк[аеиой]+ часов|план(?:у|ом|а|е|ами|ам|-график[а-я]*)?(?![а-я])|в установленные "
                    + "сроки|установленн[а-я]+ сро"
                    + "|в сроки,? (?:установленные|утвержденные|определ)|(?:по|согласно|в соответствии с) (?:отдельн[а-я]+ )?"
                    + "(?:приказ|распоряжени|порядк|положени|срок|дорожн|программ|соглашени|договор|законодательств)"
                    + "|schedule|timetable|according to|as planned|per plan");
    private static final Pattern SCHEDULE_PHRASE = Pattern.compile(
            "(?:в соответствии с|согласно|по) (?:отдельн[а-я]+ |утвержденн[а-я]+ )?(?:план[а-я]*-?)?(?:график[а-я]*|план[а-я]*)");
    private static final Pattern NEEDED = Pattern.compile(
            "по мере|при необходимости|по необходимости|по запрос[а-я]*|по требовани[а-я]*|по факту|в случае|при наличии|при "
                    + "поступлении|по согласовани[а-я]*"
                    + "|as needed|when needed|if needed|as necessary|if necessary|on request|on demand");

    private final String text;
    private final String normal;

    private TermParser(String text) {
        this.text = text;
        this.normal = TermText.normal(text);
    }

    private static Pattern word(String words) {
        return Pattern.compile(Words.START + "(?:" + words + ")" + Words.END);
    }

    static Term parse(String raw) {
        String text = raw.strip();
        if (text.length() > TermText.LONGEST) {
            return new Term(Kind.UNKNOWN, TermText.start(text, TermText.LONGEST)).because(Flaw.TOO_LONG);
        }
        return new TermParser(text).parse();
    }

    private Term term(Kind kind) {
        return new Term(kind, text);
    }

    private Term parse() {
        if (NOTHING.matcher(normal).matches()) {
            return term(Kind.EMPTY);
        }
        Term relative = lapse();
        if (relative != null) {
            return relative;
        }
        Term recurring = recurring();
        if (recurring != null) {
            return recurring;
        }
        if (OFTEN.matcher(normal).find()) {
            return term(Kind.CONTINUOUS);
        }
        CalendarReader.Answer answer = calendar();
        if (!answer.parts().isEmpty()) {
            return dated(answer.parts());
        }
        Term undated = answer.invalid() ? null : withoutDate();
        return undated != null ? undated : term(Kind.UNKNOWN).because(answer.invalid() ? Flaw.INVALID_DATE : Flaw.UNREADABLE);
    }

    /** Days that the text names, and nothing else but remarks. */
    private CalendarReader.Answer calendar() {
        CalendarReader.Answer whole = CalendarReader.whole(normal);
        for (Pattern remark : List.of(COMMENT, AND_THEN, SCHEDULE_PHRASE)) {
            Matcher matcher = remark.matcher(normal);
            if (whole.parts().isEmpty() && matcher.find()) {
                String rest = TermText.normal(matcher.replaceAll(" "));
                CalendarReader.Answer shorter = rest.isEmpty() ? whole : CalendarReader.whole(rest);
                boolean invalid = whole.invalid() || shorter.invalid();
                whole = new CalendarReader.Answer(invalid ? List.of() : shorter.parts(), invalid);
            }
        }
        return whole;
    }

    private Term dated(List<Part> parts) {
        Part first = parts.get(0);
        if (parts.size() > 1) {
            // "From one day, until another": two limits of one stretch.
            if (parts.size() == 2 && first.limit() == Limit.FROM && parts.get(1).limit() == Limit.UNTIL) {
                Optional<Span> whole = Span.between(first.span(), parts.get(1).span());
                return whole.map(span -> term(Kind.PERIOD).within(span)).orElseGet(() -> term(Kind.UNKNOWN)
                        .because(Flaw.INVALID_DATE));
            }
            return term(Kind.RECURRING).recurring(Recurrence.named(parts.stream().map(Part::span).toList()));
        }
        if (first.limit() == Limit.FROM) {
            return term(Kind.CONTINUOUS).within(first.span());
        }
        return term(first.span().oneDay() ? Kind.DATE : Kind.PERIOD).within(first.span());
    }

    /** So much time after or before something. */
    @CheckForNull
    private Term lapse() {
        String plain = WORDS_IN_BRACKETS.matcher(normal).replaceAll("$1");
        Matcher m = LAPSE_BEFORE.matcher(plain);
        if (m.matches()) {
            return lapse(m.group(1), m.group(2), m.group(3), Side.BEFORE, m.group(4));
        }
        m = LAPSE_AFTER.matcher(plain);
        if (m.matches()) {
            return lapse(m.group(1), m.group(2), m.group(3), Side.AFTER, m.group(4));
        }
        m = STRETCH_AFTER.matcher(plain);
        if (m.matches()) {
            String word = "одно".equals(m.group(2)) ? "1" : m.group(2);
            return lapse(m.group(1) != null ? m.group(1) : word, null, m.group(3), Side.AFTER, m.group(4) == null ? ""
                    : m.group(4));
        }
        m = LAPSE_ALONE.matcher(plain);
        boolean wholeYear = m.matches() && m.group(1) == null && (m.group(3).startsWith("год") || m.group(3).startsWith("year"));
        return m.matches() && !wholeYear ? lapse(m.group(1), m.group(2), m.group(3), Side.AFTER, "") : null;
    }

    @CheckForNull
    private Term lapse(@Nullable String number, @Nullable String working, String unit, Side side, String event) {
        OptionalInt count = number == null ? OptionalInt.of(1) : Words.count(number);
        if (count.isEmpty()) {
            return null;
        }
        int n = count.getAsInt();
        boolean workingDays = working != null && WORKING_DAY.matcher(working).lookingAt();
        boolean two = unit.startsWith("кв") || unit.startsWith("по") || unit.startsWith("ме");
        Lapse lapse = switch (unit.substring(0, two ? 2 : 1)) {
            case "н", "w" -> new Lapse(n, Unit.WEEK, side);
            case "ме", "m" -> new Lapse(n, Unit.MONTH, side);
            case "кв", "q" -> new Lapse(3 * n, Unit.MONTH, side);
            case "по", "h" -> new Lapse(6 * n, Unit.MONTH, side);
            case "г", "л", "y" -> new Lapse(n, Unit.YEAR, side);
            default -> new Lapse(unit.startsWith("дек") ? 10 * n : n, workingDays ? Unit.WORKING_DAY : Unit.DAY, side);
        };
        Term term = term(Kind.RELATIVE).after(lapse, EventKey.plain(event));
        List<Part> days = CalendarReader.whole(event).parts();
        if (days.size() == 1 && days.get(0).span().oneDay() && !days.get(0).span().open()) {
            Optional<LocalDate> day = days.get(0).span().end(Optional.empty());
            return day.isPresent() ? term(Kind.DATE).within(Span.day(lapse.from(day.orElseThrow()))) : term;
        }
        return term;
    }

    @CheckForNull
    private Term recurring() {
        int months = 0;
        boolean school = false;
        Lag lag = Lag.WITHIN;
        String rest = normal;
        Matcher m = TIMES.matcher(normal);
        Matcher english = TIMES_ENGLISH.matcher(normal);
        Matcher each = EACH.matcher(normal);
        Matcher after = AFTER_EACH.matcher(normal);
        if (m.find()) {
            OptionalInt times = counted(m.group(1));
            OptionalInt units = counted(m.group(2));
            if (units.isEmpty()) {
                return null;
            }
            if (often(m.group(3), units.getAsInt(), times.orElse(1))) {
                return term(Kind.CONTINUOUS);
            }
            school = m.group(3).startsWith("учебн");
            months = divided(units.getAsInt() * months(m.group(3)), times.orElse(1));
            rest = m.replaceAll(" ");
        } else if (english.find()) {
            String word = english.group(1);
            OptionalInt times = word.equals("twice") ? OptionalInt.of(2) : counted(english.group(2));
            OptionalInt units = counted(english.group(3));
            if (units.isEmpty()) {
                return null;
            }
            if (often(english.group(4), units.getAsInt(), times.orElse(1))) {
                return term(Kind.CONTINUOUS);
            }
            school = english.group(4).startsWith("school");
            months = divided(units.getAsInt() * months(english.group(4)), times.orElse(1));
            rest = english.replaceAll(" ");
        } else if (each.find()) {
            OptionalInt units = Words.count(each.group(1));
            if (units.isEmpty()) {
                return null;
            }
            if (often(each.group(2), units.getAsInt(), 1)) {
                return term(Kind.CONTINUOUS);
            }
            months = units.getAsInt() * months(each.group(2));
            rest = each.replaceAll(" ");
        } else if (SCHOOL_YEARS.matcher(normal).find()) {
            months = YEAR;
            school = true;
            rest = SCHOOL_YEARS.matcher(normal).replaceAll(" ");
        } else if (after.find()) {
            months = months(after.group(1));
            lag = Lag.AFTER;
            rest = after.replaceAll(" ");
        }
        for (int i = 0; i < ADVERBS.size(); i++) {
            Matcher adverb = ADVERBS.get(i).matcher(rest);
            if (adverb.find()) {
                months = months == 0 ? ADVERB_MONTHS[i] : months;
                rest = adverb.replaceAll(" ");
            }
        }
        return months == 0 ? null : recurring(months, school, lag, rest);
    }

    /** Whether it comes round more often than once a month: a steady duty, of which nobody counts the times. */
    private static boolean often(String unit, int units, int times) {
        boolean days = unit.equals("день") || unit.startsWith("нед") || unit.startsWith("week");
        return days || units * months(unit) < times;
    }

    private static OptionalInt counted(@Nullable String word) {
        return word == null ? OptionalInt.of(1) : Words.count(word);
    }

    private static int months(String unit) {
        if (unit.startsWith("мес") || unit.startsWith("month")) {
            return 1;
        }
        if (unit.startsWith("кв") || unit.startsWith("quarter")) {
            return 3;
        }
        return unit.startsWith("пол") || unit.startsWith("half") ? 6 : YEAR;
    }

    /** Several times in a period are as many shorter periods, where it divides. */
    private static int divided(int months, int times) {
        return months % times == 0 ? months / times : months;
    }

    /** What else is said: days of the year, a day of the month, years. */
    private Term recurring(int months, boolean school, Lag known, String rest) {
        String left = rest;
        Lag lag = known == Lag.AFTER || LATER.matcher(left).find() ? Lag.AFTER : Lag.WITHIN;
        int dayOfMonth = 0;
        Matcher day = DAY_OF_MONTH.matcher(left);
        Matcher days = DAYS_AFTER.matcher(left);
        if (day.find()) {
            dayOfMonth = Integer.parseInt(day.group(1));
            left = day.replaceAll(" ");
        } else if (days.find()) {
            dayOfMonth = Integer.parseInt(days.group(1));
            left = days.replaceAll(" ");
        }
        CalendarReader.Answer answer = CalendarReader.scattered(left);
        if (answer.invalid() || dayOfMonth > 31) {
            return term(Kind.UNKNOWN).because(Flaw.INVALID_DATE);
        }
        LocalDate from = null;
        LocalDate to = null;
        List<Anchor> anchors = new ArrayList<>();
        for (Part part : answer.parts()) {
            Span span = part.span();
            boolean given = span.rule() == Span.Rule.GIVEN;
            boolean years = span.wholeYears() || span.schoolYears();
            boolean bound = years || months < YEAR && given && !span.oneDay();
            if (given && (bound && part.limit() != Limit.UNTIL || !bound && part.limit() == Limit.FROM)) {
                from = earlier(from, span.startIn(span.year()));
            }
            if (given && part.limit() != Limit.FROM && (bound || from == null && part.limit() == Limit.UNTIL && !first(left))) {
                to = later(to, span.endIn(span.year()));
            } else if (given && !bound && part.limit() != Limit.FROM) {
                from = earlier(from, span.startIn(span.year()));
            }
            if (!bound && part.limit() != Limit.FROM) {
                anchors(span, months, anchors);
            }
        }
        if (school && anchors.isEmpty() && months == YEAR) {
            anchors.add(Recurrence.SCHOOL_YEAR);
        }
        if (lag == Lag.AFTER && months <= YEAR && dayOfMonth == 0 && !anchors.isEmpty()) {
            lag = Lag.WITHIN;
        }
        return term(Kind.RECURRING).recurring(new Recurrence(months, List.copyOf(anchors), dayOfMonth, lag, from, to, List.of()));
    }

    /** Whether the days stand before the words that say how often: "by 25 December 2020, then every year". */
    private boolean first(String left) {
        return normal.contains("далее") && !left.stripLeading().startsWith("далее");
    }

    private static LocalDate earlier(@Nullable LocalDate known, LocalDate date) {
        return known == null || date.isBefore(known) ? date : known;
    }

    private static LocalDate later(@Nullable LocalDate known, LocalDate date) {
        return known == null || date.isAfter(known) ? date : known;
    }

    /** The last day of what is named; of several months, where it is to be done each month, that of each. */
    private static void anchors(Span span, int months, List<Anchor> anchors) {
        boolean eachMonth = months == 1 && span.startDay() == 1 && span.endDay() == 0;
        int count = eachMonth ? Math.floorMod(span.endMonth() - span.startMonth(), YEAR) : 0;
        for (int i = count; i >= 0; i--) {
            Anchor anchor = new Anchor(1 + Math.floorMod(span.endMonth() - 1 - i, YEAR), span.endDay());
            if (!anchors.contains(anchor)) {
                anchors.add(anchor);
            }
        }
    }

    @CheckForNull
    private Term withoutDate() {
        if (ALWAYS.matcher(normal).find()) {
            return term(Kind.CONTINUOUS);
        }
        if (NEEDED.matcher(normal).find()) {
            return term(Kind.AS_NEEDED);
        }
        if (SCHEDULE.matcher(normal).find()) {
            return term(Kind.BY_SCHEDULE);
        }
        Matcher before = BEFORE_EVENT.matcher(normal);
        if (before.matches()) {
            return term(Kind.RELATIVE).after(Lapse.NONE, EventKey.plain(before.group(1)));
        }
        Matcher after = AFTER_EVENT.matcher(normal);
        return after.matches() ? term(Kind.RELATIVE).after(null, EventKey.plain(after.group(1))) : null;
    }
}
