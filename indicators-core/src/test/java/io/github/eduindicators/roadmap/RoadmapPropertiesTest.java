package io.github.eduindicators.roadmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Region;
import io.github.eduindicators.roadmap.RoadmapExecution.Entry;
import io.github.eduindicators.roadmap.RoadmapExecution.Group;
import io.github.eduindicators.roadmap.RoadmapExecution.Index;
import io.github.eduindicators.roadmap.RoadmapExecution.Result;
import io.github.eduindicators.roadmap.RoadmapExecution.State;
import io.github.eduindicators.roadmap.RoadmapExecution.Task;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RoadmapPropertiesTest {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final List<String> TERMS = List.of("", "25.12.2020", "до 1 сентября", "2020-2021", "IV квартал 2020",
            "ежегодно",
            "ежегодно до 1 октября", "1 раз в полугодие", "1 раз в 3 года", "ежемесячно, 2021 год", "июнь, ноябрь 2020",
                    "постоянно",
            "в соответствии с графиком", "в течение месяца с даты проведения мониторинга",
                    "в течение 5 рабочих дней со дня исполнения п. 1", "31.02.2020",
            "01.02.2019", "в месячный срок", "еженедельно", "по мере необходимости",
                    "ежеквартально до 10 числа месяца, следующего за отчётным");
    private static final List<String> STATUSES = List.of("", "исполнено", "в работе", "не исполнено", "снято с контроля",
            "частично", "?");

    @Provide
    Arbitrary<List<Measure>> measures() {
        Arbitrary<List<LocalDate>> done = Arbitraries.integers().between(0, 900).map(FIRST::plusDays).list().ofMaxSize(3);
        Arbitrary<Measure> measure = Combinators.combine(
                        Arbitraries.of("Приказ от 22.06.2020", "Протокол 08.12.2020", "План"), Arbitraries.of("1", "2", "2.10",
                                ""),
                        Arbitraries.of(TERMS), Arbitraries.of("", "25.12.2020", "ежегодно", "до 1 марта"),
                        Arbitraries.of("", "отдел", "отдел; школы"), Arbitraries.of(STATUSES), done, Arbitraries.of("", "1", "2"))
                .as((document, number, term, control, who, status, days, section) -> Measure.of(document, number,
                        "Проведение мониторинга")
                        .withTerm(term).withControl(control).withResponsible(who).withStatus(status).withDoneOn(days)
                                .withSection(section));
        return measure.list().ofMinSize(1).ofMaxSize(12);
    }

    private static void inUnit(OptionalDouble rate, long whole) {
        assertThat(rate.isPresent()).isEqualTo(whole > 0);
        assertThat(rate.orElse(0)).isBetween(0.0, 1.0);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsDueIsDoneOrOverdueAndRatesAreShares(@ForAll("measures") List<Measure> measures,
            @ForAll @IntRange(max = 1000) int days) {
        LocalDate asOf = FIRST.plusDays(days);
        Result result = RoadmapExecution.withDefaults().run(Roadmap.of(measures), asOf);
        assertThat(result.entries()).hasSameSizeAs(measures);
        assertThat(result.total().measures()).isEqualTo(measures.size());
        for (Index index : result.indices()) {
            assertThat(index.done() + index.overdue()).isEqualTo(index.due());
            assertThat(index.onTime() + index.late() + index.doneUndated()).isEqualTo(index.done());
            assertThat(index.ahead()).isLessThanOrEqualTo(index.notDue());
            assertThat(index.delayed()).isEqualTo(index.due() - index.doneUndated());
            inUnit(index.execution(), index.due());
            inUnit(index.onTimeRate(), index.due());
            inUnit(index.overdueRate(), index.due());
            inUnit(index.controlRate(), index.controlDue());
            assertThat(index.meanDelay().orElse(0)).isNotNegative().isLessThanOrEqualTo(3000);
        }
        long tasks = 0;
        for (Entry entry : result.entries()) {
            tasks += entry.undated().isPresent() ? 0 : entry.tasks().size();
            for (Task task : entry.tasks()) {
                boolean due = task.deadline().isPresent() && !task.deadline().orElseThrow().isAfter(asOf);
                assertThat(task.state() != State.OVERDUE || due && entry.undated().isEmpty()).isTrue();
                assertThat(entry.undated().isEmpty() || task.state() == State.UNDATED || task.state() == State.DONE_UNDATED)
                        .isTrue();
                assertThat(task.doneOn().isEmpty() || !task.doneOn().orElseThrow().isAfter(asOf)).isTrue();
                assertThat(task.state() != State.NOT_DUE || !due).isTrue();
            }
        }
        Index total = result.total();
        assertThat(total.due() + total.notDue() + total.cancelled()).isEqualTo(tasks);
        long sections = result.indices(Group.SECTION).stream().mapToLong(Index::due).sum();
        assertThat(sections).isEqualTo(total.due());
        assertThat(result.finding(Region.of("Край")).explain(Locale.ENGLISH)).doesNotContain("{");
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfTheMeasuresDoesNotMatter(@ForAll("measures") List<Measure> measures, @ForAll long seed) {
        List<Measure> shuffled = new ArrayList<>(measures);
        Collections.shuffle(shuffled, new Random(seed));
        LocalDate asOf = LocalDate.of(2021, 7, 1);
        Result one = RoadmapExecution.withDefaults().run(Roadmap.of(measures), asOf);
        Result other = RoadmapExecution.withDefaults().run(Roadmap.of(shuffled), asOf);
        assertThat(other.entries()).hasToString(one.entries().toString());
        assertThat(other.indices()).hasToString(one.indices().toString());
        assertThat(other.contradictions()).hasToString(one.contradictions().toString());
        assertThat(other.finding(Region.of("Край"))).isEqualTo(one.finding(Region.of("Край")));
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void withoutADayOfExecutionOrStatusNothingIsEverDone(@ForAll("measures") List<Measure> measures) {
        List<Measure> bare = measures.stream().map(m -> m.withStatus("").withDoneOn()).toList();
        LocalDate asOf = LocalDate.of(2021, 7, 1);
        Index early = RoadmapExecution.withDefaults().run(Roadmap.of(bare), asOf).total();
        Index late = RoadmapExecution.withDefaults().run(Roadmap.of(bare), asOf.plusYears(1)).total();
        assertThat(early.done()).isZero();
        assertThat(early.onTimeRate().orElse(0)).isZero();
        assertThat(late.due()).as("time only adds tasks").isGreaterThanOrEqualTo(early.due());
        assertThat(late.overdue()).isGreaterThanOrEqualTo(early.overdue());
    }

    @Property(tries = 100)
    void aDayReadsBackAsItIsWritten(@ForAll @IntRange(min = 1990, max = 2100) int year, @ForAll @IntRange(max = 364) int day) {
        LocalDate date = LocalDate.of(year, 1, 1).plusDays(day);
        String[] months = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                "ноября", "декабря"};
        String words = date.getDayOfMonth() + " " + months[date.getMonthValue() - 1] + " " + year + " г.";
        String figures = String.format(Locale.ROOT, "%02d.%02d.%d", date.getDayOfMonth(), date.getMonthValue(), year);
        for (String text : List.of(date.toString(), figures, words, "до " + words, "не позднее " + figures + "г.",
                words.toUpperCase(Locale.ROOT))) {
            Term term = Term.parse(text);
            assertThat(term.kind()).as(text).isEqualTo(Term.Kind.DATE);
            assertThat(term).as(text).hasToString(date.toString());
            assertThat(Term.parse(term.toString())).hasToString(term.toString());
        }
    }

    @Property(tries = 100)
    void aRangeReadsBackAsItIsWritten(@ForAll @IntRange(max = 8000) int start, @ForAll @IntRange(min = 1,
            max = 2000) int length) {
        LocalDate from = LocalDate.of(2000, 1, 1).plusDays(start);
        LocalDate to = from.plusDays(length);
        Term term = Term.parse("с " + from + " по " + to);
        assertThat(term).hasToString(from + "/" + to);
        assertThat(Term.parse(term.toString()).deadline(Term.Context.none())).contains(to);
        Term reversed = Term.parse("с " + to + " по " + from);
        assertThat(reversed.flaw()).contains(Term.Flaw.INVALID_DATE);
    }

    @Property(tries = 100)
    void theDeadlinesOfARecurringTermRise(@ForAll("recurring") String text, @ForAll @IntRange(max = 3000) int signed,
            @ForAll @IntRange(max = 3000) int length) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Term.Kind.RECURRING);
        LocalDate document = LocalDate.of(2018, 1, 1).plusDays(signed);
        List<LocalDate> days = term.occurrences(Term.Context.of(document), LocalDate.MIN, document.plusDays(length));
        for (int i = 0; i < days.size(); i++) {
            assertThat(days.get(i)).isBetween(i == 0 ? document : days.get(i - 1).plusDays(1), document.plusDays(length));
        }
        List<LocalDate> all = term.occurrences(Term.Context.of(document), LocalDate.MIN, LocalDate.MAX);
        assertThat(all.stream().filter(day -> !day.isAfter(document.plusDays(length))).toList()).as("a cut of all")
                .isEqualTo(days);
    }

    @Provide
    Arbitrary<String> recurring() {
        Arbitrary<String> how = Arbitraries.of("ежегодно", "1 раз в полугодие", "ежеквартально", "ежемесячно", "1 раз в 3 года",
                "2 раза в год", "ежегодно до 29 февраля", "ежемесячно до 31 числа", "2 раза в год (май, ноябрь)",
                        "1 раз в учебный год", "раз в пять лет");
        return Combinators.combine(how, Arbitraries.of("", ", 2019-2022 годы", ", начиная с 2020 года", " по итогам работы"))
                .as(String::concat);
    }

    @Property(tries = 400)
    void whateverPeopleWriteNothingIsThrown(@ForAll("texts") String text) {
        Term term = Term.parse(text);
        Term.Context context = Term.Context.of(LocalDate.of(2020, 6, 22)).withEvent(text.isBlank() ? "x" : text,
                LocalDate.of(2020, 12, 1));
        List<LocalDate> days = term.occurrences(context, LocalDate.MIN, LocalDate.MAX);
        assertThat(days).hasSizeLessThan(1000).allSatisfy(day -> assertThat(day.getYear()).isBetween(2020, 3200));
        assertThat(term.flaw().isPresent()).isEqualTo(term.kind() == Term.Kind.UNKNOWN);
        assertThat(term.toString()).isNotBlank().hasSizeLessThan(3000);
        Measure measure = Measure.of(text, text, text).withTerm(text).withControl(text).withStatus(text).withResponsible(text);
        Result result = RoadmapExecution.withDefaults().run(Roadmap.of(List.of(measure)), LocalDate.of(2021, 7, 1));
        assertThat(result.entries()).hasSize(1);
        assertThat(result.total().due()).isLessThan(1000);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of("до", "с", "по", "1", "2", "31", "2020", "2021", "25.12.2020", "31.02.2020",
                "декабря", "сентябрь", "-", "–", "/", ",", ";", "(", ")",
                "и", "года", "г.", "уч.", "учебный", "год", "квартал", "полугодие", "IV", "III", "раз", "в", "три", "ежегодно",
                        "ежемесячно", "еженедельно", "постоянно", "в течение", "месяца",
                "дней", "рабочих", "после", "с даты", "проведения", "мониторинга", "за", "не позднее", "чем", "числа",
                        "графику", "конца", "начала", "следующего", "за отчетным",
                "every", "year", "by", "December", "Q4", "9999", "0", "999", "99", "05", "далее", "лет", "раза", "каждые",
                        "декада", "т.г.", "\u00A0", "\u0000", "\uD83D", "İ", "ﬁ");
        Arbitrary<String> phrases = words.list().ofMaxSize(14).flatMap(list -> Arbitraries.of(" ", "", ". ")
                .map(by -> String.join(by, list)));
        return Arbitraries.oneOf(phrases, phrases, Arbitraries.strings().ofMaxLength(60), Arbitraries.strings()
                .withChars("0123456789.-/ гдосп,").ofMaxLength(40));
    }
}
