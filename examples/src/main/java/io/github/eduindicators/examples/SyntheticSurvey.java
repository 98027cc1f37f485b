package io.github.eduindicators.examples;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A survey of satisfaction in the schools of the synthetic region: heads, teachers, pupils and parents, five questions, two years. One
 * question is asked only of those who eat at school. How content people are is a trait of the school; in one municipality all groups are
 * less content in the second year, everywhere else nothing but chance differs.
 */
final class SyntheticSurvey {
    private static final int STREAM = -7;
    private static final List<String> WAVES =
            List.of(Integer.toString(SyntheticWork.LAST_YEAR - 1), Integer.toString(SyntheticWork.LAST_YEAR));
    private static final String EATS = "eats";
    private static final String MEALS = "meals";
    private static final String YES = "yes";
    private static final String SOMETIMES = "sometimes";
    private static final String NO = "no";
    private static final String UNDECIDED = "undecided";
    /** From the most to the least content; the first two are positive. */
    private static final List<String> GRADES = List.of("satisfied", "rather_satisfied", "rather_dissatisfied", "dissatisfied");
    /** The odds of the questions that are answered in grades. */
    private static final Map<String, Double> EASE = new TreeMap<>(Map.of("teaching", 1.6, "conditions", 0.9, "safety", 1.9, MEALS, 0.7));
    private static final double SPREAD = 0.35;
    private static final double WAVE_SPREAD = 0.1;
    private static final double FALL = -1.1;
    private static final double STRONGER = 1.5;
    private static final double SHARE_UNDECIDED = 0.04;
    private static final double SHARE_EATING = 0.6;
    private static final double SHARE_EATING_SOMETIMES = 0.2;
    /** A fallen municipality has at least so many schools, if there is one. */
    private static final int SCHOOLS = 8;

    /** Whom the survey asks: how many in a usual school, what share of them answers, and how content they are. */
    private record Group(String name, double size, int most, double response, double ease) {}

    private static final List<Group> GROUPS = List.of(
            new Group("heads", 2, 4, 0.95, 0.9),
            new Group("parents", 130, 600, 0.55, 0.0),
            new Group("pupils", 80, 350, 0.75, -0.3),
            new Group("teachers", 24, 80, 0.85, 0.5));

    private final SurveyAnswers.Builder answers = SurveyAnswers.builder();

    private SyntheticSurvey() {}

    /** The questions, in both languages. */
    static Questionnaire questionnaire() {
        return Questionnaire.of(List.of(
                graded("teaching", "Удовлетворены ли Вы качеством обучения?", "Are you satisfied with the teaching?"),
                graded("conditions", "Удовлетворены ли Вы условиями обучения?", "Are you satisfied with the conditions at school?"),
                graded("safety", "Удовлетворены ли Вы безопасностью в школе?", "Are you satisfied with the safety at school?"),
                described(Question.single(EATS), "Питаетесь ли Вы (Ваш ребёнок) в школьной столовой?", "Do you (your child) eat at school?"),
                graded(MEALS, "Удовлетворены ли Вы школьным питанием?", "Are you satisfied with the school meals?")
                        .withFilter(new Filter(EATS, new TreeSet<>(List.of(YES, SOMETIMES))))));
    }

    private static Question graded(String id, String russian, String english) {
        return described(Question.single(id).withPositive(GRADES.get(0), GRADES.get(1)), russian, english);
    }

    private static Question described(Question question, String russian, String english) {
        return question.withText(Locale.forLanguageTag("ru"), russian).withText(Locale.ENGLISH, english);
    }

    /** The answers of all schools; they depend on the seed and the school alone, and on which municipality fell. */
    static SurveyAnswers answers(long seed, List<School> schools) {
        SyntheticSurvey survey = new SyntheticSurvey();
        Optional<Municipality> fallen = fallen(schools);
        for (School school : schools) {
            survey.school(seed, school, fallen.filter(school.municipality()::equals).isPresent());
        }
        return survey.answers.build();
    }

    /** The municipality in which all groups are less content in the second year; none without schools. */
    static Optional<Municipality> fallen(List<School> schools) {
        TreeMap<Municipality, Integer> sizes = new TreeMap<>();
        schools.forEach(school -> sizes.merge(school.municipality(), 1, Integer::sum));
        Stream<Map.Entry<Municipality, Integer>> large = sizes.entrySet().stream().filter(entry -> entry.getValue() >= SCHOOLS);
        return large.min(Map.Entry.comparingByValue())
                .or(() -> sizes.entrySet().stream().max(Map.Entry.comparingByValue(Comparator.naturalOrder())))
                .map(Map.Entry::getKey);
    }

    private void school(long seed, School school, boolean falls) {
        Draws draws = Draws.of(seed, STREAM, school.id().value().hashCode());
        double level = SPREAD * draws.normal();
        double size = StrictMath.exp(0.7 * draws.normal());
        for (Group group : GROUPS) {
            int invited = Math.max(1, (int) Math.min(group.most(), StrictMath.round(group.size() * size)));
            double ease = level + group.ease() + WAVE_SPREAD * draws.normal();
            for (int wave = 0; wave < WAVES.size(); wave++) {
                Asked asked = new Asked(WAVES.get(wave), school.id(), group.name());
                answers.invited(asked, invited);
                double now = ease + WAVE_SPREAD * draws.normal() + (falls && wave == 1 ? FALL : 0);
                group(draws, asked, part(draws, invited, group.response()), now);
            }
        }
    }

    private void group(Draws draws, Asked asked, int respondents, double ease) {
        TreeMap<String, int[]> counts = new TreeMap<>();
        EASE.keySet().forEach(question -> counts.put(question, new int[GRADES.size() + 1]));
        int[] eat = new int[3];
        for (int person = 0; person < respondents; person++) {
            double uniform = draws.uniform();
            int eats = uniform < SHARE_EATING ? 0 : uniform < SHARE_EATING + SHARE_EATING_SOMETIMES ? 1 : 2;
            eat[eats]++;
            EASE.forEach((question, easeOfQuestion) -> {
                if (eats < 2 || !question.equals(MEALS)) {
                    counts.get(question)[grade(draws, ease + easeOfQuestion)]++;
                }
            });
        }
        answers.add(asked, EATS, YES, eat[0]).add(asked, EATS, SOMETIMES, eat[1]).add(asked, EATS, NO, eat[2]);
        counts.forEach((question, grades) -> {
            for (int grade = 0; grade < GRADES.size(); grade++) {
                answers.add(asked, question, GRADES.get(grade), grades[grade]);
            }
            answers.add(asked, question, UNDECIDED, grades[GRADES.size()]);
        });
    }

    /** The number of a grade, or one more for a person who is undecided. */
    private static int grade(Draws draws, double ease) {
        if (draws.chance(SHARE_UNDECIDED)) {
            return GRADES.size();
        }
        double uniform = draws.uniform();
        double logit = StrictMath.log(Math.max(uniform, Double.MIN_NORMAL) / (1 - uniform));
        return logit < ease - STRONGER ? 0 : logit < ease ? 1 : logit < ease + STRONGER ? 2 : 3;
    }

    private static int part(Draws draws, int n, double share) {
        int part = 0;
        for (int i = 0; i < n; i++) {
            part += draws.chance(share) ? 1 : 0;
        }
        return part;
    }

    /** The answers as survey.csv holds them, its header first. */
    static List<String> lines(SurveyAnswers answers) {
        List<String> lines = new ArrayList<>();
        lines.add("wave,organisation,group,question,answer,count,invited");
        for (SurveyAnswers.Sheet sheet : answers.sheets()) {
            Asked asked = sheet.asked();
            String who = String.join(",", asked.wave(), asked.organisation().code(), asked.group());
            String invited = sheet.invited().isPresent() ? Long.toString(sheet.invited().getAsLong()) : "";
            for (String question : sheet.questions()) {
                sheet.answers(question).forEach((answer, count) ->
                        lines.add(String.join(",", who, question, answer, Long.toString(count), invited)));
            }
        }
        return lines;
    }

    /** The questions as questions.csv holds them, its header first. */
    static List<String> lines(Questionnaire questionnaire) {
        List<String> lines = new ArrayList<>();
        lines.add("question,text_ru,text_en,kind,positive,filter");
        for (Question question : questionnaire.questions()) {
            String positive = GRADES.stream().filter(question::isPositive).collect(Collectors.joining("|"));
            String filter = question.filter().map(asked -> asked.question() + "=" + String.join("|", asked.answers())).orElse("");
            lines.add(String.join(",", question.id(), question.text(Locale.forLanguageTag("ru")), question.text(Locale.ENGLISH),
                    question.kind().name().toLowerCase(Locale.ROOT), positive, filter));
        }
        return lines;
    }
}
