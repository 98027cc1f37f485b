package io.github.eduindicators.roadmap;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Unit;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * How far are the measures done on a day, and were they done in time?
 *
 * <p>What is counted are tasks: a measure with one deadline is one task, a recurring measure one for each time that it has
 * fallen due. With due = tasks whose deadline is not after the day:
 * <pre>
 * execution    = done of the due / due
 * on-time rate = done by the deadline, of the due / due
 * overdue rate = due and not done / due                  (so execution + overdue rate = 1)
 * mean delay   = mean of max(0, day done − deadline), of what is not done the day itself in place of the day done
 * control rate = control points met in time / control points due
 * </pre>
 * Each is the share of a full count, not of a sample, so there is no interval around it.
 *
 * <p>Inputs: a {@link Roadmap} and the day of the review; the state is that at the end of this day. Rules where documents
 * are silent, all ours:
 * <ul>
 *   <li>Done is what has a day of execution up to the day of the review, whatever the status says, unless it says "partly".
 *       Later days do not count: the state of an earlier day can be asked for. Of several days of a measure to be done
 *       once, the last counts.
 *   <li>Status done without a day ({@link State#DONE_UNDATED}): counts as done, but not as in time, for that is not shown,
 *       and not in the mean delay. A recurring measure of this kind counts so for each time due.
 *   <li>A measure without a deadline is never due and never overdue; nor is one whose deadline lies before its document,
 *       which nobody could have met. Both are counted as undated and told with the reason ({@link Undated}).
 *   <li>Cancelled measures count nowhere; a cancelled one with a day of execution was done.
 *   <li>An execution of a recurring measure belongs to the period that it lies in, or where days are said to the nearest of
 *       them. A second one of the same period fills the first gap before it; the times so filled take the days in order.
 *   <li>A control point is one day by which the measure ought to be done. Recurring control of a measure to be done once is
 *       a way of watching, not a point, and is not counted.
 * </ul>
 *
 * <p>Nothing due: no rates, and a finding {@link Outcome#INSUFFICIENT_DATA}. Ties and order of measures do not matter.
 * Linear in measures and times due, but for sorting. No federal document defines these indices; they are common practice of
 * control over projects. Immutable and safe to share between threads.
 */
public final class RoadmapExecution {
    private static final String ID = "roadmap/execution";
    private static final int YEAR = 12;
    private static final int LONGEST_NAME = 200;

    /** How a task stands on the day. */
    public enum State {
        /** Its deadline is still to come. */
        NOT_DUE,
        /** It was done by the deadline. */
        DONE_ON_TIME,
        /** It was done after the deadline. */
        DONE_LATE,
        /** It is done; that it was in time is not shown, because the day or the deadline is missing. */
        DONE_UNDATED,
        /** The deadline has passed, and it is not done. */
        OVERDUE,
        /** It need not be done any more. */
        CANCELLED,
        /** It has no deadline that can be used, and is not done. */
        UNDATED;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code done-on-time}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Returns whether the task is done.
         *
         * @return whether it is, in time or not
         */
        public boolean isDone() {
            return this == DONE_ON_TIME || this == DONE_LATE || this == DONE_UNDATED;
        }
    }

    /** Why a measure has no deadline that can be used. */
    public enum Undated {
        /** The term says nothing. */
        EMPTY,
        /** It is to be done all the time. */
        CONTINUOUS,
        /** Another document sets the days. */
        BY_SCHEDULE,
        /** It is to be done when needed. */
        AS_NEEDED,
        /** The event that the term counts from has no day yet, or no time after it is said. */
        EVENT_UNKNOWN,
        /** The term needs the date of the document, which is not known. */
        NO_DOCUMENT_DATE,
        /** The term could not be read. */
        UNREADABLE,
        /** The deadline lies before the document. */
        BEFORE_DOCUMENT;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code by-schedule}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** By what measures are grouped. */
    public enum Group {
        /** Not at all. */
        ALL,
        /** By the section of the document. */
        SECTION,
        /** By who answers for them; a measure of several counts with each. */
        RESPONSIBLE;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code section}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final double allowed;

    private RoadmapExecution(double allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns the method that flags if anything is overdue.
     *
     * @return the method
     */
    public static RoadmapExecution withDefaults() {
        return new RoadmapExecution(0);
    }

    /**
     * Returns a method that flags only above a share of overdue tasks.
     *
     * @param share the largest overdue rate that is not flagged, 0..1
     * @return the method
     * @throws IllegalArgumentException if the share is outside 0..1
     */
    public RoadmapExecution withAllowedOverdue(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the allowed share must be within 0..1, got " + share);
        }
        return new RoadmapExecution(share);
    }

    /**
     * Returns which method this is.
     *
     * @return its identity, edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of(ID, "1", "common practice of control over execution; no federal document defines the indices")
                .with(Fact.of("allowed-overdue", allowed));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Says how the measures stand.
     *
     * @param roadmap the measures
     * @param asOf the day, at its end
     * @return the state of each measure, the indices and the contradictions
     */
    public Result run(Roadmap roadmap, LocalDate asOf) {
        List<Entry> entries = new ArrayList<>();
        List<Contradiction> contradictions = new ArrayList<>();
        Events events = new Events(roadmap, asOf);
        Map<List<String>, Long> numbers = roadmap.measures().stream()
                .collect(Collectors.groupingBy(m -> List.of(m.document(), m.number()), Collectors.counting()));
        for (Measure measure : roadmap.measures()) {
            Term.Context context = events.context(measure);
            Entry entry = new Run(measure, context, asOf).entry();
            entries.add(entry);
            boolean shared = !measure.number().isEmpty() && numbers.get(List.of(measure.document(), measure.number())) > 1;
            contradictions.addAll(new Checks(entry, context, asOf).all(shared ? Checks.Number.SHARED : Checks.Number.OWN));
        }
        contradictions.sort(Contradiction.ORDER);
        return new Result(this, asOf, List.copyOf(entries), List.copyOf(contradictions));
    }

    /** The day on which a measure was done, of those up to a day. */
    static Optional<LocalDate> finish(Measure measure, LocalDate asOf) {
        List<LocalDate> days = measure.doneOn();
        if (measure.status() == Measure.Status.PARTIAL || days.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(days.get(days.size() - 1)).filter(day -> !day.isAfter(asOf));
    }

    /** One measure on one day. */
    private static final class Run {
        private final Measure measure;
        private final Term.Context context;
        private final LocalDate asOf;
        private final boolean saidDone;

        Run(Measure measure, Term.Context context, LocalDate asOf) {
            this.measure = measure;
            this.context = context;
            this.asOf = asOf;
            this.saidDone = measure.status() == Measure.Status.DONE && measure.doneOn().isEmpty();
        }

        private List<LocalDate> past() {
            return measure.status() == Measure.Status.PARTIAL ? List.of()
                    : measure.doneOn().stream().filter(day -> !day.isAfter(asOf)).toList();
        }

        Entry entry() {
            boolean recurring = measure.term().kind() == Term.Kind.RECURRING;
            if (measure.status() == Measure.Status.CANCELLED && past().isEmpty()) {
                Task task = new Task(measure.term().deadline(context), State.CANCELLED, Optional.empty(), OptionalLong.empty());
                return new Entry(measure, List.of(task), null, List.of());
            }
            List<ControlPoint> controls = controls(recurring);
            if (recurring) {
                return recurring(controls);
            }
            Optional<LocalDate> deadline = measure.term().deadline(context);
            Undated why = undated(deadline);
            Optional<LocalDate> finish = finish(measure, asOf);
            boolean done = finish.isPresent() || saidDone;
            if (why != null) {
                State state = done ? State.DONE_UNDATED : State.UNDATED;
                return new Entry(measure, List.of(new Task(deadline, state, finish, OptionalLong.empty())), why, controls);
            }
            return new Entry(measure, List.of(task(deadline.orElseThrow(), finish)), null, controls);
        }

        private Task task(LocalDate deadline, Optional<LocalDate> finish) {
            if (finish.isPresent()) {
                long delay = ChronoUnit.DAYS.between(deadline, finish.orElseThrow());
                State state = delay > 0 ? State.DONE_LATE : State.DONE_ON_TIME;
                return new Task(Optional.of(deadline), state, finish, OptionalLong.of(Math.max(0, delay)));
            }
            if (saidDone) {
                return new Task(Optional.of(deadline), State.DONE_UNDATED, finish, OptionalLong.empty());
            }
            long over = ChronoUnit.DAYS.between(deadline, asOf);
            return over < 0
                    ? new Task(Optional.of(deadline), State.NOT_DUE, finish, OptionalLong.empty())
                    : new Task(Optional.of(deadline), State.OVERDUE, finish, OptionalLong.of(over));
        }

        @Nullable
        private Undated undated(Optional<LocalDate> deadline) {
            Term term = measure.term();
            if (deadline.isPresent()) {
                return beforeDocument(deadline) ? Undated.BEFORE_DOCUMENT : null;
            }
            return switch (term.kind()) {
                case CONTINUOUS -> Undated.CONTINUOUS;
                case BY_SCHEDULE -> Undated.BY_SCHEDULE;
                case AS_NEEDED -> Undated.AS_NEEDED;
                case RELATIVE -> term.event().isPresent() ? Undated.EVENT_UNKNOWN : Undated.NO_DOCUMENT_DATE;
                case EMPTY -> Undated.EMPTY;
                case UNKNOWN -> Undated.UNREADABLE;
                default -> Undated.NO_DOCUMENT_DATE;
            };
        }

        private boolean beforeDocument(Optional<LocalDate> day) {
            return day.isPresent() && context.document().isPresent() && day.orElseThrow().isBefore(context.document()
                    .orElseThrow());
        }

        private Entry recurring(List<ControlPoint> controls) {
            Turns turns = turns(measure.term());
            if (turns.all.isEmpty()) {
                State state = saidDone || !past().isEmpty() ? State.DONE_UNDATED : State.UNDATED;
                Optional<LocalDate> finish = past().stream().max(Comparator.naturalOrder());
                Task task = new Task(Optional.empty(), state, finish, OptionalLong.empty());
                return new Entry(measure, List.of(task), turns.begun ? Undated.BEFORE_DOCUMENT : Undated.NO_DOCUMENT_DATE,
                        controls);
            }
            Optional<LocalDate>[] days = turns.assign(past());
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < days.length; i++) {
                Recurrence.Turn turn = turns.all.get(i);
                boolean open = turn.deadline().isAfter(asOf) && days[i].isEmpty();
                tasks.add(open
                        ? new Task(Optional.of(turn.deadline()), State.NOT_DUE, Optional.empty(), OptionalLong.empty())
                        : task(turn.deadline(), days[i]));
            }
            return new Entry(measure, List.copyOf(tasks), null, controls);
        }

        /** The times of a recurring term up to the day, and the one after it. */
        private Turns turns(Term term) {
            Recurrence recurrence = Objects.requireNonNull(term.recurrence());
            Optional<LocalDate> begin = context.document().or(() -> Optional.ofNullable(recurrence.from()));
            boolean begun = begin.isPresent() || recurrence.named().stream().anyMatch(span -> !span.open());
            if (!begun) {
                return new Turns(List.of(), false);
            }
            int years = 2 + recurrence.months() / YEAR;
            List<Recurrence.Turn> all = term.turns(context, begin.orElse(LocalDate.MIN), asOf.plusYears(years));
            int count = 0;
            while (count < all.size() && !all.get(count).deadline().isAfter(asOf)) {
                count++;
            }
            if (all.isEmpty()) {
                // Either none was ever to be, or the first comes later than the next years.
                boolean later = !term.turns(context, asOf, LocalDate.MAX).isEmpty();
                return new Turns(later ? term.turns(context, asOf, LocalDate.MAX).subList(0, 1) : List.of(), true);
            }
            return new Turns(all.subList(0, Math.min(all.size(), count + 1)), true);
        }

        private List<ControlPoint> controls(boolean recurring) {
            Term control = measure.control();
            if (control.kind() == Term.Kind.RECURRING) {
                if (!recurring) {
                    return List.of();
                }
                Turns turns = turns(control);
                Optional<LocalDate>[] days = turns.assign(past());
                List<ControlPoint> points = new ArrayList<>();
                for (int i = 0; i < days.length; i++) {
                    LocalDate day = turns.all.get(i).deadline();
                    points.add(new ControlPoint(day, met(day, days[i].map(List::of).orElse(List.of()))));
                }
                return List.copyOf(points);
            }
            Optional<LocalDate> day = control.deadline(context);
            if (day.isEmpty() || beforeDocument(day)) {
                return List.of();
            }
            List<LocalDate> done = recurring ? past() : finish(measure, asOf).map(List::of).orElse(List.of());
            return List.of(new ControlPoint(day.orElseThrow(), met(day.orElseThrow(), done)));
        }

        private Control met(LocalDate day, List<LocalDate> done) {
            if (done.stream().anyMatch(date -> !date.isAfter(day))) {
                return Control.MET;
            }
            if (day.isAfter(asOf)) {
                return Control.NOT_DUE;
            }
            return saidDone ? Control.NOT_SHOWN : Control.NOT_MET;
        }
    }

    /** The times of a recurring term; whether it is known from when on. */
    private record Turns(List<Recurrence.Turn> all, boolean begun) {

        /**
         * Gives each day of execution to the time in whose period it lies, else to the first open one before it; the times that
         * are so filled take the days in their order.
         */
        Optional<LocalDate>[] assign(List<LocalDate> days) {
            @SuppressWarnings({"unchecked", "rawtypes"})
            Optional<LocalDate>[] of = new Optional[all.size()];
            Arrays.fill(of, Optional.empty());
            List<LocalDate> used = new ArrayList<>();
            for (LocalDate day : days) {
                int own = -1;
                int open = -1;
                for (int i = all.size() - 1; i >= 0; i--) {
                    Recurrence.Turn turn = all.get(i);
                    boolean free = of[i].isEmpty() && !day.isBefore(turn.opens());
                    own = free && !day.isAfter(turn.closes()) ? i : own;
                    open = free && day.isAfter(turn.closes()) ? i : open;
                }
                if (own >= 0 || open >= 0) {
                    of[own >= 0 ? own : open] = Optional.of(day);
                    used.add(day);
                }
            }
            for (int i = 0, next = 0; i < of.length; i++) {
                of[i] = of[i].isEmpty() ? of[i] : Optional.of(used.get(next++));
            }
            return of;
        }
    }

    /** Whether a control point was met. */
    public enum Control {
        /** The measure was done by then. */
        MET,
        /** It was not. */
        NOT_MET,
        /** It is said to be done, but not when. */
        NOT_SHOWN,
        /** The day is still to come. */
        NOT_DUE
    }

    /**
     * A control point.
     *
     * @param day its day
     * @param control whether it was met
     */
    public record ControlPoint(LocalDate day, Control control) {
        /**
         * Keeps the parts.
         *
         * @param day its day
         * @param control whether it was met
         */
        public ControlPoint {
            Objects.requireNonNull(day, "day");
            Objects.requireNonNull(control, "control");
        }
    }

    /** One time that a measure is to be done. */
    public static final class Task {
        private final Optional<LocalDate> deadline;
        private final State state;
        private final Optional<LocalDate> doneOn;
        private final OptionalLong delayDays;

        private Task(Optional<LocalDate> deadline, State state, Optional<LocalDate> doneOn, OptionalLong delayDays) {
            this.deadline = deadline;
            this.state = state;
            this.doneOn = doneOn;
            this.delayDays = delayDays;
        }

        /**
         * Returns the last day on which it is in time.
         *
         * @return the day, or empty for an undated measure
         */
        public Optional<LocalDate> deadline() {
            return deadline;
        }

        /**
         * Returns how it stands.
         *
         * @return the state
         */
        public State state() {
            return state;
        }

        /**
         * Returns when it was done.
         *
         * @return the day, or empty where it is not done or not known when
         */
        public Optional<LocalDate> doneOn() {
            return doneOn;
        }

        /**
         * Returns by how many days it is late.
         *
         * @return 0 or more for what was done on a known day, the days up to the review for what is overdue, otherwise empty
         */
        public OptionalLong delayDays() {
            return delayDays;
        }

        @Override
        public String toString() {
            return deadline.map(LocalDate::toString).orElse("no deadline") + " " + state
                    + (delayDays.isPresent() && delayDays.getAsLong() > 0 ? " +" + delayDays.getAsLong() : "");
        }
    }

    /** A measure and how it stands. */
    public static final class Entry {
        private final Measure measure;
        private final List<Task> tasks;
        @Nullable
        private final Undated undated;
        private final List<ControlPoint> controls;

        private Entry(Measure measure, List<Task> tasks, @Nullable Undated undated, List<ControlPoint> controls) {
            this.measure = measure;
            this.tasks = tasks;
            this.undated = undated;
            this.controls = controls;
        }

        /**
         * Returns the measure.
         *
         * @return the measure
         */
        public Measure measure() {
            return measure;
        }

        /**
         * Returns its tasks.
         *
         * @return one; of a recurring measure each time that has fallen due and the next, by deadline
         */
        public List<Task> tasks() {
            return tasks;
        }

        /**
         * Returns why it has no deadline that can be used.
         *
         * @return the reason, or empty for a measure with a deadline and for a cancelled one
         */
        public Optional<Undated> undated() {
            return Optional.ofNullable(undated);
        }

        /**
         * Returns its control points.
         *
         * @return by day; none where no day of control is known
         */
        public List<ControlPoint> controls() {
            return controls;
        }

        /**
         * Returns how the measure stands as a whole.
         *
         * @return the state of its only task; of a recurring measure overdue if any time is, else the state of the last time due,
         *     else of the next
         */
        public State state() {
            if (tasks.stream().anyMatch(task -> task.state == State.OVERDUE)) {
                return State.OVERDUE;
            }
            int last = tasks.size() - 1;
            return tasks.get(last).state == State.NOT_DUE && last > 0 ? tasks.get(last - 1).state : tasks.get(last).state;
        }

        /** For how many days a task of the measure has been overdue, or -1. */
        private long longest() {
            return tasks.stream().filter(task -> task.state == State.OVERDUE).mapToLong(task -> task.delayDays.orElse(0)).max()
                    .orElse(-1);
        }

        private String name() {
            return TermText.start((measure.document() + " " + measure.number()).strip(), LONGEST_NAME);
        }

        @Override
        public String toString() {
            return measure.document() + " " + measure.number() + " " + state() + " " + tasks;
        }
    }

    /** Counts and rates of a group of measures. */
    public static final class Index {
        private final String document;
        private final Group group;
        private final String name;
        private long measures;
        private long undated;
        private long cancelled;
        private long notDue;
        private long ahead;
        private long due;
        private long done;
        private long onTime;
        private long late;
        private long delay;
        private long delayed;
        private long controlDue;
        private long controlMet;

        private Index(String document, Group group, String name) {
            this.document = document;
            this.group = group;
            this.name = name;
        }

        private void add(Entry entry, LocalDate asOf) {
            measures++;
            undated += entry.undated == null ? 0 : 1;
            for (Task task : entry.tasks) {
                cancelled += task.state == State.CANCELLED ? 1 : 0;
                if (entry.undated != null || task.state == State.CANCELLED) {
                    continue;
                }
                if (task.deadline.orElseThrow().isAfter(asOf)) {
                    notDue++;
                    ahead += task.state.isDone() ? 1 : 0;
                    continue;
                }
                due++;
                done += task.state.isDone() ? 1 : 0;
                onTime += task.state == State.DONE_ON_TIME ? 1 : 0;
                late += task.state == State.DONE_LATE ? 1 : 0;
                delay += task.delayDays.orElse(0);
                delayed += task.delayDays.isPresent() ? 1 : 0;
            }
            for (ControlPoint point : entry.controls) {
                controlDue += point.day().isAfter(asOf) ? 0 : 1;
                controlMet += !point.day().isAfter(asOf) && point.control() == Control.MET ? 1 : 0;
            }
        }

        /**
         * Returns the document.
         *
         * @return its text, or empty where all documents are together
         */
        public String document() {
            return document;
        }

        /**
         * Returns by what the measures are grouped.
         *
         * @return the kind of group
         */
        public Group group() {
            return group;
        }

        /**
         * Returns the group.
         *
         * @return the section or the responsible; empty for all, and for measures that name none
         */
        public String name() {
            return name;
        }

        /**
         * Returns the number of measures.
         *
         * @return dated or not
         */
        public long measures() {
            return measures;
        }

        /**
         * Returns the number of measures without a deadline that can be used.
         *
         * @return done or not
         */
        public long undated() {
            return undated;
        }

        /**
         * Returns the number of cancelled measures.
         *
         * @return the number
         */
        public long cancelled() {
            return cancelled;
        }

        /**
         * Returns the number of tasks whose deadline is still to come.
         *
         * @return done or not; of a recurring measure only the next
         */
        public long notDue() {
            return notDue;
        }

        /**
         * Returns the number of tasks that are done although their deadline is still to come.
         *
         * @return a part of {@link #notDue}
         */
        public long ahead() {
            return ahead;
        }

        /**
         * Returns the number of tasks whose deadline has come.
         *
         * @return the denominator of the rates
         */
        public long due() {
            return due;
        }

        /**
         * Returns the number of due tasks that are done.
         *
         * @return in time or not
         */
        public long done() {
            return done;
        }

        /**
         * Returns the number of due tasks that were done by their deadline.
         *
         * @return the number, for which there is a day of execution
         */
        public long onTime() {
            return onTime;
        }

        /**
         * Returns the number of due tasks that were done after their deadline.
         *
         * @return the number
         */
        public long late() {
            return late;
        }

        /**
         * Returns the number of due tasks that are done, nobody knows when.
         *
         * @return the number
         */
        public long doneUndated() {
            return done - onTime - late;
        }

        /**
         * Returns the number of due tasks that are not done.
         *
         * @return the number
         */
        public long overdue() {
            return due - done;
        }

        /**
         * Returns the number of control points whose day has come.
         *
         * @return the denominator of the control rate
         */
        public long controlDue() {
            return controlDue;
        }

        /**
         * Returns the number of control points met.
         *
         * @return of those due
         */
        public long controlMet() {
            return controlMet;
        }

        /**
         * Returns the share of due tasks that are done.
         *
         * @return 0..1, or empty where nothing is due
         */
        public OptionalDouble execution() {
            return rate(done, due);
        }

        /**
         * Returns the share of due tasks that were done by their deadline.
         *
         * @return 0..1, or empty where nothing is due
         */
        public OptionalDouble onTimeRate() {
            return rate(onTime, due);
        }

        /**
         * Returns the share of due tasks that are not done.
         *
         * @return 0..1, or empty where nothing is due
         */
        public OptionalDouble overdueRate() {
            return rate(due - done, due);
        }

        /**
         * Returns the mean delay.
         *
         * @return days, 0 or more, over the due tasks whose delay is known ({@link #delayed}); empty where there are none
         */
        public OptionalDouble meanDelay() {
            return rate(delay, delayed);
        }

        /**
         * Returns the number of due tasks whose delay is known.
         *
         * @return the denominator of the mean delay
         */
        public long delayed() {
            return delayed;
        }

        /**
         * Returns the sum of delays.
         *
         * @return days: the numerator of the mean delay
         */
        public long delayDays() {
            return delay;
        }

        /**
         * Returns the share of due control points that were met.
         *
         * @return 0..1, or empty where none is due
         */
        public OptionalDouble controlRate() {
            return rate(controlMet, controlDue);
        }

        private static OptionalDouble rate(long part, long whole) {
            return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
        }

        @Override
        public String toString() {
            String where = document + (group == Group.ALL ? "" : " " + group.code() + " " + name);
            return (where.isBlank() ? "all" : where.strip()) + ": measures " + measures + ", due " + due + ", done " + done
                    + ", on time " + onTime
                    + ", overdue " + overdue() + ", undated " + undated;
        }
    }

    /** How the measures stand on a day. Immutable and safe to share between threads. */
    public static final class Result {
        private final RoadmapExecution method;
        private final LocalDate asOf;
        private final List<Entry> entries;
        private final List<Contradiction> contradictions;
        private final List<Index> indices;

        private Result(RoadmapExecution method, LocalDate asOf, List<Entry> entries, List<Contradiction> contradictions) {
            this.method = method;
            this.asOf = asOf;
            this.entries = entries;
            this.contradictions = contradictions;
            this.indices = indices(entries, asOf);
        }

        private static List<Index> indices(List<Entry> entries, LocalDate asOf) {
            Map<List<String>, Index> found = new TreeMap<>(Comparator.comparing((List<String> key) -> key.get(0))
                    .thenComparing(key -> Group.valueOf(key.get(1))).thenComparing(key -> key.get(2)));
            found.put(List.of("", Group.ALL.name(), ""), new Index("", Group.ALL, ""));
            for (Entry entry : entries) {
                List<String> responsible = entry.measure.responsible();
                for (String document : entry.measure.document().isEmpty() ? List.of("") : List.of("", entry.measure.document())) {
                    Function<Group, Function<String, Index>> of = group -> name -> found.computeIfAbsent(
                            List.of(document, group.name(), name), key -> new Index(document, group, name));
                    of.apply(Group.ALL).apply("").add(entry, asOf);
                    of.apply(Group.SECTION).apply(entry.measure.section()).add(entry, asOf);
                    for (String name : responsible.isEmpty() ? List.of("") : responsible) {
                        of.apply(Group.RESPONSIBLE).apply(name).add(entry, asOf);
                    }
                }
            }
            return List.copyOf(found.values());
        }

        /**
         * Returns the day of the review.
         *
         * @return the day
         */
        public LocalDate asOf() {
            return asOf;
        }

        /**
         * Returns how each measure stands.
         *
         * @return by document and number
         */
        public List<Entry> entries() {
            return entries;
        }

        /**
         * Returns all counts and rates.
         *
         * @return those of all documents together, then of each document; of all measures, by section, by responsible
         */
        public List<Index> indices() {
            return indices;
        }

        /**
         * Returns counts and rates of all documents together.
         *
         * @param group by what the measures are grouped
         * @return by the name of the group
         */
        public List<Index> indices(Group group) {
            return indices.stream().filter(index -> index.document.isEmpty() && index.group == group).toList();
        }

        /**
         * Returns the counts and rates of all measures.
         *
         * @return the total
         */
        public Index total() {
            return indices.get(0);
        }

        /**
         * Returns what does not fit together in the record.
         *
         * @return by document, number and kind
         */
        public List<Contradiction> contradictions() {
            return contradictions;
        }

        /**
         * Turns the result into a claim about whoever answers for the documents.
         *
         * @param unit the region, or the municipality whose roadmap it is
         * @return {@link Outcome#FLAGGED} with category {@code overdue} where more is overdue than allowed, {@link
         *     Outcome#CLEAR}, or {@link Outcome#INSUFFICIENT_DATA} where nothing is due; {@code n} is the number of due
         *     tasks
         */
        public Finding finding(Unit unit) {
            Index total = total();
            long errors = contradictions.stream().filter(contradiction -> !contradiction.isRemark()).count();
            Finding.Builder finding = Finding.builder(method.method(), unit)
                    .n(total.due)
                    .fact("as-of", asOf.toString())
                    .fact("measures", total.measures)
                    .fact("undated", total.undated)
                    .fact("contradictions", errors);
            if (total.due == 0) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
            }
            finding.fact("due", total.due).fact("done", total.done).fact("on-time", total.onTime).fact("overdue", total.overdue())
                    .fact("execution", total.execution().orElseThrow())
                    .fact("on-time-rate", total.onTimeRate().orElseThrow())
                    .fact("overdue-rate", total.overdueRate().orElseThrow());
            total.meanDelay().ifPresent(days -> finding.fact("mean-delay", days));
            if (total.controlDue > 0) {
                finding.fact("control-due", total.controlDue).fact("control-met", total.controlMet);
            }
            entries.stream()
                    .filter(entry -> entry.longest() >= 0)
                    .max(Comparator.comparing(Entry::longest).thenComparing(entry -> entry.measure, Measure.ORDER.reversed()))
                    .ifPresent(entry -> finding.fact("longest-delay", entry.longest()).fact("longest", entry.name()));
            if (total.overdueRate().orElseThrow() > method.allowed) {
                return finding.outcome(Outcome.FLAGGED).category("overdue").build();
            }
            return finding.outcome(Outcome.CLEAR).build();
        }

        @Override
        public String toString() {
            return asOf + " " + total() + ", contradictions " + contradictions.size();
        }
    }
}
