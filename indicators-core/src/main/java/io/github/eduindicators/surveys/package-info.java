/**
 * What does a sample say of the whole: sampled studies of the PISA model, and questionnaires?
 *
 * <p>Start with {@link io.github.eduindicators.surveys.Study}, the data of a study, and
 * {@link io.github.eduindicators.surveys.StudyAnalysis}, which estimates any {@link io.github.eduindicators.surveys.Statistic}
 * with its two variances: of the sample, by a {@link io.github.eduindicators.surveys.ReplicationScheme}, and of the plausible
 * values. A study without replicate weights gets them from {@link io.github.eduindicators.surveys.ReplicateWeights}.
 * {@link io.github.eduindicators.surveys.ProficiencyLevels} says where levels begin,
 * {@link io.github.eduindicators.surveys.StudyDifference} compares groups and cycles,
 * {@link io.github.eduindicators.surveys.StudyMonitoring} runs all studies of a region. For questionnaires start with
 * {@link io.github.eduindicators.surveys.Satisfaction}.
 *
 * <pre>{@code
 * var study = Study.unweighted(6).values("reading", new double[] {480, 520, 455, 505, 530, 470})
 *         .clusters(List.of("a", "a", "b", "b", "c", "c")).build();
 * var made = ReplicateWeights.jk1().apply(study);
 * var mean = StudyAnalysis.of(made.scheme()).withFewest(5, 3).estimate(made.study(), "reading", Statistic.mean());
 * System.out.println(mean.value() + " " + mean.standardError());     // 493.3 with the error of three schools
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.surveys;

import javax.annotation.ParametersAreNonnullByDefault;
