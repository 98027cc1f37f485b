package io.github.eduindicators.items;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.items.StaffDiagnosis.Certainty;
import io.github.eduindicators.items.StaffDiagnosis.Person;
import io.github.eduindicators.items.StaffDiagnosis.Standing;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.CompetencyResults;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What should a person learn first? An individual learning path (индивидуальный образовательный маршрут) from the deficits of a
 * diagnosis and a catalogue of modules.
 *
 * <p>Deficits are taken by severity, the lowest share of points first and the name where shares are equal. Before the modules of a
 * competency stand those of its prerequisites that the person lacks too, and of theirs. With a limit of hours, a competency whose modules no
 * longer fit waits, and so do those that need it; a less severe one that fits is taken. Only sure deficits lead to modules
 * unless {@link #withUnsure} is chosen: the others are named, to be looked at on more points, and so are competencies in which the person
 * was not diagnosed. Deficits for which the catalogue has no module are named too.
 *
 * <p>No deficit: a path without steps that says so ({@link Path#state}). A path is an offer to the person, not an assessment, and holds
 * no code of the person. Cost: {@code O(d log d + m)} for d deficits and m modules. Immutable and safe to share between threads.
 *
 * <p>Reference: methodical recommendations on individual plans after a diagnosis of professional deficits exist (Р-201 of 27.08.2021);
 * the order of modules here is ours.
 *
 * <pre>{@code
 * var catalogue = LearningPath.Catalogue.of(
 *         Module.of("m1", "subject/number", 16).withTitles("Числа", "Numbers"),
 *         Module.of("m2", "methodical/tasks", 24).withPrerequisites("subject/number"));
 * var path = LearningPath.of(catalogue).withHours(72).run(person);
 * }</pre>
 */
public final class LearningPath {
    private static final int MOST_HOURS = 10_000;

    private final Catalogue catalogue;
    private final int hours;
    private final Certainty least;

    private LearningPath(Catalogue catalogue, int hours, Certainty least) {
        this.catalogue = catalogue;
        this.hours = hours;
        this.least = least;
    }

    /**
     * Returns paths over a catalogue, without a limit of hours, from sure deficits.
     *
     * @param catalogue the modules there are
     * @return the method
     */
    public static LearningPath of(Catalogue catalogue) {
        return new LearningPath(Objects.requireNonNull(catalogue, "catalogue"), Integer.MAX_VALUE, Certainty.SURE);
    }

    /**
     * Returns paths that are not longer.
     *
     * @param most the most hours of a path, positive
     * @return the method
     * @throws IllegalArgumentException if the number is not positive
     */
    public LearningPath withHours(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("the hours of a path must be positive, got " + most);
        }
        return new LearningPath(catalogue, most, least);
    }

    /**
     * Returns paths from all deficits, those of few points too.
     *
     * @return the method
     */
    public LearningPath withUnsure() {
        return new LearningPath(catalogue, hours, Certainty.UNSURE);
    }

    @Override
    public String toString() {
        return "LearningPath[" + catalogue + (hours == Integer.MAX_VALUE ? "" : ", at most " + hours + " hours") + ", " + least + "]";
    }

    /** One module of learning. Immutable. */
    public static final class Module implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final String competency;
        private final int hours;
        private final String russian;
        private final String english;
        private final TreeSet<String> prerequisites;

        private Module(String id, String competency, int hours, String russian, String english, Collection<String> prerequisites) {
            this.id = id;
            this.competency = competency;
            this.hours = hours;
            this.russian = russian;
            this.english = english;
            this.prerequisites = new TreeSet<>(prerequisites);
        }

        /**
         * Returns a module that is called by its id and has no prerequisites.
         *
         * @param id the id, not blank
         * @param competency what it teaches, as {@link CompetencyResults#competency} reads it
         * @param hours how long it takes, 1..10000
         * @return the module
         * @throws IllegalArgumentException if an argument is outside its range
         */
        public static Module of(String id, String competency, int hours) {
            if (hours < 1 || hours > MOST_HOURS) {
                throw new IllegalArgumentException("the hours of a module must be within 1.." + MOST_HOURS + ", got " + hours);
            }
            String name = text("id", id);
            return new Module(name, CompetencyResults.competency(competency), hours, name, name, Set.of());
        }

        private static String text(String what, String value) {
            String text = value.strip();
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the " + what + " of a module must be one line and not blank");
            }
            return text;
        }

        /**
         * Returns the module with titles.
         *
         * @param inRussian the Russian title, not blank
         * @param inEnglish the English title, not blank
         * @return the module
         * @throws IllegalArgumentException if a title is blank or has several lines
         */
        public Module withTitles(String inRussian, String inEnglish) {
            return new Module(id, competency, hours, text("title", inRussian), text("title", inEnglish), prerequisites);
        }

        /**
         * Returns the module with other prerequisites.
         *
         * @param competencies what should be mastered before
         * @return the module
         * @throws IllegalArgumentException if a competency cannot be read, or is the module's own
         */
        public Module withPrerequisites(String... competencies) {
            Set<String> needed = new TreeSet<>();
            for (String prerequisite : competencies) {
                needed.add(CompetencyResults.competency(prerequisite));
            }
            if (needed.contains(competency)) {
                throw new IllegalArgumentException("a module cannot need the competency that it teaches: " + competency);
            }
            return new Module(id, competency, hours, russian, english, needed);
        }

        /**
         * Returns the id.
         *
         * @return the id
         */
        public String id() {
            return id;
        }

        /**
         * Returns what the module teaches.
         *
         * @return the competency
         */
        public String competency() {
            return competency;
        }

        /**
         * Returns how long the module takes.
         *
         * @return hours
         */
        public int hours() {
            return hours;
        }

        /**
         * Returns the title.
         *
         * @param locale Russian or any other, which gives English
         * @return the title, or the id where none is known
         */
        public String title(Locale locale) {
            return locale.getLanguage().equals("ru") ? russian : english;
        }

        /**
         * Returns what should be mastered before.
         *
         * @return competencies, sorted
         */
        public SortedSet<String> prerequisites() {
            return ImmutableSortedSet.copyOfSorted(prerequisites);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Module that
                    && id.equals(that.id)
                    && competency.equals(that.competency)
                    && hours == that.hours
                    && russian.equals(that.russian)
                    && english.equals(that.english)
                    && prerequisites.equals(that.prerequisites);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, competency, hours, russian, english, prerequisites);
        }

        @Override
        public String toString() {
            return id + " (" + competency + ", " + hours + " h)";
        }
    }

    /** The modules there are. Several modules of one competency follow each other in the order in which they are given. Immutable. */
    public static final class Catalogue implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ArrayList<Module> modules;
        private final TreeMap<String, ArrayList<Module>> byCompetency = new TreeMap<>();

        private Catalogue(Collection<Module> modules) {
            this.modules = new ArrayList<>(modules);
            Set<String> ids = new HashSet<>();
            for (Module module : modules) {
                if (!ids.add(module.id())) {
                    throw new IllegalArgumentException("modules must differ in their ids, got twice " + module.id());
                }
                byCompetency.computeIfAbsent(module.competency(), competency -> new ArrayList<>()).add(module);
            }
            Set<String> done = new HashSet<>();
            byCompetency.keySet().forEach(competency -> refuseCircle(competency, new LinkedHashSet<>(), done));
        }

        private void refuseCircle(String competency, LinkedHashSet<String> way, Set<String> done) {
            if (!way.add(competency)) {
                throw new IllegalArgumentException("prerequisites must not lead in a circle: " + String.join(" <- ", way) + " <- " + competency);
            }
            if (!done.contains(competency)) {
                prerequisites(competency).forEach(needed -> refuseCircle(needed, way, done));
                done.add(competency);
            }
            way.remove(competency);
        }

        /**
         * Returns a catalogue.
         *
         * @param modules the modules
         * @return the catalogue
         * @throws IllegalArgumentException if two modules have one id, or prerequisites lead in a circle
         */
        public static Catalogue of(Module... modules) {
            return new Catalogue(List.of(modules));
        }

        /**
         * Returns a catalogue.
         *
         * @param modules the modules
         * @return the catalogue
         * @throws IllegalArgumentException if two modules have one id, or prerequisites lead in a circle
         */
        public static Catalogue of(Collection<Module> modules) {
            return new Catalogue(List.copyOf(modules));
        }

        /**
         * Returns all modules.
         *
         * @return in the order in which they were given
         */
        public List<Module> modules() {
            return ImmutableList.copyOf(modules);
        }

        /**
         * Returns the modules that teach a competency.
         *
         * @param competency the competency
         * @return in the order in which they were given; none if there is none
         */
        public List<Module> modules(String competency) {
            return ImmutableList.copyOf(byCompetency.getOrDefault(competency, new ArrayList<>()));
        }

        private SortedSet<String> prerequisites(String competency) {
            TreeSet<String> needed = new TreeSet<>();
            modules(competency).forEach(module -> needed.addAll(module.prerequisites()));
            return needed;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Catalogue that && modules.equals(that.modules);
        }

        @Override
        public int hashCode() {
            return modules.hashCode();
        }

        @Override
        public String toString() {
            return "Catalogue[" + modules.size() + " modules of " + byCompetency.size() + " competencies]";
        }
    }

    /** What a path is. */
    public enum State {
        /** There are steps to take. */
        STEPS,
        /** There are deficits to work on, but no module for any of them fits. */
        NO_MODULE,
        /** There are only deficits that are not sure: more points are needed first. */
        NOT_SURE,
        /** No deficit was found in what the person was diagnosed in. */
        NO_DEFICIT
    }

    /**
     * One step of a path.
     *
     * @param module the module
     * @param standing the deficit that it is for
     * @param unknownPrerequisites what the module needs but the person was not diagnosed in
     * @param missingPrerequisites what the module needs and the person lacks, but no step before teaches: no module there, or not sure
     */
    public record Step(
            Module module, Standing standing, SortedSet<String> unknownPrerequisites, SortedSet<String> missingPrerequisites) {}

    /** The path of one person. It does not hold the code of the person. Immutable. */
    public static final class Path {
        private final ImmutableList<Step> steps;
        private final ImmutableList<Standing> waiting;
        private final ImmutableList<Standing> withoutModule;
        private final ImmutableList<Standing> unsure;
        private final ImmutableSortedSet<String> notDiagnosed;

        private Path(Search search, SortedSet<String> notDiagnosed) {
            this.steps = ImmutableList.copyOf(search.steps);
            this.waiting = ImmutableList.copyOf(search.waiting);
            this.withoutModule = ImmutableList.copyOf(search.withoutModule);
            this.unsure = ImmutableList.copyOf(search.unsure);
            this.notDiagnosed = ImmutableSortedSet.copyOf(notDiagnosed);
        }

        /**
         * Returns what the path is.
         *
         * @return whether there are steps, or why not
         */
        public State state() {
            if (!steps.isEmpty()) {
                return State.STEPS;
            }
            return !waiting.isEmpty() || !withoutModule.isEmpty() ? State.NO_MODULE : unsure.isEmpty() ? State.NO_DEFICIT : State.NOT_SURE;
        }

        /**
         * Returns the steps.
         *
         * @return modules in the order in which to take them
         */
        public List<Step> steps() {
            return steps;
        }

        /**
         * Returns how long the path is.
         *
         * @return the sum of the hours of its steps
         */
        public int hours() {
            return steps.stream().mapToInt(step -> step.module().hours()).sum();
        }

        /**
         * Returns the deficits that there was no time for.
         *
         * @return those whose modules, or whose prerequisites, go beyond the hours; the most severe first
         */
        public List<Standing> waiting() {
            return waiting;
        }

        /**
         * Returns the deficits for which there is no module.
         *
         * @return the most severe first
         */
        public List<Standing> withoutModule() {
            return withoutModule;
        }

        /**
         * Returns the deficits that are not sure and led to no step.
         *
         * @return those to look at on more points, the most severe first
         */
        public List<Standing> unsure() {
            return unsure;
        }

        /**
         * Returns the competencies that nothing is known of.
         *
         * @return those that the person was not diagnosed in
         */
        public SortedSet<String> notDiagnosed() {
            return notDiagnosed;
        }

        @Override
        public String toString() {
            return "Path[" + state() + ", " + hours() + " h, " + steps.stream().map(step -> step.module().id()).toList() + "]";
        }
    }

    /**
     * How many persons of a unit have a module on their path.
     *
     * @param unit the school, municipality or region
     * @param module the module
     * @param persons how many; small numbers are not for publication
     */
    public record Need(Unit unit, Module module, long persons) {}

    /**
     * Lays the path of a person.
     *
     * @param person the profile of the person in a wave
     * @return the path
     */
    public Path run(Person person) {
        return new Path(new Search(person), person.notDiagnosed());
    }

    /**
     * Counts which modules are needed where.
     *
     * @param persons profiles, each person once
     * @return by unit and then in the order of the catalogue; modules that nobody needs are not listed
     */
    public List<Need> needs(Collection<Person> persons) {
        Map<String, Integer> places = new HashMap<>();
        catalogue.modules().forEach(module -> places.put(module.id(), places.size()));
        TreeMap<Unit, TreeMap<Integer, Long>> counts = new TreeMap<>(Unit.order());
        for (Person person : persons) {
            for (Step step : run(person).steps()) {
                for (Unit unit : List.of(person.diagnosis().school(), person.diagnosis().municipality(), person.diagnosis().region())) {
                    counts.computeIfAbsent(unit, u -> new TreeMap<>()).merge(places.get(step.module().id()), 1L, Long::sum);
                }
            }
        }
        List<Need> needs = new ArrayList<>();
        counts.forEach((unit, byModule) ->
                byModule.forEach((place, number) -> needs.add(new Need(unit, catalogue.modules.get(place), number))));
        return List.copyOf(needs);
    }

    /** Lays one path. */
    private final class Search {
        private final Person person;
        private final LinkedHashMap<String, Standing> open = new LinkedHashMap<>();
        private final Map<String, Boolean> taken = new HashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<Standing> waiting = new ArrayList<>();
        private final List<Standing> withoutModule = new ArrayList<>();
        private final List<Standing> unsure = new ArrayList<>();
        private int left = hours;

        Search(Person person) {
            this.person = person;
            for (Standing deficit : person.deficits()) {
                if (least == Certainty.SURE && deficit.certainty() == Certainty.UNSURE) {
                    unsure.add(deficit);
                } else {
                    open.put(deficit.competency(), deficit);
                }
            }
            open.keySet().forEach(this::take);
            Comparator<Standing> severe = Comparator.comparing(Standing::score).thenComparing(Standing::competency);
            waiting.sort(severe);
            withoutModule.sort(severe);
        }

        /** Puts what a competency needs before it, then its modules; false if there is no time for all of that. */
        private boolean take(String competency) {
            Boolean known = taken.get(competency);
            if (known != null) {
                return known;
            }
            Standing standing = open.get(competency);
            List<Module> modules = catalogue.modules(competency);
            boolean fits = true;
            if (modules.isEmpty()) {
                withoutModule.add(standing);
            } else {
                for (String needed : catalogue.prerequisites(competency).stream().filter(open::containsKey).sorted(severity()).toList()) {
                    fits &= take(needed);
                }
                int own = modules.stream().mapToInt(Module::hours).sum();
                fits &= own <= left;
                if (fits) {
                    left -= own;
                    modules.forEach(module -> steps.add(step(module, standing)));
                } else {
                    waiting.add(standing);
                }
            }
            taken.put(competency, fits);
            return fits;
        }

        private Comparator<String> severity() {
            return Comparator.comparing((String competency) -> open.get(competency).score()).thenComparing(Comparator.naturalOrder());
        }

        private Step step(Module module, Standing standing) {
            SortedSet<String> unknown = new TreeSet<>();
            SortedSet<String> missing = new TreeSet<>();
            for (String needed : module.prerequisites()) {
                Optional<Standing> own = person.standings().stream().filter(other -> other.competency().equals(needed)).findFirst();
                if (own.isEmpty()) {
                    unknown.add(needed);
                } else if (own.get().level() == StaffDiagnosis.Level.LOW
                        && steps.stream().noneMatch(step -> step.standing().competency().equals(needed))) {
                    missing.add(needed);
                }
            }
            return new Step(module, standing, ImmutableSortedSet.copyOf(unknown), ImmutableSortedSet.copyOf(missing));
        }
    }
}
