package io.github.eduindicators.finding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which method, in which edition and with which parameters, made a finding.
 *
 * <p>The edition changes whenever the method can give another figure for the same data. Immutable.
 */
public final class MethodInfo implements Comparable<MethodInfo>, Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String edition;
    private final String reference;
    private final ArrayList<Fact> parameters;

    private MethodInfo(String id, String edition, String reference, List<Fact> parameters) {
        this.id = Objects.requireNonNull(id, "id");
        this.edition = Objects.requireNonNull(edition, "edition");
        this.reference = Objects.requireNonNull(reference, "reference");
        this.parameters = new ArrayList<>(parameters);
    }

    /**
     * Returns a method without parameters.
     *
     * @param id the identity, such as {@code fioko-2019/inflated-mean}
     * @param edition the edition of our implementation
     * @param reference author, year and DOI, or the number and date of the document
     * @return the method
     */
    public static MethodInfo of(String id, String edition, String reference) {
        return new MethodInfo(id, edition, reference, List.of());
    }

    /**
     * Returns the same method with one more parameter.
     *
     * @param parameter the name and the value
     * @return the method with the parameter
     */
    public MethodInfo with(Fact parameter) {
        List<Fact> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new MethodInfo(id, edition, reference, more);
    }

    /**
     * Returns the identity.
     *
     * @return such as {@code fioko-2019/inflated-mean}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the edition.
     *
     * @return the edition of our implementation
     */
    public String edition() {
        return edition;
    }

    /**
     * Returns where the method is described.
     *
     * @return author, year and DOI, or the number and date of the document
     */
    public String reference() {
        return reference;
    }

    /**
     * Returns the parameters.
     *
     * @return the parameters in the order of the method's description
     */
    public List<Fact> parameters() {
        return List.copyOf(parameters);
    }

    @Override
    public int compareTo(MethodInfo other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MethodInfo that
                && id.equals(that.id)
                && edition.equals(that.edition)
                && reference.equals(that.reference)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, edition, parameters);
    }

    @Override
    public String toString() {
        return id + " " + edition + (parameters.isEmpty() ? "" : " " + parameters);
    }
}
