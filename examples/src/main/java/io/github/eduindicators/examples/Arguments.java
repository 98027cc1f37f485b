package io.github.eduindicators.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the command line of the review asks for. */
record Arguments(Optional<Path> input, Path output, Locale locale, Optional<LocalDate> date) {
    static final String USAGE = "java -jar region-review.jar [--input DIR] [--output DIR] [--locale ru|en] [--date YYYY-MM-DD]";

    private static final Set<String> OPTIONS = Set.of("--input", "--output", "--locale", "--date");
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;
    private static final String DEFAULT_OUTPUT = "review";

    /** Arguments that cannot be understood or must not be carried out. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    static Arguments parse(List<String> words) throws Wrong {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            if (!OPTIONS.contains(option)) {
                throw new Wrong("unknown argument: " + option);
            }
            if (i + 1 == words.size() || OPTIONS.contains(words.get(i + 1)) || words.get(i + 1).isEmpty()) {
                throw new Wrong(option + " needs a value");
            }
            if (values.put(option, words.get(i + 1)) != null) {
                throw new Wrong(option + " is given twice");
            }
        }
        Optional<Path> input = Optional.empty();
        if (values.containsKey("--input")) {
            input = Optional.of(path("--input", values.get("--input")));
        }
        Path output = path("--output", values.getOrDefault("--output", DEFAULT_OUTPUT));
        if (input.isPresent()) {
            Path in = real(input.get());
            Path out = real(output);
            if (out.startsWith(in)) {
                throw new Wrong("the output must not be the input or lie inside it: " + output);
            }
            if (in.startsWith(out)) {
                throw new Wrong("the output must not hold the input: " + output);
            }
        }
        Optional<LocalDate> date = values.containsKey("--date") ? Optional.of(date(values.get("--date"))) : Optional.empty();
        return new Arguments(input, output, locale(values.getOrDefault("--locale", "ru")), date);
    }

    private static LocalDate date(String value) throws Wrong {
        try {
            LocalDate date = LocalDate.parse(value);
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeParseException e) {
            throw new Wrong("--date must be a date as 2021-07-01, got " + value);
        }
        throw new Wrong("--date must lie in " + FIRST_YEAR + ".." + LAST_YEAR + ", got " + value);
    }

    private static Locale locale(String value) throws Wrong {
        return switch (value) {
            case "ru" -> Locale.forLanguageTag("ru");
            case "en" -> Locale.ENGLISH;
            default -> throw new Wrong("--locale must be ru or en, got " + value);
        };
    }

    private static Path path(String option, String value) throws Wrong {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new Wrong(option + " is not a path: " + value);
        }
    }

    /** The path with links resolved, as far as it exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path existing = absolute; existing != null; existing = existing.getParent()) {
            if (Files.exists(existing)) {
                try {
                    return existing.toRealPath().resolve(existing.relativize(absolute));
                } catch (IOException e) {
                    return absolute;
                }
            }
        }
        return absolute;
    }
}
