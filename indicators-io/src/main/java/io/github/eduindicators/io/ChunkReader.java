package io.github.eduindicators.io;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads stretches of a file of results. A row that is written as nearly all are, of an assessment, a school and a class that were
 * seen before, is taken from its bytes without making an object; such a row is in order beyond doubt. Every other row is made
 * into texts and judged by them, so this class says of no row what is wrong with it.
 *
 * <p>For one thread; what it has learned serves the next stretch.
 */
final class ChunkReader {
    /** Rows whose ends are found before they are looked up: finding the one is computing, the other waiting for memory. */
    private static final int BLOCK = 512;
    /** Bytes behind the text that may be read, and are zero. */
    private static final int PAD = 64;
    /** The shortest usual row; where rows are shorter, their array grows. */
    private static final int SHORTEST_USUAL = 24;
    /** Room for the rest of a row that goes on behind a stretch. */
    private static final int SLACK = 1 << 12;
    /** A row of so few bytes is not too long, whatever its characters. */
    private static final int SHORT = CsvFile.MOST / 2;

    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    /** Added to a byte of 0..9 it leaves the highest bit alone, and sets it for any more. */
    private static final long OVER_NINE = 0x7676767676767676L;
    private static final int[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final int MOST_SCORE_DIGITS = 3;
    private static final int WINDOWS_LINE_END = '\n' << Byte.SIZE | '\r';

    private static final int FROM_AT = 32;
    private static final int FIRST_LENGTH_AT = 24;
    private static final int SECOND_LENGTH_AT = 16;
    private static final int LENGTH = 0xFF;
    private static final int SCORE_AND_MARK = 0x1FFF;

    private final ResultsFile file;
    private final ResultJudge judge;
    private final SpareArrays spare;
    private final long separators;
    private final ByteKeys assessments = new ByteKeys();
    private final SchoolKeys schools = new SchoolKeys();
    private final ByteKeys classes = new ByteKeys();
    /** Of each row of a block: where it starts, the lengths of assessment and school, score and mark. */
    private final long[] rows = new long[BLOCK];
    /** Of each row of a block: the length of the class, and the pupil as a number. */
    private final long[] whos = new long[BLOCK];
    private int found;

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
        this.separators = file.separator() * 0x0101010101010101L;
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
        if (bytes.length < wanted + PAD) {
            bytes = Arrays.copyOf(bytes, wanted + PAD + SLACK);
        }
        file.read(ByteBuffer.wrap(bytes, length, wanted - length), start + length);
        length = wanted;
        Arrays.fill(bytes, length, length + PAD, (byte) 0);
    }

    /** Makes the bytes longer, and says whether that was possible: not at the end of the file, nor for a row that is too long. */
    private boolean extend(int from) {
        long rest = file.size() - start - length;
        int room = from + ResultsFile.MOST_BYTES - length;
        if (rest == 0 || room <= 0) {
            return false;
        }
        fill(length + (int) Math.min(rest, Math.min(room, Math.max(length - from, PAD))));
        return true;
    }

    /** Takes rows as long as they are written as nearly all are, and returns where the first starts that is not. */
    private int rows(int from, int end) {
        int at = from;
        while (at < end) {
            int next = find(at, end);
            if (found == 0) {
                return at;
            }
            int taken = take(0);
            while (taken < found) {
                int behind = row(start(taken));
                taken++;
                if (behind != (taken < found ? start(taken) : next) || chunk.failure().isPresent()) {
                    return behind;
                }
                taken = take(taken);
            }
            at = next;
        }
        return at;
    }

    private int start(int row) {
        return (int) (rows[row] >>> FROM_AT);
    }

    /** A byte of the mask is not zero where the word has a separator, and only there. */
    private static long marks(long word, long separators) {
        long difference = word ^ separators;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    /** Finds the ends of some rows; what is in them is looked up afterwards. Stops at a row of another form. */
    private int find(int from, int end) {
        byte[] bytes = this.bytes;
        long separators = this.separators;
        long[] rows = this.rows;
        long[] whos = this.whos;
        int at = from;
        int count = 0;
        while (count < BLOCK && at < end) {
            // The first separator: behind the assessment.
            int word = at;
            long mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
            while (mask == 0 && word < end) {
                word += Long.BYTES;
                mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
            }
            int school = word + (Long.numberOfTrailingZeros(mask) >>> 3) + 1;
            // From here on words begin at the school, whose identifier is often as long as the last.
            word = school;
            mask = marks((long) ByteKeys.WORD.get(bytes, Math.min(word, end)), separators);
            while (mask == 0 && word < end) {
                word += Long.BYTES;
                mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
            }
            int classFrom = word + (Long.numberOfTrailingZeros(mask) >>> 3) + 1;
            mask &= mask - 1;
            while (mask == 0 && word < end) {
                word += Long.BYTES;
                mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
            }
            int pupilFrom = word + (Long.numberOfTrailingZeros(mask) >>> 3) + 1;
            mask &= mask - 1;
            while (mask == 0 && word < end) {
                word += Long.BYTES;
                mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
            }
            int scoreFrom = word + (Long.numberOfTrailingZeros(mask) >>> 3) + 1;
            if (scoreFrom > end) {
                break;
            }
            // Score, mark and line end fit one word: three digits, a separator, one digit, two bytes.
            long tail = (long) ByteKeys.WORD.get(bytes, scoreFrom);
            int digits = Long.numberOfTrailingZeros(marks(tail, separators)) >>> 3;
            if (digits == 0 || digits > MOST_SCORE_DIGITS) {
                break;
            }
            int value = (int) (tail ^ ZEROS) << (Integer.BYTES - digits) * Byte.SIZE >>> Byte.SIZE;
            boolean odd = ((value | value + (int) OVER_NINE) & (int) HIGH_BITS) != 0;
            int score = (value & 0xFF) * 100 + (value >>> Byte.SIZE & 0xFF) * 10 + (value >>> 2 * Byte.SIZE);
            long behind = tail >>> (digits + 1) * Byte.SIZE;
            int digit = (int) (behind & 0xFF) - '0';
            int marked = (digit - 2 | 5 - digit) >>> 31 ^ 1;
            behind >>>= marked * Byte.SIZE;
            int lineEnd = (int) behind & 0xFF;
            int breakBytes = 1;
            if (lineEnd != '\n') {
                odd |= ((int) behind & 0xFFFF) != WINDOWS_LINE_END;
                breakBytes = 2;
            }
            long who = 0;
            if (scoreFrom - classFrom > 2) {
                int classLength = pupilFrom - classFrom - 1;
                int pupilLength = scoreFrom - pupilFrom - 1;
                odd |= classLength > LENGTH || pupilLength > SeenPupils.MOST_DIGITS;
                who = (long) classLength << FROM_AT;
                if (pupilLength > 0) {
                    long code = pupil((long) ByteKeys.WORD.get(bytes, pupilFrom), pupilLength);
                    odd |= code < 0;
                    who |= code;
                }
            }
            odd |= school - at > LENGTH || classFrom - school > LENGTH;
            if (odd) {
                break;
            }
            rows[count] = (long) at << FROM_AT | (long) (school - at - 1) << FIRST_LENGTH_AT
                    | (classFrom - school - 1) << SECOND_LENGTH_AT | score << 3 | digit & -marked;
            whos[count] = who;
            count++;
            at = scoreFrom + digits + 1 + marked + breakBytes;
        }
        found = count;
        return at;
    }

    /** The digits of a code of up to seven behind a leading 1, or -1. */
    private static long pupil(long word, int length) {
        if (length > SeenPupils.MOST_DIGITS) {
            return -1;
        }
        long digits = (word ^ ZEROS) << Long.SIZE - length * Byte.SIZE;
        if (((digits | digits + OVER_NINE) & HIGH_BITS) != 0) {
            return -1;
        }
        long pairs = digits * 10 + (digits >>> Byte.SIZE);
        long value = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                + (pairs >>> 2 * Byte.SIZE & 0x000000FF000000FFL) * 0x0000271000000001L >>> Integer.SIZE;
        return value + TENS[length];
    }

    /** Looks up the rows that were found, and takes them from one on to the first that cannot be, whose number it returns. */
    private int take(int from) {
        byte[] bytes = this.bytes;
        ResultChunk chunk = this.chunk;
        int count = found;
        chunk.reserve(count - from);
        int firstLine = line - from;
        int taken = from;
        for (; taken < count; taken++) {
            long row = rows[taken];
            int at = (int) (row >>> FROM_AT);
            int size = (int) (row >>> FIRST_LENGTH_AT) & LENGTH;
            int assessment = assessments.find(bytes, at, size);
            at += size + 1;
            size = (int) (row >>> SECOND_LENGTH_AT) & LENGTH;
            int school = schools.find(bytes, at, size);
            if ((assessment | school) < 0) {
                break;
            }
            int scoreAndMark = (int) row & SCORE_AND_MARK;
            if (scoreAndMark >>> 3 > judge.maximum(assessment)) {
                break;
            }
            long who = whos[taken];
            if (who != 0) {
                int classLength = (int) (who >>> FROM_AT);
                int schoolClass = classLength == 0 ? 0 : classes.find(bytes, at + size + 1, classLength);
                if (schoolClass < 0 || schoolClass >= ResultChunk.MOST_CLASSES) {
                    break;
                }
                who = ResultChunk.who(schoolClass, firstLine + taken, (int) who);
            }
            chunk.add(school, assessment, scoreAndMark, who);
        }
        line += taken - from;
        filled += taken - from;
        return taken;
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
        Optional<SheetRows.Row> row = end - from > SHORT
                ? CsvFile.row(file.name(), new ByteArrayInputStream(bytes, from, end - from), file.charset(), (char) file.separator())
                : CsvFile.row(file.name(), new String(bytes, from, end - from, file.charset()), (char) file.separator());
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
