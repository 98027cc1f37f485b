/**
 * What the hot paths cost, and a guard that fails when they cost more than they may.
 *
 * <p>{@link io.github.eduindicators.benchmarks.TallyBenchmark} measures counting beside a loop written by hand, {@link
 * io.github.eduindicators.benchmarks.ScreeningBenchmark} the screening, and {@link io.github.eduindicators.benchmarks.Guard} runs
 * what the build must hold:
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar TallyBenchmark -prof gc
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.Guard
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.benchmarks;

import javax.annotation.ParametersAreNonnullByDefault;
