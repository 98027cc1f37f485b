package io.github.eduindicators.examples;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.School;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A study of the PISA model in two cycles: of each, forty schools drawn in towns and villages, up to 25 pupils of each, five
 * plausible values of mathematics and of reading. Between the cycles mathematics fell, reading did not; villages are below
 * towns, as their families are.
 */
final class SyntheticStudy {
    static final String NAME = "Модель PISA";
    static final String MATHEMATICS = "математическая грамотность";
    static final String READING = "читательская грамотность";
    /** By how many points mathematics fell. */
    static final double FALL = 40;
    static final double LINK_ERROR = 3;
    static final int BEFORE = SyntheticWork.LAST_YEAR - 3;
    static final int AFTER = SyntheticWork.LAST_YEAR;

    static final String VILLAGES = "село";

    private static final String GENDER = "пол";
    private static final String GIRLS = "девочки";
    private static final String BOYS = "мальчики";
    private static final String LOCALITY = "местность";
    private static final String TOWNS = "город";
    private static final int STREAM = -13;
    private static final int SCHOOLS = 40;
    private static final int PUPILS = 25;
    private static final int VALUES = 5;
    private static final double FAY = 0.5;
    private static final double MEAN = 478;
    private static final double SCHOOL_SD = 22;
    private static final double PUPIL_SD = 72;
    private static final double SUBJECT_SD = 25;
    /** What the answers of a pupil leave open. */
    private static final double UNKNOWN_SD = 30;
    private static final double GRADIENT = 22;
    private static final double VILLAGE_FAMILIES = -0.5;
    private static final double VILLAGE = -12;
    private static final double GIRLS_READ = 18;

    /** A pupil as a row of the file. */
    private record Pupil(String school, String stratum, double weight, String gender, String locality, double escs, double[] reading,
            double[] mathematics) {}

    private SyntheticStudy() {}

    /** The study of both cycles, mathematics and reading. */
    static List<Wave> of(long seed, List<School> schools) {
        List<Wave> waves = new ArrayList<>();
        for (int cycle : new int[] {BEFORE, AFTER}) {
            List<Pupil> pupils = pupils(seed, schools, cycle);
            waves.add(wave(cycle, MATHEMATICS, pupils, Pupil::mathematics).withLevels(ProficiencyLevels.pisaMathematics2003()));
            waves.add(wave(cycle, READING, pupils, Pupil::reading).withLevels(ProficiencyLevels.pisaReading2018()));
        }
        return List.copyOf(waves);
    }

    /** One domain, as one row of studies.csv declares it: the order of rows, and so the last digits, hang on what a study holds. */
    private static Wave wave(int cycle, String domain, List<Pupil> pupils, Function<Pupil, double[]> values) {
        Study study = Study.builder(column(pupils, Pupil::weight))
                .values(domain, values(pupils, values))
                .group(GENDER, texts(pupils, Pupil::gender))
                .group(LOCALITY, texts(pupils, Pupil::locality))
                .covariate("escs", column(pupils, Pupil::escs))
                .clusters(texts(pupils, Pupil::school))
                .strata(texts(pupils, Pupil::stratum))
                .build();
        Wave wave = Wave.of(NAME, Period.of(cycle), domain, ReplicateWeights.fay(FAY).apply(study))
                .withGroups(GENDER, LOCALITY).withGradient("escs");
        return cycle == AFTER ? wave.withLinkError(LINK_ERROR) : wave;
    }

    private static double[] column(List<Pupil> pupils, ToDoubleFunction<Pupil> of) {
        return pupils.stream().mapToDouble(of).toArray();
    }

    private static double[][] values(List<Pupil> pupils, Function<Pupil, double[]> of) {
        return IntStream.range(0, VALUES).mapToObj(m -> column(pupils, pupil -> of.apply(pupil)[m])).toArray(double[][]::new);
    }

    private static List<String> texts(List<Pupil> pupils, Function<Pupil, String> of) {
        return pupils.stream().map(of).toList();
    }

    /** The schools of each stratum in the proportion of half and half, as far as there are so many. */
    private static List<Pupil> pupils(long seed, List<School> schools, int cycle) {
        TreeMap<String, List<School>> strata = new TreeMap<>();
        schools.forEach(school -> strata.computeIfAbsent(school.locality(), key -> new ArrayList<>()).add(school));
        List<Pupil> pupils = new ArrayList<>();
        int number = 0;
        for (List<School> stratum : strata.values()) {
            int drawn = Math.min(stratum.size(), SCHOOLS / strata.size());
            int[] order = Draws.of(seed, STREAM, cycle, ++number).shuffled(0, stratum.size());
            for (int i = 0; i < drawn; i++) {
                School school = stratum.get(order[i]);
                add(pupils, Draws.of(seed, STREAM, cycle, number, order[i]), school, (double) stratum.size() / drawn, cycle);
            }
        }
        return pupils;
    }

    private static void add(List<Pupil> pupils, Draws draws, School school, double schools, int cycle) {
        boolean village = school.locality().equals(SyntheticSchool.RURAL);
        int size = village ? 8 + draws.below(18) : 30 + draws.below(70);
        int tested = Math.min(size, PUPILS);
        double level = MEAN + SCHOOL_SD * draws.normal() + (village ? VILLAGE : 0);
        for (int i = 0; i < tested; i++) {
            boolean girl = draws.chance(0.5);
            double escs = rounded((village ? VILLAGE_FAMILIES : 0) + 0.9 * draws.normal());
            double pupil = level + GRADIENT * escs + PUPIL_SD * draws.normal();
            double reading = pupil + SUBJECT_SD * draws.normal() + (girl ? GIRLS_READ : 0);
            double mathematics = pupil + SUBJECT_SD * draws.normal() - (cycle == AFTER ? FALL : 0);
            pupils.add(new Pupil(school.id().value(), school.locality(), rounded(schools * size / tested), girl ? GIRLS : BOYS,
                    village ? VILLAGES : TOWNS, escs, plausible(draws, reading), plausible(draws, mathematics)));
        }
    }

    private static double[] plausible(Draws draws, double expected) {
        double[] values = new double[VALUES];
        for (int m = 0; m < VALUES; m++) {
            values[m] = rounded(expected + UNKNOWN_SD * draws.normal());
        }
        return values;
    }

    /** As it is written to a file, so that both ways give the same figures. */
    private static double rounded(double number) {
        return StrictMath.round(100 * number) / 100.0;
    }

    /** The files of the study by their names, studies.csv among them, each with its header first. */
    static SortedMap<String, List<String>> files(long seed, List<School> schools) {
        TreeMap<String, List<String>> files = new TreeMap<>();
        List<String> studies = new ArrayList<>();
        studies.add("study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error,gradient");
        for (int cycle : new int[] {BEFORE, AFTER}) {
            String file = "study_pisa_model_" + cycle + ".csv";
            String link = cycle == AFTER ? Double.toString(LINK_ERROR) : "";
            studies.add(declared(cycle, MATHEMATICS, file, "PV*MATH,", ",pisa-mathematics-2003," + link));
            studies.add(declared(cycle, READING, file, "PV*READ,", ",pisa-reading-2018," + link));
            List<String> lines = new ArrayList<>();
            lines.add("school,stratum,weight," + GENDER + "," + LOCALITY + ",escs," + header("READ") + "," + header("MATH"));
            for (Pupil pupil : pupils(seed, schools, cycle)) {
                lines.add(String.join(",", pupil.school(), pupil.stratum(), Double.toString(pupil.weight()), pupil.gender(), pupil.locality(),
                        Double.toString(pupil.escs()), joined(pupil.reading()), joined(pupil.mathematics())));
            }
            files.put(file, lines);
        }
        files.put("studies.csv", studies);
        return files;
    }

    private static String declared(int cycle, String domain, String file, String values, String levels) {
        return String.join(",", NAME, Integer.toString(cycle), domain, file, "FAY-" + FAY, "weight,,") + values
                + GENDER + "|" + LOCALITY + ",school,stratum" + levels + ",escs";
    }

    private static String header(String domain) {
        return IntStream.rangeClosed(1, VALUES).mapToObj(m -> "PV" + m + domain).collect(Collectors.joining(","));
    }

    private static String joined(double[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> Double.toString(values[i])).collect(Collectors.joining(","));
    }

    /** The domains that fell between the cycles, with the number of points. */
    static SortedMap<String, Double> planted() {
        return new TreeMap<>(Map.of(MATHEMATICS, FALL));
    }
}
