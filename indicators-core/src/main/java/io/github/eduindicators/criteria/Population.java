package io.github.eduindicators.criteria;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a criterion by peer group, sorted. */
final class Population {
    private final Map<String, List<BigDecimal>> groups = new HashMap<>();

    void add(String group, BigDecimal value) {
        groups.computeIfAbsent(group, name -> new ArrayList<>()).add(value);
    }

    void sort() {
        groups.values().forEach(Collections::sort);
    }

    /** The peers of a unit, itself among them, also where others are not compared with it. */
    List<BigDecimal> with(String group, Reading own) {
        List<BigDecimal> peers = groups.getOrDefault(group, List.of());
        if (!own.isDoubtful()) {
            return peers;
        }
        List<BigDecimal> more = new ArrayList<>(peers);
        more.add(below(peers, own.value()), own.value());
        return more;
    }

    static int below(List<BigDecimal> sorted, BigDecimal value) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).compareTo(value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static int notAbove(List<BigDecimal> sorted, BigDecimal value) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).compareTo(value) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
