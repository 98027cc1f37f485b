package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.benchmarks.power.StudyParameters.Variant;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A synthetic world: results of schools, and what was planted in which. The same seed and parameters give the same world. */
final class StudyWorld {
    static final List<Subject> SUBJECTS = List.of(Subject.RUSSIAN, Subject.MATHEMATICS);
    static final String RURAL = "rural";
    static final String TOWN = "town";
    static final String LOW_INCOME = "low_income_share";
    static final String QUALIFIED = "qualified_teachers_share";

    private static final int MUNICIPALITIES = 40;
    private static final int PLAN = 1;
    private static final int REGION = 2;
    private static final int PLACE = 3;
    private static final int WORK = 4;

    /** Log odds of the four regions of the variant, around the ordinary ones. */
    private static final double[] REGIONAL = {-1.4, -0.5, 0.4, 1.2};

    private final SchoolResults results;
    private final List<Truth> truths;

    private StudyWorld(SchoolResults results, List<Truth> truths) {
        this.results = results;
        this.truths = List.copyOf(truths);
    }

    static StudyWorld generate(StudyParameters parameters, long seed) {
        StudyPlan plan = StudyPlan.of(parameters, Stream.of(seed, PLAN));
        List<StudyWork> works = works(parameters, seed);
        ScoreTally tally = ScoreTally.create();
        for (StudyWork work : works) {
            work.join(tally);
        }
        List<School> register = new ArrayList<>();
        List<Truth> truths = new ArrayList<>();
        int regions = parameters.regions();
        Region[] region = new Region[regions];
        double[] regionLevel = new double[regions];
        double[] regionLeniency = new double[regions];
        for (int i = 0; i < regions; i++) {
            Stream draws = Stream.of(seed, REGION, i);
            region[i] = Region.of(regions == 1 ? "Synthetic region" : "Synthetic region " + (i + 1));
            regionLevel[i] = regions == 1 ? 0 : parameters.levels().region() * draws.normal();
            regionLeniency[i] = parameters.leniency().region() * draws.normal()
                    + (parameters.is(Variant.REGIONAL_LENIENCY) ? REGIONAL[i] : 0);
        }
        for (int number = 0; number < parameters.schools(); number++) {
            StudySchool school = new StudySchool(parameters, plan, seed, number);
            int home = number % regions;
            int place = number / regions % Math.max(1, MUNICIPALITIES / regions);
            double placeLevel = parameters.levels().municipality() * Stream.of(seed, PLACE, home, place).normal();
            SchoolId id = SchoolId.of(String.format(Locale.ROOT, "s%05d", number));
            School.Builder entry = School.builder(id)
                    .name("School " + number)
                    .municipality(Municipality.of(region[home], String.format(Locale.ROOT, "District %02d", place)))
                    .type(school.type())
                    .locality(school.rural() ? RURAL : TOWN);
            if (!parameters.is(Variant.NO_CONTEXT)) {
                entry.context(LOW_INCOME, school.lowIncome()).context(QUALIFIED, school.qualified());
            }
            register.add(entry.build());
            double cohort = school.write(works, regionLevel[home] + placeLevel, regionLeniency[home], tally, id.value());
            truths.add(new Truth(id, plan.violation(number), plan.scope(number), plan.lookAlike(number), cohort));
        }
        return new StudyWorld(tally.snapshot().withSchools(register), truths);
    }

    private static List<StudyWork> works(StudyParameters parameters, long seed) {
        List<StudyWork> works = new ArrayList<>();
        for (int subject = 0; subject < StudyParameters.SUBJECTS; subject++) {
            for (int grade = 0; grade < StudyParameters.GRADES; grade++) {
                StudyParameters.Work spec = parameters.work(subject, grade);
                ScoreScale scale = ScoreScale.of(spec.max(), spec.three(), spec.four(), spec.five());
                ScoreLaw law = ScoreLaw.of(spec, parameters.is(Variant.LUMPY));
                for (int year = 0; year < parameters.years(); year++) {
                    int calendar = parameters.firstYear() + year;
                    Assessment assessment =
                            Assessment.vpr(calendar, SUBJECTS.get(subject), StudyParameters.FIRST_GRADE + grade, scale);
                    // Keyed by the calendar year: the last two years of four are the two of the short variant.
                    double shift = parameters.levels().work() * Stream.of(seed, WORK, subject, grade, calendar).normal();
                    works.add(new StudyWork(subject, grade, year, assessment, law, shift, parameters));
                }
            }
        }
        return works;
    }

    SchoolResults results() {
        return results;
    }

    /** One element a school, by number, which is also the order of identities. */
    List<Truth> truths() {
        return truths;
    }
}
