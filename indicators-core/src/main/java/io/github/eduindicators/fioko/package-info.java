/**
 * The practice that regions know: the signs of non-objective results of ФИОКО 2019, the index of regions and municipalities, and
 * repetition over the years. It is kept exactly as published, beside {@link io.github.eduindicators.fioko.FiokoSigns.Result#expectedFalseAlarms}
 * that says how many of its flags chance alone explains; the evidence with known error rates is in {@code objectivity}.
 *
 * <p>Start with {@link io.github.eduindicators.fioko.FiokoSigns}:
 *
 * <pre>{@code
 * var signs = FiokoSigns.withDefaults().run(results);
 * signs.signs();                                                    // who, which sign, which year
 * signs.index();                                                    // region and municipalities, by year
 * }</pre>
 *
 * <p>A sign is a reason to look, never a verdict: Russian rules forbid judging teachers by ВПР.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.fioko;

import javax.annotation.ParametersAreNonnullByDefault;
