package io.github.eduindicators.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.composite.CompositeResult.Stage;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The treatment of outliers, on 13 values of which two are far out. */
class TreatmentTest {
    private static final double[] X = {1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 60, 90};
    // R 4.2.2: log(X - 1 + 0.89)
    private static final double[] LOGS = {-0.116533816255952, 0.636576829071551, 0.636576829071551, 1.061256502124341, 1.061256502124341,
        1.358409157630355, 1.358409157630355, 1.587192303486781, 1.587192303486781, 1.773255997663495, 1.930071085025567,
        4.092509546276371, 4.498586700585308};

    private static double[] turned(double[] values) {
        return DoubleStream.of(values).map(x -> -x).toArray();
    }

    @Test
    void onePointIsWinsorisedAsTheExampleSays() {
        assertThat(Columns.shape(X)).containsExactly(new double[] {2.387502052256, 4.880377986085}, within(1e-11));
        OutlierTreatment.Treated treated = OutlierTreatment.jrc().apply(X);
        assertThat(treated.column()).containsExactly(1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 60, 60);
        assertThat(treated.what()).isEqualTo("winsorised");
        assertThat(Columns.shape(treated.column())).containsExactly(new double[] {2.149345875834, 3.144191804329}, within(1e-11));
    }

    @Test
    void aTailToTheLeftIsTreatedAsItsMirrorImage() {
        assertThat(OutlierTreatment.jrc().apply(turned(X)).column()).containsExactly(turned(OutlierTreatment.jrc().apply(X).column()));
        OutlierTreatment log = OutlierTreatment.jrc().withMostWinsorised(0);
        assertThat(log.apply(turned(X)).column()).containsExactly(turned(log.apply(X).column()), within(1e-12));
    }

    @Test
    void theLogarithmIsOfTheColumnAsItWas() {
        assertThat(OutlierTreatment.jrc().withMostWinsorised(0).apply(X).column()).containsExactly(LOGS, within(1e-12));
        // Setting 90 to 60 is not enough for a limit of 1: the winsorised point is taken back before the logarithm.
        OutlierTreatment.Treated treated = OutlierTreatment.jrc().withLimits(1, 1).withMostWinsorised(1).apply(X);
        assertThat(treated.what()).isEqualTo("log");
        assertThat(treated.column()).containsExactly(LOGS, within(1e-12));
    }

    @Test
    void withoutLogTheColumnStaysWinsorisedAndIsSaidToBeOutlying() {
        OutlierTreatment.Treated treated = OutlierTreatment.jrc().withLimits(1, 1).withMostWinsorised(1).withoutLog().apply(X);
        assertThat(treated.column()).endsWith(60, 60);
        assertThat(treated.outlying()).isTrue();
    }

    @Test
    void equalValuesAreWinsorisedTogether() {
        double[] tied = {1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 90, 90};
        assertThat(Columns.shape(tied)[0]).isGreaterThan(2);
        double[] treated = OutlierTreatment.jrc().withMostWinsorised(1).apply(tied).column();
        assertThat(treated).endsWith(7, 7);
        assertThat(Arrays.stream(treated).max()).hasValue(7);
    }

    @Test
    void bothSkewnessAndKurtosisMustBeFarOut() {
        // G1 2.149, G2 3.144: skewed, but not peaked enough.
        double[] skewed = {1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 60, 60};
        assertThat(OutlierTreatment.jrc().apply(skewed).what()).isEmpty();
        assertThat(OutlierTreatment.jrc().withLimits(2, 3).apply(skewed).what()).isEqualTo("winsorised");
    }

    @Test
    void fewOrEqualOrMissingValuesAreNoOutliers() {
        assertThat(OutlierTreatment.jrc().apply(new double[] {1, 1, 1000}).what()).isEmpty();
        assertThat(OutlierTreatment.jrc().apply(new double[] {5, 5, 5, 5, 5}).what()).isEmpty();
        assertThat(OutlierTreatment.jrc().apply(new double[] {Double.NaN, Double.NaN}).what()).isEmpty();
        assertThat(OutlierTreatment.jrc().apply(new double[0]).column()).isEmpty();
    }

    @Test
    void everyWinsorisedPointIsLogged() {
        CompositeIndicator composite =
                Tables.builder("index").add(Component.higher("x")).normalise(Normalisation.minMax()).treat(OutlierTreatment.jrc()).build();
        CompositeResult result = composite.evaluate(Tables.column(X), Tables.YEAR);
        assertThat(result.changes()).hasToString("[treated x of organisation u12: winsorised 90.0000 -> 60.0000]");
        assertThat(Tables.number(result.stage(Stage.IMPUTED), Tables.row(12), "x")).isEqualTo(90);
        assertThat(Tables.number(result.stage(Stage.TREATED), Tables.row(12), "x")).isEqualTo(60);
        assertThat(Tables.number(result.values(), Tables.row(12), "index")).isEqualTo(100);
    }
}
