package io.github.eduindicators.fioko;

import java.util.Collection;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * How a school's signs repeat over the years.
 *
 * @param yearsFlagged in how many years it carries at least one official sign
 * @param consecutive the longest run of calendar years one after another among them
 * @param totalMarkers how many official signs in all
 * @param lastYear the latest year with an official sign, or empty if there is none
 */
public record Repetition(int yearsFlagged, int consecutive, int totalMarkers, OptionalInt lastYear) {

    /**
     * Counts the repetition of signs.
     *
     * @param signs the signs of one school; those that are not official are passed over
     * @return the repetition
     */
    public static Repetition of(Collection<Sign> signs) {
        TreeSet<Integer> years = new TreeSet<>();
        int total = 0;
        for (Sign sign : signs) {
            if (sign.official()) {
                years.add(sign.year());
                total++;
            }
        }
        int longest = 0;
        int run = 0;
        int previous = 0;
        for (int year : years) {
            run = run > 0 && year == previous + 1 ? run + 1 : 1;
            longest = Math.max(longest, run);
            previous = year;
        }
        return new Repetition(years.size(), longest, total, years.isEmpty() ? OptionalInt.empty() : OptionalInt.of(years.last()));
    }
}
