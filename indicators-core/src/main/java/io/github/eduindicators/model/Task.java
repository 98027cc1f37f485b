package io.github.eduindicators.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * One task of an assessment: what it is worth and, where that is known, what it tests. Immutable and safe to share between threads.
 */
public final class Task implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The most points that a task may be worth. */
    public static final int MAX_POINTS = 100;

    private final String id;
    private final int max;
    private final String level;
    private final String skill;
    private final String plannedResult;

    private Task(String id, int max, String level, String skill, String plannedResult) {
        this.id = id;
        this.max = max;
        this.level = level;
        this.skill = skill;
        this.plannedResult = plannedResult;
    }

    /**
     * Returns a task of which only the points are known.
     *
     * @param id the number or name within the assessment, such as {@code 9.1} or {@code 4К1}; not blank
     * @param max the most points, 1..{@value #MAX_POINTS}
     * @return the task
     * @throws IllegalArgumentException if the id is blank, too long or holds control characters, or max is out of range
     */
    public static Task of(String id, int max) {
        if (max < 1 || max > MAX_POINTS) {
            throw new IllegalArgumentException("max must be within 1.." + MAX_POINTS + ", got " + max);
        }
        return new Task(Codes.text("task id", id), max, "", "", "");
    }

    /**
     * Returns the same task with its level of difficulty.
     *
     * @param value in the words of the specification, such as {@code Б}; blank where not known
     * @return the task with it
     */
    public Task withLevel(String value) {
        return new Task(id, max, value.strip(), skill, plannedResult);
    }

    /**
     * Returns the same task with the skill that it tests.
     *
     * @param value in the words of the specification; blank where not known
     * @return the task with it
     */
    public Task withSkill(String value) {
        return new Task(id, max, level, value.strip(), plannedResult);
    }

    /**
     * Returns the same task with the planned result of the programme that it tests.
     *
     * @param value in the words of the specification; blank where not known
     * @return the task with it
     */
    public Task withPlannedResult(String value) {
        return new Task(id, max, level, skill, value.strip());
    }

    /**
     * Returns the number or name of the task.
     *
     * @return unique within the assessment
     */
    public String id() {
        return id;
    }

    /**
     * Returns the most points.
     *
     * @return 1..{@value #MAX_POINTS}
     */
    public int max() {
        return max;
    }

    /**
     * Returns the level of difficulty.
     *
     * @return in the words of the specification, empty where not known
     */
    public String level() {
        return level;
    }

    /**
     * Returns the skill tested.
     *
     * @return in the words of the specification, empty where not known
     */
    public String skill() {
        return skill;
    }

    /**
     * Returns the planned result of the programme.
     *
     * @return in the words of the specification, empty where not known
     */
    public String plannedResult() {
        return plannedResult;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Task that
                && id.equals(that.id)
                && max == that.max
                && level.equals(that.level)
                && skill.equals(that.skill)
                && plannedResult.equals(that.plannedResult);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, max);
    }

    @Override
    public String toString() {
        return id + " (" + max + ")";
    }
}
