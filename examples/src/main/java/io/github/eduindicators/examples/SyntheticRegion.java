package io.github.eduindicators.examples;

import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A synthetic region to try the library on: no school, municipality or pupil of it exists, and nothing in it was copied from
 * data.
 *
 * <p>It is shaped like a real one. Two thirds of its schools are small and rural. Russian and mathematics of grade 4 are written
 * in 2016 to 2021, of grade 5 from 2018 on and of grade 6 from 2019 on, in 2020 in autumn by pupils of the next grade, always on
 * the published scales of 2021. About every seventh school left 2017 out, which {@link #absent} tells. Abilities have lasting
 * effects of school, subject, cohort and class; the score is a bell with the region-wide spike at mark 3 that real regions have,
 * since teachers everywhere look kindly at works just below it; journal marks follow ability, a little differently from school to
 * school.
 *
 * <p>About six schools of a hundred carry a planted violation, which {@link #planted} lists, and some honest ones look unusual,
 * which {@link #lookAlikes} lists: what a check finds can be compared with what there is to find. Three schools of a hundred
 * rise or fall steadily through all years, which {@link #trends} lists; the others keep their level but for what differs from
 * cohort to cohort. Some municipalities rise or fall in what is collected of them each half-year, which {@link #municipalTrends}
 * lists.
 *
 * <p>The same seed gives the same region to the last byte on every machine. Each school is drawn from a stream of its own, so
 * that a region of more schools contains the smaller one unchanged. Results are generated anew each time they are asked for (a
 * fraction of a second for the standard region), so little memory is held. Immutable and safe to share between threads.
 */
public final class SyntheticRegion {
    /** The seed of the embedded example. */
    public static final long STANDARD_SEED = 1821;
    /** The number of schools of the embedded example. */
    public static final int STANDARD_SCHOOLS = 640;

    private static final String NOKO = "noko.";

    private static final LocalDate DATE = LocalDate.of(SyntheticWork.LAST_YEAR, 7, 1);
    private static final Region REGION = Region.of("Синтетическая область");

    private final long seed;
    private final List<SyntheticSchool> schools;
    private final SyntheticPlan plan;

    private SyntheticRegion(long seed, int schools) {
        this.seed = seed;
        this.schools = IntStream.rangeClosed(1, schools)
                .mapToObj(number -> SyntheticSchool.of(REGION, seed, number))
                .toList();
        this.plan = SyntheticPlan.of(REGION, seed, schools);
    }

    /**
     * Returns the embedded example.
     *
     * @return the region of 640 schools with the standard seed
     */
    public static SyntheticRegion standard() {
        return withSeed(STANDARD_SEED);
    }

    /**
     * Returns another region of 640 schools.
     *
     * @param seed the seed; each gives another region of the same shape
     * @return the region
     */
    public static SyntheticRegion withSeed(long seed) {
        return new SyntheticRegion(seed, STANDARD_SCHOOLS);
    }

    /**
     * Returns the region of the same seed with another number of schools. The schools that both have are the same, with the same
     * results. All kinds of violations are present from 200 schools on.
     *
     * @param count the number of schools, 1..9999
     * @return the region
     * @throws IllegalArgumentException if the number is out of range
     */
    public SyntheticRegion withSchools(int count) {
        if (count < 1 || count > SyntheticSchool.LAST_NUMBER) {
            throw new IllegalArgumentException("schools must be within 1.." + SyntheticSchool.LAST_NUMBER + ", got " + count);
        }
        return new SyntheticRegion(seed, count);
    }

    /**
     * Returns the region that all schools lie in.
     *
     * @return a region whose name says that it is synthetic
     */
    public Region region() {
        return REGION;
    }

    /**
     * Returns the register of schools.
     *
     * @return all schools, by identity, with name, municipality, type, locality and one variable of context
     */
    public List<School> schools() {
        return schools.stream().map(SyntheticSchool::school).toList();
    }

    /**
     * Returns the assessments.
     *
     * @return all 26, by identity
     */
    public List<Assessment> assessments() {
        return years().boxed()
                .flatMap(year -> Stream.of(SyntheticWork.values())
                        .filter(work -> work.isWritten(year))
                        .map(work -> work.assessment(year)))
                .sorted()
                .toList();
    }

    private static IntStream years() {
        return IntStream.rangeClosed(SyntheticWork.FIRST_YEAR, SyntheticWork.LAST_YEAR);
    }

    /**
     * Returns the schools in which a violation was planted.
     *
     * @return what was planted in which years, by the identity of the school; unmodifiable
     */
    public SortedMap<SchoolId, Planted> planted() {
        return plan.planted();
    }

    /**
     * Returns the honest schools that were made unusual.
     *
     * @return why each looks unusual, by the identity of the school; unmodifiable, disjoint from {@link #planted}
     */
    public SortedMap<SchoolId, LookAlike> lookAlikes() {
        return plan.lookAlikes();
    }

    /**
     * Returns the honest schools that rise or fall steadily, in both subjects and all grades of all years.
     *
     * @return the change a year in standard deviations of the region's pupils, 0.12 to 0.20 or -0.20 to -0.12, by the identity of
     *     the school; unmodifiable, disjoint from {@link #planted} and {@link #lookAlikes}
     */
    public SortedMap<SchoolId, Double> trends() {
        return plan.trends();
    }

    /**
     * Returns the schools that wrote no work in a year in which others did.
     *
     * @param year the calendar year
     * @return the identities of the schools, none in most years; unmodifiable
     */
    public SortedSet<SchoolId> absent(int year) {
        return plan.absent(year);
    }

    /**
     * Returns the municipalities that rise or fall steadily in what is collected of them each half-year.
     *
     * @return the change a half-year in the logarithm of the odds, by municipality; unmodifiable
     */
    public SortedMap<Municipality, Double> municipalTrends() {
        return SyntheticManagement.trends(schools);
    }

    /**
     * Generates the results, one call a result: school by school, within a school year by year, grade by grade, Russian first.
     *
     * @param consumer what to do with a result
     */
    public void forEachResult(RowConsumer consumer) {
        forEachResult(years(), consumer);
    }

    private void forEachResult(IntStream chosen, RowConsumer consumer) {
        int[] inOrder = chosen.toArray();
        for (SyntheticSchool school : schools) {
            Map<Integer, SyntheticCohort> cohorts = new HashMap<>();
            for (int year : inOrder) {
                if (plan.absent(year).contains(school.school().id())) {
                    continue;
                }
                for (int grade = SyntheticWork.FIRST_GRADE; grade <= SyntheticWork.lastGrade(year); grade++) {
                    cohorts.computeIfAbsent(year - grade, entry -> SyntheticCohort.of(school, plan, seed, entry))
                            .forEachResult(year, consumer);
                }
            }
        }
    }

    /**
     * Generates the results and counts them.
     *
     * @return the results of all schools, with the register
     */
    public SchoolResults results() {
        ScoreTally tally = ScoreTally.create();
        forEachResult((assessment, school, schoolClass, pupil, score, journalMark) ->
                tally.add(school.id(), schoolClass, assessment, score, journalMark));
        return tally.snapshot().withSchools(schools());
    }

    /**
     * Returns what is known of the schools beside their results.
     *
     * @return the counts of an independent assessment of conditions (НОКО), the social passports of the latest year, and what is
     *     collected of heads and municipalities
     */
    public IndicatorValues indicators() {
        return SyntheticConditions.of(seed, schools).plus(SyntheticManagement.of(seed, schools));
    }

    /**
     * Returns all that a review of the region looks at.
     *
     * @return the results, what is known beside them, the shipped methodologies and the shipped rules of recommendations, on the
     *     first of July after the last year
     */
    public ReviewInput input() {
        return ReviewInput.of(results())
                .withIndicators(indicators())
                .withMethodologies(MethodologyJson.shipped())
                .withResponses(SyntheticTasks.of(this, seed).responses())
                .withCompetencies(SyntheticStaff.of(seed, schools()))
                .withModules(SyntheticStaff.catalogue())
                .withAnswers(SyntheticSurvey.answers(seed, schools()))
                .withQuestionnaire(SyntheticSurvey.questionnaire())
                .withStudies(SyntheticStudy.of(seed, schools()))
                .withRoadmap(SyntheticRoadmap.roadmap())
                .withDecisions(SyntheticDecisions.of(this))
                .withCatalogue(RecommendationsJson.shipped())
                .withDate(DATE);
    }

    /**
     * Writes the region as the files that the review of a region reads, in UTF-8 with commas: {@code schools.csv},
     * {@code assessments.csv} and one {@code results-YEAR.csv} a year; {@code tasks.csv} and {@code responses.csv};
     * {@code noko.csv} and {@code indicators.csv}; {@code competencies.csv} and {@code modules.csv}; {@code survey.csv} and
     * {@code questions.csv}; {@code studies.csv} and one {@code study_NAME.csv} a cycle; {@code measures.csv} and
     * {@code events.csv}; {@code decisions.csv}. Methodologies and rules of recommendations are the shipped ones, for which no file
     * is needed; the files say nothing of the date of the review.
     *
     * @param folder a folder that does not exist yet or is empty
     * @throws DirectoryNotEmptyException if there is something in the folder
     * @throws IOException if a file cannot be written
     */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
        }
        write(folder.resolve("schools.csv"),
                lines("school,name,region,municipality,type,locality," + SyntheticSchool.LOW_INCOME,
                        schools().stream().map(SyntheticRegion::line)));
        write(folder.resolve("assessments.csv"),
                lines("assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                        assessments().stream().map(SyntheticRegion::line)));
        SortedMap<IndicatorValues.Key, IndicatorValue> indicators = indicators().values();
        write(folder.resolve("noko.csv"),
                lines("organisation,period,variable,value",
                        indicators.entrySet().stream().filter(SyntheticRegion::isNoko).map(SyntheticRegion::nokoLine)));
        write(folder.resolve("indicators.csv"),
                lines("unit_type,unit,indicator,period,value,numerator,denominator",
                        indicators.entrySet().stream().filter(entry -> !isNoko(entry)).map(SyntheticRegion::line)));
        for (int year : years().toArray()) {
            write(folder.resolve("results-" + year + ".csv"), resultLines(year));
        }
        SyntheticTasks.of(this, seed).writeTo(folder);
        SyntheticRoadmap.writeTo(folder);
        for (Map.Entry<String, List<String>> file : otherFiles().entrySet()) {
            write(folder.resolve(file.getKey()), lines(file.getValue().stream()));
        }
    }

    /** The lines of the files that hold neither results nor indicators, by name. */
    private SortedMap<String, List<String>> otherFiles() {
        SortedMap<String, List<String>> files = SyntheticStudy.files(seed, schools());
        files.put("competencies.csv", SyntheticStaff.lines(SyntheticStaff.of(seed, schools())));
        files.put("modules.csv", SyntheticStaff.lines(SyntheticStaff.catalogue()));
        files.put("survey.csv", SyntheticSurvey.lines(SyntheticSurvey.answers(seed, schools())));
        files.put("questions.csv", SyntheticSurvey.lines(SyntheticSurvey.questionnaire()));
        files.put("decisions.csv", SyntheticDecisions.lines(this));
        return files;
    }

    private static void write(Path file, CharSequence text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    }

    private static String lines(String header, Stream<String> rows) {
        return lines(Stream.concat(Stream.of(header), rows));
    }

    private static String lines(Stream<String> all) {
        return all.map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String line(School school) {
        return String.join(",", school.id().value(), school.name(), school.region().name(), school.municipality().name(),
                school.type(), school.locality(), school.context().get(SyntheticSchool.LOW_INCOME).toString());
    }

    private static String line(Assessment assessment) {
        ScoreScale scale = assessment.scale();
        return String.join(",", assessment.id().value(), assessment.procedure().code(), Integer.toString(assessment.year()),
                assessment.season().code(), assessment.subject().code(), Integer.toString(assessment.grade()),
                Integer.toString(scale.max()), scale.cuts().get(0).toString(), scale.cuts().get(1).toString(),
                scale.cuts().get(2).toString());
    }

    private static boolean isNoko(Map.Entry<IndicatorValues.Key, IndicatorValue> entry) {
        return entry.getKey().indicator().startsWith(NOKO);
    }

    private static String nokoLine(Map.Entry<IndicatorValues.Key, IndicatorValue> entry) {
        IndicatorValues.Key key = entry.getKey();
        return String.join(",", key.unit().code(), key.period().toString(), key.indicator().substring(NOKO.length()),
                whole(entry.getValue().value()));
    }

    private static String line(Map.Entry<IndicatorValues.Key, IndicatorValue> entry) {
        IndicatorValues.Key key = entry.getKey();
        IndicatorValue value = entry.getValue();
        String what = String.join(",", key.unit().unitType().code(), key.unit().code(), key.indicator(), key.period().toString());
        return value.denominator().isPresent()
                ? what + ",," + whole(value.numerator()) + "," + whole(value.denominator())
                : what + "," + whole(value.value()) + ",,";
    }

    private static String whole(OptionalDouble value) {
        return Long.toString(Math.round(value.orElseThrow()));
    }

    private CharSequence resultLines(int year) {
        StringBuilder text = new StringBuilder("assessment,school,class,pupil,score,journal_mark\n");
        forEachResult(IntStream.of(year), (assessment, school, schoolClass, pupil, score, journalMark) -> {
            text.append(assessment.id().value()).append(',').append(school.id().value()).append(',')
                    .append(schoolClass).append(',').append(pupil).append(',').append(score).append(',');
            if (journalMark != ScoreDistribution.NO_MARK) {
                text.append(journalMark);
            }
            text.append('\n');
        });
        return text;
    }

    /**
     * Writes the embedded example into a folder, so that a user sees the format of the files.
     *
     * @param args one argument: a folder that does not exist yet or is empty
     * @throws IOException if the folder is not empty or a file cannot be written
     * @throws IllegalArgumentException if there is not exactly one argument
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException(
                    "one argument is needed, a folder to write the synthetic region into; got " + args.length);
        }
        standard().writeTo(Path.of(args[0]));
    }

    @Override
    public String toString() {
        return "SyntheticRegion[seed=" + seed + ", " + schools.size() + " schools]";
    }

    /** Takes the results of the region one by one. */
    @FunctionalInterface
    public interface RowConsumer {
        /**
         * Takes one result.
         *
         * @param assessment the assessment
         * @param school the school
         * @param schoolClass the letter of the class
         * @param pupil the code of the pupil, unique within assessment, school and class
         * @param score the score, 0..max
         * @param journalMark the journal mark 2..5, or {@link ScoreDistribution#NO_MARK}
         */
        void accept(Assessment assessment, School school, String schoolClass, String pupil, int score, int journalMark);
    }

    /** A kind of violation that is planted; it acts on both subjects and all grades of the years it is planted in. */
    public enum Violation {
        /** Nine works of ten are given more points: three of twenty, and one more or less. */
        INFLATED,
        /** Nearly every work up to two points below any mark is given that mark. */
        CUTOFF,
        /** Seven journal marks of ten are raised by one; the works are honest. */
        JOURNAL,
        /** Journal marks run against the scores; the works are honest. */
        REVERSED_JOURNAL,
        /** The works of a class are nearly the same, a little above its mean. */
        COPYING,
        /** Most works whose mark would differ from the journal are given a score just inside the interval of the journal mark. */
        FITTED,
        /** One year far above the others: a quarter of the points more for everybody. */
        SPIKE
    }

    /** Why an honest school looks unusual. */
    public enum LookAlike {
        /** A lyceum or gymnasium, whose pupils are able. */
        SELECTIVE,
        /** A small rural school whose pupils are all about equally able. */
        HOMOGENEOUS,
        /** A school whose journal is marked far more strictly than others. */
        STRICT_JOURNAL
    }

    /**
     * What was planted in a school.
     *
     * @param kind the kind of violation
     * @param years the calendar years in which it acts; at least one
     */
    public record Planted(Violation kind, SortedSet<Integer> years) {

        /**
         * Copies the years.
         *
         * @param kind the kind of violation
         * @param years the calendar years in which it acts
         * @throws IllegalArgumentException if there is no year
         */
        public Planted {
            if (years.isEmpty()) {
                throw new IllegalArgumentException("years must not be empty");
            }
            years = Collections.unmodifiableSortedSet(new TreeSet<>(years));
        }
    }
}
