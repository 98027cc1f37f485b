package io.github.eduindicators.items;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tests of all schools and municipalities of one assessment. */
final class DeficitRun {
    static final String DOUBTFUL = "doubtful";
    static final String UNSUITABLE = "unsuitable";
    static final String NO_REFERENCE = "no-reference";
    static final String NO_SPREAD = "no-spread";
    static final String AHEAD = "ahead";

    private static final double POWER = 0.8416212335729143;
    private static final double PERCENT = 100;
    private static final int MOST_NAMED = 5;
    private static final Comparator<Deficits.Row> SUREST = Comparator.comparingDouble((Deficits.Row row) -> row.p().orElse(1))
            .thenComparing(row -> row.element().kind() == Kind.TASK)
            .thenComparing(Deficits.Row::element);

    private final Deficits method;
    private final AssessmentId assessment;
    private final Completion all;
    private final Completion trusted;
    private final List<Element> elements;
    /** By school and municipality, by number of the element. */
    private final TreeMap<Unit, Test[]> tests = new TreeMap<>(Unit.order());
    /** By region, up to which p the next test would have been chosen. */
    private final Map<Region, Double> needed = new HashMap<>();

    DeficitRun(Deficits method, TaskResponses responses, Completion all, Completion trusted) {
        this.method = method;
        this.assessment = responses.assessment().id();
        this.all = all;
        this.trusted = trusted;
        List<int[]> members = new ArrayList<>();
        this.elements = new ArrayList<>();
        Completion.members(responses.tasks()).forEach((element, own) -> {
            if (Deficits.TESTED.contains(element.kind())) {
                elements.add(element);
                members.add(own);
            }
        });
        int[] max = responses.tasks().stream().mapToInt(Task::max).toArray();
        Map<SchoolId, List<TaskResponses.SchoolClass>> classes =
                responses.classes().stream().collect(Collectors.groupingBy(TaskResponses.SchoolClass::school));
        Map<Region, List<School>> regions = new TreeMap<>();
        all.schools().values().forEach(school -> regions.computeIfAbsent(school.region(), r -> new ArrayList<>()).add(school));
        regions.forEach((region, schools) -> new InRegion(region, new ProfileReference(max, members), schools, classes).run());
    }

    /** One unit and element; numbers are NaN where there is no test. */
    private record Test(double profile, double error, double z, double p, double adjusted, Outcome outcome, String category) {
        static Test none(Outcome outcome, String category) {
            return new Test(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, outcome, category);
        }

        boolean isTested() {
            return !Double.isNaN(p);
        }

        Test adjusted(double value, double level, boolean behind) {
            boolean chosen = value <= level;
            Outcome says = chosen && behind ? Outcome.FLAGGED : Outcome.CLEAR;
            return new Test(profile, error, z, p, value, says, chosen && !behind ? AHEAD : "");
        }
    }

    private final class InRegion {
        private final Region region;
        private final ProfileReference reference;
        private final List<School> schools;
        private final Map<SchoolId, List<TaskResponses.SchoolClass>> classes;
        private final Map<SchoolId, List<Optional<ProfileReference.Distance>>> distances = new TreeMap<>();
        private final double[] tauSquared = new double[elements.size()];
        private final int[] judged = new int[elements.size()];

        InRegion(
                Region region,
                ProfileReference reference,
                List<School> schools,
                Map<SchoolId, List<TaskResponses.SchoolClass>> classes) {
            this.region = region;
            this.reference = reference;
            this.schools = schools;
            this.classes = classes;
        }

        void run() {
            for (School school : schools) {
                if (!method.isDoubtful(school.id())) {
                    classes.get(school.id()).forEach(reference::add);
                }
            }
            boolean unsuitable = method.isUnsuitable(region);
            for (School school : schools) {
                if (!unsuitable && !method.isDoubtful(school.id())) {
                    distances.put(school.id(), reference.distances(classes.get(school.id()), true));
                }
            }
            for (int element = 0; element < tauSquared.length; element++) {
                spread(element);
            }
            List<Unit> units = new ArrayList<>();
            Map<Municipality, List<School>> municipalities = new TreeMap<>();
            for (School school : schools) {
                units.add(school.id());
                municipalities.computeIfAbsent(school.municipality(), m -> new ArrayList<>()).add(school);
                Optional<Test> refused = refused(unsuitable, method.isDoubtful(school.id()));
                tests.put(school.id(), refused.isPresent() ? filled(refused.get()) : ofSchool(distances.get(school.id())));
            }
            needed.put(region, adjust(units));
            municipalities.forEach((municipality, own) -> tests.put(municipality, ofMunicipality(own, unsuitable)));
            adjust(List.copyOf(municipalities.keySet()));
        }

        private Optional<Test> refused(boolean unsuitable, boolean doubtful) {
            return unsuitable ? Optional.of(Test.none(Outcome.INSUFFICIENT_DATA, UNSUITABLE))
                    : doubtful ? Optional.of(Test.none(Outcome.INSUFFICIENT_DATA, DOUBTFUL)) : Optional.empty();
        }

        private Test[] filled(Test test) {
            Test[] row = new Test[elements.size()];
            Arrays.fill(row, test);
            return row;
        }

        /** What ordinary schools differ by. */
        private void spread(int element) {
            List<ProfileReference.Distance> large = distances.values().stream()
                    .flatMap(own -> own.get(element).stream())
                    .filter(distance -> distance.n() >= method.options().fewest() && distance.variance() > 0)
                    .toList();
            judged[element] = large.size();
            double[] v = large.stream().mapToDouble(distance -> distance.error() * distance.error()).toArray();
            double[] y = large.stream()
                    .mapToDouble(d -> d.error() * SkewedNormal.deviate(d.points() / Math.sqrt(d.variance()), d.skewness()))
                    .toArray();
            tauSquared[element] = Heterogeneity.tauSquared(y, v).orElse(0);
        }

        private Test[] ofSchool(List<Optional<ProfileReference.Distance>> own) {
            Test[] row = new Test[elements.size()];
            for (int element = 0; element < row.length; element++) {
                row[element] = test(own.get(element), element, tauSquared[element]);
            }
            return row;
        }

        private Test[] ofMunicipality(List<School> members, boolean unsuitable) {
            List<School> known = members.stream().filter(school -> !method.isDoubtful(school.id())).toList();
            Optional<Test> refused = refused(unsuitable, known.isEmpty());
            if (refused.isPresent()) {
                return filled(refused.get());
            }
            List<Optional<ProfileReference.Distance>> own =
                    reference.distances(known.stream().flatMap(school -> classes.get(school.id()).stream()).toList(), true);
            Test[] row = new Test[elements.size()];
            for (int element = 0; element < row.length; element++) {
                int number = element;
                List<ProfileReference.Distance> schools =
                        known.stream().flatMap(school -> distances.get(school.id()).get(number).stream()).toList();
                row[element] = test(own.get(element), element, between(schools, own.get(element), tauSquared[element]));
            }
            return row;
        }

        /**
         * What the schools of a municipality add to the variance of its share: what ordinary schools differ by, but not less than
         * what these differ by, so that one school alone is not taken for a municipality.
         */
        private double between(
                List<ProfileReference.Distance> schools, Optional<ProfileReference.Distance> whole, double ordinary) {
            double n = 0;
            double mean = 0;
            double squares = 0;
            for (ProfileReference.Distance school : schools) {
                n += school.n();
                mean += school.n() * school.share();
                squares += (double) school.n() * school.n();
            }
            if (n == 0) {
                return 0;
            }
            mean /= n;
            double spread = 0;
            for (ProfileReference.Distance school : schools) {
                double away = school.n() * (school.share() - mean);
                spread += away * away;
            }
            double own = schools.size() < 2 ? 0 : spread / (n * n) * schools.size() / (schools.size() - 1.0);
            double chance = whole.map(distance -> distance.error() * distance.error()).orElse(0.0);
            return Math.max(ordinary * squares / (n * n), own - chance);
        }

        private Test test(Optional<ProfileReference.Distance> distance, int element, double between) {
            if (distance.isEmpty()) {
                return Test.none(Outcome.NOT_APPLICABLE, NO_REFERENCE);
            }
            ProfileReference.Distance own = distance.get();
            if (own.n() < method.options().fewest()) {
                return Test.none(Outcome.INSUFFICIENT_DATA, "");
            }
            if (!(own.variance() > 0)) {
                return Test.none(Outcome.NOT_APPLICABLE, NO_SPREAD);
            }
            if (judged[element] < Heterogeneity.FEWEST) {
                return Test.none(Outcome.NOT_APPLICABLE, NO_REFERENCE);
            }
            double chance = Math.sqrt(own.variance());
            double above = own.points() + 0.5 + method.options().margin() * own.most();
            double wider = Math.sqrt(1 + between / (own.error() * own.error()));
            double z = SkewedNormal.deviate(above / chance, own.skewness()) / wider;
            double p = between > 0 ? StudentLaw.upperTail(-z, judged[element] - 1.0) : NormalLaw.upperTail(-z);
            return new Test(own.share(), own.error() * wider, z, p, Double.NaN, Outcome.CLEAR, "");
        }

        /** Adjusts over all tests of some units; returns up to which p the next one would be chosen. */
        private double adjust(List<Unit> units) {
            double[] p = units.stream()
                    .flatMap(unit -> Arrays.stream(tests.get(unit)))
                    .filter(Test::isTested)
                    .mapToDouble(Test::p)
                    .toArray();
            double[] adjusted = method.options().adjustment().adjust(p);
            int next = 0;
            for (Unit unit : units) {
                Test[] row = tests.get(unit);
                for (int element = 0; element < row.length; element++) {
                    if (row[element].isTested()) {
                        Optional<Interval> gap = row(unit, element, row[element]).flatMap(Deficits.Row::gap);
                        boolean behind = gap.isPresent() && gap.get().value() < 0;
                        row[element] = row[element].adjusted(adjusted[next++], method.options().level(), behind);
                    }
                }
            }
            double level = method.options().level();
            long chosen = Arrays.stream(adjusted).filter(value -> value <= level).count();
            double m = Math.max(chosen + 1.0, p.length);
            return switch (method.options().adjustment()) {
                case HOLM -> level / (m - chosen);
                case BENJAMINI_YEKUTIELI -> level * (chosen + 1) / m / (Math.log(m) + 1);
                case BENJAMINI_HOCHBERG -> level * (chosen + 1) / m;
            };
        }
    }

    Deficits method() {
        return method;
    }

    AssessmentId assessment() {
        return assessment;
    }

    Completion all() {
        return all;
    }

    Completion trusted() {
        return trusted;
    }

    List<Unit> units() {
        return List.copyOf(tests.keySet());
    }

    List<Deficits.Row> rows(Unit unit) {
        Test[] own = tests.get(unit);
        List<Deficits.Row> rows = new ArrayList<>();
        for (int element = 0; own != null && element < own.length; element++) {
            row(unit, element, own[element]).ifPresent(rows::add);
        }
        return rows;
    }

    List<Deficits.Row> flagged(Unit unit) {
        return rows(unit).stream().filter(row -> row.outcome() == Outcome.FLAGGED).sorted(SUREST).toList();
    }

    private Optional<Deficits.Row> row(Unit unit, int number, Test test) {
        Element element = elements.get(number);
        Optional<Completion.Row> known = trusted.row(unit, element);
        Optional<Completion.Row> own = known.isPresent() ? known : all.row(unit, element);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Completion.Row row = own.get();
        Optional<Interval> rest = trusted.row(region(unit), element).flatMap(whole -> rest(whole, known));
        boolean tested = test.isTested();
        return Optional.of(new Deficits.Row(
                unit,
                element,
                row.n(),
                row.share(),
                rest.map(share -> OptionalDouble.of(share.value())).orElse(OptionalDouble.empty()),
                rest.map(share -> difference(row.share(), share)),
                tested ? Optional.of(Interval.normal(test.profile(), test.error(), Interval.Z95)) : Optional.empty(),
                tested ? OptionalDouble.of(test.p()) : OptionalDouble.empty(),
                Double.isNaN(test.adjusted()) ? OptionalDouble.empty() : OptionalDouble.of(test.adjusted()),
                test.outcome(),
                test.category()));
    }

    private Region region(Unit unit) {
        return unit instanceof Municipality municipality ? municipality.region() : all.schools().get(unit).region();
    }

    /** The share of the rest of a region, with an interval as wide as that of the whole. */
    private static Optional<Interval> rest(Completion.Row whole, Optional<Completion.Row> own) {
        long possible = whole.possible() - own.map(Completion.Row::possible).orElse(0L);
        if (possible == 0) {
            return Optional.empty();
        }
        double share = (double) (whole.earned() - own.map(Completion.Row::earned).orElse(0L)) / possible;
        Interval of = whole.share();
        return Optional.of(new Interval(share, share - (of.value() - of.lower()), share + (of.upper() - of.value())));
    }

    /** From the intervals of two shares that of their difference. */
    private static Interval difference(Interval one, Interval two) {
        double value = one.value() - two.value();
        double down = Math.hypot(one.value() - one.lower(), two.upper() - two.value());
        double up = Math.hypot(one.upper() - one.value(), two.value() - two.lower());
        return new Interval(value, value - down, value + up);
    }

    /** The skills of which most tasks, and at least two, are insufficient; surely so if asked. */
    List<Element> systemic(Completion table, Unit unit, boolean surely) {
        CompletionBand bands = method.options().bands();
        return table.elements(Kind.SKILL).stream()
                .filter(skill -> {
                    long low = table.tasks(skill).stream()
                            .map(id -> bands.read(table, unit, Element.task(id)))
                            .filter(band -> surely ? band.surelyInsufficient()
                                    : band.band().equals(Optional.of(CompletionBand.Band.INSUFFICIENT)))
                            .count();
                    return low >= 2 && 2 * low > table.tasks(skill).size();
                })
                .toList();
    }

    List<Finding> schoolFindings() {
        List<Finding> findings = new ArrayList<>();
        tests.keySet().forEach(unit -> {
            if (unit instanceof SchoolId school) {
                findings.add(finding(school));
            }
        });
        return findings;
    }

    private Finding finding(SchoolId school) {
        List<Deficits.Row> rows = rows(school);
        long pupils = rows.stream().mapToLong(Deficits.Row::n).max().orElse(0);
        Finding.Builder finding = Finding.builder(method.method(), school)
                .assessment(assessment)
                .n(pupils)
                .fact("subject", all.subject().code())
                .fact("grade", (long) all.grade());
        List<Deficits.Row> tested = rows.stream().filter(row -> row.adjustedP().isPresent()).sorted(SUREST).toList();
        List<Deficits.Row> flagged = flagged(school);
        List<Element> systemic = systemic(all, school, false);
        if (!flagged.isEmpty()) {
            List<Element> named = named(flagged);
            Deficits.Row worst = flagged.stream().filter(row -> row.element().equals(named.get(0))).findFirst().orElseThrow();
            describe(finding, worst);
            return finding.outcome(Outcome.FLAGGED)
                    .category("deficit")
                    .fact("number", (long) named.size())
                    .fact("names", names(named))
                    .fact("tested", (long) tested.size())
                    .fact("systemic", (long) systemic.size())
                    .fact("detectable", PERCENT * detectable(school))
                    .build();
        }
        if (!tested.isEmpty()) {
            Deficits.Row closest = tested.get(0);
            describe(finding, closest);
            return finding.outcome(Outcome.CLEAR)
                    .fact("clear", 1)
                    .fact("insufficient", 0)
                    .fact("tested", (long) tested.size())
                    .fact("systemic", (long) systemic.size())
                    .fact("detectable", PERCENT * detectable(school))
                    .build();
        }
        Outcome outcome = rows.stream().map(Deficits.Row::outcome).min(Comparator.comparing(o -> o == Outcome.NOT_APPLICABLE))
                .orElse(Outcome.INSUFFICIENT_DATA);
        String category = rows.stream().filter(row -> row.outcome() == outcome).map(Deficits.Row::category).findFirst()
                .orElse("");
        return finding.outcome(outcome)
                .category(category.equals(NO_SPREAD) ? NO_REFERENCE : category)
                .fact("minimum", (long) method.options().fewest())
                .build();
    }

    private static void describe(Finding.Builder finding, Deficits.Row row) {
        finding.p(row.p().orElseThrow())
                .adjustedP(row.adjustedP().orElseThrow())
                .effect(row.profileGap().orElseThrow())
                .fact("kind", row.element().kind().code())
                .fact("element", row.element().name())
                .fact("share", PERCENT * row.share().value());
        row.region().ifPresent(region -> finding.fact("region", PERCENT * region));
        row.gap().ifPresent(gap -> finding.fact("gap", PERCENT * gap.value()));
        finding.fact("profile-gap", PERCENT * row.profileGap().orElseThrow().value());
    }

    /** What to name: skills if any is there, else planned results, else tasks; the surest first. */
    static List<Element> named(List<Deficits.Row> rows) {
        for (Kind kind : List.of(Kind.SKILL, Kind.PLANNED_RESULT)) {
            List<Element> own = rows.stream().map(Deficits.Row::element).filter(element -> element.kind() == kind).toList();
            if (!own.isEmpty()) {
                return own;
            }
        }
        return rows.stream().map(Deficits.Row::element).toList();
    }

    static String names(List<Element> elements) {
        String names = elements.stream().limit(MOST_NAMED).map(Element::name).collect(Collectors.joining("; "));
        return elements.size() > MOST_NAMED ? names + "; …" : names;
    }

    /** The profile gap that the middle one of the tests of a school would have found four times out of five. */
    private double detectable(SchoolId school) {
        Test[] own = tests.get(school);
        double[] errors = Arrays.stream(own).filter(Test::isTested).mapToDouble(Test::error).sorted().toArray();
        double sure = -NormalLaw.quantile(Math.min(0.5, needed.get(all.schools().get(school).region())));
        return (sure + POWER) * errors[errors.length / 2] + method.options().margin();
    }
}
