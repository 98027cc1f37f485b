package io.github.eduindicators.examples.spark;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The country that all tests count, and what one process without Spark makes of the same rows. */
final class Sample {
    static final SyntheticCountry COUNTRY = SyntheticCountry.of(20, 6, 12);
    static final int PARTITIONS = 6;

    private static SchoolResults results;
    private static long rows;
    private static SortedMap<String, byte[]> files;

    private Sample() {}

    static synchronized SchoolResults results() {
        if (results == null) {
            ResultColumns columns = ResultColumns.of(COUNTRY.assessments());
            ScoreTally tally = ScoreTally.create();
            for (var all = COUNTRY.results(); all.hasNext();) {
                Row row = all.next();
                columns.count(row, tally);
                rows++;
            }
            results = tally.snapshot().withSchools(COUNTRY.schools());
        }
        return results;
    }

    static long rows() {
        results();
        return rows;
    }

    /** The files of the review, by name; at least one school of them is flagged. */
    static synchronized SortedMap<String, byte[]> files() {
        if (files == null) {
            files = files(results());
        }
        return files;
    }

    static SortedMap<String, byte[]> files(SchoolResults counted) {
        Review.Result review = Review.standard().run(counted);
        if (review.findings().stream().noneMatch(finding -> finding.outcome() == Outcome.FLAGGED)) {
            throw new IllegalStateException("the sample must have something to find");
        }
        try {
            Path folder = Files.createTempDirectory("national-tally");
            ReviewFiles.of(review, List.of()).write(folder);
            SortedMap<String, byte[]> contents = new TreeMap<>();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                    if (Files.isRegularFile(path)) {
                        contents.put(folder.relativize(path).toString(), Files.readAllBytes(path));
                    }
                    Files.delete(path);
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
