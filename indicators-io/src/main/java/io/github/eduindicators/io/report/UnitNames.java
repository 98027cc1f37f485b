package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How units are named in files: by their code, and a municipality with its region where another region has one of the same name.
 */
final class UnitNames {
    private final Set<String> shared;

    private UnitNames(Set<String> shared) {
        this.shared = shared;
    }

    static UnitNames of(SchoolResults results) {
        TreeMap<String, Set<String>> regions = new TreeMap<>();
        for (School school : results.schools()) {
            regions.computeIfAbsent(school.municipality().name(), name -> new TreeSet<>()).add(school.region().name());
        }
        Set<String> shared = new HashSet<>();
        regions.forEach((name, in) -> {
            if (in.size() > 1) {
                shared.add(name);
            }
        });
        return new UnitNames(shared);
    }

    String of(Unit unit) {
        return unit instanceof Municipality municipality && shared.contains(municipality.name())
                ? municipality.name() + " (" + municipality.region().name() + ")"
                : unit.code();
    }
}
