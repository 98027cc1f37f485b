package io.github.eduindicators.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects problems in bounded memory: so many of each file and reason, of the rest only the number. */
final class Problems {
    static final int MOST = 1_000;

    private record Key(String file, Reason reason) {}

    private final Map<Key, Integer> seen = new LinkedHashMap<>();
    private final Map<Key, Long> rest = new LinkedHashMap<>();
    private final List<Problem> kept = new ArrayList<>();

    /** Notes a problem of a row; line 0 means the whole file. */
    void add(Reason reason, String file, String sheet, long line, String column, String value) {
        add(new Problem(file, sheet, line, column, value, reason, 1));
    }

    void add(Problem problem) {
        Key key = new Key(problem.file(), problem.reason());
        if (seen.merge(key, 1, Integer::sum) <= MOST) {
            kept.add(problem);
        } else {
            rest.merge(key, problem.count(), Math::addExact);
            seen.put(key, MOST);
        }
    }

    void addAll(List<Problem> problems) {
        problems.forEach(this::add);
    }

    /** The problems as they came, then one total for each file and reason of which there were too many. */
    List<Problem> list() {
        List<Problem> all = new ArrayList<>(kept);
        rest.forEach((key, count) -> all.add(new Problem(key.file(), "", 0, "", "", key.reason(), count)));
        return all;
    }
}
