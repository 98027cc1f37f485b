import io.github.eduindicators.examples.SyntheticRegion
locale = Locale.ENGLISH
var region = SyntheticRegion.standard().withSchools(120)
var review = Review.standard().run(region.input())
// 1. Which schools call for a look, and what speaks for it?
show(review.schools().stream().filter(school -> school.outcome() == Outcome.FLAGGED))
// 2. Why this one?
var school = SchoolId.of("edu990033")
show(review.screening().findings(school).stream().filter(finding -> finding.outcome() == Outcome.FLAGGED))
show(review.screening().combined(school))
// 3. How many of the flags would chance alone give?
show(review.screening().summaries())
// 4. What did the school write? The marks 3, 4 and 5 start at 7, 11 and 15 points.
var maths = AssessmentId.of("ma5-2021")
show(review.results().distribution(school, maths))
// 5. Where does it stand in the region, in this work and over the years? And a school without a flag?
show(review.results().distribution(maths, region.region()).map(ScoreDistribution::mean))
var overall = review.trends().overall().get(region.region())
show(overall.series(school))
show(review.effectiveness().rankings().get(region.region()).ranks().rank(SchoolId.of("edu990026")))
// 6. How objective is the region, year by year?
show(review.index().stream().filter(row -> row.unit() instanceof Region))
// 7. Which schools have low results, and why?
show(review.effectiveness().members("shnor-federal"), 3)
show(review.effectiveness().members("shnor-federal").get(0))
// 8. Who improves, and where will the surest of them be next year?
show(overall.schools().improving(0.05).rows(), 5)
var surest = overall.schools().improving(0.05).rows().get(0)
show(overall.forecast().next(surest.key(), Period.of(2022)))
// 9. How is the head of the school scored, and what is advised?
var head = Unit.of(UnitType.HEAD, school.code())
show(review.criteria().scorecards().stream().flatMap(cards -> cards.of(head).stream()))
show(review.recommendations().stream().filter(advice -> advice.unit().equals(school)))
// 10. What is wrong in my file?
var maths5 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15))
var loaded = ResultsCsv.of(List.of(maths5)).read(Path.of("examples/jshell/results.csv"))
show(loaded.problems())
