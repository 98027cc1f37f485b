package io.github.eduindicators.io;

import com.google.common.base.Splitter;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Puts together the responses of pupils, from files with a row a pupil and from files with a row a task. */
final class ResponseCollector {
    private static final Splitter PARTS = Splitter.onPattern("[^0-9A-Za-zА-яЁё]+|(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])").omitEmptyStrings();
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<AssessmentId, Work> works = new TreeMap<>();

    /** Says what the tasks of an assessment are; the first to say so is right. */
    Work define(Assessment assessment, Collection<Task> tasks) {
        return works.computeIfAbsent(
                assessment.id(), id -> new Work(assessment, tasks.stream().sorted(ResponseCollector::inOrder).toList()));
    }

    /** Tasks stand as they are numbered, whatever the order of the rows that describe them: 2 before 10, 3.1 before 3.2. */
    private static int inOrder(Task first, Task second) {
        List<String> a = PARTS.splitToList(first.id());
        List<String> b = PARTS.splitToList(second.id());
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return a.size() != b.size() ? Integer.compare(a.size(), b.size()) : first.id().compareTo(second.id());
    }

    private static int compare(String a, String b) {
        boolean numbers = NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches();
        return numbers ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
    }

    /** An assessment whose tasks are known. */
    Optional<Work> work(AssessmentId id) {
        return Optional.ofNullable(works.get(id));
    }

    boolean isEmpty() {
        return works.isEmpty();
    }

    /** What was collected, of every assessment with a pupil. */
    List<TaskResponses> responses() {
        return works.values().stream().filter(work -> !work.rows.isEmpty()).map(Work::responses).toList();
    }

    /** Notes of how many pupils some response is not known. */
    void noteIncomplete(String file, Problems problems) {
        works.values().forEach(work -> {
            long pupils = work.rows.stream().filter(Work::isIncomplete).count();
            if (pupils > 0) {
                String id = work.assessment.id().value();
                problems.add(new Problem(file, "", 0, "assessment", id, Reason.INCOMPLETE_RESPONSES, pupils));
            }
        });
    }

    /** The responses to one assessment. Pupil codes live here and nowhere else, and no longer than this. */
    static final class Work {
        private final Assessment assessment;
        private final List<Task> tasks;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<Place, Integer> placeNumbers = new HashMap<>();
        private final List<Place> places = new ArrayList<>();
        /** By row, the number of its place. */
        private final List<Integer> placeOf = new ArrayList<>();
        private final TextKeys pupils = new TextKeys();
        /** By number of the pupil code, the row. */
        private int[] rowOf = new int[16];
        private final List<byte[]> rows = new ArrayList<>();

        private record Place(SchoolId school, String schoolClass) {}

        private Work(Assessment assessment, List<Task> tasks) {
            this.assessment = assessment;
            this.tasks = tasks;
            for (int i = 0; i < tasks.size(); i++) {
                numbers.put(tasks.get(i).id(), i);
            }
        }

        List<Task> tasks() {
            return tasks;
        }

        /** The number of a task, or -1. */
        int task(String id) {
            return numbers.getOrDefault(id, -1);
        }

        /** The row of a pupil; a blank code is always another pupil. */
        int row(SchoolId school, String schoolClass, String pupil) {
            int place = placeNumbers.computeIfAbsent(new Place(school, schoolClass), key -> {
                places.add(key);
                return places.size() - 1;
            });
            if (!pupil.isEmpty()) {
                int known = pupils.size();
                int number = pupils.number(place + " " + pupil);
                if (number < known) {
                    return rowOf[number];
                }
                rowOf = number < rowOf.length ? rowOf : Arrays.copyOf(rowOf, Math.multiplyExact(rowOf.length, 2));
                rowOf[number] = rows.size();
            }
            byte[] row = new byte[tasks.size()];
            Arrays.fill(row, (byte) TaskResponses.UNKNOWN);
            rows.add(row);
            placeOf.add(place);
            return rows.size() - 1;
        }

        /** Keeps a response; false if one is there already. */
        boolean put(int row, int task, int points) {
            if (rows.get(row)[task] != TaskResponses.UNKNOWN) {
                return false;
            }
            rows.get(row)[task] = (byte) points;
            return true;
        }

        private static boolean isIncomplete(byte[] row) {
            for (byte value : row) {
                if (value == TaskResponses.UNKNOWN) {
                    return true;
                }
            }
            return false;
        }

        private TaskResponses responses() {
            TaskResponses.Builder builder = TaskResponses.builder(assessment, tasks);
            int[] points = new int[tasks.size()];
            for (int row = 0; row < rows.size(); row++) {
                for (int task = 0; task < points.length; task++) {
                    points[task] = rows.get(row)[task];
                }
                Place place = places.get(placeOf.get(row));
                builder.add(place.school(), place.schoolClass(), points);
            }
            return builder.build();
        }
    }
}
