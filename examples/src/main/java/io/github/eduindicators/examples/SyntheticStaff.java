package io.github.eduindicators.examples;

import io.github.eduindicators.items.LearningPath.Catalogue;
import io.github.eduindicators.items.LearningPath.Module;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two diagnoses of one or two teachers of each synthetic school in eight competencies, a year apart. Each teacher has a lasting level; some
 * do not come again, and some have not done all parts. The teachers of the municipality with the most schools lack one competency, and
 * all teachers were trained in another between the diagnoses.
 */
final class SyntheticStaff {
    static final String BEFORE = Integer.toString(SyntheticWork.LAST_YEAR - 1);
    static final String AFTER = Integer.toString(SyntheticWork.LAST_YEAR);
    /** What the planted municipality lacks. */
    static final String LACKING = "методические/оценивание результатов";
    /** What everybody was trained in. */
    static final String TRAINED = "методические/цифровая среда";

    private static final int STREAM = -11;
    private static final List<String> COMPETENCIES = List.of(
            "предметные/содержание предмета",
            "предметные/решение задач",
            LACKING,
            TRAINED,
            "психолого-педагогические/мотивация",
            "психолого-педагогические/особые потребности",
            "коммуникативные/работа с родителями",
            "коммуникативные/обратная связь");
    private static final int[] MAX = {24, 30, 24, 20, 24, 20, 24, 20};
    private static final double[] EASE = {1.5, 1.2, 1.3, 0.5, 1.4, 1.2, 1.5, 1.4};
    private static final double TEACHER_SD = 0.45;
    private static final double OWN_SD = 0.3;
    private static final double LACKED = 1.5;
    private static final double LEARNT = 0.9;
    private static final double TWO_TEACHERS = 0.6;
    private static final double AGAIN = 0.85;
    private static final double PART_DONE = 0.97;

    private SyntheticStaff() {}

    static CompetencyResults of(long seed, List<School> schools) {
        CompetencyResults.Builder results = CompetencyResults.builder(schools);
        Municipality lacking = planted(schools);
        for (int number = 0; number < schools.size(); number++) {
            School school = schools.get(number);
            Draws draws = Draws.of(seed, STREAM, number);
            int teachers = draws.chance(TWO_TEACHERS) ? 2 : 1;
            for (int teacher = 1; teacher <= teachers; teacher++) {
                Unit person = Unit.of(UnitType.PERSON, "t-" + (number + 1) + "-" + teacher);
                diagnose(results, draws, school, person, school.municipality().equals(lacking));
            }
        }
        return results.build();
    }

    private static void diagnose(CompetencyResults.Builder results, Draws draws, School school, Unit person, boolean lacking) {
        double level = TEACHER_SD * draws.normal();
        boolean again = draws.chance(AGAIN);
        for (int i = 0; i < COMPETENCIES.size(); i++) {
            String competency = COMPETENCIES.get(i);
            double ease = EASE[i] + level + OWN_SD * draws.normal() - (lacking && competency.equals(LACKING) ? LACKED : 0);
            add(results, draws, school, person, BEFORE, i, ease);
            if (again) {
                add(results, draws, school, person, AFTER, i, ease + (competency.equals(TRAINED) ? LEARNT : 0));
            }
        }
    }

    private static void add(CompetencyResults.Builder results, Draws draws, School school, Unit person, String wave, int number, double ease) {
        double chance = 1 / (1 + StrictMath.exp(-ease));
        int points = 0;
        for (int task = 0; task < MAX[number]; task++) {
            points += draws.chance(chance) ? 1 : 0;
        }
        if (draws.chance(PART_DONE)) {
            results.add(person, school.id(), wave, COMPETENCIES.get(number), Score.of(points, MAX[number]));
        }
    }

    /** The results as competencies.csv holds them, its header first. */
    static List<String> lines(CompetencyResults results) {
        List<String> lines = new ArrayList<>();
        lines.add("person,school,municipality,wave,competency,points,max");
        for (CompetencyResults.Diagnosis diagnosis : results.diagnoses()) {
            diagnosis.scores().forEach((competency, score) -> lines.add(String.join(",",
                    diagnosis.person().code(), diagnosis.school().value(), diagnosis.municipality().name(), diagnosis.wave(), competency,
                    Long.toString(Math.round(score.points())), Long.toString(Math.round(score.max())))));
        }
        return lines;
    }

    /** The municipality whose teachers lack {@link #LACKING}: the one with the most schools, the first by name of several. */
    static Municipality planted(List<School> schools) {
        Map<Municipality, Integer> sizes = new TreeMap<>();
        schools.forEach(school -> sizes.merge(school.municipality(), 1, Integer::sum));
        return sizes.entrySet().stream()
                .max(Map.Entry.<Municipality, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow(() -> new IllegalArgumentException("at least one school is needed"))
                .getKey();
    }

    /** A small catalogue of modules for the competencies. */
    static Catalogue catalogue() {
        return Catalogue.of(
                Module.of("subject-1", COMPETENCIES.get(0), 36).withTitles("Содержание предмета: трудные темы", "The subject: difficult topics"),
                Module.of("subject-2", COMPETENCIES.get(1), 24)
                        .withTitles("Решение задач повышенного уровня", "Solving harder problems")
                        .withPrerequisites(COMPETENCIES.get(0)),
                Module.of("assessment", LACKING, 24)
                        .withTitles("Формирующее оценивание и критерии", "Formative assessment and criteria")
                        .withPrerequisites(COMPETENCIES.get(0)),
                Module.of("digital", TRAINED, 16).withTitles("Цифровая образовательная среда на уроке", "Digital tools in the lesson"),
                Module.of("motivation", COMPETENCIES.get(4), 18).withTitles("Учебная мотивация", "Motivation to learn"),
                Module.of("needs", COMPETENCIES.get(5), 36)
                        .withTitles("Обучающиеся с особыми потребностями", "Pupils with special needs")
                        .withPrerequisites(COMPETENCIES.get(4)),
                Module.of("parents", COMPETENCIES.get(6), 12).withTitles("Работа с родителями", "Working with parents"));
    }

    /** The modules as modules.csv holds them, its header first. */
    static List<String> lines(Catalogue modules) {
        List<String> lines = new ArrayList<>();
        lines.add("module,competency,hours,title_ru,title_en,prerequisites");
        for (Module module : modules.modules()) {
            lines.add(String.join(",", module.id(), module.competency(), Integer.toString(module.hours()),
                    module.title(Locale.forLanguageTag("ru")), module.title(Locale.ENGLISH), String.join(";", module.prerequisites())));
        }
        return lines;
    }
}
