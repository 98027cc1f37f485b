package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes and wherever they are cut: what the decoders of the JDK say. */
class TextEncodingPropertiesTest {
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> good = Arbitraries.of("a", "12345678", "я", "№", "\u0800", "\uD7FF", "\uFFFF", "\uD83D\uDE00", "\uDBFF\uDFFF", "И")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> odd = Arbitraries.of(new byte[][] {
            {(byte) 0x80}, {(byte) 0xC0, (byte) 0xAF}, {(byte) 0xC2}, {(byte) 0xE0, (byte) 0x9F, (byte) 0xBF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF0, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF}, {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {(byte) 0xF5}, {(byte) 0x98},
            {0}, {(byte) 0xE2, (byte) 0x84}, {(byte) 0xFF}});
        Arbitrary<Integer> share = Arbitraries.of(0, 0, 1, 3);
        return share.flatMap(odds -> (odds == 0 ? good : Arbitraries.frequencyOf(Tuple.of(60, good), Tuple.of(odds, odd)))
                .list().ofMaxSize(80)
                .map(parts -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    parts.forEach(bytes::writeBytes);
                    return bytes.toByteArray();
                }));
    }

    @Property(tries = 1_000)
    void findsWhatTheDecodersTake(@ForAll("texts") byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int piece) throws IOException {
        Path file = Files.createTempFile("encoding", ".csv");
        try {
            Files.write(file, bytes);
            assertThat(TextEncoding.detect(file, piece)).isEqualTo(expected(bytes));
        } finally {
            Files.delete(file);
        }
    }

    private static Optional<Charset> expected(byte[] bytes) {
        for (byte value : bytes) {
            if (value == 0) {
                return Optional.empty();
            }
        }
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.forName("windows-1251")}) {
            try {
                charset.newDecoder().decode(ByteBuffer.wrap(bytes));
                return Optional.of(charset);
            } catch (CharacterCodingException e) {
                assertThat(e).isNotNull();
            }
        }
        return Optional.empty();
    }
}
