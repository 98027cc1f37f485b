package io.github.eduindicators.io;

import static io.github.eduindicators.io.Books.row;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small folder of every kind of input file, all of them sound: what mutations start from. */
final class HostileFolder {
    /** Part of every code of a pupil, person or work, and of nothing else. */
    static final String CODE = "zq";

    private static final String SCHOOL = "edu280001";
    private static final int PUPILS = 30;

    /** The columns that hold a code, by file; of files that are not named here no column does. */
    static final Map<String, Set<String>> CODES = Map.of(
            "results.csv", Set.of("pupil"), "responses.csv", Set.of("pupil"), "recheck.csv", Set.of("work", "expert"),
            "competencies.csv", Set.of("person"), "indicators.csv", Set.of("unit"), "dump2020.csv", Set.of("code"),
            "dump2021.csv", Set.of("код обучающегося"), "study_pisa.csv", Set.of("pupil"));
    /** Workbooks with codes. */
    static final Set<String> BOOKS_WITH_CODES = Set.of("dump2022.xlsx", "export.xlsx", "form_" + SCHOOL + ".xlsx");

    private HostileFolder() {}

    /** The files by name; a name may have a folder before it. */
    static Map<String, byte[]> files(Path scratch) {
        Map<String, byte[]> files = new TreeMap<>();
        texts().forEach((name, lines) -> files.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        books().forEach((name, sheets) -> files.put(name, bytes(Books.write(scratch.resolve(name), sheets))));
        files.put("recommendations.json", resource("/io/github/eduindicators/io/methodology/recommendations-v1.json"));
        return files;
    }

    private static Map<String, List<String>> texts() {
        Map<String, List<String>> files = new TreeMap<>(management());
        files.put("schools.csv", Stream.concat(
                        lines("school,name,region,municipality,type,locality,meals", IntStream.rangeClosed(1, 12)
                                .mapToObj(i -> "s" + i + ",Школа № " + i + ",Область," + municipality(i) + ",school,rural," + i * 3))
                        .stream(),
                        Stream.of(SCHOOL + ",Лицей,Область,Район,school,urban,7"))
                .toList());
        files.put("assessments.csv", List.of(
                "assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                "m20,VPR,2020,autumn,mathematics,4,20,6,10,15",
                "m21,ВПР,2021,spring,математика,5,20,7,11,15",
                "m22,VPR,2022,spring,mathematics,6,16,6,10,13",
                "r21,VPR,2021,spring,russian,5,8,3,5,7",
                "r22,VPR,2022,spring,russian,6,8,3,5,7"));
        files.put("results.csv", lines("assessment,school,class,pupil,score,journal_mark", IntStream.range(0, 240)
                .mapToObj(i -> (i % 2 == 0 ? "m20" : "m21") + ",s" + (1 + i % 12) + ",5А,zqp" + i + "," + (i * 7 + i / 12) % 21 + ","
                        + (2 + i % 4))));
        files.put("context.csv", List.of("school,year,meals,second_shift", "s1,2020,17,0.2", "s2,2021,11,0.4"));
        files.put("tasks.csv", List.of("assessment,task,max,level,skill,planned_result",
                "m21,1,2,Б,счёт,считать", "m21,2,3,П,задачи,решать; рассуждать"));
        files.put("responses.csv", lines("assessment,school,class,pupil,task,points", IntStream.range(0, 60)
                .mapToObj(i -> "m21,s" + (1 + i / 2 % 12) + ",5А,zqr" + i / 2 + "," + (1 + i % 2) + "," + (i % 7 == 0 ? "X" : i % 3))));
        files.put("recheck.csv", List.of("assessment,school,work,stratum,score,expert_score,expert",
                "m21,s1,zqw1,random,11,9,zqe1", "m21,s1,zqw1,random,11,10,zqe2", "m21,s2,zqw2,boundary,7,7,zqe1"));
        files.put("dump2020.csv", List.of(
                "groups,user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,Учебник",
                "vpr,s1,1,zqd1,4,f,5Б,1,3,11,1,X,10,Моро", "vpr,s2,2,zqd2,3,m,5Б,1,3,7,1,0,6,Моро", "vpr,s3,2,zqd3,,m,5Б,1,3,,,,,Моро"));
        files.put("dump2021.csv", List.of(
                "логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,вариант,"
                        + "всего баллов,балл за 1,балл за 2,Учебник",
                "s1,22,1,zqd4,4,ж,5Б,1,5,2,3,Моро", "s2,22,2,zqd5,3,м,НЕТ,2,1,1,Х,Моро", "s3,22,3,zqd6,5,м,5Б,,,,,Моро"));
        files.put("files.csv", List.of("file,assessment", "export.xlsx,r21", "dump2020.csv,m20", "dump2021.csv,m21", "dump2022.xlsx,m22",
                "form_" + SCHOOL + ".xlsx,r22"));
        return files;
    }

    private static Map<String, List<String>> management() {
        Map<String, List<String>> files = new TreeMap<>();
        files.put("noko.csv", List.of("organisation,period,variable,value", "s1,2021,respondents,120", "s1,2021,recommend,100",
                "s1,2021,org_conditions,110", "s1,2021,overall,90"));
        files.put("indicators.csv", List.of("unit_type,unit,indicator,period,value,numerator,denominator",
                "municipality,Район,young_teachers,2021,0.5,5,10", "head,s1,qualification,2021-H1,1,,", "person,zqt1,hours,2021,36,,"));
        files.put("competencies.csv", lines("person,school,municipality,wave,competency,points,max", IntStream.range(0, 48)
                .mapToObj(i -> "zqt" + i / 2 % 12 + ",s" + (1 + i / 2 % 12) + "," + municipality(1 + i / 2 % 12) + ","
                        + (i < 24 ? "2020" : "2021") + "," + (i % 2 == 0 ? "subject" : "method") + "," + i % 11 + ",10")));
        files.put("modules.csv", List.of("module,competency,hours,title_ru,title_en,prerequisites",
                "mod1,subject,8,Числа,Numbers,", "mod2,method,16,Уроки,Lessons,subject"));
        files.put("survey.csv", lines("wave,organisation,group,question,answer,count,invited", IntStream.range(0, 48)
                .mapToObj(i -> (i < 24 ? "2020" : "2021") + ",s" + (1 + i / 2 % 12) + ",parents,q1," + (i % 2 == 0 ? "yes" : "no") + ","
                        + (5 + i % 9) + ",40")));
        files.put("questions.csv", List.of("question,text_ru,text_en,kind,positive,filter",
                "q1,Питается ли ребёнок?,Does the child eat here?,single,yes,", "q2,Вкусно ли?,Good?,scale,4+,q1=yes|sometimes",
                "q3,Чего не хватает?,,multiple,,"));
        files.put("studies.csv", List.of(
                "study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error,gradient",
                "Model,2021,reading,study_pisa.csv,cluster,w,,PV*READ,gender|locality,school,stratum,400|480,0,escs",
                "Model,2021,science,study_pisa.csv,JK1,w,,PV1SCIE,gender,school,,timss,,"));
        files.put("study_pisa.csv", lines("pupil,school,stratum,w,gender,locality,escs,PV1READ,PV2READ,PV1SCIE", IntStream.range(0, 60)
                .mapToObj(i -> "zqs" + i + ",k" + i / 6 + ",t" + i / 12 + ",1.5," + (i % 2 == 0 ? "f" : "m") + ",rural,"
                        + i % 7 / 10.0 + "," + (400 + i * 37 % 150) + "," + (405 + i * 37 % 150) + "," + (380 + i * 11 % 170))));
        files.put("measures.csv", List.of("document,number,section,measure,term,control,responsible,status,done_on",
                "Приказ от 22.06.2020 № 1,1.1,Раздел,Мера,25.12.2020,01.12.2020,Управление,исполнено,2020-12-20",
                "Приказ от 22.06.2020 № 1,1.2,Раздел,Мера,ежегодно,,Управление,,",
                "Приказ от 22.06.2020 № 1,1.3,Раздел,Мера,в течение месяца с даты проведения мониторинга,,Школы,в работе,",
                "Приказ от 22.06.2020 № 1,1.4,Раздел,Мера,,,,,"));
        files.put("events.csv", List.of("event,date", "проведение мониторинга,15.02.2021", "начало учебного года,2020-09-01"));
        files.put("decisions.csv", List.of("decision,date,document,recommendation,unit_type,unit,indicator,text",
                "D-1,2020-11-05,Протокол № 7,one,school,s1,mean_z;fail_share:down,Утвердить",
                "D-2,05.11.2020,,,municipality,Район,pass_rate,", "D-3,2020-11-05,,,region,Область,,"));
        files.put("methodologies/own.json", List.of("""
                {"format": "education-indicators/methodology", "version": 1, "id": "school-year", "edition": "2021",
                 "title": "Показатели школ", "status": "regional", "source": "Приказ № 7", "validFrom": "2021-01-01",
                 "validTo": "2021-12-31", "unitTypes": ["school"], "levelScale": "points",
                 "levels": [{"code": "low", "title": "низкий", "range": "[0;2)", "attention": true},
                            {"code": "enough", "title": "достаточный", "range": "[2;3]"}],
                 "root": {"code": "all", "title": "Всего", "aggregation": "sum", "children": [
                   {"code": "pass", "title": {"ru": "Успеваемость", "en": "Pass rate"},
                    "source": {"metric": "pass_rate", "factor": 100},
                    "rule": {"type": "bands", "range": "[0;100]", "bands": [{"range": "[0;50)", "points": 0},
                      {"range": "[50;80)", "points": 1}, {"range": "[80;100]", "points": 2}]}},
                   {"code": "site", "title": "Сведения", "evidence": "Сайт", "source": {"metric": "site_complete"},
                    "rule": {"type": "flag", "points": 1}}]}}""".split("\n")));
        return files;
    }

    private static String municipality(int school) {
        return school % 2 == 0 ? "Район" : "Город";
    }

    private static List<String> lines(String header, Stream<String> rows) {
        List<String> lines = new ArrayList<>(List.of(header));
        rows.forEach(lines::add);
        return lines;
    }

    /** The workbooks, cell by cell. */
    static Map<String, Map<String, List<List<Object>>>> books() {
        Map<String, Map<String, List<List<Object>>>> books = new TreeMap<>();
        books.put("export.xlsx", Map.of("РУ 5 Индивидуальные результаты", individual()));
        books.put("marks.xlsx", Map.of("РУ 5 Статистика по отметкам", marks()));
        books.put("journal.xlsx", Map.of("РУ 5 Сравнение отметок", journal()));
        books.put("dump2022.xlsx", Map.of("Протокол", List.of(
                row("Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант",
                        "4.2 (2б) ", "5(1) (1б)", "5(2) (1б)", "6(12б)", "Наименование класса", "Пол",
                        "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"),
                row("s1", 22, "reg220000 | Область", "reg22_m019 | Город", "s1 | Школа № 1",
                        "12.04.2022", "zqd7", 1, 2, 1, "X", 9, "6А", "ж", 4, 12),
                row("s2", 22, "reg220000 | Область", "reg22_m020 | Район", "s2 | Школа № 2",
                        "12.04.2022", "zqd8", "отсутствовал", null, null, null, null, "6А", "м", 4, 0))));
        books.put("form_" + SCHOOL + ".xlsx", Map.of("Протокол", List.of(
                row("Код участника", "Вариант", "1 (2б)", "9.1 (1б)", "4К1 (3б)", "4K2 (2б)",
                        "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"),
                row("zqf1", 1, 2, "X", 3, 1, 1, 4, 6),
                row("zqf2", "2", "0", "1", "Х", "0", "1", "нет отметки", "1"),
                row("zqf3", "отсутствовал", null, null, null, null, 1, 3, 0))));
        return books;
    }

    private static List<List<Object>> head(String report) {
        return new ArrayList<>(List.of(row(report), row(), row("ВПР 2021 Русский язык 5 класс"), row("Предмет:", "Русский язык"),
                row("Максимальный первичный балл:", 8), row("Дата:", "20.04.2021")));
    }

    /** Individual results in the layout of 2026, of two schools of the register. */
    private static List<List<Object>> individual() {
        List<List<Object>> rows = head("Индивидуальные результаты");
        rows.add(row(null, null, null, null, null, "Уровень сложности задания", "Б", "П", "Б", "В"));
        rows.add(row("ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
                "1 (2б)", "9.1 (1б)", "4К1 (3б)", "4K2 (2б)", "Первичный балл", "Отметка", "Отметка по журналу"));
        for (int i = 0; i < PUPILS; i++) {
            rows.add(row("s" + (1 + i % 2), municipality(1 + i % 2), "Школа № " + (1 + i % 2), "zqx" + i, "5А", 1,
                    i % 3, i % 2, i % 4, (i + 1) % 3, total(i), mark(i), journalMark(i)));
        }
        return rows;
    }

    private static int total(int i) {
        return i % 3 + i % 2 + i % 4 + (i + 1) % 3;
    }

    private static int mark(int i) {
        return total(i) >= 7 ? 5 : total(i) >= 5 ? 4 : total(i) >= 3 ? 3 : 2;
    }

    private static int journalMark(int i) {
        return 2 + i % 4;
    }

    private static double percent(long part, long whole) {
        return Math.round(part * 10_000.0 / whole) / 100.0;
    }

    /** Marks of the region and of a municipality, of the same pupils. */
    private static List<List<Object>> marks() {
        List<List<Object>> rows = head("Статистика по отметкам");
        rows.add(row("Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5));
        for (int step = 1; step <= 2; step++) {
            int by = step;
            List<Object> cells = new ArrayList<>(step == 1 ? row("Область", 2, PUPILS) : row("Город(reg22_m019)", 1, PUPILS / 2));
            for (int m = 2; m <= 5; m++) {
                int mark = m;
                cells.add(percent(IntStream.range(0, PUPILS).filter(i -> i % by == 0 && mark(i) == mark).count(), PUPILS / by));
            }
            rows.add(cells);
        }
        return rows;
    }

    /** Marks of the region against those of the journal. */
    private static List<List<Object>> journal() {
        List<List<Object>> rows = head("Сравнение отметок с отметками по журналу");
        List<Object> header = new ArrayList<>(row("Группы участников", "Кол-во участников(всего)"));
        List<Object> cells = new ArrayList<>(row("Область", PUPILS));
        int sign = -1;
        for (String words : List.of("Понизили (Отметка < Отметка по журналу)", "Подтвердили (Отметка = Отметке по журналу)",
                "Повысили (Отметка > Отметка по журналу)")) {
            int wanted = sign++;
            long count = IntStream.range(0, PUPILS).filter(i -> Integer.signum(mark(i) - journalMark(i)) == wanted).count();
            header.addAll(List.of(words + " %", words + " Кол-во участников"));
            cells.addAll(List.of(percent(count, PUPILS), count));
        }
        rows.add(header);
        rows.add(cells);
        return rows;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = HostileFolder.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
