package io.github.eduindicators.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/**
 * Finds out the encoding of a text by looking at all of it once, in constant memory, by all threads of the common pool.
 *
 * <p>UTF-8 is checked here and not by a decoder of the JDK because no character is wanted: words of eight plain bytes, which are
 * most of every file of numbers, are passed over as they are.
 */
final class TextEncoding {
    static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final byte UNDEFINED_IN_1251 = (byte) 0x98;
    private static final int PIECE = 1 << 17;
    /** The bytes of a character behind its first, at most. */
    private static final int MOST_FURTHER = 3;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    /** What was found that speaks against an encoding. */
    private static final int NOT_UTF_8 = 1;

    private static final int NOT_1251 = 2;
    private static final int WORDS = 4;
    private static final int NEITHER = NOT_UTF_8 | NOT_1251;

    private TextEncoding() {}

    /** UTF-8 if all bytes are valid in it, else windows-1251 if they are valid there; empty for anything else, such as UTF-16. */
    static Optional<Charset> detect(Path path) throws IOException {
        return detect(path, PIECE);
    }

    /** Looks at pieces of another length. */
    static Optional<Charset> detect(Path path, int piece) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            long pieces = (size + piece - 1) / piece;
            Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
            int found = (int) LongStream.range(0, pieces)
                    .parallel()
                    .map(number -> {
                        ByteBuffer polled = spare.poll();
                        ByteBuffer buffer = polled == null ? ByteBuffer.allocate(piece + 2 * MOST_FURTHER) : polled;
                        int against = look(channel, number * piece, Math.min(size, (number + 1) * piece), buffer.clear());
                        spare.add(buffer);
                        return against;
                    })
                    .reduce(0, (one, other) -> one | other);
            if ((found & NOT_UTF_8) == 0) {
                return Optional.of(StandardCharsets.UTF_8);
            }
            return (found & NOT_1251) == 0 ? Optional.of(WINDOWS_1251) : Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * What speaks against an encoding in a piece; a character that lies across its start is looked at here and in the piece
     * before.
     */
    private static int look(FileChannel channel, long from, long to, ByteBuffer buffer) {
        int before = (int) Math.min(MOST_FURTHER, from);
        buffer.limit((int) (to - from) + before + MOST_FURTHER);
        try {
            long place = from - before;
            for (int read = 0; read >= 0 && buffer.hasRemaining(); place += Math.max(read, 0)) {
                read = channel.read(buffer, place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = buffer.array();
        int limit = buffer.position();
        int start = before;
        while (start > 0 && isFurther(bytes[start])) {
            start--;
        }
        // Three bytes back and still no first one: they end a character of four, or are an error that the piece before finds.
        if (isFurther(bytes[start])) {
            start = before;
        }
        return look(bytes, start, Math.min(limit, before + (int) (to - from)), limit);
    }

    private static int look(byte[] bytes, int from, int to, int limit) {
        int found = 0;
        int at = from;
        while (at < to) {
            while (at + WORDS * Long.BYTES <= to && arePlain(bytes, at)) {
                at += WORDS * Long.BYTES;
            }
            while (at + Long.BYTES <= to && isPlain((long) ByteKeys.WORD.get(bytes, at))) {
                at += Long.BYTES;
            }
            if (at < to) {
                byte value = bytes[at];
                // No text has a zero byte in either encoding, but UTF-16 and binary files do.
                if (value == 0) {
                    return NEITHER;
                }
                int length = length(bytes, at, limit);
                found |= length == 0 ? NOT_UTF_8 : 0;
                int end = at + Math.max(length, 1);
                for (; at < end; at++) {
                    found |= bytes[at] == UNDEFINED_IN_1251 ? NOT_1251 : 0;
                }
            }
        }
        return found;
    }

    /** Whether so many words are all plain. */
    private static boolean arePlain(byte[] bytes, int at) {
        long first = (long) ByteKeys.WORD.get(bytes, at);
        long second = (long) ByteKeys.WORD.get(bytes, at + Long.BYTES);
        long third = (long) ByteKeys.WORD.get(bytes, at + 2 * Long.BYTES);
        long fourth = (long) ByteKeys.WORD.get(bytes, at + 3 * Long.BYTES);
        return ((first | second | third | fourth | first - ONES | second - ONES | third - ONES | fourth - ONES) & HIGH_BITS) == 0;
    }

    /** Whether eight bytes are all of ASCII and none is zero. */
    private static boolean isPlain(long bytes) {
        return ((bytes | bytes - ONES) & HIGH_BITS) == 0;
    }

    private static boolean isFurther(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /** The length of the character that starts here, or 0 where none does (Unicode 15, table 3-7). */
    private static int length(byte[] bytes, int at, int limit) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || at + length > limit) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if (!isFurther(bytes[at + i])) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        // Longer than need be, halves of pairs, and beyond the last character.
        boolean refused = first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F
                || first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F;
        return refused ? 0 : length;
    }
}
