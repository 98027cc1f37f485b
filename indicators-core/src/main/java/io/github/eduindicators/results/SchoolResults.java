package io.github.eduindicators.results;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import com.google.common.primitives.Ints;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The results of schools in assessments, with what is known of the schools: the input of every check on counts.
 *
 * <p>Schools and assessments are always listed in the order of their identities, so nothing depends on the order in which results
 * came. Immutable and safe to share between threads. The counts of a cell are copied out when asked.
 */
public final class SchoolResults implements Serializable {
    private static final long serialVersionUID = 2L;
    private static final byte[] NOTHING = {};

    private final ArrayList<School> schools;
    /** By school, the rows of the cells that are its own: one a class, and one for pupils of unknown class. */
    private final int[][] schoolNumbers;
    /** By row of the cells, the class. */
    private final ArrayList<String> classes;
    private final ArrayList<Assessment> assessments;
    private final int[] assessmentNumbers;
    private final HashMap<SchoolId, Integer> schoolIndex = new HashMap<>();
    private final HashMap<AssessmentId, Integer> assessmentIndex = new HashMap<>();
    /** By region, which of the schools are in it. */
    private final TreeMap<Region, int[]> schoolsOfRegions = new TreeMap<>();
    private final Cells cells;

    private SchoolResults(
            ArrayList<School> schools,
            int[][] schoolNumbers,
            ArrayList<String> classes,
            ArrayList<Assessment> assessments,
            int[] assessmentNumbers,
            Cells cells) {
        this.schools = schools;
        this.classes = classes;
        this.schoolNumbers = schoolNumbers;
        this.assessments = assessments;
        this.assessmentNumbers = assessmentNumbers;
        this.cells = cells;
        for (int i = 0; i < schools.size(); i++) {
            schoolIndex.put(schools.get(i).id(), i);
        }
        for (int i = 0; i < assessments.size(); i++) {
            assessmentIndex.put(assessments.get(i).id(), i);
        }
        HashMap<Region, List<Integer>> byRegion = new HashMap<>();
        for (int i = 0; i < schools.size(); i++) {
            byRegion.computeIfAbsent(schools.get(i).region(), region -> new ArrayList<>()).add(i);
        }
        byRegion.forEach((region, rows) -> schoolsOfRegions.put(region, Ints.toArray(rows)));
    }

    static SchoolResults of(List<SchoolId> ids, List<String> classes, List<Assessment> assessments, Cells cells) {
        TreeMap<SchoolId, List<Integer>> bySchool = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            bySchool.computeIfAbsent(ids.get(i), id -> new ArrayList<>(1)).add(i);
        }
        TreeMap<Assessment, Integer> byAssessment = new TreeMap<>();
        for (int i = 0; i < assessments.size(); i++) {
            byAssessment.put(assessments.get(i), i);
        }
        ArrayList<School> schools = new ArrayList<>();
        ArrayList<int[]> rows = new ArrayList<>();
        bySchool.forEach((id, own) -> {
            own.sort(Comparator.comparing(classes::get));
            schools.add(School.of(id));
            rows.add(Ints.toArray(own));
        });
        int[] columns = Ints.toArray(byAssessment.values());
        return new SchoolResults(
                schools,
                rows.toArray(int[][]::new),
                new ArrayList<>(classes),
                new ArrayList<>(byAssessment.keySet()),
                columns,
                cells.copy());
    }

    /**
     * Returns the same results with what a register knows of the schools. Schools of the register without results are added, so that
     * they are not forgotten in lists; schools that it does not hold stay as they are.
     *
     * @param register what is known of schools
     * @return the results with described schools
     * @throws IllegalArgumentException if the register holds a school twice
     */
    public SchoolResults withSchools(Collection<School> register) {
        ArrayList<School> described = new ArrayList<>(register);
        HashSet<SchoolId> known = new HashSet<>();
        for (School school : register) {
            if (!known.add(school.id())) {
                throw new IllegalArgumentException("the register must hold each school once, got twice " + school.id());
            }
        }
        for (School school : schools) {
            if (!known.contains(school.id())) {
                described.add(school);
            }
        }
        described.sort(Comparator.naturalOrder());
        int[][] numbers = new int[described.size()][0];
        for (int i = 0; i < numbers.length; i++) {
            Integer row = schoolIndex.get(described.get(i).id());
            numbers[i] = row == null ? numbers[i] : schoolNumbers[row];
        }
        return new SchoolResults(described, numbers, classes, assessments, assessmentNumbers, cells);
    }

    /**
     * Returns the schools.
     *
     * @return all schools, with results or not, by identity
     */
    public List<School> schools() {
        return ImmutableList.copyOf(schools);
    }

    /**
     * Returns the schools of a region.
     *
     * @param region the region
     * @return its schools, by identity
     */
    public List<School> schools(Region region) {
        return schools.stream().filter(school -> school.region().equals(region)).toList();
    }

    /**
     * Returns the regions.
     *
     * @return all regions of the schools, by name
     */
    public SortedSet<Region> regions() {
        return ImmutableSortedSet.copyOf(schoolsOfRegions.keySet());
    }

    /**
     * Returns the assessments.
     *
     * @return all assessments, by identity
     */
    public List<Assessment> assessments() {
        return ImmutableList.copyOf(assessments);
    }

    /**
     * Returns what is known of a school.
     *
     * @param id the identity
     * @return the school, or empty if it is not among these
     */
    public Optional<School> school(SchoolId id) {
        return Optional.ofNullable(schoolIndex.get(id)).map(schools::get);
    }

    /**
     * Returns an assessment.
     *
     * @param id the identity
     * @return the assessment, or empty if it is not among these
     */
    public Optional<Assessment> assessment(AssessmentId id) {
        return Optional.ofNullable(assessmentIndex.get(id)).map(assessments::get);
    }

    /**
     * Returns the results of one school in one assessment.
     *
     * @param school the school
     * @param assessment the assessment
     * @return the counts, or empty if the school has no result in it
     */
    public Optional<ScoreDistribution> distribution(SchoolId school, AssessmentId assessment) {
        Integer row = schoolIndex.get(school);
        Integer column = assessmentIndex.get(assessment);
        return row == null || column == null || absent(row, column) ? Optional.empty() : Optional.of(distribution(row, column));
    }

    private boolean absent(int row, int column) {
        for (int number : schoolNumbers[row]) {
            if (cells.has(number, assessmentNumbers[column])) {
                return false;
            }
        }
        return true;
    }

    private ScoreDistribution distribution(int row, int column) {
        int[] sum = new int[cells.width(assessmentNumbers[column])];
        for (int number : schoolNumbers[row]) {
            cells.addTo(number, assessmentNumbers[column], sum);
        }
        return new ScoreDistribution(assessments.get(column).scale(), sum);
    }

    /**
     * Returns the results of one school in one assessment, by class.
     *
     * @param school the school
     * @param assessment the assessment
     * @return by the name of the class; pupils whose class is not known stand under the empty name; empty if the school has no
     *     result in it
     */
    public SortedMap<String, ScoreDistribution> classes(SchoolId school, AssessmentId assessment) {
        Integer row = schoolIndex.get(school);
        Integer column = assessmentIndex.get(assessment);
        ImmutableSortedMap.Builder<String, ScoreDistribution> byClass = ImmutableSortedMap.naturalOrder();
        if (row != null && column != null) {
            for (int number : schoolNumbers[row]) {
                if (cells.has(number, assessmentNumbers[column])) {
                    byClass.put(
                            classes.get(number),
                            new ScoreDistribution(
                                    assessments.get(column).scale(), cells.counts(number, assessmentNumbers[column])));
                }
            }
        }
        return byClass.build();
    }

    /**
     * Returns the results of all schools in one assessment.
     *
     * @param assessment the assessment
     * @return one element a school with results in it, by the identity of the school
     */
    public List<SchoolResult> results(AssessmentId assessment) {
        Integer column = assessmentIndex.get(assessment);
        return column == null ? ImmutableList.of() : results(IntStream.range(0, schools.size()).toArray(), column);
    }

    /** The results of all schools in one assessment, by region. */
    List<RegionResults> byRegion(Assessment assessment) {
        Integer column = assessmentIndex.get(assessment.id());
        List<RegionResults> list = new ArrayList<>();
        schoolsOfRegions.forEach((region, rows) -> {
            List<SchoolResult> own = column == null ? List.of() : results(rows, column);
            if (!own.isEmpty()) {
                ScoreDistribution all = ScoreDistribution.sum(assessment.scale(), Lists.transform(own, SchoolResult::scores));
                list.add(new RegionResults(region, assessment, own, all));
            }
        });
        return List.copyOf(list);
    }

    /** Fetches the counts of all before it looks at any: so it waits for memory once for several schools. */
    private List<SchoolResult> results(int[] rows, int column) {
        byte[][] narrow = new byte[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            narrow[i] = narrow(rows[i], column);
        }
        ImmutableList.Builder<SchoolResult> list = ImmutableList.builder();
        for (int i = 0; i < rows.length; i++) {
            add(list, rows[i], column, narrow[i]);
        }
        return list.build();
    }

    private byte[] narrow(int row, int column) {
        int[] own = schoolNumbers[row];
        return own.length == 1 ? cells.narrow(own[0], assessmentNumbers[column]) : NOTHING;
    }

    private void add(ImmutableList.Builder<SchoolResult> list, int row, int column, byte[] narrow) {
        Assessment assessment = assessments.get(column);
        if (narrow.length > 0) {
            list.add(new SchoolResult(schools.get(row), assessment, new ScoreDistribution(assessment.scale(), narrow)));
        } else if (!absent(row, column)) {
            list.add(new SchoolResult(schools.get(row), assessment, distribution(row, column)));
        }
    }

    /**
     * Returns the results of one school in all assessments.
     *
     * @param school the school
     * @return one element an assessment with results, by the identity of the assessment
     */
    public List<SchoolResult> results(SchoolId school) {
        Integer row = schoolIndex.get(school);
        ImmutableList.Builder<SchoolResult> list = ImmutableList.builder();
        if (row != null) {
            for (int column = 0; column < assessments.size(); column++) {
                add(list, row, column, narrow(row, column));
            }
        }
        return list.build();
    }

    /**
     * Returns the results of all schools of a region together.
     *
     * @param assessment the assessment
     * @param region the region
     * @return the sum of the counts, or empty if no school of the region has results in it
     */
    public Optional<ScoreDistribution> distribution(AssessmentId assessment, Region region) {
        List<ScoreDistribution> parts = results(assessment).stream()
                .filter(result -> result.school().region().equals(region))
                .map(SchoolResult::scores)
                .toList();
        return assessment(assessment).filter(a -> !parts.isEmpty()).map(a -> ScoreDistribution.sum(a.scale(), parts));
    }

    /**
     * Returns the number of results.
     *
     * @return the sum over all schools and assessments
     */
    public long count() {
        long count = 0;
        for (int row = 0; row < schools.size(); row++) {
            for (int column = 0; column < assessments.size(); column++) {
                count += absent(row, column) ? 0 : distribution(row, column).count();
            }
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SchoolResults that) || !schools.equals(that.schools) || !assessments.equals(that.assessments)) {
            return false;
        }
        for (int row = 0; row < schools.size(); row++) {
            int[] ours = counted(row);
            int[] theirs = that.counted(row);
            if (ours.length != theirs.length) {
                return false;
            }
            for (int i = 0; i < ours.length; i++) {
                if (!classes.get(ours[i]).equals(that.classes.get(theirs[i])) || !sameCounts(ours[i], that, theirs[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The rows of the cells that are a school's own and have results, by class. */
    private int[] counted(int row) {
        return Arrays.stream(schoolNumbers[row])
                .filter(number -> Arrays.stream(assessmentNumbers).anyMatch(column -> cells.has(number, column)))
                .toArray();
    }

    private boolean sameCounts(int ours, SchoolResults that, int theirs) {
        for (int i = 0; i < assessmentNumbers.length; i++) {
            int here = assessmentNumbers[i];
            int there = that.assessmentNumbers[i];
            if (cells.has(ours, here) != that.cells.has(theirs, there)
                    || !Arrays.equals(cells.counts(ours, here), that.cells.counts(theirs, there))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * schools.hashCode() + assessments.hashCode();
    }

    private Object writeReplace() {
        int[][] numbers = IntStream.range(0, schools.size()).mapToObj(this::counted).toArray(int[][]::new);
        int[] all = Arrays.stream(numbers).flatMapToInt(Arrays::stream).toArray();
        ArrayList<String> names = new ArrayList<>();
        Arrays.stream(all).mapToObj(classes::get).forEach(names::add);
        return new Form(
                schools,
                Arrays.stream(numbers).mapToInt(own -> own.length).toArray(),
                names,
                assessments,
                new CellsForm(cells, all, assessmentNumbers));
    }

    @SuppressWarnings("unused")
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("results are read from their form");
    }

    /** Results as they are written: everything by identity, whatever the order in which it was counted. */
    private record Form(
            ArrayList<School> schools, int[] rows, ArrayList<String> classes, ArrayList<Assessment> assessments, CellsForm counts)
            implements Serializable {
        private Object readResolve() {
            int[][] numbers = new int[schools.size()][];
            for (int i = 0, row = 0; i < numbers.length; row += rows[i], i++) {
                numbers[i] = IntStream.range(row, row + rows[i]).toArray();
            }
            return new SchoolResults(
                    schools, numbers, classes, assessments, IntStream.range(0, assessments.size()).toArray(), counts.cells());
        }
    }

    @Override
    public String toString() {
        return "SchoolResults[" + schools.size() + " schools, " + assessments.size() + " assessments, " + count() + " results]";
    }
}
