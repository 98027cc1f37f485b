package io.github.eduindicators.model;

import com.google.common.collect.ImmutableMap;
import java.io.Serializable;
import java.util.Locale;

/**
 * A procedure of evaluation: ВПР, ОГЭ, ЕГЭ, НИКО, a regional procedure. An open set: any code is legal.
 *
 * @param code the code, upper case, not blank
 */
public record Procedure(String code) implements Comparable<Procedure>, Serializable {
    /** All-Russian test work (Всероссийская проверочная работа). */
    public static final Procedure VPR = new Procedure("VPR");
    /** State examination after grade 9 (ОГЭ). */
    public static final Procedure OGE = new Procedure("OGE");
    /** State examination after grade 11 (ЕГЭ). */
    public static final Procedure EGE = new Procedure("EGE");
    /** National study of the quality of education (НИКО). */
    public static final Procedure NIKO = new Procedure("NIKO");
    /** Regional procedure (РОП). */
    public static final Procedure ROP = new Procedure("ROP");
    /** PISA or a study on its model. */
    public static final Procedure PISA = new Procedure("PISA");

    private static final ImmutableMap<String, Procedure> NAMES = ImmutableMap.<String, Procedure>builder()
            .put("впр", VPR)
            .put("всероссийская проверочная работа", VPR)
            .put("всероссийские проверочные работы", VPR)
            .put("огэ", OGE)
            .put("гиа-9", OGE)
            .put("егэ", EGE)
            .put("гиа-11", EGE)
            .put("нико", NIKO)
            .put("роп", ROP)
            .buildOrThrow();

    /**
     * Checks the code.
     *
     * @param code the code
     * @throws IllegalArgumentException if the code is blank, too long or holds control characters
     */
    public Procedure {
        code = Codes.text("procedure", code).toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the procedure with a code.
     *
     * @param code the code, for example {@code VPR}; case is ignored
     * @return the procedure
     * @throws IllegalArgumentException if the code is blank, too long or holds control characters
     */
    public static Procedure of(String code) {
        return new Procedure(code);
    }

    /**
     * Reads a procedure as people write it: a code, or a Russian name such as {@code ВПР}.
     *
     * @param text the code or the name
     * @return the procedure; a name that is not known becomes a code of its own
     * @throws IllegalArgumentException if the text is blank, too long or holds control characters
     */
    public static Procedure parse(String text) {
        Procedure known = NAMES.get(Codes.key(text));
        return known == null ? of(text) : known;
    }

    @Override
    public int compareTo(Procedure other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
