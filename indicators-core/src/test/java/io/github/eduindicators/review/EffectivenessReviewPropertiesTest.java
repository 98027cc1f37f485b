package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EffectivenessReviewPropertiesTest {
    private static final List<Assessment> WORKS = List.of(
            Assessment.vpr(2020, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15)),
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(3, 1, 2, 3)),
            Assessment.builder(Procedure.EGE, 2021, Subject.RUSSIAN).grade(11).scale(ScoreScale.of(100, 36)).build(),
            Assessment.builder(Procedure.PISA, 2021, Subject.of("reading")).grade(9).scale(ScoreScale.of(1000)).build());

    /** Few schools or many, some without context, some without results, in one region or two. */
    private static SchoolResults results(long seed, boolean shuffled) {
        Random random = new Random(seed);
        List<School> register = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        int schools = 1 + random.nextInt(25);
        for (int i = 0; i < schools; i++) {
            SchoolId id = SchoolId.of("s" + i);
            School.Builder school = School.builder(id).municipality(Municipality.of(Region.of("R" + random.nextInt(2)), "M" + random.nextInt(2)));
            if (random.nextInt(4) > 0) {
                school.context("x", random.nextInt(5));
            }
            register.add(school.build());
            for (Assessment work : WORKS) {
                int pupils = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
                for (int pupil = 0; pupil < pupils; pupil++) {
                    rows.add(new Object[] {id, work, random.nextInt(work.scale().max() + 1)});
                }
            }
        }
        if (shuffled) {
            Collections.shuffle(rows, new Random(1));
            Collections.shuffle(register, new Random(2));
        }
        ScoreTally tally = ScoreTally.create();
        rows.forEach(row -> tally.add((SchoolId) row[0], (Assessment) row[1], (int) row[2], ScoreDistribution.NO_MARK));
        return tally.snapshot().withSchools(register);
    }

    private static List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows(Review.Result review) {
        List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows = new ArrayList<>();
        review.effectiveness().forEach((key, value) -> rows.add(Map.entry(key, value)));
        return rows;
    }

    @Property(tries = 40)
    void rowsAreSortedWholeAndSayWhyTheyAreBlank(@ForAll long seed) {
        Review.Result review = Review.standard().run(results(seed, false));
        List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows = rows(review);
        assertThat(rows).extracting(Map.Entry::getKey).isSorted().doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> {
            IndicatorValue value = row.getValue();
            assertThat(value.value().isPresent() || !value.note().isEmpty()).as(row.toString()).isTrue();
            value.interval().ifPresent(i -> assertThat(i.value()).as(row.toString()).isBetween(i.lower(), i.upper()));
            if (row.getKey().indicator().endsWith("_rate") || row.getKey().indicator().endsWith("_share")) {
                value.interval().ifPresent(i -> assertThat(i.lower() >= 0 && i.upper() <= 1).as(row.toString()).isTrue());
            }
        });
        for (School school : review.results().schools()) {
            assertThat(rows.stream().anyMatch(row -> row.getKey().unit().equals(school.id())))
                    .as(school.id().value()).isEqualTo(!review.results().results(school.id()).isEmpty());
        }
    }

    @Property(tries = 15)
    void theOrderOfResultsAndSchoolsMakesNoDifference(@ForAll long seed) {
        Review.Result one = Review.standard().run(results(seed, false));
        Review.Result other = Review.standard().run(results(seed, true));
        assertThat(rows(other)).isEqualTo(rows(one));
        assertThat(other.lists()).hasToString(one.lists().toString());
        assertThat(other.findings()).isEqualTo(one.findings());
    }
}
