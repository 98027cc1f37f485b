package io.github.eduindicators.examples;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.Decision.Target;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decisions of the synthetic ministry in 2018 to 2020, made up like everything else in it. Some are about schools and municipalities
 * that rise steadily, and so do in the year after the decision; the others are about schools that only keep their level. Nothing in the
 * region follows from a decision, so what is found beside one shows that a change is no proof of a cause.
 */
final class SyntheticDecisions {
    private static final int EACH = 3;
    private static final String PLACE = "mean_z";
    private static final String MENTORS = "teachers_with_mentor";

    private SyntheticDecisions() {}

    /** The decisions, sorted: one element a decision and unit. */
    static List<Decision> of(SyntheticRegion region) {
        List<SchoolId> rising = region.trends().entrySet().stream().filter(entry -> entry.getValue() > 0).map(Map.Entry::getKey).toList();
        List<Municipality> municipalities = region.municipalTrends().entrySet().stream()
                .filter(entry -> entry.getValue() > 0).map(Map.Entry::getKey).limit(EACH).toList();
        List<SchoolId> steady = steady(region);
        Decision support = Decision.of("S-1", LocalDate.of(2018, 11, 8), region.region())
                .withDocument("Синтетический протокол от 08.11.2018 № 5").withRecommendation("low-results-plan")
                .withText("Утвердить программы перехода в эффективный режим работы и доложить через год");
        Decision curators = Decision.of("S-2", LocalDate.of(2020, 3, 12), region.region())
                .withDocument("Синтетический протокол от 12.03.2020 № 2").withRecommendation("low-results-support")
                .withText("Закрепить за школами кураторов");
        Decision mentoring = Decision.of("S-3", LocalDate.of(2020, 7, 2), region.region())
                .withDocument("Синтетический приказ от 02.07.2020 № 41").withRecommendation("methodical-work")
                .withText("Организовать наставничество");
        Decision programmes = Decision.of("S-4", LocalDate.of(2020, 12, 8), region.region())
                .withDocument("Синтетический протокол от 08.12.2020 № 9").withRecommendation("deficit-school")
                .withText("Внести изменения в рабочие программы");
        List<Decision> all = new ArrayList<>();
        rising.stream().limit(EACH).forEach(school -> all.add(about(support, school, PLACE)));
        steady.stream().limit(EACH).forEach(school -> all.add(about(support, school, PLACE)));
        rising.stream().skip(EACH).limit(EACH).forEach(school -> all.add(about(curators, school, PLACE)));
        steady.stream().skip(EACH).limit(EACH).forEach(school -> all.add(about(curators, school, PLACE, "pass_rate")));
        municipalities.forEach(municipality -> all.add(about(mentoring, municipality, MENTORS)));
        steady.stream().skip(2 * EACH).limit(EACH).forEach(school -> all.add(about(programmes, school, PLACE)));
        return all.stream().sorted().toList();
    }

    private static Decision about(Decision decision, Unit unit, String... indicators) {
        return Decision.of(decision.id(), decision.date(), unit).withDocument(decision.document())
                .withRecommendation(decision.recommendation().orElse("")).withText(decision.text())
                .withTargets(Stream.of(indicators).map(Target::parse).toList());
    }

    /** Honest town schools that neither rise nor fall. */
    private static List<SchoolId> steady(SyntheticRegion region) {
        SortedSet<SchoolId> steady = new TreeSet<>();
        region.schools().stream()
                .filter(school -> school.locality().equals(SyntheticSchool.TOWN) && school.type().equals(SyntheticSchool.SCHOOL))
                .forEach(school -> steady.add(school.id()));
        steady.removeAll(region.planted().keySet());
        steady.removeAll(region.lookAlikes().keySet());
        steady.removeAll(region.trends().keySet());
        steady.removeAll(region.absent(2017));
        return List.copyOf(steady);
    }

    /**
     * By how much a unit of a decision truly rises a year: of a school in standard deviations of pupils, of a municipality in the logarithm
     * of the odds; 0 where it keeps its level. By unit.
     */
    static SortedMap<Unit, Double> rises(SyntheticRegion region) {
        SortedMap<Unit, Double> rises = new TreeMap<>(Unit.order());
        for (Decision decision : of(region)) {
            Unit unit = decision.unit();
            double rise = unit instanceof SchoolId school ? region.trends().getOrDefault(school, 0.0)
                    : 2 * region.municipalTrends().getOrDefault((Municipality) unit, 0.0);
            rises.put(unit, rise);
        }
        return rises;
    }

    /** The decisions as the file {@code decisions.csv}, its header first. */
    static List<String> lines(SyntheticRegion region) {
        return Stream.concat(
                        Stream.of("decision,date,document,recommendation,unit_type,unit,indicator,text"),
                        of(region).stream().map(SyntheticDecisions::line))
                .toList();
    }

    private static String line(Decision decision) {
        return String.join(",", decision.id(), decision.date().toString(), decision.document(), decision.recommendation().orElse(""),
                decision.unit().unitType().code(), decision.unit().code(),
                decision.targets().stream().map(Target::toString).collect(Collectors.joining(";")), decision.text());
    }
}
