package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.surveys.StudyMonitoring;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was planted is found, and little else. */
class SyntheticStudyTest {
    private static final List<School> SCHOOLS = SyntheticRegion.standard().schools();
    private static final Region REGION = SCHOOLS.get(0).region();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_211_004})
    void whatWasPlantedIsFound(long seed) {
        List<Wave> waves = SyntheticStudy.of(seed, SCHOOLS);
        assertThat(waves).hasSize(4);
        assertThat(waves.get(0).data().study().clusters()).hasValue(40);
        StudyMonitoring.Result result = StudyMonitoring.withDefaults().run(waves, List.of(REGION));
        for (Finding finding : result.findings()) {
            boolean fell = SyntheticStudy.planted().containsKey(finding.fact("domain").orElseThrow().value().toString());
            assertThat(finding.outcome()).as(finding.toString()).isEqualTo(fell ? Outcome.FLAGGED : Outcome.CLEAR);
            if (fell) {
                assertThat(finding.effect().orElseThrow().lower()).isLessThan(-SyntheticStudy.FALL);
                assertThat(finding.effect().orElseThrow().upper()).isGreaterThan(-SyntheticStudy.FALL).isNegative();
            }
        }
        assertThat(result.findings()).hasSize(2);
        for (Row row : result.rows()) {
            if (row.statistic().equals("difference_mean") && row.label().equals(SyntheticStudy.VILLAGES)) {
                assertThat(row.value().orElseThrow()).isNegative();
            }
            if (row.statistic().equals("gradient_slope")) {
                assertThat(row.interval().orElseThrow().lower()).isPositive();
            }
        }
    }

    @Test
    void filesHoldTheSameStudy() {
        var files = SyntheticStudy.files(1, SCHOOLS);
        assertThat(files.keySet()).containsExactly("studies.csv", "study_pisa_model_" + SyntheticStudy.BEFORE + ".csv",
                "study_pisa_model_" + SyntheticStudy.AFTER + ".csv");
        Wave last = SyntheticStudy.of(1, SCHOOLS).get(2);
        List<String> lines = files.get("study_pisa_model_" + SyntheticStudy.AFTER + ".csv");
        assertThat(lines).hasSize(last.data().study().pupils() + 1);
        double sum = lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",")[2])).sum();
        assertThat(last.data().study().totalWeight()).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void aRegionOfFewSchoolsIsSampledWhole() {
        List<School> few = SyntheticRegion.standard().withSchools(8).schools();
        List<Wave> waves = SyntheticStudy.of(1, few);
        assertThat(waves.get(0).data().study().clusters().orElseThrow()).isEqualTo(8);
        assertThat(StudyMonitoring.withDefaults().run(waves, List.of(REGION)).findings()).isNotEmpty();
    }
}
