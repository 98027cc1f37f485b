package io.github.eduindicators.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out the encoding of a text by reading all of it once, in constant memory. */
final class TextEncoding {
    static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final byte UNDEFINED_IN_1251 = (byte) 0x98;
    private static final int BUFFER = 1 << 16;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private TextEncoding() {}

    /** UTF-8 if all bytes are valid in it, else windows-1251 if they are valid there; empty for anything else, such as UTF-16. */
    static Optional<Charset> detect(Path path) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        boolean utf8 = true;
        boolean cyrillic = true;
        try (FileChannel channel = FileChannel.open(path)) {
            while (channel.read(bytes) >= 0) {
                int from = 0;
                int end = bytes.position();
                // Bytes that no rule speaks of: most texts have no others.
                while (end - from >= Long.BYTES && isPlain(bytes.getLong(from))) {
                    from += Long.BYTES;
                }
                for (int i = from; i < end; i++) {
                    // No text has a zero byte in either encoding, but UTF-16 and binary files do.
                    if (bytes.get(i) == 0) {
                        return Optional.empty();
                    }
                    cyrillic &= bytes.get(i) != UNDEFINED_IN_1251;
                }
                if (utf8) {
                    bytes.limit(end).position(from);
                    utf8 = !decoder.decode(bytes, chars.clear(), false).isError();
                    bytes.compact();
                }
                if (!utf8) {
                    bytes.clear();
                }
                if (!utf8 && !cyrillic) {
                    return Optional.empty();
                }
            }
        }
        if (utf8 && !decoder.decode(bytes.flip(), chars.clear(), true).isError()) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return cyrillic ? Optional.of(WINDOWS_1251) : Optional.empty();
    }

    /** Whether eight bytes are all of ASCII and none is zero. */
    private static boolean isPlain(long bytes) {
        return ((bytes | bytes - ONES) & HIGH_BITS) == 0;
    }
}
