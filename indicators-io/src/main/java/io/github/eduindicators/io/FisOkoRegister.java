package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files of ФИС ОКО say of schools, put together: of each school the first name, municipality and region that a file
 * gives.
 *
 * <p>Many files do not name the region, but each login has its number. A number becomes the name that another file gives to a
 * school with the same number, and stays a number where none does, so that a bundle never tears one region into two.
 */
final class FisOkoRegister {
    private static final String NOWHERE = "-";
    private static final int LONGEST_NAME = 200;
    private static final int PREFIX = 3;

    private final Map<SchoolId, Entry> entries = new TreeMap<>();
    private final Map<String, String> regionNames = new HashMap<>();

    private static final class Entry {
        private String name = "";
        private String municipality = "";
        private String region = "";
    }

    /** Takes in what a file says of a school; texts are empty where it does not say. */
    void describe(SchoolId school, String name, String municipality, String region) {
        Entry entry = entries.computeIfAbsent(school, id -> new Entry());
        entry.name = entry.name.isEmpty() ? fitting(name) : entry.name;
        entry.municipality = entry.municipality.isEmpty() ? fitting(municipality) : entry.municipality;
        entry.region = entry.region.isEmpty() ? fitting(region) : entry.region;
        if (!entry.region.isEmpty() && FisOkoText.isLogin(school.value())) {
            regionNames.putIfAbsent(number(school), entry.region);
        }
    }

    /** Takes in the groups of a report. */
    void describe(Collection<ReportGroup> groups) {
        for (ReportGroup group : groups) {
            group.school().ifPresent(id -> describe(id, group.name(), group.municipality(), group.region()));
        }
    }

    private static String number(SchoolId login) {
        return login.value().substring(PREFIX, PREFIX + 2);
    }

    /** Official names can be longer than a name may be; nobody tells schools apart by their end. */
    static String fitting(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_NAME ? line : Problem.start(line, LONGEST_NAME - 1).strip() + "…";
    }

    /** The schools, by identity. */
    List<School> schools() {
        return entries.entrySet().stream().map(entry -> school(entry.getKey(), entry.getValue())).toList();
    }

    private School school(SchoolId id, Entry entry) {
        School.Builder builder = School.builder(id);
        if (!entry.name.isEmpty()) {
            builder.name(entry.name);
        }
        Region region = Region.of(entry.region.isEmpty() ? region(id) : entry.region);
        return builder.municipality(Municipality.of(region, entry.municipality.isEmpty() ? NOWHERE : entry.municipality)).build();
    }

    private String region(SchoolId id) {
        return FisOkoText.isLogin(id.value()) ? regionNames.getOrDefault(number(id), number(id)) : NOWHERE;
    }
}
