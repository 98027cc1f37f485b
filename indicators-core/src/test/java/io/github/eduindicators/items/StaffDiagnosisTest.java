package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.StaffDiagnosis.Certainty;
import io.github.eduindicators.items.StaffDiagnosis.ChangeRow;
import io.github.eduindicators.items.StaffDiagnosis.Gain;
import io.github.eduindicators.items.StaffDiagnosis.Level;
import io.github.eduindicators.items.StaffDiagnosis.Mass;
import io.github.eduindicators.items.StaffDiagnosis.Person;
import io.github.eduindicators.items.StaffDiagnosis.Row;
import io.github.eduindicators.items.StaffDiagnosis.Standing;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Expected values are computed by hand, or in R 4 as the comments say. */
class StaffDiagnosisTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final Region AMUR = Region.of("Амурская область");
    private static final Municipality TOWN = Municipality.of(AMUR, "Тында");
    private static final Municipality DISTRICT = Municipality.of(AMUR, "Ромненский район");
    private static final SchoolId TOWN_SCHOOL = SchoolId.of("edu280001");
    private static final SchoolId OTHER_TOWN_SCHOOL = SchoolId.of("edu280002");
    private static final SchoolId RURAL_SCHOOL = SchoolId.of("edu280003");
    private static final List<School> REGISTER = List.of(
            School.builder(TOWN_SCHOOL).municipality(TOWN).build(),
            School.builder(OTHER_TOWN_SCHOOL).municipality(TOWN).build(),
            School.builder(RURAL_SCHOOL).municipality(DISTRICT).build());

    private static Unit person(String code) {
        return Unit.of(UnitType.PERSON, code);
    }

    private static CompetencyResults.Builder builder() {
        return CompetencyResults.builder(REGISTER);
    }

    private static Standing standing(double points, double max) {
        CompetencyResults results = builder().add(person("t"), TOWN_SCHOOL, "2021", "a", Score.of(points, max)).build();
        return StaffDiagnosis.withDefaults().run(results).persons("2021").get(0).standings().get(0);
    }

    @Test
    void levelsBeginAtTheirCuts() {
        assertThat(standing(11.999, 20).level()).isEqualTo(Level.LOW);
        assertThat(standing(12, 20).level()).isEqualTo(Level.MIDDLE);
        assertThat(standing(4.2, 7).level()).isEqualTo(Level.MIDDLE);
        assertThat(standing(15.999, 20).level()).isEqualTo(Level.MIDDLE);
        assertThat(standing(16, 20).level()).isEqualTo(Level.HIGH);
        assertThat(standing(0.8, 1).level()).isEqualTo(Level.HIGH);
    }

    @Test
    void aDeficitIsSureWhereItsIntervalIsBelowTheCut() {
        // R: wil(8, 20) = 0.218806532373 0.613418499238; sqrt(.4 * .6 / 19) = 0.11239029739
        Standing unsure = standing(8, 20);
        assertThat(unsure.share().lower()).isCloseTo(0.218806532373, within(1e-11));
        assertThat(unsure.share().upper()).isCloseTo(0.613418499238, within(1e-11));
        assertThat(unsure.standardError().orElseThrow()).isCloseTo(0.11239029739, within(1e-11));
        assertThat(unsure.certainty()).isEqualTo(Certainty.UNSURE);
        // R: the upper end is 0.5671 at 7 of 20, 0.5098 at 2 of 10, 0.6032 at 3 of 10, 0.5780 at 17 of 40, 0.6017 at 18 of 40
        assertThat(standing(7, 20).certainty()).isEqualTo(Certainty.SURE);
        assertThat(standing(2, 10).certainty()).isEqualTo(Certainty.SURE);
        assertThat(standing(3, 10).certainty()).isEqualTo(Certainty.UNSURE);
        assertThat(standing(17, 40).certainty()).isEqualTo(Certainty.SURE);
        assertThat(standing(18, 40).certainty()).isEqualTo(Certainty.UNSURE);
        assertThat(standing(12, 20).certainty()).isEqualTo(Certainty.UNSURE);
        assertThat(standing(19, 20).certainty()).isEqualTo(Certainty.SURE);
        assertThat(standing(0, 1).standardError()).isEmpty();
    }

    @Test
    void pointsOfLongTasksAreFewerTries() {
        CompetencyResults results = builder().add(person("t"), TOWN_SCHOOL, "2021", "a", Score.of(30, 100)).build();
        Standing percents = StaffDiagnosis.withDefaults().withPointsPerTask(10).run(results).persons("2021").get(0).standings().get(0);
        assertThat(percents.tries()).isEqualTo(10);
        assertThat(percents.certainty()).isEqualTo(Certainty.UNSURE);
        // R: 3 of 10
        assertThat(percents.share().upper()).isCloseTo(0.6032219, within(1e-7));
        assertThat(standing(30, 100).certainty()).isEqualTo(Certainty.SURE);
        assertThat(standing(300_000, 1_000_000).tries()).isEqualTo(1000);
    }

    @Test
    void aProfileNamesItsDeficitsAndWhatIsNotKnown() {
        CompetencyResults results = builder()
                .add(person("t-secret"), TOWN_SCHOOL, "2021", "a", Score.of(5, 10))
                .add(person("t-secret"), TOWN_SCHOOL, "2021", "b", Score.of(1, 10))
                .add(person("t-secret"), TOWN_SCHOOL, "2021", "c", Score.of(2, 20))
                .add(person("t-secret"), TOWN_SCHOOL, "2021", "d", Score.of(9, 10))
                .add(person("u"), TOWN_SCHOOL, "2021", "e", Score.of(9, 10))
                .add(person("u"), TOWN_SCHOOL, "2020", "f", Score.of(9, 10))
                .build();
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(results);
        Person person = staff.person(person("t-secret"), "2021").orElseThrow();
        assertThat(person.standings()).extracting(Standing::competency).containsExactly("a", "b", "c", "d");
        assertThat(person.deficits()).extracting(Standing::competency).containsExactly("b", "c", "a");
        assertThat(person.notDiagnosed()).containsExactly("e");
        assertThat(person.diagnosis().school()).isEqualTo(TOWN_SCHOOL);
        assertThat(person.unit()).isEqualTo(person("t-secret"));
        assertThat(person.toString()).contains("b 1 of 10 low").doesNotContain("secret");
        assertThat(staff.person(person("t-secret"), "2020")).isEmpty();
        assertThat(staff.persons("2019")).isEmpty();
    }

    /** So many persons of a school, of whom so many have a deficit in the competency. */
    private static void persons(CompetencyResults.Builder builder, SchoolId school, int first, int count, String competency, int low) {
        for (int i = 0; i < count; i++) {
            builder.add(person("p" + (first + i)), school, "2021", competency, Score.of(i < low ? 5 : i % 2 == 0 ? 15 : 19, 20));
        }
    }

    /** Town: a 9 of 12, b 4 of 12; district: a 3 of 11, b 2 of 11, c 5 of 10. */
    private static StaffDiagnosis.Result region() {
        CompetencyResults.Builder builder = builder();
        persons(builder, TOWN_SCHOOL, 0, 7, "a", 5);
        persons(builder, OTHER_TOWN_SCHOOL, 7, 5, "a", 4);
        persons(builder, TOWN_SCHOOL, 0, 7, "b", 0);
        persons(builder, OTHER_TOWN_SCHOOL, 7, 5, "b", 4);
        persons(builder, RURAL_SCHOOL, 20, 11, "a", 3);
        persons(builder, RURAL_SCHOOL, 20, 11, "b", 2);
        persons(builder, RURAL_SCHOOL, 20, 10, "c", 5);
        return StaffDiagnosis.withDefaults().run(builder.build());
    }

    private static Row row(StaffDiagnosis.Result staff, Unit unit, String competency) {
        return staff.rows(unit, "2021").stream().filter(row -> row.competency().equals(competency)).findFirst().orElseThrow();
    }

    @Test
    void aMassDeficitIsALargeShareBeyondChance() {
        StaffDiagnosis.Result staff = region();
        // R: pbinom(8, 12, .3, lower.tail = FALSE) and its like; p.adjust(p, "BH") over both municipalities and all competencies
        Row town = row(staff, TOWN, "a");
        assertThat(List.of(town.persons(), town.low(), town.middle(), town.high(), town.sure())).containsExactly(12L, 9L, 2L, 1L, 9L);
        assertThat(town.p().orElseThrow()).isCloseTo(0.001691655435, within(1e-12));
        assertThat(town.adjustedP().orElseThrow()).isCloseTo(0.008458277175, within(1e-12));
        assertThat(town.share().lower()).isCloseTo(0.467694665066, within(1e-11));
        assertThat(town.share().upper()).isCloseTo(0.911058331606, within(1e-11));
        assertThat(town.mass()).isEqualTo(Mass.YES);
        // 9 of 5, 2 of 15, 1 of 19 points of 20
        assertThat(town.meanShare()).isCloseTo((9 * 0.25 + 2 * 0.75 + 0.95) / 12, within(1e-15));
        Row possible = row(staff, DISTRICT, "c");
        assertThat(possible.adjustedP().orElseThrow()).isCloseTo(0.3756708315, within(1e-12));
        assertThat(possible.mass()).isEqualTo(Mass.POSSIBLE);
        assertThat(row(staff, DISTRICT, "a").mass()).isEqualTo(Mass.NO);
        assertThat(row(staff, DISTRICT, "a").adjustedP().orElseThrow()).isCloseTo(0.8590744321875, within(1e-12));
        // R: a 12 of 23, b 6 of 23, c 5 of 10 are a family of their own
        Row all = row(staff, AMUR, "a");
        assertThat(all.p().orElseThrow()).isCloseTo(0.0214480015460339, within(1e-13));
        assertThat(all.adjustedP().orElseThrow()).isCloseTo(0.0643440046381017, within(1e-13));
        assertThat(all.mass()).isEqualTo(Mass.POSSIBLE);
        Row school = row(staff, TOWN_SCHOOL, "a");
        assertThat(school.mass()).isEqualTo(Mass.INSUFFICIENT_DATA);
        assertThat(school.p()).isEmpty();
        assertThat(school.adjustedP()).isEmpty();
        assertThat(staff.rows()).hasSize(2 + 2 + 3 + 2 + 3 + 3);
    }

    @Test
    void theThresholdIsReachedInWholeNumbers() {
        CompetencyResults.Builder builder = builder();
        persons(builder, TOWN_SCHOOL, 0, 10, "a", 3);
        Row three = row(StaffDiagnosis.withDefaults().run(builder.build()), TOWN, "a");
        assertThat(three.mass()).isEqualTo(Mass.POSSIBLE);
        assertThat(row(StaffDiagnosis.withDefaults().withMassShare(31).run(builder.build()), TOWN, "a").mass()).isEqualTo(Mass.NO);
        assertThat(row(StaffDiagnosis.withDefaults().withMassShare(1).run(builder.build()), TOWN, "a").mass()).isEqualTo(Mass.YES);
        assertThat(row(StaffDiagnosis.withDefaults().withMinimumPersons(11).run(builder.build()), TOWN, "a").mass())
                .isEqualTo(Mass.INSUFFICIENT_DATA);
    }

    private static Finding finding(StaffDiagnosis.Result staff, Unit unit) {
        return staff.findings().stream().filter(finding -> finding.unit().equals(unit)).findFirst().orElseThrow();
    }

    @Test
    void everyUnitHasOneFinding() {
        StaffDiagnosis.Result staff = region();
        assertThat(staff.findings()).extracting(Finding::unit)
                .containsExactly(TOWN_SCHOOL, OTHER_TOWN_SCHOOL, RURAL_SCHOOL, DISTRICT, TOWN, AMUR);
        Finding town = finding(staff, TOWN);
        assertThat(town.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(town.category()).isEqualTo("mass-deficit");
        assertThat(town.method().id()).isEqualTo("staff/deficits");
        assertThat(town.fact("competency")).contains(Fact.of("competency", "a"));
        assertThat(town.fact("share")).contains(Fact.of("share", 0.75));
        assertThat(town.fact("persons")).contains(Fact.of("persons", 12L));
        assertThat(town.fact("wave")).contains(Fact.of("wave", "2021"));
        assertThat(town.fact("competencies")).contains(Fact.of("competencies", "a"));
        // R: 7 is the least k with pbinom(k - 1, 12, .3, lower.tail = FALSE) <= 0.05
        assertThat(town.fact("detectable").orElseThrow().number().orElseThrow()).isEqualTo(7.0 / 12);
        assertThat(town.p().orElseThrow()).isCloseTo(0.001691655435, within(1e-12));
        Finding district = finding(staff, DISTRICT);
        assertThat(district.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(district.category()).isEqualTo("possible");
        assertThat(district.fact("competency")).contains(Fact.of("competency", "c"));
        Finding school = finding(staff, TOWN_SCHOOL);
        assertThat(school.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(school.facts()).containsExactly(Fact.of("wave", "2021"), Fact.of("persons", 7L), Fact.of("minimum", 10L));
    }

    @Test
    void findingsAreToldInBothLanguagesWithoutPersons() {
        for (Finding finding : region().findings()) {
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{", "–").doesNotContainPattern("p\\d");
            assertThat(finding.explain(RUSSIAN)).doesNotContain("{", "–").doesNotContainPattern("p\\d");
        }
        assertThat(finding(region(), TOWN).explain(Locale.ENGLISH)).contains("9 of 12 persons", "75 %", "from 47 % to 91 %", "p = 0.0017");
        assertThat(finding(region(), TOWN).explain(RUSSIAN)).contains("9 из 12", "75 %", "«a»", "p = 0,0017");
        assertThat(finding(region(), DISTRICT).explain(Locale.ENGLISH)).contains("chance alone could");
        assertThat(finding(region(), TOWN_SCHOOL).explain(RUSSIAN)).contains("педагогов 7, меньше 10");
        StaffDiagnosis.Result clear = StaffDiagnosis.withDefaults().withMassShare(99).run(region().results());
        assertThat(finding(clear, AMUR).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(finding(clear, AMUR).explain(Locale.ENGLISH)).contains("in no competency", "reach 99 %").doesNotContain("–");
    }

    @Test
    void whereAllAreFarFromTheThresholdTheLargestShareIsTold() {
        CompetencyResults.Builder builder = builder();
        persons(builder, TOWN_SCHOOL, 0, 900, "a", 9);
        persons(builder, TOWN_SCHOOL, 0, 900, "b", 27);
        persons(builder, TOWN_SCHOOL, 0, 900, "c", 18);
        Finding finding = finding(StaffDiagnosis.withDefaults().run(builder.build()), AMUR);
        assertThat(finding.p()).hasValue(1);
        assertThat(finding.fact("competency")).contains(Fact.of("competency", "b"));
    }

    @Test
    void aUnitIsToldOfItsLatestWave() {
        CompetencyResults.Builder builder = builder();
        persons(builder, TOWN_SCHOOL, 0, 12, "a", 12);
        builder.add(person("p0"), TOWN_SCHOOL, "2022", "a", Score.of(20, 20));
        builder.add(person("r"), RURAL_SCHOOL, "2020", "a", Score.of(20, 20));
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(builder.build());
        assertThat(staff.latestWave(TOWN)).contains("2022");
        assertThat(staff.latestWave(DISTRICT)).contains("2020");
        assertThat(staff.latestWave(Region.of("Тульская область"))).isEmpty();
        assertThat(finding(staff, TOWN).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(row(staff, TOWN, "a").mass()).isEqualTo(Mass.YES);
        assertThat(staff.units()).containsExactly(TOWN_SCHOOL, RURAL_SCHOOL, DISTRICT, TOWN, AMUR);
    }

    @Test
    void municipalitiesOfOneNameInTwoRegionsAreApart() {
        Region tula = Region.of("Тульская область");
        SchoolId far = SchoolId.of("edu710001");
        CompetencyResults results = CompetencyResults.builder(List.of(
                        REGISTER.get(0), School.builder(far).municipality(Municipality.of(tula, "Тында")).build()))
                .add(person("t"), TOWN_SCHOOL, "2021", "a", Score.of(0, 9))
                .add(person("u"), far, "2021", "a", Score.of(9, 9))
                .build();
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(results);
        assertThat(row(staff, TOWN, "a").low()).isEqualTo(1);
        assertThat(row(staff, Municipality.of(tula, "Тында"), "a").low()).isZero();
        assertThat(staff.rows(TOWN, "2021")).hasSize(1);
    }

    private static final int[] PRE = {3, 5, 5, 6, 7, 8, 8, 9, 4, 10};
    private static final int[] POST = {7, 5, 8, 5, 7, 9, 6, 9, 7, 10};

    private static CompetencyResults.Builder twoWaves() {
        CompetencyResults.Builder builder = builder();
        for (int i = 0; i < PRE.length; i++) {
            SchoolId school = i < 5 ? TOWN_SCHOOL : RURAL_SCHOOL;
            builder.add(person("p" + i), school, "2020", "a", Score.of(PRE[i], 10));
            builder.add(person("p" + i), school, "2021", "a", Score.of(POST[i], 10));
        }
        return builder;
    }

    private static ChangeRow change(StaffDiagnosis.Change change, Unit unit, String competency) {
        return change.rows(unit).stream().filter(row -> row.competency().equals(competency)).findFirst().orElseThrow();
    }

    @Test
    void closedDeficitsAreLaidBesideWhatChanceCloses() {
        StaffDiagnosis.Change change = StaffDiagnosis.withDefaults().run(twoWaves().build()).latestChange().orElseThrow();
        ChangeRow row = change(change, AMUR, "a");
        assertThat(List.of(row.before(), row.again(), row.deficits(), row.closed(), row.remaining(), row.fresh()))
                .containsExactly(10L, 10L, 4L, 3L, 1L, 1L);
        assertThat(row.coverage()).isEqualTo(1);
        // R: method of moments of a beta law, p <- x/10; rho <- (var(p)/(m*(1-m)) - 1/10)/(1 - 1/10); a+b = 1/rho - 1;
        // sum over deficits of sum(exp(lchoose(10,y)+lbeta(a+x+y,b+20-x-y)-lbeta(a+x,b+10-x))), y in 6:10; tail of their sum by convolution
        assertThat(row.closedByChance().orElseThrow()).isCloseTo(1.711374994157431, within(1e-12));
        assertThat(row.freshByChance().orElseThrow()).isCloseTo(0.948830079206883, within(1e-12));
        assertThat(row.p().orElseThrow()).isCloseTo(0.206304107656277, within(1e-12));
        assertThat(row.closedBeyondChance().orElseThrow()).isCloseTo((3 - 1.711374994157431) / 4, within(1e-12));
        // R: wil(3, 4)
        assertThat(row.closedShare().orElseThrow().lower()).isCloseTo(0.300641842582, within(1e-11));
        // R: t.test(d)$conf.int; interval of d_z by uniroot over pt(t, 9, ncp)
        Gain gain = row.gain().orElseThrow();
        assertThat(gain.mean()).isCloseTo(0.08, within(1e-15));
        assertThat(gain.interval().lower()).isCloseTo(-0.0582200857655, within(1e-10));
        assertThat(gain.interval().upper()).isCloseTo(0.2182200857655, within(1e-10));
        Interval effect = gain.effectSize().orElseThrow();
        assertThat(effect.value()).isCloseTo(0.414039335605, within(1e-11));
        assertThat(effect.lower()).isCloseTo(-0.244123000646, within(1e-8));
        assertThat(effect.upper()).isCloseTo(1.051505315501, within(1e-8));
        ChangeRow together = change(change, AMUR, "");
        assertThat(together.closed()).isEqualTo(3);
        assertThat(together.closedByChance()).isEqualTo(row.closedByChance());
        assertThat(together.p()).isEmpty();
        // The law is the region's, the counts are the municipality's: 3, 5, 5 of the town.
        ChangeRow town = change(change, TOWN, "a");
        assertThat(List.of(town.deficits(), town.closed(), town.fresh())).containsExactly(3L, 2L, 1L);
        assertThat(town.closedByChance().orElseThrow()).isCloseTo(0.274792622387867 + 2 * 0.521837470050412, within(1e-12));
    }

    @Test
    void whoWasNotDiagnosedAgainCountsForTheCoverageAlone() {
        CompetencyResults results = twoWaves()
                .add(person("gone"), RURAL_SCHOOL, "2020", "a", Score.of(1, 10))
                .add(person("new"), RURAL_SCHOOL, "2021", "a", Score.of(1, 10))
                .add(person("other"), RURAL_SCHOOL, "2020", "a", Score.of(2, 10))
                .add(person("other"), RURAL_SCHOOL, "2021", "b", Score.of(9, 10))
                .build();
        StaffDiagnosis.Change change = StaffDiagnosis.withDefaults().run(results).change("2020", "2021");
        ChangeRow row = change(change, AMUR, "a");
        assertThat(List.of(row.before(), row.again(), row.deficits())).containsExactly(12L, 10L, 4L);
        assertThat(row.coverage()).isEqualTo(10.0 / 12);
        assertThat(change(change, AMUR, "").again()).isEqualTo(10);
        assertThat(change.rows(AMUR)).extracting(ChangeRow::competency).containsExactly("", "a");
    }

    @Test
    void aPersonCountsWhereTheFirstWaveFoundThem() {
        CompetencyResults results = builder()
                .add(person("t"), TOWN_SCHOOL, "2020", "a", Score.of(1, 10))
                .add(person("t"), RURAL_SCHOOL, "2021", "a", Score.of(9, 10))
                .build();
        StaffDiagnosis.Change change = StaffDiagnosis.withDefaults().run(results).latestChange().orElseThrow();
        assertThat(change(change, TOWN, "a").closed()).isEqualTo(1);
        assertThat(change.rows(DISTRICT)).isEmpty();
        // One person: neither the law nor a gain.
        assertThat(change(change, TOWN, "a").closedByChance()).isEmpty();
        assertThat(change(change, TOWN, "a").p()).isEmpty();
        assertThat(change(change, TOWN, "a").gain()).isEmpty();
        assertThat(change(change, TOWN, "a").closedBeyondChance()).isEmpty();
    }

    @Test
    void personsWhoAreAllAlikeDifferByNothingButChance() {
        CompetencyResults.Builder builder = builder();
        for (int i = 0; i < 12; i++) {
            builder.add(person("p" + i), TOWN_SCHOOL, "2020", "a", Score.of(5, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2021", "a", Score.of(6, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2020", "none", Score.of(0, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2021", "none", Score.of(0, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2020", "full", Score.of(10, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2021", "full", Score.of(10, 10));
        }
        StaffDiagnosis.Change change = StaffDiagnosis.withDefaults().run(builder.build()).latestChange().orElseThrow();
        ChangeRow row = change(change, AMUR, "a");
        // R: 12 * pbinom(5, 10, .5, lower.tail = FALSE) = 4.5234375
        assertThat(row.closedByChance().orElseThrow()).isCloseTo(4.5234375, within(1e-5));
        assertThat(row.gain().orElseThrow()).satisfies(gain -> {
            assertThat(gain.mean()).isCloseTo(0.1, within(1e-15));
            assertThat(gain.deviation()).isZero();
        });
        assertThat(row.gain().orElseThrow().effectSize()).isEmpty();
        assertThat(change(change, AMUR, "none").closedByChance()).hasValue(0);
        assertThat(change(change, AMUR, "none").p()).hasValue(1);
        assertThat(change(change, AMUR, "full").freshByChance()).hasValue(0);
        assertThat(change(change, AMUR, "full").closedShare()).isEmpty();
    }

    @Test
    void differencesThatDifferByRoundingAloneAreEqual() {
        CompetencyResults.Builder builder = builder();
        for (int i = 0; i < 8; i++) {
            builder.add(person("p" + i), TOWN_SCHOOL, "2020", "a", Score.of(i + 1, 10));
            builder.add(person("p" + i), TOWN_SCHOOL, "2021", "a", Score.of(i + 2, 10));
        }
        StaffDiagnosis.Change change = StaffDiagnosis.withDefaults().run(builder.build()).latestChange().orElseThrow();
        assertThat(change(change, AMUR, "a").gain().orElseThrow().effectSize()).isEmpty();
    }

    @Test
    void effectSizesBeyondAllMeasureHaveAnInterval() {
        for (double effect : new double[] {-1e9, -1e4, -37, 1e-12, 60, 1e6}) {
            for (int n : new int[] {2, 3, 50, 100_000}) {
                Interval interval = PairedEffect.interval(effect, n);
                assertThat(interval.lower()).as(effect + " of " + n).isLessThan(effect);
                assertThat(interval.upper()).isGreaterThan(effect);
            }
        }
    }

    @Test
    void nobodyIsAnAnswer() {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(builder().build());
        assertThat(staff.rows()).isEmpty();
        assertThat(staff.findings()).isEmpty();
        assertThat(staff.latestChange()).isEmpty();
        assertThat(staff.units()).isEmpty();
        assertThat(staff.persons("2021")).isEmpty();
    }

    @Test
    void wavesOfAChangeAreThereAndInOrder() {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(twoWaves().build());
        assertThatIllegalArgumentException().isThrownBy(() -> staff.change("2021", "2020")).withMessageContaining("[2020, 2021]");
        assertThatIllegalArgumentException().isThrownBy(() -> staff.change("2020", "2020"));
        assertThatIllegalArgumentException().isThrownBy(() -> staff.change("2019", "2020"));
        assertThatIllegalArgumentException().isThrownBy(() -> staff.rows(TOWN, "before"));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        StaffDiagnosis method = StaffDiagnosis.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> method.withCuts(0, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withCuts(80, 60));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withCuts(60, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withMassShare(0));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withMassShare(100));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withMinimumPersons(1));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withPointsPerTask(0));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withPointsPerTask(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> method.withAlpha(1));
        assertThat(method.withCuts(50, 70).method().parameters()).contains(Fact.of("low-cut", 50L), Fact.of("high-cut", 70L));
    }

    @Test
    void effectSizesHaveTheIntervalOfTheNoncentralLaw() {
        // R: uniroot(function(k) pt(d * sqrt(n), n - 1, k) - 0.975, ...)$root / sqrt(n), and 0.025
        double[][] oracle = {
            {0.8, 12, 0.1315095687, 1.4417537448},
            {-0.3, 5, -1.1821707743, 0.6162178636},
            {2.5, 2, -0.5919788979, 5.8233351066},
            {0, 30, -0.3578388287, 0.3578388287},
            {1.2, 200, 1.0171940799, 1.3809941317}
        };
        for (double[] row : oracle) {
            Interval interval = PairedEffect.interval(row[0], (int) row[1]);
            assertThat(interval.lower()).isCloseTo(row[2], within(2e-6));
            assertThat(interval.upper()).isCloseTo(row[3], within(2e-6));
        }
        // R: pt(1.5, 1, 0.7), pt(-2, 4, 0.5), pt(3, 11, 2.5), pt(30, 49, 28)
        assertThat(PairedEffect.lowerTail(1.5, 1, 0.7)).isCloseTo(0.627999468608, within(1e-9));
        assertThat(PairedEffect.lowerTail(-2, 4, 0.5)).isCloseTo(0.022585944070, within(1e-9));
        assertThat(PairedEffect.lowerTail(3, 11, 2.5)).isCloseTo(0.640846119980, within(1e-9));
        assertThat(PairedEffect.lowerTail(30, 49, 28)).isCloseTo(0.715608690047, within(1e-9));
    }

    @Test
    void aSecondDiagnosisHasABetaBinomialLaw() {
        List<Score> scores = Arrays.stream(PRE).mapToObj(points -> Score.of(points, 10)).toList();
        TrueShares law = TrueShares.fit(scores, 1).orElseThrow();
        // R: as in closedDeficitsAreLaidBesideWhatChanceCloses, for 10 and for 20 points
        assertThat(law.reaches(Score.of(3, 10), Score.of(0, 10), 60)).isCloseTo(0.274792622387867, within(1e-13));
        assertThat(law.reaches(Score.of(10, 10), Score.of(0, 10), 60)).isCloseTo(0.974213064041173, within(1e-13));
        assertThat(law.reaches(Score.of(3, 10), Score.of(0, 20), 60)).isCloseTo(0.194290700021017, within(1e-13));
        assertThat(law.reaches(Score.of(9, 10), Score.of(0, 20), 60)).isCloseTo(0.945053711654224, within(1e-13));
        assertThat(law.reaches(Score.of(9, 10), Score.of(0, 1_000_000), 60)).isBetween(0.9, 1.0);
        assertThat(TrueShares.fit(List.of(Score.of(1, 2)), 1)).isEmpty();
        assertThat(TrueShares.fit(List.of(Score.of(1, 1), Score.of(0, 1)), 1)).isEmpty();
    }
}
