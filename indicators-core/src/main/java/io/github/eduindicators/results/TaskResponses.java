package io.github.eduindicators.results;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The points of every pupil in every task of one assessment, by school and class: the input of all methods on tasks.
 *
 * <p>A response takes one byte, and nothing is lost: a task that the pupil did not attempt is kept apart from one that earned 0
 * points, and both from a response that is not known. Who the pupils are is not kept; within a class they stand in the order of
 * their responses, so the state is the same, to the bit, in whatever order the rows came. Immutable and safe to share between
 * threads.
 */
public final class TaskResponses implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Stands for points where the pupil did not attempt the task; counts as 0 points. */
    public static final int NOT_ATTEMPTED = -1;
    /** Stands for points where it is not known what the pupil did: there was no row, or it was in error. */
    public static final int UNKNOWN = -2;

    private final Assessment assessment;
    private final ArrayList<Task> tasks;
    /** By class, in the order of schools and names. */
    private final ArrayList<SchoolId> schools;
    private final ArrayList<String> names;
    /** By class, its first pupil; one element more for the end. */
    private final int[] starts;
    /** By pupil, the points of one task after another. */
    private final byte[][] points;

    private TaskResponses(Assessment assessment, List<Task> tasks, TreeMap<Key, List<byte[]>> classes) {
        this.assessment = assessment;
        this.tasks = new ArrayList<>(tasks);
        this.schools = new ArrayList<>(classes.size());
        this.names = new ArrayList<>(classes.size());
        this.starts = new int[classes.size() + 1];
        this.points = new byte[classes.size()][];
        int number = 0;
        int width = tasks.size();
        for (var entry : classes.entrySet()) {
            byte[][] sorted = entry.getValue().toArray(new byte[0][]);
            Arrays.sort(sorted, Arrays::compare);
            byte[] cells = new byte[Math.multiplyExact(sorted.length, width)];
            for (int pupil = 0; pupil < sorted.length; pupil++) {
                System.arraycopy(sorted[pupil], 0, cells, pupil * width, width);
            }
            schools.add(entry.getKey().school());
            names.add(entry.getKey().name());
            points[number] = cells;
            starts[number + 1] = Math.addExact(starts[number], sorted.length);
            number++;
        }
    }

    /** What a class is known by. */
    private record Key(SchoolId school, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int bySchool = school.compareTo(other.school);
            return bySchool != 0 ? bySchool : name.compareTo(other.name);
        }
    }

    /**
     * Starts the responses to an assessment.
     *
     * @param assessment the assessment
     * @param tasks its tasks, at least one, in their order
     * @return a builder without pupils
     * @throws IllegalArgumentException if there is no task or two have the same id
     */
    public static Builder builder(Assessment assessment, Collection<Task> tasks) {
        return new Builder(assessment, tasks);
    }

    /**
     * Returns the assessment.
     *
     * @return the assessment
     */
    public Assessment assessment() {
        return assessment;
    }

    /**
     * Returns the tasks.
     *
     * @return in the order in which points are given
     */
    public List<Task> tasks() {
        return ImmutableList.copyOf(tasks);
    }

    /**
     * Returns the number of pupils.
     *
     * @return the sum over all classes
     */
    public int pupils() {
        return starts[starts.length - 1];
    }

    /**
     * Returns the classes.
     *
     * @return every class that has a pupil, by school and name
     */
    public List<SchoolClass> classes() {
        ImmutableList.Builder<SchoolClass> classes = ImmutableList.builderWithExpectedSize(names.size());
        for (int i = 0; i < names.size(); i++) {
            classes.add(new SchoolClass(this, i));
        }
        return classes.build();
    }

    /**
     * Returns the classes of one school.
     *
     * @param school the school
     * @return its classes by name; empty if it has no pupil here
     */
    public List<SchoolClass> classes(SchoolId school) {
        return classes().stream().filter(c -> c.school().equals(school)).toList();
    }

    /**
     * Returns the schools.
     *
     * @return every school that has a pupil
     */
    public SortedSet<SchoolId> schools() {
        return ImmutableSortedSet.copyOf(schools);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskResponses that
                && assessment.equals(that.assessment)
                && tasks.equals(that.tasks)
                && schools.equals(that.schools)
                && names.equals(that.names)
                && Arrays.deepEquals(points, that.points);
    }

    @Override
    public int hashCode() {
        return Objects.hash(assessment, tasks, schools, names, Arrays.deepHashCode(points));
    }

    @Override
    public String toString() {
        return "TaskResponses[" + assessment.id() + ", " + tasks.size() + " tasks, " + names.size() + " classes, "
                + pupils() + " pupils]";
    }

    /** The pupils of one class. Immutable; it shows a part of the responses and copies nothing. */
    public static final class SchoolClass {
        private final TaskResponses all;
        private final int number;

        private SchoolClass(TaskResponses all, int number) {
            this.all = all;
            this.number = number;
        }

        /**
         * Returns the school.
         *
         * @return the school of the class
         */
        public SchoolId school() {
            return all.schools.get(number);
        }

        /**
         * Returns the name of the class.
         *
         * @return as written in the source; empty for pupils of a school whose class is not known
         */
        public String name() {
            return all.names.get(number);
        }

        /**
         * Returns the number of pupils.
         *
         * @return at least 1
         */
        public int pupils() {
            return all.starts[number + 1] - all.starts[number];
        }

        /**
         * Returns the points of one pupil in one task.
         *
         * @param pupil the number of the pupil, from 0; pupils stand in the order of their responses
         * @param task the number of the task, from 0
         * @return 0..max of the task, {@link #NOT_ATTEMPTED} or {@link #UNKNOWN}
         * @throws IndexOutOfBoundsException if there is no such pupil or task
         */
        public int points(int pupil, int task) {
            Objects.checkIndex(task, all.tasks.size());
            return all.points[number][pupil * all.tasks.size() + task];
        }

        @Override
        public String toString() {
            return school() + " " + name() + " (" + pupils() + ")";
        }
    }

    /** Collects pupils in any order. Not safe for use by several threads. */
    public static final class Builder {
        private final Assessment assessment;
        private final ArrayList<Task> tasks;
        private final TreeMap<Key, List<byte[]>> classes = new TreeMap<>();

        private Builder(Assessment assessment, Collection<Task> tasks) {
            this.assessment = Objects.requireNonNull(assessment, "assessment");
            this.tasks = new ArrayList<>(tasks);
            Set<String> ids = new HashSet<>();
            if (tasks.isEmpty() || !tasks.stream().allMatch(task -> ids.add(task.id()))) {
                throw new IllegalArgumentException("tasks must be at least one and differ in their ids, got " + tasks);
            }
        }

        /**
         * Adds a pupil.
         *
         * @param school the school
         * @param schoolClass the name of the class, at most {@value ScoreTally#LONGEST_CLASS} characters; blank where not known
         * @param points for each task 0..max, {@link #NOT_ATTEMPTED} or {@link #UNKNOWN}
         * @return this builder
         * @throws IllegalArgumentException if there are not as many points as tasks, points are out of range, or the name of the
         *     class is too long
         */
        public Builder add(SchoolId school, String schoolClass, int... points) {
            if (points.length != tasks.size()) {
                throw new IllegalArgumentException("points must be as many as tasks, " + tasks.size() + ", got " + points.length);
            }
            byte[] row = new byte[points.length];
            for (int task = 0; task < points.length; task++) {
                if (points[task] < UNKNOWN || points[task] > tasks.get(task).max()) {
                    throw new IllegalArgumentException("points of task " + tasks.get(task).id() + " must be within 0.."
                            + tasks.get(task).max() + ", NOT_ATTEMPTED or UNKNOWN, got " + points[task]);
                }
                row[task] = (byte) points[task];
            }
            String name = schoolClass.strip();
            if (name.length() > ScoreTally.LONGEST_CLASS) {
                throw new IllegalArgumentException("the name of a class must have at most " + ScoreTally.LONGEST_CLASS
                        + " characters, got " + name.length());
            }
            classes.computeIfAbsent(new Key(school, name), key -> new ArrayList<>()).add(row);
            return this;
        }

        /**
         * Makes the responses; the builder can go on.
         *
         * @return the responses of the pupils so far
         */
        public TaskResponses build() {
            return new TaskResponses(assessment, tasks, classes);
        }
    }
}
