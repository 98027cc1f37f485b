package io.github.eduindicators.io;

import io.github.eduindicators.io.Problem.Severity;
import java.util.Locale;
import java.util.ResourceBundle;

/** Why a part of an input was left out, assumed or refused. The wording stands in the resource bundle {@code reasons}. */
public enum Reason {
    /** A row has more or fewer fields than the header. */
    RAGGED_ROW(Severity.ERROR),
    /** The school is not in the register. */
    UNKNOWN_SCHOOL(Severity.ERROR),
    /** The assessment is not described. */
    UNKNOWN_ASSESSMENT(Severity.ERROR),
    /** The score is not a whole number from 0 to the maximum. */
    BAD_SCORE(Severity.ERROR),
    /** The mark is not one of 2, 3, 4, 5. */
    BAD_MARK(Severity.ERROR),
    /** The pupil stands in the assessment, school and class already; the first row counts. */
    DUPLICATE_PUPIL(Severity.ERROR),
    /** The file cannot be opened or read. */
    UNREADABLE_FILE(Severity.ERROR),
    /** The file holds no row at all. */
    EMPTY_FILE(Severity.ERROR),
    /** The text is neither in UTF-8 nor in windows-1251. */
    BAD_ENCODING(Severity.ERROR),
    /** The form of the file needs the lenient mode. */
    NOT_STRICT(Severity.ERROR),
    /** A quotation mark is not closed, or text follows the closing one. */
    UNCLOSED_QUOTE(Severity.ERROR),
    /** A row is longer than any table has. */
    TOO_LONG(Severity.ERROR),
    /** A column that the format asks for is not in the header. */
    MISSING_COLUMN(Severity.ERROR),
    /** Two columns have the same name. */
    DUPLICATE_COLUMN(Severity.ERROR),
    /** Not one row could be used. */
    NO_USABLE_ROW(Severity.ERROR),
    /** A file that the others need is not there. */
    MISSING_FILE(Severity.ERROR),
    /** Two files differ only in the case of their names. */
    DUPLICATE_FILE(Severity.ERROR),
    /** The table holds more rows than it may; this one and those after it are left out. */
    TOO_MANY_ROWS(Severity.ERROR),
    /** A value that must be there is blank. */
    BLANK_VALUE(Severity.ERROR),
    /** The value is not one that the column may have. */
    BAD_VALUE(Severity.ERROR),
    /** The assessment has no such task. */
    UNKNOWN_TASK(Severity.ERROR),
    /** The points are not a whole number from 0 to the maximum of the task, nor X. */
    BAD_POINTS(Severity.ERROR),
    /** The response of the pupil to the task is there already; the first row counts. */
    DUPLICATE_RESPONSE(Severity.ERROR),
    /** The task is described already; the first row counts. */
    DUPLICATE_TASK(Severity.ERROR),
    /** The tasks of the file are not those known of the assessment; its points by task were not used. */
    TASKS_DIFFER(Severity.ERROR),
    /** The school is described already; the first row counts. */
    DUPLICATE_SCHOOL(Severity.ERROR),
    /** The assessment is described already in another way; the first row counts. */
    DUPLICATE_ASSESSMENT(Severity.ERROR),
    /** The file is named already; the first row counts. */
    DUPLICATE_NAME(Severity.ERROR),
    /** The work stands there already with this expert; the first row counts. */
    DUPLICATE_WORK(Severity.ERROR),
    /** The indicator has a value of this unit and period already; the first row counts. */
    DUPLICATE_VALUE(Severity.ERROR),
    /** The value is not the numerator over the denominator. */
    VALUE_DIFFERS(Severity.ERROR),
    /** No school of the register lies in a municipality of this name. */
    UNKNOWN_MUNICIPALITY(Severity.ERROR),
    /** Several regions have a municipality of this name; it is written with its region in brackets. */
    AMBIGUOUS_MUNICIPALITY(Severity.ERROR),
    /** The count is larger than the whole that it is a part of. */
    MORE_THAN_WHOLE(Severity.ERROR),
    /** The independent assessment of conditions has no such variable. */
    UNKNOWN_VARIABLE(Severity.ERROR),
    /** The score of the work is not that of an earlier row, which counts. */
    OTHER_SCORE(Severity.ERROR),
    /** The file is not an .xlsx workbook. */
    NOT_A_WORKBOOK(Severity.ERROR),
    /** The workbook is damaged or not well formed. */
    BROKEN_WORKBOOK(Severity.ERROR),
    /** The workbook unpacks to more than any table of results. */
    WORKBOOK_TOO_LARGE(Severity.ERROR),
    /** The workbook holds a document type or entity, which could pull in other files. */
    EXTERNAL_ENTITY(Severity.ERROR),
    /** A formula stands where a value is needed. */
    FORMULA(Severity.ERROR),
    /** The file is in none of the layouts that can be read here. */
    UNEXPECTED_LAYOUT(Severity.ERROR),
    /** Another sheet of the workbook holds a table too; it was not read. */
    SECOND_TABLE(Severity.ERROR),
    /** The row does not say which school it is of. */
    NO_SCHOOL(Severity.ERROR),
    /** The highest score that the file states is not that of the assessment. */
    SCALE_DIFFERS(Severity.ERROR),
    /** The file states another number of participants than it has rows. */
    COUNT_DIFFERS(Severity.ERROR),
    /** The figures of the row do not follow from each other. */
    INCONSISTENT_ROW(Severity.ERROR),
    /** The report says otherwise than the individual results. */
    AGGREGATE_DIFFERS(Severity.ERROR),
    /** It cannot be told which assessment the file is of. */
    NO_ASSESSMENT(Severity.ERROR),
    /** The scale of the work is neither described nor published. */
    NO_SCALE(Severity.ERROR),
    /** The document is not well-formed JSON. */
    METHODOLOGY_JSON(Severity.ERROR),
    /** The document is not in UTF-8 without a byte order mark. */
    METHODOLOGY_ENCODING(Severity.ERROR),
    /** The document is larger, longer in a part or deeper than any methodology. */
    METHODOLOGY_TOO_LARGE(Severity.ERROR),
    /** The document is of another format or version. */
    METHODOLOGY_VERSION(Severity.ERROR),
    /** A field that must be there is not. */
    METHODOLOGY_MISSING_FIELD(Severity.ERROR),
    /** A field is none that the format knows. */
    METHODOLOGY_UNKNOWN_FIELD(Severity.ERROR),
    /** A field stands twice in one object. */
    METHODOLOGY_DUPLICATE_FIELD(Severity.ERROR),
    /** A value is not of the kind that the field asks for. */
    METHODOLOGY_VALUE(Severity.ERROR),
    /** A methodology names an indicator that does not exist. */
    METHODOLOGY_UNKNOWN_METRIC(Severity.ERROR),
    /** A methodology breaks a rule: bands, weights, dates, references and the like. */
    METHODOLOGY_RULE(Severity.ERROR),
    /** The methodology is there already with this edition or in force on the same days; the first file counts. */
    METHODOLOGY_DUPLICATE(Severity.ERROR),
    /** The school lies in another municipality of the register. */
    OTHER_MUNICIPALITY(Severity.ERROR),
    /** The person stands at another school in this wave; the first row counts. */
    OTHER_SCHOOL(Severity.ERROR),
    /** The person has points in this competency and wave already; the first row counts. */
    DUPLICATE_COMPETENCY(Severity.ERROR),
    /** The register has no municipality of this name; that of the school counts. */
    MUNICIPALITY_NOT_KNOWN(Severity.NOTE),
    /** The study, cycle and domain stand there already; the first row counts. */
    DUPLICATE_STUDY(Severity.ERROR),
    /** The data have another number of replicate weights than the scheme. */
    REPLICATES_DIFFER(Severity.ERROR),
    /** The studies hold more numbers than can be kept. */
    STUDY_TOO_LARGE(Severity.ERROR),
    /** The pupils have no plausible value of the domain and are not in its sample. */
    NO_PLAUSIBLE_VALUE(Severity.NOTE),
    /** No row of studies.csv names the file; it was not read. */
    UNREFERENCED_STUDY(Severity.NOTE),
    /** The answer has a count of this wave, organisation and group already; the first row counts. */
    DUPLICATE_ANSWER(Severity.ERROR),
    /** The number invited is not that of an earlier row of the group, which counts; the answers are used. */
    OTHER_INVITED(Severity.NOTE),
    /** Another answer of the same group to this question was left out, so that the shares would be wrong. */
    INCOMPLETE_QUESTION(Severity.ERROR),
    /** The question is described already; the first row counts. */
    DUPLICATE_QUESTION(Severity.ERROR),
    /** The organisation is no school of the register; it counts in no municipality and no region. */
    NOT_OF_REGISTER(Severity.NOTE),
    /** The number stands already in this document; both rows count. */
    DUPLICATE_NUMBER(Severity.NOTE),
    /** The term cannot be read; the measure counts as undated. */
    UNREADABLE_TERM(Severity.NOTE),
    /** The status cannot be read; the measure counts as one without a status. */
    UNREADABLE_STATUS(Severity.NOTE),
    /** The day cannot be read; the measure counts without it. */
    UNREADABLE_DATE(Severity.NOTE),
    /** The total is not the sum of the tasks; the total counts. */
    TOTAL_DIFFERS(Severity.NOTE),
    /** The total is a formula; the sum of the tasks counts. */
    TOTAL_RECOMPUTED(Severity.NOTE),
    /** The mark is not the one that the scale gives for the score. */
    MARK_DIFFERS(Severity.NOTE),
    /** The pupils were absent or their rows are not filled in; they have no result. */
    ABSENT_PUPIL(Severity.NOTE),
    /** The expert has not marked the work yet. */
    NOT_RECHECKED(Severity.NOTE),
    /** The head of the file names another work than the assessment. */
    OTHER_ASSESSMENT(Severity.NOTE),
    /** The sheet holds no known table and was not read. */
    UNKNOWN_SHEET(Severity.NOTE),
    /** There are no individual results of this work; the report was not checked. */
    REPORT_NOT_CHECKED(Severity.NOTE),
    /** No school is known to belong to this group; the row was not checked. */
    GROUP_NOT_CHECKED(Severity.NOTE),
    /** The text was read as windows-1251. */
    WINDOWS_1251(Severity.NOTE),
    /** The fields are separated by a semicolon or a tab. */
    OTHER_SEPARATOR(Severity.NOTE),
    /** Numbers are written with a decimal comma. */
    DECIMAL_COMMA(Severity.NOTE),
    /** The column is not of this format and was not read. */
    UNKNOWN_COLUMN(Severity.NOTE),
    /** The row repeats one that was read. */
    REPEATED_ROW(Severity.NOTE),
    /** The name, region or municipality of a school is blank. */
    BLANK_PLACE(Severity.NOTE),
    /** The name of a school is longer than a name may be and was shortened. */
    SHORTENED_NAME(Severity.NOTE),
    /** The pupils have no response, or one in error, to a task; methods that need all responses leave them out. */
    INCOMPLETE_RESPONSES(Severity.NOTE),
    /** The file is of a part of the review that this version does not make. */
    UNUSED_FILE(Severity.NOTE),
    /** The file is none that the review knows. */
    UNKNOWN_FILE(Severity.NOTE);

    private static final String BUNDLE = "io.github.eduindicators.io.reasons";

    private final Severity severity;

    Reason(Severity severity) {
        this.severity = severity;
    }

    /**
     * Returns how bad it is.
     *
     * @return the severity
     */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns the code, which does not depend on the language.
     *
     * @return for example {@code ragged-row}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the reason in words.
     *
     * @param locale Russian or any other, which gives English
     * @return one clause without a full stop
     */
    public String text(Locale locale) {
        // ROOT is English and found at once; any other locale without a bundle would lead to that of the machine.
        Locale found = locale.getLanguage().equals("ru") ? Locale.forLanguageTag("ru") : Locale.ROOT;
        return ResourceBundle.getBundle(BUNDLE, found).getString(code());
    }
}
