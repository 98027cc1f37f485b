package io.github.eduindicators.items;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What share of the points did the pupils of a school, a municipality, a region earn: in each task, in each skill, for each
 * planned result, at each level of difficulty?
 *
 * <p>Formula: {@code share = earned / possible}, where possible is {@code n max} if every response is known (выполнение,
 * "completion", of ФИОКО). A task may test several skills or planned results, subject and metasubject: they stand in one text,
 * separated by
 * {@code ;}, and the task counts wholly for each of them. A task of which nothing is known counts for itself alone.
 *
 * <p>Input: {@link TaskResponses}, whole points 0..max. A task that was not attempted earns 0 of its points and is counted apart.
 * A response that is not known counts nowhere: neither earned nor possible. A pupil belongs to an element if at least one
 * response in it is known. An element in which a unit has no known response has no row; the table of no pupils is empty.
 *
 * <p>The interval is of 95 %, after Wilson, for as many trials as give the variance of the share, with Student's quantile. The
 * variance is that of a ratio of sums, {@code n / (n - 1) sum (earned(i) - share possible(i))^2 / possible^2}: of a school over
 * its pupils; of a municipality or region over its schools, since pupils of one school are alike, but never less than over
 * pupils. A unit of one school has the variance of that school. Where the variance is 0, as at a share of 0 or 1, each pupil is a
 * trial. Of one pupil nothing is known but the share, and the interval is 0..1. The interval says how sure the share is as a sign
 * of what such pupils can do; the share itself is counted and has no error.
 *
 * <p>All state is whole numbers, so tables add exactly, in any order: {@link #plus}. Cost: linear in responses. Immutable and
 * safe to share between threads.
 *
 * <p>Reference: the share of points is used in ФИОКО's recommendations on the analysis of ВПР, as others quote them; E. B. Wilson
 * (1927), JASA 22:209-212; the variance of a ratio over clusters: W. G. Cochran (1977), Sampling Techniques, 3rd ed., 9A.
 */
public final class Completion {
    private final ImmutableSortedSet<AssessmentId> assessments;
    private final Subject subject;
    private final int grade;
    private final UnitTable<Element> table;
    private final TreeMap<Element, TreeSet<String>> tasks;
    private final TreeMap<Element, TreeSet<String>> levels;

    private Completion(
            Set<AssessmentId> assessments,
            Subject subject,
            int grade,
            UnitTable<Element> table,
            TreeMap<Element, TreeSet<String>> tasks,
            TreeMap<Element, TreeSet<String>> levels) {
        this.assessments = ImmutableSortedSet.copyOf(assessments);
        this.subject = subject;
        this.grade = grade;
        this.table = table;
        this.tasks = tasks;
        this.levels = levels;
    }

    /** What points are earned in. */
    public enum Kind {
        /** One task. */
        TASK,
        /** A skill: all tasks that test it. */
        SKILL,
        /** A planned result of the programme, subject or metasubject: all tasks that test it. */
        PLANNED_RESULT,
        /** A level of difficulty: all its tasks. */
        LEVEL;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code planned_result}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A task, skill, planned result or level. In order by kind, then by name, where numbers within names count as numbers.
     *
     * @param kind what it is
     * @param name the id of the task, or the words of the specification; not blank
     */
    public record Element(Kind kind, String name) implements Comparable<Element> {
        private static final Comparator<Element> ORDER =
                Comparator.comparing(Element::kind).thenComparing(Element::name, Names::compare).thenComparing(Element::name);

        /**
         * Checks the name.
         *
         * @param kind what it is
         * @param name the name
         * @throws IllegalArgumentException if the name is blank
         */
        public Element {
            Objects.requireNonNull(kind, "kind");
            name = name.strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("the name of an element must not be blank");
            }
        }

        /**
         * Returns a task.
         *
         * @param id its id
         * @return the element
         * @throws IllegalArgumentException if the id is blank
         */
        public static Element task(String id) {
            return new Element(Kind.TASK, id);
        }

        /**
         * Returns a skill.
         *
         * @param name its name
         * @return the element
         * @throws IllegalArgumentException if the name is blank
         */
        public static Element skill(String name) {
            return new Element(Kind.SKILL, name);
        }

        @Override
        public int compareTo(Element other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return kind.code() + " " + name;
        }
    }

    /**
     * What the pupils of a unit earned in an element.
     *
     * @param unit the school, municipality or region
     * @param element the element
     * @param schools how many schools have pupils in it
     * @param n pupils with a known response in it; a pupil of two assessments counts twice
     * @param earned points earned
     * @param possible points possible: n times the maximum where every response is known
     * @param earnedSquared over pupils, the sum of squares of the points earned
     * @param notAttempted responses not attempted
     * @param share earned / possible with its interval of 95 %
     */
    public record Row(
            Unit unit,
            Element element,
            long schools,
            long n,
            long earned,
            long possible,
            long earnedSquared,
            long notAttempted,
            Interval share) {}

    /**
     * Counts one assessment.
     *
     * @param responses the responses
     * @param schools what is known of a school, such as its municipality and region; asked once a school
     * @return the table of its schools, their municipalities and regions
     */
    public static Completion of(TaskResponses responses, Function<? super SchoolId, School> schools) {
        return of(responses, schools, school -> true);
    }

    /** Counts the schools that are kept. */
    static Completion of(
            TaskResponses responses, Function<? super SchoolId, School> schools, Predicate<? super SchoolId> kept) {
        TreeMap<Element, TreeSet<String>> tasks = new TreeMap<>();
        TreeMap<Element, TreeSet<String>> levels = new TreeMap<>();
        TreeMap<Element, int[]> members = members(responses.tasks());
        members.forEach((element, own) -> {
            TreeSet<String> ids = new TreeSet<>(Names.ORDER);
            TreeSet<String> difficulties = new TreeSet<>();
            for (int task : own) {
                ids.add(responses.tasks().get(task).id());
                difficulties.add(responses.tasks().get(task).level());
            }
            tasks.put(element, ids);
            levels.put(element, difficulties);
        });
        UnitTable.Builder<Element> builder = UnitTable.builder(Comparator.<Element>naturalOrder());
        int[] max = responses.tasks().stream().mapToInt(Task::max).toArray();
        for (TaskResponses.SchoolClass schoolClass : responses.classes()) {
            if (!kept.test(schoolClass.school())) {
                continue;
            }
            members.forEach((element, own) -> builder.add(schoolClass.school(), element, sums(schoolClass, own, max)));
        }
        return new Completion(
                Set.of(responses.assessment().id()), responses.assessment().subject(), responses.assessment().grade(),
                builder.build(schools), tasks, levels);
    }

    /** By element the numbers of its tasks, rising. */
    static TreeMap<Element, int[]> members(List<Task> tasks) {
        TreeMap<Element, List<Integer>> members = new TreeMap<>();
        for (int task = 0; task < tasks.size(); task++) {
            int number = task;
            elements(tasks.get(task)).forEach(element -> members.computeIfAbsent(element, e -> new ArrayList<>()).add(number));
        }
        TreeMap<Element, int[]> arrays = new TreeMap<>();
        members.forEach((element, own) -> arrays.put(element, own.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    private static Set<Element> elements(Task task) {
        TreeSet<Element> elements = new TreeSet<>();
        elements.add(Element.task(task.id()));
        names(task.skill()).forEach(name -> elements.add(new Element(Kind.SKILL, name)));
        names(task.plannedResult()).forEach(name -> elements.add(new Element(Kind.PLANNED_RESULT, name)));
        if (!task.level().isEmpty()) {
            elements.add(new Element(Kind.LEVEL, task.level()));
        }
        return elements;
    }

    private static Stream<String> names(String text) {
        return Stream.of(text.split(";", -1)).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static PointSums sums(TaskResponses.SchoolClass schoolClass, int[] own, int[] max) {
        PointSums sums = PointSums.NONE;
        for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
            long earned = 0;
            long possible = 0;
            int known = 0;
            int notAttempted = 0;
            for (int task : own) {
                int points = schoolClass.points(pupil, task);
                if (points != TaskResponses.UNKNOWN) {
                    known++;
                    possible += max[task];
                    earned += Math.max(0, points);
                    notAttempted += points == TaskResponses.NOT_ATTEMPTED ? 1 : 0;
                }
            }
            sums = sums.plus(PointSums.ofPerson(earned, possible, known, notAttempted));
        }
        return sums;
    }

    /**
     * Adds the table of other pupils, or of another assessment of the same subject and grade. Skills, planned results and levels
     * of the same name are one. Tasks of different assessments are different even where they have the same id, so tasks leave the
     * sum of different assessments.
     *
     * @param other the other table; a school that both have must be the same
     * @return the sum; the order makes no difference
     * @throws IllegalArgumentException if the tables differ in subject or grade, or in what they know of a school
     */
    public Completion plus(Completion other) {
        if (!subject.equals(other.subject) || grade != other.grade) {
            throw new IllegalArgumentException("tables must be of one subject and grade, got " + subject + " " + grade + " and "
                    + other.subject + " " + other.grade);
        }
        boolean same = assessments.size() == 1 && assessments.equals(other.assessments);
        TreeMap<SchoolId, School> register = new TreeMap<>(table.schools());
        other.table.schools().forEach((id, school) -> {
            School known = register.putIfAbsent(id, school);
            if (known != null && !known.equals(school)) {
                throw new IllegalArgumentException("a school must be the same in both tables, got two of " + id);
            }
        });
        UnitTable.Builder<Element> sum = UnitTable.builder(Comparator.<Element>naturalOrder());
        for (Completion each : List.of(this, other)) {
            each.table.schools().keySet().forEach(school -> each.table.cells(school).forEach((element, cell) -> {
                if (same || element.kind() != Kind.TASK) {
                    sum.add(school, element, cell.sums());
                }
            }));
        }
        TreeSet<AssessmentId> both = new TreeSet<>(assessments);
        both.addAll(other.assessments);
        return new Completion(both, subject, grade, sum.build(id -> Objects.requireNonNull(register.get(id))),
                same ? united(tasks, other.tasks) : new TreeMap<>(), united(levels, other.levels));
    }

    private static TreeMap<Element, TreeSet<String>> united(
            Map<Element, TreeSet<String>> one, Map<Element, TreeSet<String>> two) {
        TreeMap<Element, TreeSet<String>> all = new TreeMap<>();
        Stream.of(one, two).forEach(each -> each.forEach((element, names) ->
                all.computeIfAbsent(element, e -> new TreeSet<>(names.comparator())).addAll(names)));
        return all;
    }

    /**
     * Returns the assessments.
     *
     * @return one, or all that were added
     */
    public SortedSet<AssessmentId> assessments() {
        return assessments;
    }

    /**
     * Returns the subject.
     *
     * @return the subject of the assessments
     */
    public Subject subject() {
        return subject;
    }

    /**
     * Returns the grade of the programme.
     *
     * @return the grade of the assessments
     */
    public int grade() {
        return grade;
    }

    /**
     * Returns the units.
     *
     * @return schools, then municipalities, then regions, each by code
     */
    public List<Unit> units() {
        return table.units();
    }

    /**
     * Returns the elements in which anybody could earn points.
     *
     * @return in their order
     */
    public SortedSet<Element> elements() {
        return table.elements();
    }

    /**
     * Returns the elements of one kind in which anybody could earn points.
     *
     * @param kind the kind
     * @return in their order
     */
    public List<Element> elements(Kind kind) {
        return table.elements().stream().filter(element -> element.kind() == kind).toList();
    }

    /**
     * Returns the tasks that an element consists of.
     *
     * @param element the element
     * @return their ids; none for an element that is not here, and in the sum of different assessments
     */
    public SortedSet<String> tasks(Element element) {
        return Collections.unmodifiableSortedSet(tasks.getOrDefault(element, new TreeSet<>()));
    }

    /**
     * Returns the level of difficulty that all tasks of an element share.
     *
     * @param element the element
     * @return in the words of the specification; empty where it is not known or tasks differ
     */
    public String level(Element element) {
        TreeSet<String> own = levels.getOrDefault(element, new TreeSet<>());
        return own.size() == 1 ? own.first() : "";
    }

    /** Whether tasks of an element differ in level. */
    boolean mixed(Element element) {
        return levels.getOrDefault(element, new TreeSet<>()).size() > 1;
    }

    /** What the register says of each school. */
    Map<SchoolId, School> schools() {
        return table.schools();
    }

    /**
     * Returns the rows of all units.
     *
     * @return by unit, then by element; made while they are read
     */
    public Stream<Row> rows() {
        return table.units().stream().flatMap(unit -> rows(unit).stream());
    }

    /**
     * Returns the rows of one unit.
     *
     * @param unit the unit
     * @return by element; none if the unit has no pupils here
     */
    public List<Row> rows(Unit unit) {
        ImmutableList.Builder<Row> rows = ImmutableList.builder();
        table.cells(unit).forEach((element, cell) -> rows.add(row(unit, element, cell)));
        return rows.build();
    }

    /**
     * Returns one row.
     *
     * @param unit the unit
     * @param element the element
     * @return what its pupils earned; empty if none could earn points
     */
    public Optional<Row> row(Unit unit, Element element) {
        return table.cell(unit, element).map(cell -> row(unit, element, cell));
    }

    private static Row row(Unit unit, Element element, UnitTable.Cell cell) {
        PointSums sums = cell.sums();
        return new Row(unit, element, cell.schools(), sums.persons(), sums.earned(), sums.possible(), sums.earnedSquared(),
                sums.notAttempted(), cell.interval());
    }

    @Override
    public String toString() {
        return "Completion[" + assessments + ", " + table.elements().size() + " elements, " + table.schools().size()
                + " schools]";
    }
}
