package io.github.eduindicators.io;

import io.github.eduindicators.io.StudiesCsv.Declared;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.ReplicationScheme;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Collects the columns of one domain of a study, pupil by pupil. */
final class StudyColumns {
    private static final int LONGEST = 200;
    /** The largest number that a study takes, in size. */
    private static final double LARGEST = 1e12;

    private final Declared declared;
    private final Optional<ReplicationScheme> scheme;
    /** Weight, if any, then replicate weights, plausible values and, if any, the covariate. */
    private final int[] numbers;
    private final int weights;
    private final int values;
    private final boolean gradient;
    private final int[] groups;
    private final int[] cluster;
    private final int[] stratum;

    private final double[][] columns;
    private final double[] row;
    private final BitSet known = new BitSet();
    private final List<List<String>> labels = new ArrayList<>();
    private final List<String> clusters = new ArrayList<>();
    private final List<String> strata = new ArrayList<>();
    private final Map<String, String> stratumOf = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();
    private int size;
    private boolean weighed;
    private long withoutValues;

    StudyColumns(Declared declared, Map<Integer, int[]> found, int gradient, Optional<ReplicationScheme> scheme) {
        this.declared = declared;
        this.scheme = scheme;
        int[] weight = found.get(StudiesCsv.WEIGHT);
        int[] replicates = found.get(StudiesCsv.REPLICATES);
        int[] plausible = found.get(StudiesCsv.VALUES);
        this.weights = weight.length + replicates.length;
        this.values = plausible.length;
        this.gradient = gradient >= 0;
        this.numbers = new int[weights + values + (this.gradient ? 1 : 0)];
        System.arraycopy(weight, 0, numbers, 0, weight.length);
        System.arraycopy(replicates, 0, numbers, weight.length, replicates.length);
        System.arraycopy(plausible, 0, numbers, weights, values);
        if (this.gradient) {
            numbers[numbers.length - 1] = gradient;
        }
        this.groups = found.get(StudiesCsv.GROUP);
        this.cluster = found.get(StudiesCsv.CLUSTER);
        this.stratum = found.get(StudiesCsv.STRATUM);
        this.columns = new double[numbers.length][64];
        this.row = new double[numbers.length];
        for (int i = 0; i < groups.length; i++) {
            labels.add(new ArrayList<>());
        }
    }

    Declared declared() {
        return declared;
    }

    /** How many numbers a pupil takes, those of replicate weights that are made among them. */
    long width() {
        int made = scheme.isPresent() ? 0 : ReplicateWeights.MOST;
        return (long) numbers.length + groups.length + cluster.length + stratum.length + made + 1;
    }

    /** Adds the pupil of a row, or reports what is wrong; a pupil without any plausible value is only counted. */
    boolean add(StudyFile.Row from) {
        int blank = 0;
        for (int i = weights; i < weights + values; i++) {
            blank += from.blank(numbers[i]) ? 1 : 0;
        }
        if (blank == values) {
            withoutValues++;
            return false;
        }
        for (int i = 0; i < numbers.length; i++) {
            boolean covariate = i >= weights + values;
            if (from.blank(numbers[i])) {
                if (!covariate) {
                    return from.leaveOut(Reason.BLANK_VALUE, numbers[i]);
                }
                row[i] = Double.NaN;
                continue;
            }
            OptionalDouble number = from.number(numbers[i]);
            if (number.isEmpty() || Math.abs(number.getAsDouble()) > LARGEST || i < weights && number.getAsDouble() < 0) {
                return from.leaveOut(Reason.BAD_VALUE, numbers[i]);
            }
            row[i] = number.getAsDouble();
        }
        return addTexts(from) && keep();
    }

    private boolean addTexts(StudyFile.Row from) {
        for (int[] places : List.of(groups, cluster, stratum)) {
            for (int place : places) {
                if (from.text(place).length() > LONGEST) {
                    return from.leaveOut(Reason.BAD_VALUE, place);
                }
                if (places != groups && from.blank(place)) {
                    return from.leaveOut(Reason.BLANK_VALUE, place);
                }
            }
        }
        String school = cluster.length == 0 ? "" : shared(from.text(cluster[0]));
        String layer = stratum.length == 0 ? "" : shared(from.text(stratum[0]));
        if (cluster.length > 0 && stratum.length > 0 && !stratumOf.computeIfAbsent(school, key -> layer).equals(layer)) {
            return from.leaveOut(Reason.INCONSISTENT_ROW, stratum[0]);
        }
        if (cluster.length > 0) {
            clusters.add(school);
        }
        if (stratum.length > 0) {
            strata.add(layer);
        }
        for (int i = 0; i < groups.length; i++) {
            labels.get(i).add(from.blank(groups[i]) ? "" : shared(from.text(groups[i])));
        }
        return true;
    }

    private String shared(String text) {
        String before = shared.putIfAbsent(text, text);
        return before == null ? text : before;
    }

    private boolean keep() {
        for (int i = 0; i < numbers.length; i++) {
            if (size == columns[i].length) {
                columns[i] = Arrays.copyOf(columns[i], size + size / 2);
            }
            columns[i][size] = row[i];
        }
        if (gradient && !Double.isNaN(row[row.length - 1])) {
            known.set(size);
        }
        weighed |= declared.get(StudiesCsv.WEIGHT).isEmpty() || row[0] > 0;
        size++;
        return true;
    }

    void noteWithoutValues(String file, Problems problems) {
        if (withoutValues > 0) {
            problems.add(new Problem(file, "", 0, declared.get(StudiesCsv.VALUES), "", Reason.NO_PLAUSIBLE_VALUE, withoutValues));
        }
    }

    /** The wave, or none if no pupil with a weight was there. */
    Optional<Wave> wave() {
        if (!weighed) {
            return Optional.empty();
        }
        int weight = declared.get(StudiesCsv.WEIGHT).isEmpty() ? 0 : 1;
        Study.Builder study = weight == 1 ? Study.builder(column(0)) : Study.unweighted(size);
        study.values(declared.get(StudiesCsv.DOMAIN), columns(weights, weights + values));
        if (scheme.isPresent()) {
            study.replicates(columns(weight, weights));
        }
        for (int i = 0; i < groups.length; i++) {
            study.group(declared.groups().get(i), labels.get(i));
        }
        if (cluster.length > 0) {
            study.clusters(clusters);
        }
        if (stratum.length > 0) {
            study.strata(strata);
        }
        if (gradient) {
            study.covariate(declared.gradient(), column(numbers.length - 1), known);
        }
        Study built = study.build();
        Replicated data = scheme.isPresent() ? new Replicated(built, scheme.get()) : declared.scheme().made(built);
        Wave wave = Wave.of(declared.get(StudiesCsv.STUDY), declared.cycle(), declared.get(StudiesCsv.DOMAIN), data)
                .withGroups(declared.groups().toArray(new String[0]));
        wave = declared.levels().isPresent() ? wave.withLevels(declared.levels().get()) : wave;
        wave = declared.linkError().isPresent() ? wave.withLinkError(declared.linkError().getAsDouble()) : wave;
        return Optional.of(gradient ? wave.withGradient(declared.gradient()) : wave);
    }

    private double[] column(int number) {
        return Arrays.copyOf(columns[number], size);
    }

    private double[][] columns(int from, int to) {
        double[][] part = new double[to - from][];
        for (int i = from; i < to; i++) {
            part[i - from] = column(i);
        }
        return part;
    }
}
