package io.github.eduindicators.io;

/**
 * Finds rows of results that are written as nearly all are: six cells without quotes, score and mark in digits, and of a pupil,
 * if there is one, a code of few digits. Where the cells of such a row end is found, and its numbers are read. Whether its
 * assessment, school and class are known must be looked up, which tells too that no separator or line break stands in them.
 *
 * <p>That is why the ends of assessment and school may be guessed: they are taken to be as long as in the row before wherever
 * separators stand at both places. So the next row is found without waiting for all words of this one.
 */
final class RowFinder {
    /** Rows whose ends are found before they are looked up: finding the one is computing, the other waiting for memory. */
    static final int BLOCK = 512;
    /** Bytes behind the text that may be read, and must be zero. */
    static final int PAD = 64;

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

    private final byte separator;
    private final long separators;
    /** Of each row of a block: where it starts, the lengths of assessment and school, score and mark. */
    private final long[] rows = new long[BLOCK];
    /** Of each row of a block: the length of the class, and the pupil as a number. */
    private final long[] whos = new long[BLOCK];
    private int found;
    /** The lengths of assessment and school in the last row that was not guessed. */
    private int firstLength;
    private int secondLength;
    /** Where the row ends that was found last. */
    private int next;

    RowFinder(byte separator) {
        this.separator = separator;
        this.separators = separator * 0x0101010101010101L;
    }

    /** How many rows were found. */
    int found() {
        return found;
    }

    int start(int row) {
        return (int) (rows[row] >>> FROM_AT);
    }

    int assessmentLength(int row) {
        return (int) rows[row] >>> FIRST_LENGTH_AT;
    }

    int schoolStart(int row) {
        return start(row) + assessmentLength(row) + 1;
    }

    int schoolLength(int row) {
        return (int) rows[row] >>> SECOND_LENGTH_AT & LENGTH;
    }

    /** The score and the mark as one number, as {@link ResultChunk#scoreAndMark} makes it. */
    int scoreAndMark(int row) {
        return (int) rows[row] & SCORE_AND_MARK;
    }

    /** Whether a row has a class or a pupil. */
    boolean hasWho(int row) {
        return whos[row] != 0;
    }

    int classStart(int row) {
        return schoolStart(row) + schoolLength(row) + 1;
    }

    int classLength(int row) {
        return (int) (whos[row] >>> FROM_AT);
    }

    /** The pupil as a number, as {@link SeenPupils#number} makes it. */
    int pupil(int row) {
        return (int) whos[row];
    }

    /** Finds some rows from a place on, up to the first of another form. Returns where the last ends. */
    int find(byte[] bytes, int from, int end) {
        int at = from;
        int count = 0;
        while (count < BLOCK && at < end && take(bytes, at, end, count)) {
            at = next;
            count++;
        }
        found = count;
        return at;
    }

    /** Takes the row that starts at a place, unless it is of another form. */
    private boolean take(byte[] bytes, int at, int end, int row) {
        int school = at + firstLength + 1;
        int classFrom = school + secondLength + 1;
        return classFrom <= end
                && bytes[school - 1] == separator
                && bytes[classFrom - 1] == separator
                && take(bytes, at, school, classFrom, end, row)
                || takeUnlike(bytes, at, end, row);
    }

    /** Takes a row whose assessment or school is not as long as in the row before. */
    private boolean takeUnlike(byte[] bytes, int at, int end, int row) {
        int school = behindSeparator(bytes, at, end);
        int classFrom = behindSeparator(bytes, school, end);
        if (classFrom > end
                || school - at - 1 > LENGTH
                || classFrom - school - 1 > LENGTH
                || !take(bytes, at, school, classFrom, end, row)) {
            return false;
        }
        firstLength = school - at - 1;
        secondLength = classFrom - school - 1;
        return true;
    }

    private boolean take(byte[] bytes, int at, int school, int classFrom, int end, int row) {
        int scoreFrom = classFrom + 2;
        if (bytes[classFrom] != separator || bytes[classFrom + 1] != separator) {
            scoreFrom = takeWho(bytes, classFrom, end, row);
        } else {
            whos[row] = 0;
        }
        if (scoreFrom > end) {
            return false;
        }
        // Score, mark and line end fit one word: three digits, a separator, one digit, two bytes.
        long tail = (long) ByteKeys.WORD.get(bytes, scoreFrom);
        int digits = Long.numberOfTrailingZeros(marks(tail, separators)) >>> 3;
        if (digits == 0 || digits > MOST_SCORE_DIGITS) {
            return false;
        }
        long behind = tail >>> (digits + 1) * Byte.SIZE;
        int digit = (int) (behind & 0xFF) - '0';
        int marked = (digit - 2 | 5 - digit) >>> 31 ^ 1;
        behind >>>= marked * Byte.SIZE;
        int lineEnd = scoreFrom + digits + 1 + marked;
        if ((behind & 0xFF) != '\n') {
            if ((behind & 0xFFFF) != WINDOWS_LINE_END) {
                return false;
            }
            lineEnd++;
        }
        next = lineEnd + 1;
        int value = (int) (tail ^ ZEROS) << (Integer.BYTES - digits) * Byte.SIZE >>> Byte.SIZE;
        int score = (value & 0xFF) * 100 + (value >>> Byte.SIZE & 0xFF) * 10 + (value >>> 2 * Byte.SIZE);
        rows[row] = (long) at << FROM_AT | (long) (school - at - 1) << FIRST_LENGTH_AT
                | (classFrom - school - 1) << SECOND_LENGTH_AT | score << ResultChunk.SCORE_AT | digit & -marked;
        return ((value | value + (int) OVER_NINE) & (int) HIGH_BITS) == 0;
    }

    /** Takes class and pupil, and returns where the score starts; behind the end where the row is of another form. */
    private int takeWho(byte[] bytes, int classFrom, int end, int row) {
        int pupilFrom = behindSeparator(bytes, classFrom, end);
        int scoreFrom = behindSeparator(bytes, pupilFrom, end);
        if (scoreFrom > end) {
            return scoreFrom;
        }
        int length = scoreFrom - pupilFrom - 1;
        int code = length == 0 ? 0 : pupil((long) ByteKeys.WORD.get(bytes, pupilFrom), length);
        whos[row] = (long) (pupilFrom - classFrom - 1) << FROM_AT | code;
        return code < 0 || pupilFrom - classFrom - 1 > LENGTH ? end + 1 : scoreFrom;
    }

    /** The place behind the first separator from a place on; behind the end where there is none. */
    private int behindSeparator(byte[] bytes, int from, int end) {
        int word = Math.min(from, end);
        long mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
        while (mask == 0 && word < end) {
            word += Long.BYTES;
            mask = marks((long) ByteKeys.WORD.get(bytes, word), separators);
        }
        return word + (Long.numberOfTrailingZeros(mask) >>> 3) + 1;
    }

    /** A byte of the mask is not zero where the word has a separator, and only there. */
    private static long marks(long word, long separators) {
        long difference = word ^ separators;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    /** The digits of a code of up to seven behind a leading 1, or -1. */
    private static int pupil(long word, int length) {
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
        return (int) value + TENS[length];
    }
}
