package io.github.eduindicators.io;

import static io.github.eduindicators.io.Books.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small folder of every kind of input file, all of them sound: what mutations start from. */
final class HostileFolder {
    private HostileFolder() {}

    /** The files by name. */
    static Map<String, byte[]> files(Path scratch) {
        Map<String, byte[]> files = new TreeMap<>();
        texts().forEach((name, lines) -> files.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        files.put("export.xlsx", workbook(scratch.resolve("export.xlsx")));
        return files;
    }

    private static Map<String, List<String>> texts() {
        Map<String, List<String>> files = new TreeMap<>();
        files.put("schools.csv", lines("school,name,region,municipality,type,locality,meals", IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "s" + i + ",Школа № " + i + ",Область," + (i % 2 == 0 ? "Район" : "Город") + ",school,rural," + i * 3)));
        files.put("assessments.csv", List.of(
                "assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                "m20,VPR,2020,autumn,mathematics,4,20,6,10,15",
                "m21,ВПР,2021,spring,математика,5,20,7,11,15",
                "r21,VPR,2021,spring,russian,5,8,3,5,7"));
        files.put("results.csv", lines("assessment,school,class,pupil,score,journal_mark", IntStream.range(0, 240)
                .mapToObj(i -> (i % 2 == 0 ? "m20" : "m21") + ",s" + (1 + i % 12) + ",5А,p" + i + "," + (i * 7 + i / 12) % 21 + "," + (2 + i % 4))));
        files.put("context.csv", List.of("school,year,meals,second_shift", "s1,2020,17,0.2", "s2,2021,11,0.4"));
        files.put("tasks.csv", List.of("assessment,task,max,level,skill,planned_result",
                "m21,1,2,Б,счёт,считать", "m21,2,3,П,задачи,решать; рассуждать"));
        files.put("responses.csv", lines("assessment,school,class,pupil,task,points", IntStream.range(0, 60)
                .mapToObj(i -> "m21,s" + (1 + i / 2 % 12) + ",5А,q" + i / 2 + "," + (1 + i % 2) + "," + (i % 7 == 0 ? "X" : i % 3))));
        files.put("recheck.csv", List.of("assessment,school,work,stratum,score,expert_score,expert",
                "m21,s1,w1,random,11,9,e1", "m21,s1,w1,random,11,10,e2", "m21,s2,w2,boundary,7,7,e1"));
        files.put("noko.csv", List.of("organisation,period,variable,value", "s1,2021,respondents,120", "s1,2021,recommend,100",
                "s1,2021,org_conditions,110", "s1,2021,overall,90"));
        files.put("indicators.csv", List.of("unit_type,unit,indicator,period,value,numerator,denominator",
                "municipality,Район,young_teachers,2021,0.5,5,10", "head,s1,qualification,2021-H1,1,,", "person,t1,hours,2021,36,,"));
        files.put("competencies.csv", lines("person,school,municipality,wave,competency,points,max", IntStream.range(0, 48)
                .mapToObj(i -> "t" + i / 2 % 12 + ",s" + (1 + i / 2 % 12) + "," + ((1 + i / 2 % 12) % 2 == 0 ? "Район" : "Город") + ","
                        + (i < 24 ? "2020" : "2021") + "," + (i % 2 == 0 ? "subject" : "method") + "," + i % 11 + ",10")));
        files.put("survey.csv", lines("wave,organisation,group,question,answer,count,invited", IntStream.range(0, 48)
                .mapToObj(i -> (i < 24 ? "2020" : "2021") + ",s" + (1 + i / 2 % 12) + ",parents,q1," + (i % 2 == 0 ? "yes" : "no") + ","
                        + (5 + i % 9) + ",40")));
        files.put("measures.csv", List.of("document,number,section,measure,term,control,responsible,status,done_on",
                "Приказ от 22.06.2020 № 1,1.1,Раздел,Мера,25.12.2020,01.12.2020,Управление,исполнено,2020-12-20",
                "Приказ от 22.06.2020 № 1,1.2,Раздел,Мера,ежегодно,,Управление,,",
                "Приказ от 22.06.2020 № 1,1.3,Раздел,Мера,в течение месяца с даты проведения мониторинга,,Школы,в работе,",
                "Приказ от 22.06.2020 № 1,1.4,Раздел,Мера,,,,,"));
        files.put("files.csv", List.of("file,assessment", "export.xlsx,r21"));
        return files;
    }

    private static List<String> lines(String header, java.util.stream.Stream<String> rows) {
        List<String> lines = new ArrayList<>(List.of(header));
        rows.forEach(lines::add);
        return lines;
    }

    /** Individual results in the layout of 2026, of two schools of the register. */
    private static byte[] workbook(Path file) {
        List<List<Object>> rows = new ArrayList<>(List.of(
                row("Индивидуальные результаты"),
                row(),
                row("ВПР 2021 Русский язык 5 класс"),
                row("Предмет:", "Русский язык"),
                row("Максимальный первичный балл:", 8),
                row("Дата:", "20.04.2021"),
                row(null, null, null, null, null, "Уровень сложности задания", "Б", "П", "Б", "В"),
                row("ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
                        "1 (2б)", "9.1 (1б)", "4К1 (3б)", "4K2 (2б)", "Первичный балл", "Отметка", "Отметка по журналу")));
        for (int i = 0; i < 30; i++) {
            int total = i % 3 + i % 2 + i % 4 + (i + 1) % 3;
            rows.add(row("s" + (1 + i % 2), i % 2 == 1 ? "Район" : "Город", "Школа № " + (1 + i % 2), 9000 + i, "5А", 1,
                    i % 3, i % 2, i % 4, (i + 1) % 3, total, total >= 7 ? 5 : total >= 5 ? 4 : total >= 3 ? 3 : 2, 2 + i % 4));
        }
        Books.write(file, "РУ 5 Индивидуальные результаты", rows);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
