package io.github.eduindicators.surveys;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The answers by question and unit, with the number of people they are shares of; what contradicts itself is set apart. */
final class SurveyCells {
    private static final String NOWHERE = "-";

    /** What is asked of a unit. */
    record Place(String wave, Unit unit, String group, String question) {}

    /** One group of one organisation and one question: counts of the answers in the order of the question, and their whole. */
    record Cell(Unit organisation, long[] counts, long positive, long base, OptionalLong most, long whole, OptionalLong invited) {

        /** Of a scale the sum of the numbers and of their squares, and how many people gave a number. */
        long[] moments(List<String> answers) {
            long[] moments = new long[3];
            for (int i = 0; i < counts.length; i++) {
                if (isNumber(answers.get(i))) {
                    long number = Long.parseLong(answers.get(i));
                    moments[0] = Math.addExact(moments[0], Math.multiplyExact(number, counts[i]));
                    moments[1] = Math.addExact(moments[1], Math.multiplyExact(number * number, counts[i]));
                    moments[2] = Math.addExact(moments[2], counts[i]);
                }
            }
            return moments;
        }
    }

    /** How many people answered anything at all, and were invited, in one group of one organisation. */
    record Returned(Unit organisation, long respondents, OptionalLong invited) {}

    /** Whom a response is of. */
    record Group(String wave, Unit unit, String name) implements Comparable<Group> {
        private static final Comparator<Group> ORDER = Comparator.comparing(Group::wave, SurveyAnswers.waveOrder())
                .thenComparing(Group::unit, Unit.order())
                .thenComparing(Group::name);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    private final Questionnaire questionnaire;
    private final boolean undecidedCount;
    private final Map<String, List<String>> answers = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    /** Of each question, which of its answers are positive. */
    private final Map<String, boolean[]> positive = new HashMap<>();
    private final Map<String, Boolean> counted = new HashMap<>();
    private final TreeMap<Place, List<Cell>> cells;
    private final TreeMap<Group, List<Returned>> returned = new TreeMap<>();
    private final List<Satisfaction.Contradiction> contradictions = new ArrayList<>();
    private final TreeMap<Unit, Municipality> municipalities = new TreeMap<>(Unit.order());
    private final TreeSet<Unit> unplaced = new TreeSet<>(Unit.order());

    SurveyCells(
            SurveyAnswers all,
            Questionnaire declared,
            Satisfaction.Undecided undecided,
            Function<Unit, Optional<Municipality>> municipalityOf) {
        this.questionnaire = declared.completedBy(all);
        this.undecidedCount = undecided == Satisfaction.Undecided.COUNTED;
        questionnaire.questions().forEach(question -> numbers.put(question.id(), numbers.size()));
        this.cells = new TreeMap<>(Comparator.comparing(Place::wave, SurveyAnswers.waveOrder())
                .thenComparing(Place::unit, Unit.order())
                .thenComparing(Place::group)
                .thenComparing(place -> numbers.get(place.question())));
        collectAnswers(all);
        Map<Unit, List<Unit>> units = new HashMap<>();
        for (SurveyAnswers.Sheet sheet : all.sheets()) {
            Unit organisation = sheet.asked().organisation();
            add(sheet, units.computeIfAbsent(organisation, unit -> units(unit, municipalityOf.apply(unit))));
        }
    }

    private void collectAnswers(SurveyAnswers all) {
        Map<String, TreeSet<String>> given = new HashMap<>();
        for (SurveyAnswers.Sheet sheet : all.sheets()) {
            for (String id : sheet.questions()) {
                TreeSet<String> own = given.computeIfAbsent(id, key -> new TreeSet<>(ANSWERS));
                sheet.answers(id).keySet().stream().filter(this::counts).forEach(own::add);
            }
        }
        given.forEach((id, own) -> {
            Question question = questionnaire.question(id).orElseThrow();
            List<String> list = List.copyOf(own);
            boolean[] which = new boolean[list.size()];
            for (int i = 0; i < which.length; i++) {
                which[i] = question.isPositive(list.get(i));
            }
            answers.put(id, list);
            positive.put(id, which);
        });
    }

    /** Numbers in their order, then texts. */
    private static final Comparator<String> ANSWERS = Comparator.comparing((String answer) -> !isNumber(answer))
            .thenComparing(answer -> isNumber(answer) ? Long.parseLong(answer) : 0L)
            .thenComparing(Comparator.naturalOrder());

    private static boolean isNumber(String answer) {
        return answer.length() <= 4 && answer.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean counts(String answer) {
        return counted.computeIfAbsent(
                answer, key -> !questionnaire.isNoAnswer(key) && (undecidedCount || !questionnaire.isUndecided(key)));
    }

    private List<Unit> units(Unit organisation, Optional<Municipality> place) {
        List<Unit> units = new ArrayList<>(List.of(organisation));
        if (place.isEmpty()) {
            unplaced.add(organisation);
        } else {
            Municipality municipality = place.get();
            municipalities.put(organisation, municipality);
            if (!municipality.name().equals(NOWHERE)) {
                units.add(municipality);
            }
            units.add(municipality.region());
        }
        return units;
    }

    private void add(SurveyAnswers.Sheet sheet, List<Unit> units) {
        Unit organisation = sheet.asked().organisation();
        String wave = sheet.asked().wave();
        Map<String, People> people = new HashMap<>();
        sheet.questions().forEach(id -> people(sheet, id, people));
        long respondents = people.values().stream().mapToLong(People::respondents).max().orElse(0);
        Returned back = new Returned(organisation, respondents, sheet.invited());
        for (Unit unit : units) {
            returned.computeIfAbsent(new Group(wave, unit, sheet.asked().group()), key -> new ArrayList<>()).add(back);
        }
        for (String id : sheet.questions()) {
            if (people.get(id).usable()) {
                Cell cell = cell(sheet, id, people);
                for (Unit unit : units) {
                    cells.computeIfAbsent(new Place(wave, unit, sheet.asked().group(), id), key -> new ArrayList<>()).add(cell);
                }
            }
        }
    }

    /** How many people answered a question, how many could not be asked it, and whether that can be. */
    private record People(long respondents, long notAsked, boolean usable) {}

    private People people(SurveyAnswers.Sheet sheet, String id, Map<String, People> known) {
        People before = known.get(id);
        if (before != null) {
            return before;
        }
        Question question = questionnaire.question(id).orElseThrow();
        SortedMap<String, Long> counts = sheet.answers(id);
        long sum = counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
        long largest = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        boolean several = question.kind() == Kind.MULTIPLE;
        long least = several ? largest : sum;
        OptionalLong counted = sheet.respondents(id);
        long respondents = counted.orElse(least);
        Optional<Satisfaction.Contradiction.Kind> wrong = Optional.empty();
        long limit = Long.MAX_VALUE;
        long notAsked = 0;
        if (several && counted.isEmpty()) {
            wrong = Optional.of(Satisfaction.Contradiction.Kind.NO_WHOLE);
        } else if (respondents < least) {
            wrong = Optional.of(Satisfaction.Contradiction.Kind.MORE_THAN_RESPONDENTS);
            limit = respondents;
        } else if (respondents > sheet.invited().orElse(Long.MAX_VALUE)) {
            wrong = Optional.of(Satisfaction.Contradiction.Kind.MORE_THAN_INVITED);
            limit = sheet.invited().getAsLong();
        } else if (question.filter().isPresent() && sheet.questions().contains(question.filter().get().question())) {
            Filter filter = question.filter().get();
            People asked = people(sheet, filter.question(), known);
            long passed = passed(sheet, filter, asked);
            if (asked.usable() && respondents > passed) {
                wrong = Optional.of(Satisfaction.Contradiction.Kind.MORE_THAN_PASSED);
                limit = passed;
            }
            notAsked = asked.usable() ? asked.notAsked() + asked.respondents() - passed : 0;
        }
        if (wrong.isPresent()) {
            contradictions.add(new Satisfaction.Contradiction(
                    sheet.asked(), id, wrong.get(), Math.max(least, respondents), limit == Long.MAX_VALUE ? 0 : limit));
        }
        People people = new People(wrong.isPresent() ? 0 : respondents, wrong.isPresent() ? 0 : notAsked, wrong.isEmpty());
        known.put(id, people);
        return people;
    }

    /** How many people at most gave an answer that lets them pass. */
    private static long passed(SurveyAnswers.Sheet sheet, Filter filter, People asked) {
        SortedMap<String, Long> counts = sheet.answers(filter.question());
        long sum = filter.answers().stream().mapToLong(answer -> counts.getOrDefault(answer, 0L)).reduce(0, Math::addExact);
        return Math.min(sum, asked.respondents());
    }

    private Cell cell(SurveyAnswers.Sheet sheet, String id, Map<String, People> people) {
        Question question = questionnaire.question(id).orElseThrow();
        SortedMap<String, Long> counts = sheet.answers(id);
        List<String> all = answers.get(id);
        boolean[] which = positive.get(id);
        long[] own = new long[all.size()];
        long yes = 0;
        for (int i = 0; i < own.length; i++) {
            own[i] = counts.getOrDefault(all.get(i), 0L);
            yes += which[i] ? own[i] : 0;
        }
        People answered = people.get(id);
        long without = 0;
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            without += counts(entry.getKey()) ? 0 : entry.getValue();
        }
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        long largest = Arrays.stream(own).max().orElse(0);
        long base = Math.max(largest, (question.kind() == Kind.MULTIPLE ? answered.respondents() : sum) - without);
        OptionalLong most = OptionalLong.empty();
        long whole = 0;
        if (sheet.invited().isPresent()) {
            most = OptionalLong.of(sheet.invited().getAsLong() - answered.notAsked());
            whole = question.filter().isEmpty() && undecidedCount ? sheet.invited().getAsLong() : 0;
        }
        return new Cell(sheet.asked().organisation(), own, yes, base, most, whole, sheet.invited());
    }

    Questionnaire questionnaire() {
        return questionnaire;
    }

    TreeMap<Place, List<Cell>> cells() {
        return cells;
    }

    List<Cell> cells(Place place) {
        return numbers.containsKey(place.question()) ? cells.getOrDefault(place, List.of()) : List.of();
    }

    TreeMap<Group, List<Returned>> returned() {
        return returned;
    }

    List<Satisfaction.Contradiction> contradictions() {
        return List.copyOf(contradictions);
    }

    Optional<Municipality> municipality(Unit organisation) {
        return Optional.ofNullable(municipalities.get(organisation));
    }

    TreeSet<Unit> unplaced() {
        return unplaced;
    }

    List<String> answers(String question) {
        return answers.getOrDefault(question, List.of());
    }

    /** Where a question stands in the questionnaire. */
    int number(String question) {
        return numbers.get(question);
    }

    /** Whether the positive answers of a question can be added up: with several answers a person only one can be counted. */
    boolean hasPositiveShare(String id) {
        Question question = questionnaire.question(id).orElseThrow();
        if (!question.hasPositive() || question.kind() != Kind.MULTIPLE) {
            return question.hasPositive();
        }
        int count = 0;
        for (boolean one : positive.getOrDefault(id, new boolean[0])) {
            count += one ? 1 : 0;
        }
        return count == 1;
    }
}
