package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.examples.SyntheticRegion.LookAlike;
import io.github.eduindicators.examples.SyntheticRegion.Planted;
import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.SpearmanFormula;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticRegionTest {
    private static final SyntheticRegion REGION = SyntheticRegion.standard();
    private static SchoolResults results;

    @BeforeAll
    static void generate() {
        results = REGION.results();
    }

    private static List<String> rows(SyntheticRegion region) {
        List<String> rows = new ArrayList<>();
        region.forEachResult((assessment, school, schoolClass, pupil, score, journalMark) ->
                rows.add(assessment.id() + " " + school.id() + " " + schoolClass + pupil + " " + score + " " + journalMark));
        return rows;
    }

    private static ScoreDistribution whole(Assessment assessment) {
        return results.distribution(assessment.id(), REGION.region()).orElseThrow();
    }

    @Test
    void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() {
        List<String> rows = rows(SyntheticRegion.withSeed(7).withSchools(40));
        assertThat(rows(SyntheticRegion.withSeed(7).withSchools(40))).isEqualTo(rows);
        assertThat(rows(SyntheticRegion.withSeed(8).withSchools(40))).isNotEqualTo(rows);
        assertThat(SyntheticRegion.standard().results()).isEqualTo(results);
    }

    @Test
    void moreSchoolsDoNotChangeTheFirstOnes() {
        SyntheticRegion small = REGION.withSchools(130);
        SyntheticRegion large = REGION.withSchools(170);
        List<String> rows = rows(small);
        assertThat(rows(large)).hasSizeGreaterThan(rows.size()).startsWith(rows.toArray(new String[0]));
        assertThat(large.schools()).startsWith(small.schools().toArray(new School[0])).hasSize(170);
        assertThat(small.planted()).isNotEmpty();
        assertThat(large.planted()).containsAllEntriesOf(small.planted());
        assertThat(large.lookAlikes()).containsAllEntriesOf(small.lookAlikes());
        assertThat(large.trends()).containsAllEntriesOf(small.trends());
        assertThat(large.absent(2017)).containsAll(small.absent(2017));
        SchoolId last = small.schools().get(129).id();
        assertThat(small.planted().keySet()).allMatch(id -> id.compareTo(last) <= 0);
        assertThat(small.lookAlikes().keySet()).allMatch(id -> id.compareTo(last) <= 0);
        assertThat(small.trends().keySet()).isNotEmpty().allMatch(id -> id.compareTo(last) <= 0);
        assertThat(small.absent(2017)).isNotEmpty().allMatch(id -> id.compareTo(last) <= 0);
    }

    @Test
    void theFilesAreTheSameBytesWhateverTheLocale(@TempDir Path folder) throws IOException {
        SyntheticRegion region = REGION.withSchools(25);
        region.writeTo(folder.resolve("a"));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            SyntheticRegion.standard().withSchools(25).writeTo(folder.resolve("b"));
        } finally {
            Locale.setDefault(before);
        }
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            for (Path file : files.toList()) {
                assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void theRegionHasTheSizeOfARealOne() {
        assertThat(REGION.schools()).hasSize(640).isSorted();
        assertThat(REGION.schools().stream().map(School::id).distinct()).hasSize(640);
        assertThat(share(school -> school.locality().equals("rural"))).isBetween(0.62, 0.71);
        assertThat(REGION.schools()).allMatch(school -> Set.of("rural", "town").contains(school.locality()));
        assertThat(REGION.schools().stream().map(School::type).distinct())
                .containsExactlyInAnyOrder("school", "lyceum", "gymnasium");
        assertThat(share(school -> !school.type().equals("school"))).isBetween(0.03, 0.10);
        assertThat(REGION.schools().stream().map(School::municipality).distinct()).hasSize(40);
        assertThat(results.count()).isBetween(350_000L, 450_000L);
        assertThat(results.schools()).isEqualTo(REGION.schools());
        assertThat(results.assessments()).isEqualTo(REGION.assessments());
    }

    private static double share(Predicate<School> condition) {
        return REGION.schools().stream().filter(condition).count() / (double) REGION.schools().size();
    }

    @Test
    void ruralSchoolsAreSmallAndTownSchoolsAreNot() {
        Map<String, List<Long>> sizes = new HashMap<>();
        for (Assessment assessment : REGION.assessments()) {
            results.results(assessment.id()).forEach(cell ->
                    sizes.computeIfAbsent(cell.school().locality(), place -> new ArrayList<>()).add(cell.scores().count()));
        }
        long small = sizes.get("rural").stream().filter(n -> n <= 15).count();
        long usual = sizes.get("town").stream().filter(n -> n >= 20 && n <= 110).count();
        assertThat((double) small / sizes.get("rural").size()).isGreaterThan(0.9);
        assertThat((double) usual / sizes.get("town").size()).isGreaterThan(0.9);
    }

    @Test
    void thereAreRussianAndMathematicsOfThreeGradesIntroducedOneAfterAnother() {
        List<Assessment> assessments = REGION.assessments();
        // Two subjects in six years of grade 4, four of grade 5 and three of grade 6.
        assertThat(assessments).hasSize(26).isSorted();
        assertThat(assessments.stream().map(a -> a.subject() + " " + a.grade() + " " + a.year()).distinct()).hasSize(26);
        Map<Integer, Integer> first = Map.of(4, 2016, 5, 2018, 6, 2019);
        assertThat(assessments).allMatch(a -> a.procedure().equals(Procedure.VPR)
                && a.year() >= first.get(a.grade()) && a.year() <= 2021
                && (a.season() == Season.AUTUMN) == (a.year() == 2020));
        assertThat(assessments.stream().map(Assessment::subject).distinct())
                .containsExactlyInAnyOrder(Subject.MATHEMATICS, Subject.RUSSIAN);
        // Published descriptions of the works of 2021: maximum and the lowest scores of marks 3, 4, 5.
        Map<String, ScoreScale> published = Map.of(
                "ma4", ScoreScale.of(20, 6, 10, 15), "ru4", ScoreScale.of(38, 14, 24, 33),
                "ma5", ScoreScale.of(20, 7, 11, 15), "ru5", ScoreScale.of(45, 18, 29, 39),
                "ma6", ScoreScale.of(16, 6, 10, 14), "ru6", ScoreScale.of(51, 25, 35, 45));
        assertThat(assessments).allSatisfy(a -> {
            String prefix = (a.subject().equals(Subject.RUSSIAN) ? "ru" : "ma") + a.grade();
            assertThat(a.id().value()).isEqualTo(prefix + "-" + a.year());
            assertThat(a.scale()).isEqualTo(published.get(prefix));
        });
    }

    /** In a real region the ratio at mark 3 was 3.5, 3.9, 8.6, 7.6, 8.4, 11.8 for the works of 2021, and 0.7 to 2.5 above. */
    @Test
    void everyWorkHasTheSpikeAtMarkThreeAndWeakerOnesAbove() {
        assertThat(REGION.assessments()).allSatisfy(assessment -> {
            ScoreDistribution all = whole(assessment);
            double three = ratio(all, 0);
            assertThat(three).isBetween(3.0, 12.0);
            assertThat(ratio(all, 1)).isBetween(1.05, 3.0).isLessThan(three / 2);
            assertThat(ratio(all, 2)).isBetween(0.7, 2.5).isLessThan(three / 2);
        });
    }

    private static double ratio(ScoreDistribution scores, int cut) {
        int at = scores.scale().cuts().get(cut);
        return (double) scores.count(at) / scores.count(at - 1);
    }

    @Test
    void awayFromTheMarksTheHistogramIsABell() {
        assertThat(REGION.assessments()).allSatisfy(assessment -> {
            ScoreDistribution all = whole(assessment);
            int max = all.scale().max();
            double mean = all.mean().orElseThrow();
            double sd = Math.sqrt(all.variance().orElseThrow());
            assertThat(sd / max).isBetween(0.16, 0.24);
            long middle = IntStream.rangeClosed(0, max).filter(x -> Math.abs(x - mean) <= sd).mapToLong(all::count).sum();
            assertThat((double) middle / all.count()).isBetween(0.6, 0.75);
            assertThat(all.count(0) + all.count(max)).isLessThan((int) (all.count() / 50));
        });
    }

    /** Shares of marks, and of marks below, at and above the journal mark: per cent of a real region in 2021. */
    @ParameterizedTest
    @CsvSource({
        "ma4, 3, 24, 46, 27, 13, 65, 22",
        "ru4, 8, 32, 45, 16, 19, 69, 12",
        "ma5, 15, 41, 32, 12, 35, 58, 7",
        "ru5, 15, 41, 33, 11, 34, 60, 7",
        "ma6, 16, 50, 29, 5, 38, 59, 3",
        "ru6, 18, 41, 32, 8, 36, 59, 5"
    })
    void marksAndJournalsAreLikeThoseOfARealRegion(
            String work, int two, int three, int four, int five, int lowered, int confirmed, int raised) {
        ScoreDistribution all = results.distribution(AssessmentId.of(work + "-2021"), REGION.region()).orElseThrow();
        assertThat(100 * all.markShare(2).orElseThrow()).isCloseTo(two, within(3.0));
        assertThat(100 * all.markShare(3).orElseThrow()).isCloseTo(three, within(3.0));
        assertThat(100 * all.markShare(4).orElseThrow()).isCloseTo(four, within(3.0));
        assertThat(100 * all.markShare(5).orElseThrow()).isCloseTo(five, within(3.0));
        MarkTable marks = all.marks();
        assertThat(100.0 * marks.lowered() / marks.count()).isCloseTo(lowered, within(6.0));
        assertThat(100.0 * marks.confirmed() / marks.count()).isCloseTo(confirmed, within(6.0));
        assertThat(100.0 * marks.raised() / marks.count()).isCloseTo(raised, within(6.0));
        assertThat(1 - (double) marks.count() / all.count()).isBetween(0.01, 0.02);
    }

    @Test
    void theAutumnOfTwentyTwentyIsWeakerThanTheSpringsAround() {
        for (String work : List.of("ma4", "ru4", "ma5", "ru5", "ma6", "ru6")) {
            double autumn = mean(work + "-2020");
            assertThat(autumn).isLessThan(mean(work + "-2019") - 0.2).isLessThan(mean(work + "-2021") - 0.2);
        }
    }

    private static double mean(String assessment) {
        return results.distribution(AssessmentId.of(assessment), REGION.region()).orElseThrow().mean().orElseThrow();
    }

    @Test
    void journalMarksFollowScoresWithinASchool() {
        double[] correlations = honestCells()
                .filter(scores -> scores.count() >= 30)
                .map(scores -> scores.spearman(SpearmanFormula.PEARSON_OF_MIDRANKS))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        assertThat(correlations).hasSizeGreaterThan(3000);
        assertThat(correlations[correlations.length / 2]).isBetween(0.70, 0.85);
        assertThat(correlations[correlations.length / 20]).isBetween(0.45, 0.75);
    }

    private static Stream<ScoreDistribution> honestCells() {
        return REGION.schools().stream()
                .map(School::id)
                .filter(id -> !REGION.planted().containsKey(id))
                .flatMap(id -> results.results(id).stream())
                .map(cell -> cell.scores());
    }

    @Test
    void schoolsKeepTheirLevelFromYearToYear() {
        // The correlation of school means is bounded by the pupils drawn; town schools have enough of them.
        List<double[]> pairs = new ArrayList<>();
        for (School school : REGION.schools()) {
            if (school.locality().equals("town") && !REGION.planted().containsKey(school.id())) {
                pairs.add(new double[] {schoolMean(school, "ma4-2018"), schoolMean(school, "ru6-2021")});
            }
        }
        double x = pairs.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double y = pairs.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double xy = pairs.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
        double xx = pairs.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
        double yy = pairs.stream().mapToDouble(p -> (p[1] - y) * (p[1] - y)).sum();
        assertThat(xy / Math.sqrt(xx * yy)).isBetween(0.4, 0.95);
    }

    private static double schoolMean(School school, String assessment) {
        return results.distribution(school.id(), AssessmentId.of(assessment)).orElseThrow().mean().orElseThrow();
    }

    @Test
    void aboutSixSchoolsOfAHundredCarryAPlantedViolationAndEveryKindIsThere() {
        assertThat(REGION.planted().size() / 640.0).isBetween(0.05, 0.07);
        Map<Violation, List<Planted>> kinds =
                REGION.planted().values().stream().collect(Collectors.groupingBy(Planted::kind));
        assertThat(kinds.keySet()).isEqualTo(EnumSet.allOf(Violation.class));
        assertThat(kinds.get(Violation.REVERSED_JOURNAL)).hasSizeLessThanOrEqualTo(4);
        assertThat(kinds.get(Violation.SPIKE)).allMatch(p -> p.years().size() == 1);
        assertThat(REGION.planted().values()).allMatch(p -> p.kind() == Violation.SPIKE || p.years().size() >= 2);
        assertThat(REGION.planted().values()).allMatch(p -> Set.of(2018, 2019, 2020, 2021).containsAll(p.years()));
        assertThat(REGION.planted().keySet()).doesNotContainAnyElementsOf(REGION.lookAlikes().keySet());
        Set<SchoolId> known = REGION.schools().stream().map(School::id).collect(Collectors.toSet());
        assertThat(known).containsAll(REGION.planted().keySet()).containsAll(REGION.lookAlikes().keySet());
        assertThat(EnumSet.copyOf(SyntheticRegion.withSeed(3).withSchools(200).planted().values().stream()
                .map(Planted::kind).toList())).isEqualTo(EnumSet.allOf(Violation.class));
        assertThatThrownBy(() -> REGION.planted().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void plantedViolationsShowInTheYearsTheyWerePlantedIn() {
        Map<Violation, Double> inside = new TreeMap<>();
        Map<Violation, Double> outside = new TreeMap<>();
        for (Violation kind : Violation.values()) {
            inside.put(kind, signal(kind, true));
            outside.put(kind, signal(kind, false));
        }
        // Inflation of 15 % and 25 % of the maximum; journals raised by one for 70 % with a mark below 5.
        assertThat(inside.get(Violation.INFLATED) - outside.get(Violation.INFLATED)).isBetween(0.08, 0.16);
        assertThat(inside.get(Violation.SPIKE) - outside.get(Violation.SPIKE)).isBetween(0.15, 0.26);
        assertThat(inside.get(Violation.JOURNAL) - outside.get(Violation.JOURNAL)).isBetween(0.45, 0.70);
        // Works at the lowest score of mark 3 among those there or one point below: the region's ratio of 3 to 9 is 0.75 to 0.9.
        assertThat(inside.get(Violation.CUTOFF)).isGreaterThan(0.97);
        assertThat(outside.get(Violation.CUTOFF)).isBetween(0.75, 0.90);
        assertThat(inside.get(Violation.REVERSED_JOURNAL)).isLessThan(-0.4);
        assertThat(outside.get(Violation.REVERSED_JOURNAL)).isGreaterThan(0.6);
        assertThat(inside.get(Violation.COPYING)).isLessThan(0.6 * outside.get(Violation.COPYING));
        assertThat(inside.get(Violation.FITTED)).isGreaterThan(0.85);
        assertThat(outside.get(Violation.FITTED)).isLessThan(0.75);
    }

    /** The mean of what a violation changes, over the works it is planted in, or over those of the schools without any. */
    private static double signal(Violation kind, boolean isPlanted) {
        Map<SchoolId, Planted> planted = REGION.planted();
        List<Double> values = new ArrayList<>();
        for (School school : REGION.schools()) {
            Planted here = planted.get(school.id());
            boolean wanted = isPlanted ? here != null && here.kind() == kind : here == null;
            results.results(school.id()).stream()
                    .filter(cell -> wanted && cell.scores().count() >= 20)
                    .filter(cell -> !isPlanted || here.years().contains(cell.assessment().year()))
                    .forEach(cell -> signal(kind, cell.scores()).ifPresent(values::add));
        }
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static OptionalDouble signal(Violation kind, ScoreDistribution scores) {
        int max = scores.scale().max();
        MarkTable marks = scores.marks();
        return switch (kind) {
            case INFLATED, SPIKE -> OptionalDouble.of(scores.mean().orElseThrow() / max);
            case COPYING -> OptionalDouble.of(Math.sqrt(scores.variance().orElseThrow()) / max);
            case REVERSED_JOURNAL -> scores.spearman(SpearmanFormula.PEARSON_OF_MIDRANKS);
            case FITTED -> OptionalDouble.of((double) marks.confirmed() / marks.count());
            case JOURNAL -> {
                double sum = 0;
                for (int mark = 2; mark <= 5; mark++) {
                    for (int journal = 2; journal <= 5; journal++) {
                        sum += (double) (journal - mark) * marks.count(mark, journal) / marks.count();
                    }
                }
                yield OptionalDouble.of(sum);
            }
            case CUTOFF -> {
                int cut = scores.scale().cuts().get(0);
                double at = scores.count(cut);
                double both = at + scores.count(cut - 1);
                yield both == 0 ? OptionalDouble.empty() : OptionalDouble.of(at / both);
            }
        };
    }

    @Test
    void lookAlikesAreUnusualAndHonest() {
        Map<LookAlike, List<SchoolId>> kinds = new HashMap<>();
        REGION.lookAlikes().forEach((id, kind) -> kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(id));
        assertThat(kinds.keySet()).isEqualTo(EnumSet.allOf(LookAlike.class));
        Collection<SchoolId> selective = kinds.get(LookAlike.SELECTIVE);
        assertThat(REGION.schools().stream().filter(s -> !s.type().equals("school")).map(School::id))
                .containsExactlyInAnyOrderElementsOf(selective);
        double region = mean("ma5-2021");
        assertThat(selective.stream().mapToDouble(id -> schoolMean(School.of(id), "ma5-2021")).average().orElseThrow())
                .isGreaterThan(region + 0.8);
        double strict = kinds.get(LookAlike.STRICT_JOURNAL).stream()
                .flatMap(id -> results.results(id).stream())
                .mapToDouble(cell -> signal(Violation.JOURNAL, cell.scores()).orElseThrow())
                .average().orElseThrow();
        assertThat(strict).isLessThan(signal(Violation.JOURNAL, false) - 0.25);
        double spread = kinds.get(LookAlike.HOMOGENEOUS).stream()
                .flatMap(id -> results.results(id).stream())
                .filter(cell -> cell.scores().count() >= 5)
                .mapToDouble(cell -> signal(Violation.COPYING, cell.scores()).orElseThrow())
                .average().orElseThrow();
        assertThat(spread).isLessThan(0.75 * signal(Violation.COPYING, false));
    }

    /** The slope by least squares over the years of each work, pooled over works with one level each. */
    private static double slope(SchoolId id, Predicate<Assessment> chosen) {
        Map<String, List<double[]>> works = new HashMap<>();
        for (SchoolResult cell : results.results(id)) {
            Assessment assessment = cell.assessment();
            if (chosen.test(assessment)) {
                ScoreDistribution all = whole(assessment);
                double z = (cell.scores().mean().orElseThrow() - all.mean().orElseThrow())
                        / Math.sqrt(all.variance().orElseThrow());
                works.computeIfAbsent(assessment.subject() + " " + assessment.grade(), work -> new ArrayList<>())
                        .add(new double[] {assessment.year(), z});
            }
        }
        double xy = 0;
        double xx = 0;
        for (List<double[]> points : works.values()) {
            double centre = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
            for (double[] point : points) {
                xy += (point[0] - centre) * point[1];
                xx += (point[0] - centre) * (point[0] - centre);
            }
        }
        return xy / xx;
    }

    @Test
    void someSchoolsRiseOrFallSteadilyInEverySubjectAndGrade() {
        SortedMap<SchoolId, Double> trends = REGION.trends();
        assertThat(trends.values()).filteredOn(slope -> slope > 0).hasSizeBetween(8, 12);
        assertThat(trends.values()).filteredOn(slope -> slope < 0).hasSizeBetween(8, 12);
        assertThat(trends.values()).allSatisfy(slope -> assertThat(Math.abs(slope)).isBetween(0.12, 0.20));
        assertThat(trends.keySet()).doesNotContainAnyElementsOf(REGION.planted().keySet())
                .doesNotContainAnyElementsOf(REGION.lookAlikes().keySet());
        assertThatThrownBy(trends::clear).isInstanceOf(UnsupportedOperationException.class);
        // Cohorts differ by 0.12 and their means are known to 0.1 or so: over three to six years of six works the slope of a school
        // is known to 0.045, and the mean of twenty to 0.01.
        assertThat(trends).allSatisfy((id, slope) -> assertThat(slope(id, work -> true)).isCloseTo(slope, within(0.15)));
        assertThat(trends.entrySet().stream()
                .mapToDouble(trend -> Math.signum(trend.getValue()) * (slope(trend.getKey(), work -> true) - trend.getValue()))
                .average().orElseThrow()).isCloseTo(0, within(0.03));
        for (Subject subject : List.of(Subject.RUSSIAN, Subject.MATHEMATICS)) {
            for (int grade = 4; grade <= 6; grade++) {
                int programme = grade;
                for (int sign : new int[] {-1, 1}) {
                    assertThat(trends.entrySet().stream()
                            .filter(trend -> Math.signum(trend.getValue()) == sign)
                            .mapToDouble(trend ->
                                    sign * slope(trend.getKey(), a -> a.subject().equals(subject) && a.grade() == programme))
                            .average().orElseThrow()).as("%s %d %d", subject, grade, sign).isGreaterThan(0.06);
                }
            }
        }
    }

    @Test
    void theOtherSchoolsKeepTheirLevelOnAverage() {
        double[] slopes = REGION.schools().stream()
                .filter(school -> school.locality().equals("town"))
                .map(School::id)
                .filter(id -> !REGION.trends().containsKey(id) && !REGION.planted().containsKey(id))
                .mapToDouble(id -> slope(id, work -> true))
                .toArray();
        // Violations from 2018 on raise the region's mean, so that the honest rest sinks beside it a little.
        assertThat(Arrays.stream(slopes).average().orElseThrow()).isBetween(-0.012, 0.006);
        assertThat(Arrays.stream(slopes).map(Math::abs).average().orElseThrow()).isLessThan(0.05);
    }

    @Test
    void aSeventhOfTheSchoolsLeftAYearOut() {
        Set<SchoolId> absent = REGION.absent(2017);
        // 15 of a hundred: 96 of 640, with a standard deviation of 9.
        assertThat(absent).hasSizeBetween(69, 123).containsAnyElementsOf(REGION.trends().keySet());
        assertThat(REGION.absent(2018)).isEmpty();
        Map<SchoolId, Set<Integer>> years = new HashMap<>();
        REGION.forEachResult((assessment, school, schoolClass, pupil, score, journalMark) ->
                years.computeIfAbsent(school.id(), id -> new TreeSet<>()).add(assessment.year()));
        for (School school : REGION.schools()) {
            if (absent.contains(school.id())) {
                assertThat(years.get(school.id())).doesNotContain(2017);
            } else if (school.locality().equals("town")) {
                assertThat(years.get(school.id())).containsExactly(2016, 2017, 2018, 2019, 2020, 2021);
            }
        }
    }

    @Test
    void noPupilHasTwoResultsInOneWorkAndCodesBeginWithTheGrade() {
        Set<String> keys = new HashSet<>();
        Set<String> letters = new HashSet<>();
        long[] rows = {0};
        REGION.withSchools(200).forEachResult((assessment, school, schoolClass, pupil, score, journalMark) -> {
            rows[0]++;
            keys.add(assessment.id() + " " + school.id() + " " + pupil);
            letters.add(schoolClass);
            int grade = assessment.grade() + (assessment.year() == 2020 ? 1 : 0);
            assertThat(pupil).hasSize(5).containsOnlyDigits().startsWith(Integer.toString(grade));
        });
        assertThat(rows[0]).isGreaterThan(50_000);
        assertThat(keys).hasSize((int) rows[0]);
        assertThat(letters).contains("А", "Б", "В").allMatch(letter -> letter.matches("[А-Я]"));
    }

    @Test
    void everyNameSaysThatItIsSynthetic() {
        assertThat(REGION.region().name()).startsWith("Синтетическая");
        assertThat(REGION.schools()).allMatch(school -> school.name()
                .matches("Синтетическ(ая|ий) (школа|лицей|гимназия) № \\d+"));
        assertThat(REGION.schools()).allMatch(school -> school.municipality().name().startsWith("Синтетический "));
        assertThat(REGION.schools()).allMatch(school -> school.region().equals(REGION.region()));
        assertThat(REGION.schools()).allMatch(school -> school.id().value().startsWith("edu99"));
        assertThat(REGION).hasToString("SyntheticRegion[seed=1821, 640 schools]");
    }

    @Test
    void theFilesHoldTheSameResultsAndRegister(@TempDir Path folder) throws IOException {
        SyntheticRegion.main(new String[] {folder.resolve("region").toString()});
        Path region = folder.resolve("region");
        try (Stream<Path> files = Files.list(region)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "schools.csv", "assessments.csv", "noko.csv", "indicators.csv", "tasks.csv", "responses.csv", "competencies.csv",
                    "modules.csv", "survey.csv", "questions.csv", "studies.csv", "study_pisa_model_2018.csv", "study_pisa_model_2021.csv",
                    "measures.csv", "events.csv", "decisions.csv",
                    "results-2016.csv", "results-2017.csv", "results-2018.csv", "results-2019.csv", "results-2020.csv",
                    "results-2021.csv");
        }
        Map<String, Assessment> assessments = new HashMap<>();
        String header = "assessment,procedure,year,season,subject,grade,max,from3,from4,from5";
        for (String[] f : read(region, "assessments.csv", header)) {
            int[] scale = Arrays.stream(f, 6, 10).mapToInt(Integer::parseInt).toArray();
            assessments.put(f[0], Assessment.builder(Procedure.of(f[1]), Integer.parseInt(f[2]), Subject.of(f[4]))
                    .id(AssessmentId.of(f[0]))
                    .season(Season.parse(f[3]))
                    .grade(Integer.parseInt(f[5]))
                    .scale(ScoreScale.of(scale[0], scale[1], scale[2], scale[3]))
                    .build());
        }
        List<School> schools = new ArrayList<>();
        for (String[] f : read(region, "schools.csv", "school,name,region,municipality,type,locality,low_income_share")) {
            schools.add(School.builder(SchoolId.of(f[0])).name(f[1]).municipality(Municipality.of(Region.of(f[2]), f[3]))
                    .type(f[4]).locality(f[5]).context("low_income_share", Double.parseDouble(f[6])).build());
        }
        ScoreTally tally = ScoreTally.create();
        for (int year = 2016; year <= 2021; year++) {
            for (String[] f : read(region, "results-" + year + ".csv", "assessment,school,class,pupil,score,journal_mark")) {
                Assessment assessment = assessments.get(f[0]);
                assertThat(assessment.year()).isEqualTo(year);
                int mark = f[5].isEmpty() ? ScoreDistribution.NO_MARK : Integer.parseInt(f[5]);
                tally.add(SchoolId.of(f[1]), f[2], assessment, Integer.parseInt(f[4]), mark);
            }
        }
        assertThat(schools).isEqualTo(REGION.schools());
        assertThat(tally.snapshot().withSchools(schools)).isEqualTo(results);
    }

    private static List<String[]> read(Path folder, String file, String header) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).startsWith(header + "\n").endsWith("\n").doesNotContain("\r", "\"", ";");
        int columns = header.split(",").length;
        List<String[]> rows = Arrays.stream(text.split("\n")).skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(rows).allMatch(row -> row.length == columns);
        return rows;
    }

    @Test
    void moreSchoolsDoNotChangeWhatIsKnownOfTheFirstOnes() {
        IndicatorValues small = REGION.withSchools(30).indicators();
        IndicatorValues large = REGION.withSchools(60).indicators();
        assertThat(REGION.withSchools(30).indicators()).isEqualTo(small);
        assertThat(SyntheticRegion.withSeed(7).withSchools(30).indicators()).isNotEqualTo(small);
        // A municipality of more schools has more teachers and pupils to count.
        IndicatorValues ofSchools = small.where(key -> !(key.unit() instanceof Municipality));
        assertThat(large.values()).containsAllEntriesOf(ofSchools.values());
        assertThat(ofSchools.units().stream().map(Unit::unitType).distinct())
                .containsExactly(UnitType.SCHOOL, UnitType.ORGANISATION, UnitType.HEAD);
    }

    @Test
    void conditionsAndManagementLookLikeThoseOfARealRegion() {
        IndicatorValues all = REGION.indicators();
        assertThat(all.values()).allSatisfy((key, value) -> {
            assertThat(value.value()).as(key.toString()).isPresent();
            if (value.denominator().isPresent()) {
                assertThat(value.value().getAsDouble()).as(key.toString()).isBetween(0.0, 1.0);
            }
        });
        Set<String> codes = REGION.schools().stream().map(school -> school.id().value()).collect(Collectors.toSet());
        Map<UnitType, Set<String>> units = all.units().stream().collect(
                Collectors.groupingBy(Unit::unitType, Collectors.mapping(Unit::code, Collectors.toSet())));
        assertThat(units.get(UnitType.SCHOOL)).isEqualTo(codes);
        assertThat(units.get(UnitType.HEAD)).isEqualTo(codes);
        // Three in a hundred were not visited: 19 of 640, with a standard deviation of 4.3.
        assertThat(codes).containsAll(units.get(UnitType.ORGANISATION));
        assertThat(units.get(UnitType.ORGANISATION)).hasSizeBetween(605, 638);
        assertThat(units.get(UnitType.MUNICIPALITY)).isEqualTo(
                REGION.schools().stream().map(school -> school.municipality().name()).collect(Collectors.toSet()));
        var conditions = Noko.education().run(all, unit -> Optional.empty());
        double[] totals = conditions.scorecards().stream().flatMap(cards -> cards.all().stream())
                .mapToDouble(card -> card.total().points().orElseThrow()).sorted().toArray();
        assertThat(totals).as("every school that was visited has a total").hasSize(units.get(UnitType.ORGANISATION).size());
        // What the country's ratings show: most between 75 and 95, few below 60.
        assertThat(totals[totals.length / 2]).isBetween(75.0, 95.0);
        assertThat(totals[totals.length / 50]).isBetween(45.0, 80.0);
        assertThat(totals[totals.length - 1]).isLessThanOrEqualTo(100);
        assertThat(conditions.scorecards()).extracting(cards -> cards.period().year()).containsExactly(2019, 2020, 2021);
    }

    @Test
    void someMunicipalitiesRiseOrFallInTheSharesOfHalfYears() {
        Set<String> shares = Set.of("teachers_with_mentor", "pupils_in_sports_clubs", "teachers_in_seminars");
        IndicatorValues collected = REGION.indicators().where(key -> shares.contains(key.indicator()));
        assertThat(collected.periods()).extracting(Period::toString)
                .containsExactly("2019-H1", "2019-H2", "2020-H2", "2021-H1", "2021-H2");
        assertThat(collected.indicators()).containsExactlyInAnyOrderElementsOf(shares);
        assertThat(collected.values().keySet()).allMatch(key -> key.unit() instanceof Municipality);
        SortedMap<Municipality, Double> trends = REGION.municipalTrends();
        assertThat(trends.values()).filteredOn(slope -> slope > 0).hasSize(5);
        assertThat(trends.values()).filteredOn(slope -> slope < 0).hasSize(5);
        Map<Double, List<Double>> changes = new HashMap<>();
        for (Unit municipality : collected.units()) {
            for (String share : shares) {
                change(collected, municipality, share).ifPresent(change -> changes
                        .computeIfAbsent(trends.getOrDefault(municipality, 0.0), slope -> new ArrayList<>()).add(change));
            }
        }
        assertThat(changes.keySet()).containsExactlyInAnyOrder(0.25, 0.0, -0.25);
        // Five half-years; one change of the log odds of 70 teachers is known to 0.4 or so, the mean of 13 to 0.11.
        changes.forEach((slope, all) -> assertThat(all.stream().mapToDouble(change -> change).average().orElseThrow())
                .isCloseTo(5 * slope, within(slope == 0 ? 0.1 : 0.3)));
    }

    private static Optional<Double> change(IndicatorValues values, Unit municipality, String share) {
        double[] odds = Stream.of(Period.ofHalf(2019, 1), Period.ofHalf(2021, 2))
                .flatMap(period -> values.value(municipality, share, period).stream())
                .mapToDouble(value -> Math.log((value.numerator().orElseThrow() + 0.5)
                        / (value.denominator().orElseThrow() - value.numerator().orElseThrow() + 0.5)))
                .toArray();
        return odds.length == 2 ? Optional.of(odds[1] - odds[0]) : Optional.empty();
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("schools.csv"), "mine");
        assertThatThrownBy(() -> REGION.writeTo(folder)).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(folder.resolve("schools.csv")).hasContent("mine");
        assertThat(folder.resolve("assessments.csv")).doesNotExist();
    }

    @Test
    void aWrongCallIsRefusedWithTheAllowedRange() {
        assertThatThrownBy(() -> REGION.withSchools(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schools must be within 1..9999, got 0");
        assertThatThrownBy(() -> REGION.withSchools(10_000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 10000");
        assertThatThrownBy(() -> SyntheticRegion.main(new String[0])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one argument");
        assertThatThrownBy(() -> new Planted(Violation.SPIKE, new TreeSet<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("years");
        assertThat(REGION.withSchools(1).results().count()).isPositive();
    }
}
