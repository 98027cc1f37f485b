package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.objectivity.Evidence;
import io.github.eduindicators.objectivity.EvidenceKind;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the screening said of the schools of one world or several, in the order of the truths. */
final class Screened {
    static final List<String> KINDS = Arrays.stream(EvidenceKind.values()).map(EvidenceKind::code).toList();
    static final String COMBINED = Evidence.COMBINED;
    /** The number of ФИОКО signs, turned so that small means evidence. */
    static final String SIGNS = "signs";

    private final List<Truth> truths;
    private final Map<String, double[]> evidence;
    private final double[] adjusted;
    /** Where each world begins in the lists. */
    private final int[] starts;

    private Screened(List<Truth> truths, Map<String, double[]> evidence, double[] adjusted, int[] starts) {
        this.truths = List.copyOf(truths);
        this.evidence = Map.copyOf(evidence);
        this.adjusted = adjusted;
        this.starts = starts;
    }

    static Screened of(StudyWorld world) {
        return of(world, ObjectivityScreening.standard().run(world.results()));
    }

    static Screened of(StudyWorld world, ObjectivityScreening.Result screening) {
        int schools = world.truths().size();
        Map<SchoolId, Integer> places = new HashMap<>();
        for (int i = 0; i < schools; i++) {
            places.put(world.truths().get(i).school(), i);
        }
        Map<String, double[]> evidence = new HashMap<>();
        for (String kind : KINDS) {
            evidence.put(kind, ones(schools));
        }
        for (Evidence each : screening.evidence()) {
            if (evidence.containsKey(each.kind())) {
                evidence.get(each.kind())[places.get(each.school())] = each.p();
            }
        }
        double[] combined = ones(schools);
        double[] adjusted = ones(schools);
        double[] signs = new double[schools];
        for (int i = 0; i < schools; i++) {
            SchoolId school = world.truths().get(i).school();
            Finding finding = screening.combined(school);
            combined[i] = finding.p().orElse(1);
            adjusted[i] = finding.adjustedP().orElse(1);
            signs[i] = -screening.signs().signs(school).size();
        }
        evidence.put(COMBINED, combined);
        evidence.put(SIGNS, signs);
        return new Screened(world.truths(), evidence, adjusted, new int[] {0});
    }

    /** Any evidence in place of the screening: p by kind, and the adjusted p by which schools are listed. */
    static Screened of(List<Truth> truths, Map<String, double[]> evidence, double... adjusted) {
        return new Screened(truths, evidence, adjusted.clone(), new int[] {0});
    }

    /** The same with the obvious detector of each kind beside it, under {@link #naive}. */
    Screened withNaive(StudyWorld world) {
        Map<String, double[]> more = new HashMap<>(evidence);
        KINDS.forEach(kind -> more.put(naive(kind), NaiveEvidence.of(kind, world.results())));
        return new Screened(truths, more, adjusted, starts);
    }

    static String naive(String kind) {
        return "naive " + kind;
    }

    /** Puts worlds one after another. */
    static Screened of(List<Screened> worlds) {
        List<Truth> truths = new ArrayList<>();
        Map<String, double[]> evidence = new HashMap<>();
        double[] adjusted = {};
        int[] starts = {};
        for (Screened world : worlds) {
            int at = truths.size();
            for (int start : world.starts) {
                starts = Arrays.copyOf(starts, starts.length + 1);
                starts[starts.length - 1] = at + start;
            }
            truths.addAll(world.truths);
            world.evidence.forEach((kind, p) -> evidence.merge(kind, p, Screened::joined));
            adjusted = joined(adjusted, world.adjusted);
        }
        return new Screened(truths, evidence, adjusted, starts);
    }

    private static double[] joined(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    List<Truth> truths() {
        return truths;
    }

    int worlds() {
        return starts.length;
    }

    /** The p-values of a kind (1 where it could not be tested), of {@link #COMBINED}, or {@link #SIGNS}. */
    Detection detection(String kind) {
        return Detection.of(truths, evidence.get(kind));
    }

    /** The adjusted combined p-values. */
    Detection list() {
        return Detection.of(truths, adjusted);
    }

    /** Honest schools among those listed at a level: pooled over worlds. */
    Rate falseShare(double level) {
        return falseShare(level, 0, truths.size());
    }

    private Rate falseShare(double level, int from, int to) {
        int listed = 0;
        int honest = 0;
        for (int i = from; i < to; i++) {
            if (adjusted[i] <= level) {
                listed++;
                honest += truths.get(i).honest() ? 1 : 0;
            }
        }
        return new Rate(honest, listed);
    }

    /** The false discovery proportion of each world; 0 where nothing is listed. */
    double[] falseShares(double level) {
        double[] shares = new double[starts.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = falseShare(level, starts[i], i + 1 < starts.length ? starts[i + 1] : truths.size()).value();
        }
        return shares;
    }
}
