package io.github.eduindicators.model;

import com.google.common.collect.ImmutableMap;
import java.io.Serializable;
import java.util.Locale;

/**
 * A school subject. An open set: any code is legal.
 *
 * @param code the code, lower case, not blank
 */
public record Subject(String code) implements Comparable<Subject>, Serializable {
    /** Russian language. */
    public static final Subject RUSSIAN = new Subject("russian");
    /** Mathematics. */
    public static final Subject MATHEMATICS = new Subject("mathematics");
    /** Mathematics of the basic level of ЕГЭ. */
    public static final Subject MATHEMATICS_BASIC = new Subject("mathematics_basic");
    /** Mathematics of the profile level of ЕГЭ. */
    public static final Subject MATHEMATICS_PROFILE = new Subject("mathematics_profile");
    /** The world around us (окружающий мир). */
    public static final Subject ENVIRONMENT = new Subject("environment");
    /** Biology. */
    public static final Subject BIOLOGY = new Subject("biology");
    /** History. */
    public static final Subject HISTORY = new Subject("history");
    /** Geography. */
    public static final Subject GEOGRAPHY = new Subject("geography");
    /** Social studies. */
    public static final Subject SOCIAL_STUDIES = new Subject("social_studies");
    /** Physics. */
    public static final Subject PHYSICS = new Subject("physics");
    /** Chemistry. */
    public static final Subject CHEMISTRY = new Subject("chemistry");
    /** English. */
    public static final Subject ENGLISH = new Subject("english");
    /** German. */
    public static final Subject GERMAN = new Subject("german");
    /** French. */
    public static final Subject FRENCH = new Subject("french");
    /** Informatics. */
    public static final Subject INFORMATICS = new Subject("informatics");
    /** Literature. */
    public static final Subject LITERATURE = new Subject("literature");

    private static final ImmutableMap<String, Subject> NAMES = ImmutableMap.<String, Subject>builder()
            .put("русский язык", RUSSIAN)
            .put("русский", RUSSIAN)
            .put("ру", RUSSIAN)
            .put("математика", MATHEMATICS)
            .put("ма", MATHEMATICS)
            .put("математика базовая", MATHEMATICS_BASIC)
            .put("математика базового уровня", MATHEMATICS_BASIC)
            .put("математика базовый уровень", MATHEMATICS_BASIC)
            .put("математика (базовый уровень)", MATHEMATICS_BASIC)
            .put("математика (базовая)", MATHEMATICS_BASIC)
            .put("математика профильная", MATHEMATICS_PROFILE)
            .put("математика профильного уровня", MATHEMATICS_PROFILE)
            .put("математика профильный уровень", MATHEMATICS_PROFILE)
            .put("математика (профильный уровень)", MATHEMATICS_PROFILE)
            .put("математика (профильная)", MATHEMATICS_PROFILE)
            .put("окружающий мир", ENVIRONMENT)
            .put("ок", ENVIRONMENT)
            .put("биология", BIOLOGY)
            .put("би", BIOLOGY)
            .put("история", HISTORY)
            .put("ис", HISTORY)
            .put("география", GEOGRAPHY)
            .put("гг", GEOGRAPHY)
            .put("обществознание", SOCIAL_STUDIES)
            .put("об", SOCIAL_STUDIES)
            .put("физика", PHYSICS)
            .put("фи", PHYSICS)
            .put("химия", CHEMISTRY)
            .put("хи", CHEMISTRY)
            .put("английский язык", ENGLISH)
            .put("ая", ENGLISH)
            .put("немецкий язык", GERMAN)
            .put("ня", GERMAN)
            .put("французский язык", FRENCH)
            .put("фя", FRENCH)
            .put("информатика", INFORMATICS)
            .put("литература", LITERATURE)
            .buildOrThrow();

    /**
     * Checks the code.
     *
     * @param code the code
     * @throws IllegalArgumentException if the code is blank, too long or holds control characters
     */
    public Subject {
        code = Codes.text("subject", code).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the subject with a code.
     *
     * @param code the code, for example {@code mathematics}; case is ignored
     * @return the subject
     * @throws IllegalArgumentException if the code is blank, too long or holds control characters
     */
    public static Subject of(String code) {
        return new Subject(code);
    }

    /**
     * Reads a subject as people write it: a code, or a Russian name such as {@code Русский язык}.
     *
     * @param text the code or the name
     * @return the subject; a name that is not known becomes a code of its own
     * @throws IllegalArgumentException if the text is blank, too long or holds control characters
     */
    public static Subject parse(String text) {
        Subject known = NAMES.get(Codes.key(text));
        return known == null ? of(text) : known;
    }

    @Override
    public int compareTo(Subject other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
