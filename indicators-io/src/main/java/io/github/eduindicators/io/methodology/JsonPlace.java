package io.github.eduindicators.io.methodology;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;

/** Where a value stands: the file, the JSON pointer, the line or 0. */
record JsonPlace(String file, String path, long line) {
    private static final int LONGEST_PATH = 90;

    static JsonPlace root(String file) {
        return new JsonPlace(file, "", 0);
    }

    JsonPlace child(String name) {
        return new JsonPlace(file, path + "/" + name.replace("~", "~0").replace("/", "~1"), line);
    }

    JsonPlace at(long newLine) {
        return new JsonPlace(file, path, newLine);
    }

    InputException error(Reason reason, String explanation) {
        return new InputException(problem(reason, explanation));
    }

    InputException error(Reason reason, String explanation, Throwable cause) {
        return new InputException(problem(reason, explanation), cause);
    }

    /** The value of the problem is the path, of which the end says most, and what is wrong there. */
    private Problem problem(Reason reason, String explanation) {
        String whole = path.isEmpty() ? "/" : path;
        String end = whole.length() <= LONGEST_PATH ? whole : "…" + whole.substring(whole.length() - LONGEST_PATH);
        return new Problem(file, "", line, "", end + ": " + explanation, reason, 1);
    }
}
