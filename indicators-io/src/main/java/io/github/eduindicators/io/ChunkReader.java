package io.github.eduindicators.io;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads stretches of a file of results. A row that is written as nearly all are, of an assessment, a school and a class that were
 * seen before, is taken from its bytes without making an object; such a row is in order beyond doubt, and so is one that differs
 * by a new school that exists. Every other row is made into texts and judged by them, so this class says of no row what is wrong.
 *
 * <p>For one thread; what it has learned serves the next stretch.
 */
final class ChunkReader {
    /** The shortest usual row; where rows are shorter, their array grows. */
    private static final int SHORTEST_USUAL = 24;
    /** Room for the rest of a row that goes on behind a stretch. */
    private static final int SLACK = 1 << 12;
    /** A row of so few bytes is not too long, whatever its characters. */
    private static final int SHORT = CsvFile.MOST / 2;

    private final ResultsFile file;
    private final ResultJudge judge;
    private final SpareArrays spare;
    private final RowFinder finder;
    private final ByteKeys assessments = new ByteKeys();
    private final SchoolKeys schools = new SchoolKeys();
    private final ByteKeys classes = new ByteKeys();
    private byte[] bytes = {};
    /** Where in the file the bytes begin, and how many there are. */
    private long start;
    private int length;
    private ResultChunk chunk;
    private int line;
    private int filled;
    /** What {@link #rowEnd} has found besides the end. */
    private boolean quoted;
    private int breaks;

    ChunkReader(ResultsFile file, ResultJudge judge, SpareArrays spare) {
        this.file = file;
        this.spare = spare;
        this.judge = judge;
        this.finder = new RowFinder(file.separator());
        this.chunk = new ResultChunk(0, 0, spare);
    }

    /** Reads the rows that start within a stretch, which must begin where a row does. */
    ResultChunk read(long from, long to) {
        load(from, to);
        int end = length;
        chunk = new ResultChunk(from, end / SHORTEST_USUAL, spare);
        line = 0;
        filled = 0;
        int at = 0;
        while (at < end && chunk.failure().isEmpty()) {
            int next = judge.isPlain() ? rows(at, end) : at;
            at = next == at ? row(at) : next;
        }
        chunk.finish(from + at, line, filled);
        return chunk;
    }

    /** Where rows begin behind the head of a file, and how many line breaks are before. */
    record Head(long end, long lines) {}

    /** Skips rows until so many line breaks are behind. */
    Head skip(long from, long most) {
        long place = from;
        long lines = 0;
        while (lines < most && place < file.size()) {
            load(place, Math.min(file.size(), place + file.step()));
            int end = length;
            int at = 0;
            while (at < end && lines < most) {
                at = rowEnd(at);
                lines += breaks;
            }
            place += at;
        }
        return new Head(place, lines);
    }

    private void load(long from, long to) {
        start = from;
        length = 0;
        fill(Math.toIntExact(to - from));
    }

    /** Reads on until there are so many bytes. */
    private void fill(int wanted) {
        if (bytes.length < wanted + RowFinder.PAD) {
            bytes = Arrays.copyOf(bytes, wanted + RowFinder.PAD + SLACK);
        }
        file.read(ByteBuffer.wrap(bytes, length, wanted - length), start + length);
        length = wanted;
        Arrays.fill(bytes, length, length + RowFinder.PAD, (byte) 0);
    }

    /** Makes the bytes longer, and says whether that was possible: not at the end of the file, nor for a row that is too long. */
    private boolean extend(int from) {
        long rest = file.size() - start - length;
        int room = from + ResultsFile.MOST_BYTES - length;
        if (rest == 0 || room <= 0) {
            return false;
        }
        fill(length + (int) Math.min(rest, Math.min(room, Math.max(length - from, RowFinder.PAD))));
        return true;
    }

    /** Takes rows as long as they are written as nearly all are, and returns where the first starts that is not. */
    private int rows(int from, int end) {
        int at = from;
        while (at < end) {
            int next = finder.find(bytes, at, end);
            int found = finder.found();
            if (found == 0) {
                return at;
            }
            int taken = takeKnown(0, found);
            while (taken < found) {
                if (learnSchools(taken, found) == taken) {
                    int behind = row(finder.start(taken));
                    taken++;
                    if (behind != (taken < found ? finder.start(taken) : next) || chunk.failure().isPresent()) {
                        return behind;
                    }
                }
                taken = takeKnown(taken, found);
            }
            at = next;
        }
        return at;
    }

    /** Looks up the rows that were found, and takes them from one on to the first that cannot be, whose number it returns. */
    private int takeKnown(int from, int found) {
        chunk.reserve(found - from);
        int taken = from;
        while (taken < found && take(taken, line + taken - from)) {
            taken++;
        }
        line += taken - from;
        filled += taken - from;
        return taken;
    }

    /** Takes a row that was found if all that it names is known; there must be room. */
    private boolean take(int row, int rowLine) {
        int assessment = assessment(row);
        int schoolClass = schoolClass(row);
        int school = schools.find(bytes, finder.schoolStart(row), finder.schoolLength(row));
        if ((assessment | schoolClass | school) < 0) {
            return false;
        }
        long who = finder.hasWho(row) ? ResultChunk.who(schoolClass, rowLine, finder.pupil(row)) : 0;
        chunk.add(school, assessment, finder.scoreAndMark(row), who);
        return true;
    }

    /** The assessment of a row that was found, or -1 if it is not known or the score too high. */
    private int assessment(int row) {
        int assessment = assessments.find(bytes, finder.start(row), finder.assessmentLength(row));
        return assessment < 0 || finder.scoreAndMark(row) >>> ResultChunk.SCORE_AT > judge.maximum(assessment) ? -1 : assessment;
    }

    /** The class of a row that was found, 0 for none, or -1 if it is not known. */
    private int schoolClass(int row) {
        int size = finder.classLength(row);
        int schoolClass = size == 0 ? 0 : classes.find(bytes, finder.classStart(row), size);
        return schoolClass < ResultChunk.MOST_CLASSES ? schoolClass : -1;
    }

    /**
     * Learns the schools of the rows that were found, from one on to the first that is not in order otherwise or whose school is
     * not written plainly, and returns its number. So no row is made into texts for the sake of its school alone.
     */
    private int learnSchools(int from, int found) {
        int row = from;
        while (row < found
                && (assessment(row) | schoolClass(row)) >= 0
                && learnSchool(finder.schoolStart(row), finder.schoolLength(row))) {
            row++;
        }
        return row;
    }

    private boolean learnSchool(int from, int size) {
        if (schools.find(bytes, from, size) >= 0) {
            return true;
        }
        for (int i = from; i < from + size; i++) {
            if (bytes[i] <= ' ' || bytes[i] == '"' || bytes[i] == file.separator()) {
                return false;
            }
        }
        int school = judge.school(new String(bytes, from, size, StandardCharsets.US_ASCII));
        if (school >= 0) {
            schools.put(bytes, from, size, school);
        }
        return school >= 0;
    }

    /** Takes one row by its texts, and returns where the next starts. */
    private int row(int from) {
        int end = rowEnd(from);
        List<String> cells;
        try {
            cells = quoted || end - from > SHORT ? parsed(from, end) : split(from, end);
        } catch (InputException e) {
            chunk.fail(line, e);
            return end;
        }
        if (!cells.stream().allMatch(String::isEmpty)) {
            filled++;
            ResultJudge.Verdict verdict = judge.judge(cells);
            if (verdict instanceof ResultJudge.Counts counts) {
                chunk.add(counts, line);
                learn(from, end, cells, counts);
            } else if (verdict instanceof ResultJudge.LeftOut leftOut) {
                chunk.leaveOut(line, leftOut);
            }
        }
        line += breaks;
        return end;
    }

    /** Remembers the bytes of what the row names, where they are no other than the text. */
    private void learn(int from, int end, List<String> cells, ResultJudge.Counts counts) {
        if (quoted || !judge.isPlain()) {
            return;
        }
        int[] numbers = {counts.assessment(), counts.school(), counts.schoolClass()};
        int at = from;
        for (int column = ResultJudge.ASSESSMENT; column <= ResultJudge.CLASS; column++) {
            int to = fieldEnd(at, end);
            if (new String(bytes, at, to - at, file.charset()).equals(cells.get(column))) {
                learn(column, at, to - at, numbers[column]);
            }
            at = to + 1;
        }
    }

    private void learn(int column, int from, int size, int number) {
        if (column == ResultJudge.SCHOOL) {
            if (schools.find(bytes, from, size) < 0) {
                schools.put(bytes, from, size, number);
            }
            return;
        }
        ByteKeys keys = column == ResultJudge.ASSESSMENT ? assessments : classes;
        if (size > 0 && keys.find(bytes, from, size) < 0) {
            keys.put(bytes, from, size, number);
        }
    }

    private int fieldEnd(int from, int end) {
        int at = from;
        while (at < end && bytes[at] != file.separator() && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** The cells of a row without quotes. */
    private List<String> split(int from, int end) {
        List<String> cells = new ArrayList<>();
        int at = from;
        while (true) {
            int to = fieldEnd(at, end);
            cells.add(new String(bytes, at, to - at, file.charset()).strip());
            if (to == end || bytes[to] != file.separator()) {
                return cells;
            }
            at = to + 1;
        }
    }

    /** The cells of a row with quotes or of great length, by the parser of all other files; none for a blank row. */
    private List<String> parsed(int from, int end) {
        char separator = (char) file.separator();
        Optional<SheetRows.Row> row = end - from > SHORT
                ? CsvFile.row(file.name(), new ByteArrayInputStream(bytes, from, end - from), file.charset(), separator)
                : CsvFile.row(file.name(), new String(bytes, from, end - from, file.charset()), separator);
        if (end - from >= ResultsFile.MOST_BYTES) {
            throw new InputException(new Problem(file.name(), "", 1, "", "", Reason.TOO_LONG, 1));
        }
        return row.map(SheetRows.Row::cells).orElse(List.of());
    }

    /**
     * Finds where the row ends that starts at a place, line break included: at the end of the bytes where it is not closed or too
     * long, and behind the first byte that cannot stand behind a closing quote. The parser will say what is wrong.
     */
    private int rowEnd(int from) {
        quoted = false;
        breaks = 0;
        boolean fresh = true;
        int at = from;
        while (has(at, from)) {
            byte value = bytes[at];
            if (value == '\n' || value == '\r') {
                return behindBreak(at, from);
            }
            at++;
            if (value == '"') {
                quoted = true;
                if (fresh) {
                    at = behindQuotes(at, from);
                    if (has(at, from) && !isEnd(bytes[at])) {
                        return at + 1;
                    }
                }
            }
            fresh = value == file.separator();
        }
        return length;
    }

    private boolean isEnd(byte value) {
        return value == file.separator() || value == '\n' || value == '\r';
    }

    /** Where the text in quotes ends, the closing quote included. */
    private int behindQuotes(int from, int row) {
        int at = from;
        while (has(at, row)) {
            if (bytes[at] == '"') {
                if (!has(at + 1, row) || bytes[at + 1] != '"') {
                    return at + 1;
                }
                at += 2;
            } else if (bytes[at] == '\n' || bytes[at] == '\r') {
                at = behindBreak(at, row);
            } else {
                at++;
            }
        }
        return at;
    }

    private int behindBreak(int at, int row) {
        breaks++;
        return bytes[at] == '\r' && has(at + 1, row) && bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private boolean has(int at, int row) {
        return at < length || extend(row) && at < length;
    }
}
