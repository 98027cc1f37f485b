package io.github.eduindicators.effectiveness;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResult;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The counts of a municipality or a region by assessment, and how many doubtful schools are among them. */
final class ClassicUnit {
    final Unit unit;
    final Region region;
    private final Map<Assessment, int[]> histograms = new TreeMap<>();
    private final Map<Assessment, Integer> doubtful = new TreeMap<>();
    private final Map<Integer, int[]> doubtfulOfYear = new TreeMap<>();

    ClassicUnit(Unit unit, Region region) {
        this.unit = unit;
        this.region = region;
    }

    void add(List<SchoolResult> school) {
        for (SchoolResult result : school) {
            int[] here = result.scores().histogram();
            histograms.merge(result.assessment(), here, ClassicUnit::sum);
        }
    }

    private static int[] sum(int[] one, int[] other) {
        Arrays.setAll(one, i -> Math.addExact(one[i], other[i]));
        return one;
    }

    /** Counts the school as a doubtful one. */
    void doubt(Collection<Assessment> assessments) {
        Map<Integer, Set<ClassicPool>> pools = new TreeMap<>();
        for (Assessment assessment : assessments) {
            doubtful.merge(assessment, 1, Integer::sum);
            Set<ClassicPool> ofYear = pools.computeIfAbsent(assessment.year(), year -> EnumSet.noneOf(ClassicPool.class));
            for (ClassicPool pool : ClassicPool.values()) {
                if (pool.has(assessment.scale())) {
                    ofYear.add(pool);
                }
            }
        }
        pools.forEach((year, present) -> {
            int[] counts = doubtfulOfYear.computeIfAbsent(year, y -> new int[ClassicPool.values().length]);
            present.forEach(pool -> counts[pool.ordinal()]++);
        });
    }

    int doubtful(Assessment assessment) {
        return doubtful.getOrDefault(assessment, 0);
    }

    int doubtful(int year, ClassicPool pool) {
        int[] counts = doubtfulOfYear.get(year);
        return counts == null ? 0 : counts[pool.ordinal()];
    }

    TreeMap<Assessment, ClassicCell> cells() {
        TreeMap<Assessment, ClassicCell> cells = new TreeMap<>();
        histograms.forEach((assessment, histogram) -> cells.put(assessment, new ClassicCell(assessment, histogram)));
        return cells;
    }
}
