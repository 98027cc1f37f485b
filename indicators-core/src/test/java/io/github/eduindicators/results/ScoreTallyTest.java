package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.stats.QuantileType;
import io.github.eduindicators.stats.SpearmanFormula;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoreTallyTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final SchoolId ONE = SchoolId.of("edu280001");

    @Test
    void countsScoresAndJournalMarks() {
        ScoreTally tally = ScoreTally.create().add(ONE, MATHS, 7, 3).add(ONE, MATHS, 7, 4).add(ONE, MATHS, 20, 5).add(ONE, MATHS, 0);
        ScoreDistribution scores = tally.snapshot().distribution(ONE, MATHS.id()).orElseThrow();
        assertThat(scores.count()).isEqualTo(4);
        assertThat(scores.count(7)).isEqualTo(2);
        assertThat(scores.count(7, 4)).isEqualTo(1);
        assertThat(scores.count(0, ScoreDistribution.NO_MARK)).isEqualTo(1);
        assertThat(scores.sum()).isEqualTo(34);
        assertThat(scores.mean()).hasValue(8.5);
        // Sample variance of 0, 7, 7, 20: (72.25 + 2.25 + 2.25 + 132.25) / 3
        assertThat(scores.variance()).hasValueCloseTo(209.0 / 3, within(1e-12));
        assertThat(scores.quantile(0.5, QuantileType.TYPE_7)).hasValue(7);
        assertThat(scores.markCount(3)).isEqualTo(2);
        assertThat(scores.markShare(5)).hasValue(0.25);
        assertThat(scores.marks()).isEqualTo(MarkTable.of(new int[][] {{0, 0, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 1}}));
        assertThat(scores.spearman(SpearmanFormula.PEARSON_OF_MIDRANKS)).hasValueCloseTo(Math.sqrt(0.75), within(1e-12));
    }

    @Test
    void sayWhatIsWrongAndCountNothing() {
        ScoreTally tally = ScoreTally.create();
        assertThatThrownBy(() -> tally.add(ONE, MATHS, 21)).hasMessage("score must be within 0..20, got 21");
        assertThatThrownBy(() -> tally.add(ONE, MATHS, -1)).hasMessageContaining("0..20");
        assertThatThrownBy(() -> tally.add(ONE, MATHS, 3, 1)).hasMessageContaining("2..5");
        assertThatThrownBy(() -> tally.add(ONE, MATHS, 3, 6)).hasMessageContaining("2..5");
        assertThatThrownBy(() -> tally.add(5, 0, 3, 0)).hasMessageContaining("school must be a number of this tally");
        assertThatThrownBy(() -> tally.add(0, 9, 3, 0)).hasMessageContaining("assessment must be a number of this tally");
        assertThat(tally.snapshot().count()).isZero();
    }

    @Test
    void anotherScaleUnderTheSameIdentityIsRefusedAndNothingIsMerged() {
        Assessment other = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(25, 7, 11, 15));
        ScoreTally tally = ScoreTally.create().add(ONE, MATHS, 5);
        ScoreTally wrong = ScoreTally.create().add(ONE, Assessment.vpr(2020, Subject.RUSSIAN, 5, ScoreScale.of(45)), 5).add(ONE, other, 5);
        SchoolResults before = tally.snapshot();
        assertThatThrownBy(() -> tally.merge(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(MATHS.id().value());
        assertThat(tally.snapshot()).isEqualTo(before);
    }

    @Test
    void aSnapshotDoesNotChangeWhenTheTallyGoesOn() {
        ScoreTally tally = ScoreTally.create().add(ONE, MATHS, 5);
        SchoolResults snapshot = tally.snapshot();
        tally.add(ONE, MATHS, 5).add(SchoolId.of("other"), MATHS, 1);
        assertThat(snapshot.count()).isEqualTo(1);
        assertThat(snapshot.schools()).hasSize(1);
        assertThat(tally.snapshot().count()).isEqualTo(3);
    }

    @Test
    void countsGoOnBeyondSixteenBits() {
        ScoreTally tally = ScoreTally.create();
        int school = tally.school("edu280001");
        int maths = tally.assessment(MATHS);
        for (int i = 0; i < 200_001; i++) {
            tally.add(school, maths, 9, 4);
        }
        ScoreTally twice = ScoreTally.create().merge(tally).merge(tally);
        assertThat(tally.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(200_001);
        assertThat(twice.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(400_002);
        assertThat(twice.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(10)).isZero();
    }

    @Test
    void bothLoginsOfASchoolAreOneSchool() {
        ScoreTally tally = ScoreTally.create().add(SchoolId.of("sch280001"), MATHS, 5);
        tally.add(tally.school("SCH280001"), tally.assessment(MATHS), 6, 0);
        tally.add(tally.school("edu280001"), tally.assessment(MATHS), 7, 0);
        assertThat(tally.snapshot().schools()).extracting(School::id).containsExactly(ONE);
        assertThat(tally.snapshot().count()).isEqualTo(3);
    }

    @Test
    void theRegisterDescribesAndAddsSchools() {
        Region region = Region.of("R");
        School described = School.builder(ONE).name("Школа 1").municipality(Municipality.of(region, "M")).build();
        School empty = School.builder(SchoolId.of("edu280009")).municipality(Municipality.of(region, "M")).build();
        SchoolResults results = ScoreTally.create().add(ONE, MATHS, 5).add(SchoolId.of("x"), MATHS, 6).snapshot()
                .withSchools(List.of(empty, described));
        assertThat(results.schools()).extracting(s -> s.id().value()).containsExactly("edu280001", "edu280009", "x");
        assertThat(results.school(ONE)).contains(described);
        assertThat(results.schools(region)).hasSize(2);
        assertThat(results.results(SchoolId.of("edu280009"))).isEmpty();
        assertThat(results.distribution(MATHS.id(), region).orElseThrow().histogram()[5]).isEqualTo(1);
        assertThat(results.distribution(MATHS.id(), Region.of("other"))).isEmpty();
        assertThat(results.count()).isEqualTo(2);
        assertThatThrownBy(() -> results.withSchools(List.of(empty, empty))).hasMessageContaining("edu280009");
    }

    @Test
    void aTallyAndItsResultsSurviveSerialisation() throws IOException, ClassNotFoundException {
        ScoreTally tally = ScoreTally.create().add(ONE, MATHS, 5, 3).add(SchoolId.of("x"), MATHS, 6);
        ScoreTally copy = (ScoreTally) roundTrip(tally);
        copy.add(ONE, MATHS, 7);
        tally.add(ONE, MATHS, 7);
        assertThat(copy.snapshot()).isEqualTo(tally.snapshot()).isEqualTo(roundTrip(tally.snapshot()));
    }

    private static Object roundTrip(Object value) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(value)))) {
            return in.readObject();
        }
    }

    @Test
    void emptyAndSingleGroupsHaveNoStatisticsThatNeedMore() {
        ScoreDistribution nobody = ScoreDistribution.empty(MATHS.scale());
        assertThat(nobody.mean()).isEmpty();
        assertThat(nobody.variance()).isEmpty();
        assertThat(nobody.quantile(0.5, QuantileType.TYPE_7)).isEmpty();
        assertThat(nobody.markShare(2)).isEmpty();
        ScoreDistribution single = nobody.plus(ScoreTally.create().add(ONE, MATHS, 5).snapshot().distribution(ONE, MATHS.id()).orElseThrow());
        assertThat(single.mean()).hasValue(5);
        assertThat(single.variance()).isEmpty();
        assertThat(single.minus(single)).isEqualTo(nobody);
        assertThatThrownBy(() -> nobody.minus(single)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScoreDistribution.empty(ScoreScale.of(100)).markCount(3)).hasMessageContaining("no marks");
        assertThatThrownBy(() -> ScoreDistribution.of(MATHS.scale(), 1, 2)).hasMessageContaining("21").hasMessageContaining("got 2");
    }

    @Test
    void varianceIsExactAlsoWhereTheSumsAreLarge() {
        int[] counts = new int[1001];
        counts[1000] = 2_000_000_000;
        counts[999] = 2_000_000_000;
        ScoreDistribution large = ScoreDistribution.of(ScoreScale.of(1000), counts);
        // n = 4e9 values, half one apart from the other half: 0.25 n / (n - 1)
        assertThat(large.variance()).hasValueCloseTo(0.25 * 4e9 / (4e9 - 1), within(1e-15));
        assertThat(large.mean()).hasValue(999.5);
    }

    @Test
    void aTallyMergedIntoAnEmptyOneIsThatTallyAndBothGoOnByThemselves() {
        ScoreTally counted = ScoreTally.create().add(ONE, MATHS, 5, 3).add(SchoolId.of("x"), "5А", MATHS, 6, 0);
        counted.school("without results");
        ScoreTally merged = ScoreTally.create().merge(counted);
        assertThat(merged.snapshot()).isEqualTo(counted.snapshot());
        merged.add(ONE, MATHS, 5, 3);
        counted.add(ONE, MATHS, 20, 4);
        assertThat(merged.snapshot().distribution(ONE, MATHS.id()).orElseThrow().histogram()[5]).isEqualTo(2);
        assertThat(merged.snapshot().distribution(ONE, MATHS.id()).orElseThrow().histogram()[20]).isZero();
        assertThat(counted.snapshot().distribution(ONE, MATHS.id()).orElseThrow().histogram()[5]).isEqualTo(1);
        assertThat(merged.snapshot().count()).isEqualTo(3);
    }

    @Test
    void aTallyMergedIntoItselfHasAllTwice() {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < 200; i++) {
            tally.add(ONE, MATHS, 9, 4);
        }
        tally.merge(tally);
        assertThat(tally.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(400);
        tally.merge(tally);
        assertThat(tally.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(800);
    }

    @Test
    void manySchoolsAtOnceHaveTheNumbersOfOneAtATime() {
        String[] ids = {"edu280001", "sch280001", "other", new String("edu280001"), "EDU280002", "edu280002", "other"};
        ScoreTally tally = ScoreTally.create();
        int first = tally.school("other");
        int[] numbers = new int[6];
        tally.schools(ids, 1, numbers);
        assertThat(numbers).containsExactly(
                tally.school("edu280001"), first, tally.school("sch280001"), tally.school("edu280002"), tally.school("EDU280002"), first);
        assertThat(tally.snapshot().schools()).extracting(s -> s.id().value()).containsExactly("edu280001", "edu280002", "other");
        assertThatThrownBy(() -> tally.schools(ids, 2, numbers)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tally.schools(new String[] {" "}, 0, new int[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void schoolsWhoseNamesHaveOneHashAreToldApart() {
        ScoreTally tally = ScoreTally.create();
        List<String> names = new ArrayList<>(List.of(""));
        for (int i = 0; i < 10; i++) {
            names = names.stream().flatMap(name -> Stream.of(name + "Aa", name + "BB")).toList();
        }
        assertThat(names.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
        List<Integer> numbers = names.stream().map(tally::school).toList();
        assertThat(numbers).doesNotHaveDuplicates().hasSize(1_024);
        assertThat(names.stream().map(tally::school)).isEqualTo(numbers);
        assertThat(tally.snapshot().schools()).hasSize(1_024);
    }

    @Test
    void theBytesOfResultsDoNotDependOnHowTheyWereCounted() throws IOException {
        Assessment russian = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39));
        ScoreTally whole = ScoreTally.create();
        ScoreTally first = ScoreTally.create();
        ScoreTally second = ScoreTally.create();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            SchoolId school = SchoolId.of("s" + random.nextInt(150));
            Assessment work = random.nextBoolean() ? MATHS : russian;
            int score = random.nextInt(3);
            whole.add(school, i % 5 == 0 ? "5А" : "", work, score, 0);
            (random.nextInt(3) == 0 ? first : second).add(school, i % 5 == 0 ? "5А" : "", work, score, 0);
        }
        first.school("a row of nothing", "5Б");
        whole.school("a row of nothing");
        byte[] expected = bytes(whole.snapshot());
        assertThat(bytes(second.merge(first).snapshot())).isEqualTo(expected);
        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
        whole.add(ONE, MATHS, 0);
        assertThat(bytes(whole.snapshot())).isNotEqualTo(expected);
    }

    @Test
    void theNumbersOfATallyOutliveSerialisation() throws IOException, ClassNotFoundException {
        ScoreTally tally = ScoreTally.create();
        int school = tally.school("SCH280001", "5А");
        int other = tally.school("other");
        int maths = tally.assessment(MATHS);
        for (int i = 0; i < 70_000; i++) {
            tally.add(school, maths, 9, 4);
        }
        tally.add(other, maths, 20, 0);
        ScoreTally copy = (ScoreTally) roundTrip(tally);
        copy.add(school, maths, 9, 4);
        assertThat(copy.school("edu280001", "5А")).isEqualTo(school);
        assertThat(copy.school("other")).isEqualTo(other);
        assertThat(copy.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(70_001);
        assertThat(tally.snapshot().distribution(ONE, MATHS.id()).orElseThrow().count(9, 4)).isEqualTo(70_000);
    }

    @Test
    void bytesThatEndTooEarlyOrHaveBeenChangedAreNotRead() throws IOException {
        byte[] whole = bytes(ScoreTally.create().add(ONE, MATHS, 5, 3).snapshot());
        int refused = 0;
        for (int at = whole.length - 16; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] = 127;
            try {
                SchoolResults read = (SchoolResults) new ObjectInputStream(new ByteArrayInputStream(changed)).readObject();
                assertThat(read.schools()).hasSize(1);
            } catch (IOException | ClassNotFoundException | RuntimeException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(part)).readObject()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void distributionsAreTheSameHoweverLargeTheirCounts() {
        int[] counts = new int[21];
        counts[7] = 255;
        counts[20] = 3;
        ScoreDistribution narrow = ScoreDistribution.of(MATHS.scale(), counts);
        counts[7] = 1;
        counts[20] = 0;
        ScoreDistribution one = ScoreDistribution.of(MATHS.scale(), counts);
        ScoreDistribution wide = narrow.plus(one);
        assertThat(wide.histogram()[7]).isEqualTo(256);
        assertThat(wide.count(7, ScoreDistribution.NO_MARK)).isEqualTo(256);
        assertThat(wide.sum()).isEqualTo(256 * 7 + 60);
        assertThat(wide.markCount(3)).isEqualTo(256);
        assertThat(wide.markCount(5)).isEqualTo(3);
        assertThat(wide.markCount(2) + wide.markCount(4)).isZero();
        assertThat(wide.minus(one)).isEqualTo(narrow).hasSameHashCodeAs(narrow).isNotEqualTo(wide);
        assertThat(ScoreDistribution.sum(MATHS.scale(), List.of(one, narrow, wide)).count(7)).isEqualTo(512);
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
