package io.github.eduindicators.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds out the encoding of a text by reading all of it once, in constant memory. */
final class TextEncoding {
    static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final byte UNDEFINED_IN_1251 = (byte) 0x98;
    private static final int BUFFER = 1 << 16;

    private TextEncoding() {}

    /** UTF-8 if all bytes are valid in it, else windows-1251 if they are valid there; empty for anything else, such as UTF-16. */
    static Optional<Charset> detect(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        boolean utf8 = true;
        boolean cyrillic = true;
        int read;
        while ((read = in.read(bytes.array(), bytes.position(), bytes.remaining())) >= 0) {
            int end = bytes.position() + read;
            for (int i = bytes.position(); i < end; i++) {
                // No text has a zero byte in either encoding, but UTF-16 and binary files do.
                if (bytes.get(i) == 0) {
                    return Optional.empty();
                }
                cyrillic &= bytes.get(i) != UNDEFINED_IN_1251;
            }
            if (utf8) {
                bytes.limit(end).position(0);
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
        if (utf8 && !decoder.decode(bytes.flip(), chars.clear(), true).isError()) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return cyrillic ? Optional.of(WINDOWS_1251) : Optional.empty();
    }
}
