package io.github.eduindicators.forensics;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The responses to one assessment as the methods need them: of every pupil and task the category of the answer and the points, by
 * unit, which is a class or a school. Category 0 is a task not attempted, 1 + points any other. A pupil of whom a response is not
 * known is left out, since every method compares whole rows.
 */
final class Answers {
    private final AssessmentId assessment;
    private final List<Unit> units;
    private final int[] max;
    private final int[] categories;
    private final byte[] category;
    private final byte[] points;
    private final int[] totals;
    private final int highest;

    /** A class or a school: pupils from..to (the last not among them), and how many were left out. */
    record Unit(SchoolId school, String name, int from, int to, int leftOut) {
        int pupils() {
            return to - from;
        }
    }

    private Answers(AssessmentId assessment, List<Unit> units, int[] max, int[] categories, byte[] category, byte[] points) {
        this.assessment = assessment;
        this.units = List.copyOf(units);
        this.max = max;
        this.categories = categories;
        this.category = category;
        this.points = points;
        this.totals = new int[category.length / max.length];
        for (int pupil = 0; pupil < totals.length; pupil++) {
            for (int task = 0; task < max.length; task++) {
                totals[pupil] += points[pupil * max.length + task];
            }
        }
        this.highest = Arrays.stream(max).sum();
    }

    static List<Answers> of(Iterable<TaskResponses> responses) {
        List<Answers> answers = new ArrayList<>();
        responses.forEach(each -> answers.add(of(each)));
        return answers;
    }

    static Answers of(TaskResponses responses) {
        return of(responses, responses.classes());
    }

    /** The answers of each region by themselves, by name of the region. */
    static List<Answers> byRegion(TaskResponses responses, Function<? super SchoolId, Region> regions) {
        TreeMap<Region, List<TaskResponses.SchoolClass>> classes = new TreeMap<>();
        for (TaskResponses.SchoolClass each : responses.classes()) {
            classes.computeIfAbsent(regions.apply(each.school()), region -> new ArrayList<>()).add(each);
        }
        return classes.values().stream().map(own -> of(responses, own)).toList();
    }

    private static Answers of(TaskResponses responses, List<TaskResponses.SchoolClass> classes) {
        int[] max = responses.tasks().stream().mapToInt(Task::max).toArray();
        int[] categories = Arrays.stream(max).map(most -> most + 2).toArray();
        int rows = classes.stream().mapToInt(TaskResponses.SchoolClass::pupils).sum();
        byte[] category = new byte[Math.multiplyExact(rows, max.length)];
        byte[] points = new byte[category.length];
        List<Unit> units = new ArrayList<>();
        int pupils = 0;
        for (TaskResponses.SchoolClass schoolClass : classes) {
            int from = pupils;
            for (int row = 0; row < schoolClass.pupils(); row++) {
                boolean known = true;
                for (int task = 0; task < max.length; task++) {
                    int value = schoolClass.points(row, task);
                    known &= value != TaskResponses.UNKNOWN;
                    category[pupils * max.length + task] = (byte) (value + 1);
                    points[pupils * max.length + task] = (byte) Math.max(0, value);
                }
                pupils += known ? 1 : 0;
            }
            units.add(new Unit(schoolClass.school(), schoolClass.name(), from, pupils, schoolClass.pupils() - (pupils - from)));
        }
        int used = pupils * max.length;
        return new Answers(responses.assessment().id(), units, max, categories,
                Arrays.copyOf(category, used), Arrays.copyOf(points, used));
    }

    /** Answers whose categories are not points, such as the options of a test with a choice; 0 is none. */
    static Answers of(AssessmentId assessment, List<Unit> units, int options, int[][] chosen, int[] right) {
        int tasks = right.length;
        byte[] category = new byte[chosen.length * tasks];
        byte[] points = new byte[category.length];
        for (int pupil = 0; pupil < chosen.length; pupil++) {
            for (int task = 0; task < tasks; task++) {
                category[pupil * tasks + task] = (byte) chosen[pupil][task];
                points[pupil * tasks + task] = (byte) (chosen[pupil][task] == right[task] ? 1 : 0);
            }
        }
        int[] max = new int[tasks];
        Arrays.fill(max, 1);
        int[] categories = new int[tasks];
        Arrays.fill(categories, options + 1);
        return new Answers(assessment, units, max, categories, category, points);
    }

    /** The same answers with the classes of each school together. */
    Answers bySchool() {
        List<Unit> schools = new ArrayList<>();
        for (Unit unit : units) {
            int last = schools.size() - 1;
            if (last >= 0 && schools.get(last).school().equals(unit.school())) {
                Unit before = schools.get(last);
                schools.set(last, new Unit(unit.school(), "", before.from(), unit.to(), before.leftOut() + unit.leftOut()));
            } else {
                schools.add(new Unit(unit.school(), "", unit.from(), unit.to(), unit.leftOut()));
            }
        }
        return new Answers(assessment, schools, max, categories, category, points);
    }

    AssessmentId assessment() {
        return assessment;
    }

    List<Unit> units() {
        return units;
    }

    int pupils() {
        return totals.length;
    }

    int tasks() {
        return max.length;
    }

    int max(int task) {
        return max[task];
    }

    /** How many categories a task has. */
    int categories(int task) {
        return categories[task];
    }

    int category(int pupil, int task) {
        return category[pupil * max.length + task];
    }

    int points(int pupil, int task) {
        return points[pupil * max.length + task];
    }

    /** The points of all tasks together. */
    int total(int pupil) {
        return totals[pupil];
    }

    /** The most points of all tasks together. */
    int highest() {
        return highest;
    }
}
