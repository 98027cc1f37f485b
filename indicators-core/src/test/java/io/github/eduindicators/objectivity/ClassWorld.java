package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A region of classes: the first schools copy, or let nobody fail; the next are evenly strong, the others ordinary. */
final class ClassWorld {
    private final Random random;
    private final int schools;
    private int copying;
    private int kind;
    private int even;
    private boolean classes = true;

    ClassWorld(long seed, int schools) {
        this.random = new Random(seed);
        this.schools = schools;
    }

    ClassWorld copying(int count) {
        this.copying = count;
        return this;
    }

    ClassWorld kind(int count) {
        this.kind = count;
        return this;
    }

    ClassWorld even(int count) {
        this.even = count;
        return this;
    }

    ClassWorld withoutClasses() {
        this.classes = false;
        return this;
    }

    SchoolResults results() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            register.add(School.builder(Simulated.id(s)).municipality(Municipality.of(Region.of("R"), "M")).build());
            int first = Math.max(copying, kind);
            double spread = s >= first && s < first + even ? 0.6 : 1;
            double level = 0.5 * random.nextGaussian();
            int rooms = 1 + random.nextInt(3);
            int size = 6 + random.nextInt(18);
            for (int room = 0; room < rooms; room++) {
                double classLevel = level + 0.15 * random.nextGaussian();
                for (Assessment work : Simulated.WORKS) {
                    write(tally, s, classes ? "class " + room : "", work, classLevel, spread, size);
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }

    private void write(ScoreTally tally, int s, String room, Assessment work, double level, double spread, int size) {
        int max = work.scale().max();
        int[] scores = new int[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            scores[i] = (int) Math.round(max / (1 + Math.exp(-level - 0.2 - spread * random.nextGaussian())));
            sum += scores[i];
        }
        for (int i = 0; i < size; i++) {
            boolean chosen = random.nextDouble() < 0.6;
            int beside = random.nextInt(3) - 1;
            if (s < copying && chosen) {
                scores[i] = (int) Math.max(0, Math.min(max, Math.round(sum / size) + 1 + beside));
            }
            if (s < kind && scores[i] < work.scale().cuts().get(0)) {
                scores[i] = work.scale().cuts().get(0);
            }
            tally.add(Simulated.id(s), room, work, scores[i], 0);
        }
    }
}
