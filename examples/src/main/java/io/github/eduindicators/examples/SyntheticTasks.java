package io.github.eduindicators.examples;

import io.github.eduindicators.examples.SyntheticRegion.Planted;
import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The responses to tasks of the latest works in mathematics and Russian of grade 5: the score of each pupil dealt out over the
 * tasks, so that points add up to the score of the results.
 *
 * <p>The maxima of tasks are those published for 2021; levels of Russian, skills and planned results are worded here. At a given
 * score every way to earn it is as likely as under a Rasch model with tasks of several steps; schools differ a little in what
 * they stress. Planted: some schools, and the schools of one municipality, are weak in one skill at any score ({@link #deficits},
 * {@link #municipality}); in schools where copying was planted, pupils of a class with the same score mostly have the same
 * answers.
 */
final class SyntheticTasks {
    /** What the planted municipality is weak in, in mathematics. */
    static final String MUNICIPAL_SKILL = "Текстовые задачи";

    private static final int STREAM = -13;
    private static final int PLAN = -14;
    private static final String DISTRICT = "Синтетический городской округ 38";
    private static final double SKILL_SD = 0.12;
    private static final double TASK_SD = 0.12;
    /** In logits of a step: about a quarter of the points of the skill. */
    private static final double DEFICIT = 1.5;
    private static final double MUNICIPAL_DEFICIT = 1.0;
    private static final double DEFICIT_SCHOOLS = 0.06;
    private static final int DEFICIT_PUPILS = 40;
    private static final double COPIED = 0.8;
    private static final double LEFT_OUT = 0.08;
    private static final double LEFT_OUT_AT_END = 0.3;

    /** A task, and how hard a step of it is. */
    private record Described(Task task, double difficulty) {}

    private static final List<Described> MATHEMATICS = List.of(
            task("1", 1, "Б", -1.2, "Обыкновенные дроби", "Выполнять действия с дробями"),
            task("2", 1, "Б", -0.9, "Десятичные дроби", "Выполнять действия с дробями"),
            task("3", 1, "Б", -0.1, "Обыкновенные дроби", "Выполнять действия с дробями"),
            task("4", 1, "Б", 0.5, MUNICIPAL_SKILL, "Решать задачи; Строить рассуждение"),
            task("5", 1, "Б", -0.8, "Уравнения", "Находить неизвестный компонент действия"),
            task("6", 2, "Б", 0.2, MUNICIPAL_SKILL, "Решать задачи; Строить рассуждение"),
            task("7", 1, "Б", 0.0, MUNICIPAL_SKILL, "Решать задачи"),
            task("8", 1, "Б", 0.9, "Проценты", "Решать задачи"),
            task("9", 2, "Б", -0.2, "Порядок действий", "Выполнять действия с дробями"),
            task("10", 2, "Б", 0.6, MUNICIPAL_SKILL, "Решать задачи; Строить рассуждение"),
            task("11.1", 1, "Б", -2.0, "Таблицы и диаграммы",
                    "Извлекать информацию из таблиц и диаграмм; Читать и преобразовывать информацию"),
            task("11.2", 1, "Б", -1.3, "Таблицы и диаграммы",
                    "Извлекать информацию из таблиц и диаграмм; Читать и преобразовывать информацию"),
            task("12.1", 1, "Б", -0.3, "Геометрические фигуры", "Вычислять расстояния и площади"),
            task("12.2", 1, "Б", 0.4, "Геометрические фигуры", "Вычислять расстояния и площади"),
            task("13", 1, "П", 0.8, "Геометрические фигуры", "Представлять тела в пространстве; Строить рассуждение"),
            task("14", 2, "П", 2.3, "Логические задачи", "Решать задачи; Строить рассуждение"));
    private static final List<Described> RUSSIAN = List.of(
            task("1К1", 4, "Б", -0.2, "Орфография", "Соблюдать нормы письма"),
            task("1К2", 3, "Б", 0.3, "Пунктуация", "Соблюдать нормы письма"),
            task("1К3", 2, "Б", -2.2, "Списывание", "Соблюдать нормы письма"),
            task("2К1", 3, "Б", 0.1, "Фонетика", "Проводить языковой разбор"),
            task("2К2", 3, "Б", 0.3, "Словообразование", "Проводить языковой разбор"),
            task("2К3", 3, "Б", 0.9, "Морфология", "Проводить языковой разбор"),
            task("2К4", 3, "Б", 0.6, "Синтаксис", "Проводить языковой разбор"),
            task("3", 2, "Б", -0.8, "Орфоэпия", "Соблюдать нормы речи"),
            task("4.1", 3, "Б", -0.6, "Морфология", "Опознавать части речи"),
            task("4.2", 2, "Б", 0.5, "Морфология", "Опознавать части речи"),
            task("5.1", 2, "Б", 0.2, "Прямая речь и обращение", "Анализировать предложение"),
            task("5.2", 2, "Б", 0.8, "Прямая речь и обращение", "Анализировать предложение"),
            task("6.1", 2, "Б", 0.1, "Прямая речь и обращение", "Анализировать предложение"),
            task("6.2", 1, "Б", 0.9, "Синтаксис", "Анализировать предложение"),
            task("7.1", 2, "Б", 0.2, "Пунктуация", "Анализировать предложение"),
            task("7.2", 1, "Б", 0.8, "Синтаксис", "Анализировать предложение"),
            task("8", 2, "П", 0.6, "Смысловое чтение", "Определять основную мысль; Смысловое чтение"),
            task("9", 2, "П", 0.3, "Смысловое чтение", "Находить информацию в тексте; Смысловое чтение"),
            task("10", 1, "Б", 0.0, "Типы речи", "Определять тип речи"),
            task("11", 1, "Б", -0.5, "Лексика", "Толковать слова по контексту; Смысловое чтение"),
            task("12", 1, "Б", -0.9, "Лексика", "Подбирать синонимы и антонимы"));
    private static final List<SyntheticWork> WORKS = List.of(SyntheticWork.MATHEMATICS_5, SyntheticWork.RUSSIAN_5);
    private static final List<String> WEAK_SKILLS = List.of("Геометрические фигуры", "Прямая речь и обращение");

    private final long seed;
    private final SortedMap<SchoolId, Planted> violations;
    private final TreeMap<SchoolId, List<Row>> rows = new TreeMap<>();
    private final TreeMap<SchoolId, String> deficits = new TreeMap<>();

    /** A result of the region. */
    private record Row(SyntheticWork work, School school, String schoolClass, String pupil, int score) {}

    /** What to do with the responses of one pupil. */
    @FunctionalInterface
    interface Consumer {
        void accept(Assessment assessment, School school, String schoolClass, String pupil, int[] points);
    }

    private SyntheticTasks(SyntheticRegion region, long seed) {
        this.seed = seed;
        this.violations = region.planted();
        Map<Assessment, SyntheticWork> works = new HashMap<>();
        WORKS.forEach(work -> works.put(work.assessment(SyntheticWork.LAST_YEAR), work));
        region.forEachResult((assessment, school, schoolClass, pupil, score, journalMark) -> {
            SyntheticWork work = works.get(assessment);
            if (work != null) {
                rows.computeIfAbsent(school.id(), id -> new ArrayList<>()).add(new Row(work, school, schoolClass, pupil, score));
            }
        });
        rows.forEach((id, own) -> {
            boolean usual = !violations.containsKey(id) && !own.get(0).school().municipality().name().equals(DISTRICT);
            Draws draws = Draws.of(seed, PLAN, number(id));
            if (usual && draws.chance(DEFICIT_SCHOOLS) && own.size() >= DEFICIT_PUPILS * WORKS.size()) {
                deficits.put(id, WEAK_SKILLS.get(draws.below(WEAK_SKILLS.size())));
            }
        });
    }

    static SyntheticTasks of(SyntheticRegion region, long seed) {
        return new SyntheticTasks(region, seed);
    }

    private static Described task(String id, int max, String level, double difficulty, String skill, String plannedResult) {
        return new Described(Task.of(id, max).withLevel(level).withSkill(skill).withPlannedResult(plannedResult), difficulty);
    }

    private static int number(SchoolId id) {
        return Integer.parseInt(id.value().substring(id.value().length() - 4));
    }

    /** The schools that are weak in a skill, and in which. */
    SortedMap<SchoolId, String> deficits() {
        return Collections.unmodifiableSortedMap(deficits);
    }

    /** The municipality whose schools are weak in {@link #MUNICIPAL_SKILL}. */
    Municipality municipality() {
        return Municipality.of(SyntheticRegion.standard().region(), DISTRICT);
    }

    private static List<Described> described(SyntheticWork work) {
        return work == SyntheticWork.MATHEMATICS_5 ? MATHEMATICS : RUSSIAN;
    }

    private static List<Task> tasks(SyntheticWork work) {
        return described(work).stream().map(Described::task).toList();
    }

    /** One element a work. */
    List<TaskResponses> responses() {
        Map<Assessment, TaskResponses.Builder> builders = new TreeMap<>();
        for (SyntheticWork work : WORKS) {
            Assessment assessment = work.assessment(SyntheticWork.LAST_YEAR);
            builders.put(assessment, TaskResponses.builder(assessment, tasks(work)));
        }
        forEach((assessment, school, schoolClass, pupil, points) ->
                builders.get(assessment).add(school.id(), schoolClass, points));
        return builders.values().stream().map(TaskResponses.Builder::build).toList();
    }

    /** Hands on the responses of each pupil, school by school. */
    void forEach(Consumer consumer) {
        rows.forEach((id, own) -> {
            for (SyntheticWork work : WORKS) {
                school(id, work, own.stream().filter(row -> row.work() == work).toList(), consumer);
            }
        });
    }

    private void school(SchoolId id, SyntheticWork work, List<Row> pupils, Consumer consumer) {
        if (pupils.isEmpty()) {
            return;
        }
        Draws draws = Draws.of(seed, STREAM, number(id), work.ordinal());
        Dealer dealer = new Dealer(described(work), difficulties(pupils.get(0).school(), work, draws));
        boolean copying = violations.containsKey(id) && violations.get(id).kind() == Violation.COPYING
                && violations.get(id).years().contains(SyntheticWork.LAST_YEAR);
        Map<String, int[]> first = new HashMap<>();
        for (Row row : pupils) {
            int[] points = dealer.deal(row.score(), draws);
            if (copying && draws.chance(COPIED)) {
                points = first.computeIfAbsent(row.schoolClass() + row.score(), key -> dealer.deal(row.score(), draws)).clone();
            }
            consumer.accept(work.assessment(SyntheticWork.LAST_YEAR), row.school(), row.schoolClass(), row.pupil(), points);
        }
    }

    /** How hard each task is at a school: for the region, for what it stresses, and for what was planted. */
    private double[] difficulties(School school, SyntheticWork work, Draws draws) {
        Map<String, Double> skills = new TreeMap<>();
        List<Described> tasks = described(work);
        double[] difficulties = new double[tasks.size()];
        for (int task = 0; task < difficulties.length; task++) {
            String skill = tasks.get(task).task().skill();
            double stress = skills.computeIfAbsent(skill, name -> SKILL_SD * draws.normal());
            boolean weak = skill.equals(deficits.get(school.id()));
            boolean district = skill.equals(MUNICIPAL_SKILL) && school.municipality().name().equals(DISTRICT);
            difficulties[task] = tasks.get(task).difficulty() + stress + TASK_SD * draws.normal()
                    + (weak ? DEFICIT : 0) + (district ? MUNICIPAL_DEFICIT : 0);
        }
        return difficulties;
    }

    /** Deals scores out over the tasks of one school. */
    private static final class Dealer {
        private final int[] max;
        /** By task and points, how likely they are but for what the score asks for. */
        private final double[][] weights;
        /** By task and sum, how likely the tasks from it on give the sum. */
        private final double[][] rest;

        Dealer(List<Described> tasks, double[] difficulties) {
            max = tasks.stream().mapToInt(each -> each.task().max()).toArray();
            weights = new double[max.length][];
            rest = new double[max.length + 1][Arrays.stream(max).sum() + 1];
            rest[max.length][0] = 1;
            for (int task = max.length - 1; task >= 0; task--) {
                weights[task] = new double[max[task] + 1];
                double ways = 1;
                for (int points = 0; points <= max[task]; points++) {
                    weights[task][points] = ways * StrictMath.exp(-points * difficulties[task]);
                    ways = ways * (max[task] - points) / (points + 1);
                    for (int sum = points; sum < rest[task].length; sum++) {
                        rest[task][sum] += weights[task][points] * rest[task + 1][sum - points];
                    }
                }
            }
        }

        int[] deal(int score, Draws draws) {
            int[] points = new int[max.length];
            int left = score;
            for (int task = 0; task < max.length; task++) {
                double at = draws.uniform() * rest[task][left];
                int most = Math.min(max[task], left);
                while (points[task] < most) {
                    at -= weights[task][points[task]] * rest[task + 1][left - points[task]];
                    if (at < 0) {
                        break;
                    }
                    points[task]++;
                }
                // Rounding may end at points after which the tasks left cannot earn the rest.
                while (rest[task + 1][left - points[task]] == 0) {
                    points[task]--;
                }
                left -= points[task];
                if (points[task] == 0 && draws.chance(LEFT_OUT + (LEFT_OUT_AT_END - LEFT_OUT) * task / max.length)) {
                    points[task] = TaskResponses.NOT_ATTEMPTED;
                }
            }
            return points;
        }
    }

    /** Writes {@code tasks.csv} and {@code responses.csv} into a folder, in UTF-8 with commas. */
    void writeTo(Path folder) throws IOException {
        StringBuilder tasks = new StringBuilder("assessment,task,max,level,skill,planned_result\n");
        for (SyntheticWork work : WORKS) {
            String assessment = work.assessment(SyntheticWork.LAST_YEAR).id().value();
            for (Task task : tasks(work)) {
                tasks.append(String.join(",", assessment, task.id(), Integer.toString(task.max()), task.level(), task.skill(),
                        task.plannedResult())).append('\n');
            }
        }
        Files.writeString(folder.resolve("tasks.csv"), tasks, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        try (Writer out = Files.newBufferedWriter(folder.resolve("responses.csv"), StandardOpenOption.CREATE_NEW)) {
            out.write("assessment,school,class,pupil,task,points\n");
            Map<Assessment, List<Task>> of = new HashMap<>();
            WORKS.forEach(work -> of.put(work.assessment(SyntheticWork.LAST_YEAR), tasks(work)));
            forEach((assessment, school, schoolClass, pupil, points) -> {
                String key = String.join(",", assessment.id().value(), school.id().value(), schoolClass, pupil) + ",";
                for (int task = 0; task < points.length; task++) {
                    line(out, key + of.get(assessment).get(task).id() + ","
                            + (points[task] == TaskResponses.NOT_ATTEMPTED ? "X" : Integer.toString(points[task])) + "\n");
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void line(Writer out, String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
