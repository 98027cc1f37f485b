package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.JournalComparison.Part;
import io.github.eduindicators.io.FisOko.JournalComparison;
import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.io.FisOko.ReportGroup.Level;
import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the reports of ФИС ОКО with the individual results that were counted, for schools, municipalities and regions. A
 * number must be the same, a percentage the same but for its rounding to two decimals. Where the number of pupils differs
 * already, percentages are not compared, since they would only repeat it.
 *
 * <p>The schools of a municipality or region are those that bear its name in the results, or, where none does, those whose rows
 * stand under it in the report.
 */
final class ReportCheck {
    private static final String SCHOOLS = "Кол-во ОО";
    private static final String PARTICIPANTS = "Кол-во участников";
    private static final double HUNDRED = 100;

    private final String file;
    private final String sheet;
    private final Problems problems;
    private final Map<SchoolId, SchoolResult> results = new TreeMap<>();

    private ReportCheck(String file, String sheet, Assessment assessment, SchoolResults counted, Problems problems) {
        this.file = file;
        this.sheet = sheet;
        this.problems = problems;
        counted.results(assessment.id()).forEach(result -> results.put(result.school().id(), result));
        if (results.isEmpty()) {
            problems.add(Reason.REPORT_NOT_CHECKED, file, sheet, 0, "", assessment.id().value());
        }
    }

    /** Compares Ф3. */
    static void compare(MarkStatistics report, Assessment assessment, SchoolResults counted, Problems problems) {
        ReportCheck check = new ReportCheck(report.file(), report.sheet(), assessment, counted, problems);
        List<ReportGroup> groups = report.rows().stream().map(MarkStatistics.Row::group).toList();
        for (MarkStatistics.Row row : report.rows()) {
            check.group(row.group(), groups).ifPresent(group -> check.marks(row, group));
        }
    }

    /** Compares the comparison with the journal. */
    static void compare(JournalComparison report, Assessment assessment, SchoolResults counted, Problems problems) {
        ReportCheck check = new ReportCheck(report.file(), report.sheet(), assessment, counted, problems);
        List<ReportGroup> groups = report.rows().stream().map(JournalComparison.Row::group).toList();
        for (JournalComparison.Row row : report.rows()) {
            check.group(row.group(), groups).ifPresent(group -> check.journal(row, group));
        }
    }

    /** The counted results of a group: how many schools, and all their pupils; no pupil where no school has results. */
    private record Group(int schools, Optional<ScoreDistribution> scores) {
        long count() {
            return scores.map(ScoreDistribution::count).orElse(0L);
        }
    }

    private Optional<Group> group(ReportGroup group, List<ReportGroup> all) {
        if (results.isEmpty() || group.level() == Level.COUNTRY) {
            return Optional.empty();
        }
        List<SchoolResult> members = group.school()
                .map(id -> Optional.ofNullable(results.get(id)).stream().toList())
                .orElseGet(() -> members(group, all));
        if (members.isEmpty() && group.level() != Level.SCHOOL) {
            problems.add(Reason.GROUP_NOT_CHECKED, file, sheet, group.line(), "", group.name());
            return Optional.empty();
        }
        return Optional.of(new Group(members.size(), members.stream().map(SchoolResult::scores).reduce(ScoreDistribution::plus)));
    }

    private List<SchoolResult> members(ReportGroup group, List<ReportGroup> all) {
        List<SchoolResult> named = results.values().stream().filter(result -> isIn(result.school(), group)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        Set<SchoolId> below = new HashSet<>();
        for (ReportGroup other : all) {
            boolean inside = other.region().equals(group.region())
                    && (group.level() == Level.REGION || other.municipality().equals(group.municipality()));
            other.school().filter(id -> inside).ifPresent(below::add);
        }
        return results.values().stream().filter(result -> below.contains(result.school().id())).toList();
    }

    private static boolean isIn(School school, ReportGroup group) {
        boolean inRegion = same(school.region().name(), group.region());
        if (group.level() == Level.REGION) {
            return inRegion;
        }
        return same(school.municipality().name(), group.municipality()) && (inRegion || group.region().isEmpty());
    }

    private static boolean same(String name, String other) {
        return FisOkoText.key(name).equals(FisOkoText.key(other));
    }

    private void marks(MarkStatistics.Row row, Group group) {
        ReportGroup where = row.group();
        row.schools().ifPresent(schools -> number(where, SCHOOLS, schools, group.schools()));
        if (number(where, PARTICIPANTS, row.participants(), group.count())) {
            group.scores().filter(scores -> scores.scale().hasMarks()).ifPresent(scores -> {
                for (int mark = MarkTable.LOWEST; mark <= MarkTable.HIGHEST; mark++) {
                    percentage(where, String.valueOf(mark), row.percentage(mark), scores.markCount(mark), scores.count());
                }
            });
        }
    }

    private void journal(JournalComparison.Row row, Group group) {
        ReportGroup where = row.group();
        Optional<ScoreDistribution> scores = group.scores().filter(counted -> counted.scale().hasMarks());
        MarkTable marks = scores.map(ScoreDistribution::marks).orElseGet(MarkTable::empty);
        // The total of the older form may leave out the pupils without a journal mark.
        boolean onlyMarked = row.participants() == row.withJournalMark() && row.participants() == marks.count();
        boolean same = onlyMarked || number(where, PARTICIPANTS, row.participants(), group.count());
        if (same && scores.isPresent()) {
            part(where, "Понизили", row.lowered(), marks.lowered(), marks.count());
            part(where, "Подтвердили", row.confirmed(), marks.confirmed(), marks.count());
            part(where, "Повысили", row.raised(), marks.raised(), marks.count());
        }
    }

    private void part(ReportGroup where, String column, Part stated, long count, long marked) {
        if (number(where, column, stated.count(), count)) {
            percentage(where, column + " %", stated.percentage(), count, marked);
        }
    }

    private boolean number(ReportGroup where, String column, long stated, long counted) {
        if (stated != counted) {
            differs(where, column, stated + " ≠ " + counted);
        }
        return stated == counted;
    }

    private void percentage(ReportGroup where, String column, double stated, long part, long whole) {
        double counted = whole == 0 ? 0 : HUNDRED * part / whole;
        if (Math.abs(stated - counted) > FisOkoReports.ROUNDING) {
            differs(where, column, String.format(Locale.ROOT, "%s ≠ %.2f", stated, counted));
        }
    }

    private void differs(ReportGroup where, String column, String both) {
        problems.add(Reason.AGGREGATE_DIFFERS, file, sheet, where.line(), column, both);
    }
}
