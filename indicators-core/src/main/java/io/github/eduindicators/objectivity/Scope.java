package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Where a violation may lie: in one subject or all, in one grade or all, from some year on or in one year. Which scopes are looked at
 * is declared before looking; the assessments outside a scope are the school's own control.
 *
 * @param subject one subject, or all
 * @param grade one grade, or all
 * @param from the first year, or all
 * @param year the only year, or not limited so
 * @param members the numbers of the assessments in it
 */
record Scope(Optional<Subject> subject, OptionalInt grade, OptionalInt from, OptionalInt year, BitSet members) {

    /** Every subject and all, by every grade and all, by every first year: sets that are equal stand once. */
    static List<Scope> lasting(List<Assessment> assessments) {
        Map<BitSet, Scope> scopes = new LinkedHashMap<>();
        for (OptionalInt from : years(assessments)) {
            for (Optional<Subject> subject : subjects(assessments)) {
                for (OptionalInt grade : grades(assessments)) {
                    add(scopes, assessments, subject, grade, from, OptionalInt.empty());
                }
            }
        }
        return List.copyOf(scopes.values());
    }

    /** Every year, by every grade and all. */
    static List<Scope> yearly(List<Assessment> assessments) {
        Map<BitSet, Scope> scopes = new LinkedHashMap<>();
        for (int year : new TreeSet<>(assessments.stream().map(Assessment::year).toList())) {
            for (OptionalInt grade : grades(assessments)) {
                add(scopes, assessments, Optional.empty(), grade, OptionalInt.empty(), OptionalInt.of(year));
            }
        }
        return List.copyOf(scopes.values());
    }

    private static void add(
            Map<BitSet, Scope> scopes, List<Assessment> assessments,
            Optional<Subject> subject, OptionalInt grade, OptionalInt from, OptionalInt year) {
        BitSet members = new BitSet(assessments.size());
        for (int t = 0; t < assessments.size(); t++) {
            Assessment a = assessments.get(t);
            members.set(t, subject.map(a.subject()::equals).orElse(true)
                    && (grade.isEmpty() || grade.getAsInt() == a.grade())
                    && (from.isEmpty() || a.year() >= from.getAsInt())
                    && (year.isEmpty() || a.year() == year.getAsInt()));
        }
        if (!members.isEmpty()) {
            scopes.putIfAbsent(members, new Scope(subject, grade, from, year, members));
        }
    }

    private static List<Optional<Subject>> subjects(List<Assessment> assessments) {
        List<Optional<Subject>> subjects = new ArrayList<>(List.of(Optional.empty()));
        new TreeSet<>(assessments.stream().map(Assessment::subject).toList()).forEach(s -> subjects.add(Optional.of(s)));
        return subjects;
    }

    private static List<OptionalInt> grades(List<Assessment> assessments) {
        List<OptionalInt> grades = new ArrayList<>(List.of(OptionalInt.empty()));
        new TreeSet<>(assessments.stream().map(Assessment::grade).toList()).forEach(g -> grades.add(OptionalInt.of(g)));
        return grades;
    }

    private static List<OptionalInt> years(List<Assessment> assessments) {
        List<OptionalInt> years = new ArrayList<>(List.of(OptionalInt.empty()));
        new TreeSet<>(assessments.stream().map(Assessment::year).toList()).stream().skip(1).forEach(y -> years.add(OptionalInt.of(y)));
        return years;
    }

    /** In words of the data: {@code mathematics, grade 5, from 2020}; {@code all} where nothing limits it. */
    String told() {
        List<String> parts = new ArrayList<>();
        subject.ifPresent(s -> parts.add(s.code()));
        grade.ifPresent(g -> parts.add("grade " + g));
        from.ifPresent(y -> parts.add(y + "+"));
        year.ifPresent(y -> parts.add(Integer.toString(y)));
        return parts.isEmpty() ? "all" : String.join(", ", parts);
    }
}
