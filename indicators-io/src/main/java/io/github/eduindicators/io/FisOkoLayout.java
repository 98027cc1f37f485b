package io.github.eduindicators.io;

import java.util.List;
import java.util.Optional;

/** The tables of ФИС ОКО that are told apart, by the words of their header row; the name of the file or sheet does not matter. */
enum FisOkoLayout {
    /** Ф1, one row a pupil under the row of the school. */
    INDIVIDUAL_RESULTS(true),
    /** The form that a school fills, one row a pupil; it does not name the school. */
    COLLECTION_FORM(true),
    /** A region's raw protocols of 2020. */
    DUMP_2020(true),
    /** A region's raw protocols of 2021. */
    DUMP_2021(true),
    /** A region's raw protocols of 2022. */
    DUMP_2022(true),
    /** Ф3, shares of marks by groups. */
    MARK_STATISTICS(false),
    /** Marks against marks of the journal by groups, a row each. */
    JOURNAL_COMPARISON(false),
    /** The same in the older form: a group's name, three lines and a total. */
    JOURNAL_COMPARISON_OLD(false),
    /** Another report by groups, which is not read. */
    OTHER_REPORT(false);

    private final boolean individual;

    FisOkoLayout(boolean individual) {
        this.individual = individual;
    }

    /** Whether a row is a pupil. */
    boolean individual() {
        return individual;
    }

    /** The layout whose header a row is, or empty if it is none. */
    static Optional<FisOkoLayout> of(List<String> row) {
        List<String> keys = row.stream().map(FisOkoText::key).toList();
        if (keys.contains("код участника") && keys.contains("первичный балл")) {
            return Optional.of(INDIVIDUAL_RESULTS);
        }
        if (keys.contains("пользователь") && keys.contains("код") && keys.contains("итого баллов")) {
            return Optional.of(DUMP_2022);
        }
        if (keys.contains("код участника") && keys.contains("итого баллов")) {
            return Optional.of(COLLECTION_FORM);
        }
        if (keys.contains("логин школы") && keys.contains("всего баллов")) {
            return Optional.of(DUMP_2021);
        }
        if (keys.contains("user") && keys.contains("klass") && keys.contains("sum")) {
            return Optional.of(DUMP_2020);
        }
        return keys.contains("группы участников") ? Optional.of(report(keys)) : Optional.empty();
    }

    private static FisOkoLayout report(List<String> keys) {
        List<String> numbers = keys.stream().filter(key -> Numbers.whole(key).isPresent()).toList();
        boolean counts = keys.stream().anyMatch(key -> key.startsWith("кол-во участников"));
        if (counts && keys.stream().anyMatch(key -> key.startsWith("понизили"))) {
            return JOURNAL_COMPARISON;
        }
        // Scores and tasks are headed by numbers as well, but never by just these four.
        if (counts && numbers.equals(List.of("2", "3", "4", "5"))) {
            return MARK_STATISTICS;
        }
        if (counts && keys.contains("%") && numbers.isEmpty()) {
            return JOURNAL_COMPARISON_OLD;
        }
        return OTHER_REPORT;
    }
}
