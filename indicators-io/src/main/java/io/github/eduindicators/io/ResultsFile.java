package io.github.eduindicators.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a file of results, readable at any place by several threads at once. */
final class ResultsFile implements Closeable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    /** Where a line end is looked for, at first: longer than nearly all rows. */
    private static final int GLANCE = 512;
    private static final int LONG_LOOK = 1 << 16;
    /**
     * No row that is not too long has so many bytes: none of its characters has more than three, quotes and separators included.
     */
    static final int MOST_BYTES = 4 * CsvFile.MOST;

    private final String name;
    private final Charset charset;
    private final byte separator;
    private final int step;
    private final FileChannel channel;
    private final long size;

    private ResultsFile(Path path, CsvFile form, int step) throws IOException {
        this.name = form.file();
        this.charset = form.charset();
        this.separator = (byte) form.separator();
        this.step = step;
        this.channel = FileChannel.open(path);
        this.size = channel.size();
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @param form the same file, whose encoding and separator are known
     * @param step how many bytes are read in one stretch
     */
    static ResultsFile open(Path path, CsvFile form, int step) {
        try {
            return new ResultsFile(path, form, step);
        } catch (IOException e) {
            throw unreadable(form.file(), e);
        }
    }

    private static InputException unreadable(String name, IOException cause) {
        return new InputException(new Problem(name, "", 0, "", "", Reason.UNREADABLE_FILE, 1), cause);
    }

    String name() {
        return name;
    }

    Charset charset() {
        return charset;
    }

    byte separator() {
        return separator;
    }

    int step() {
        return step;
    }

    long size() {
        return size;
    }

    /** Fills the buffer with the bytes from a place on, which must be there. */
    void read(ByteBuffer buffer, long from) {
        try {
            long place = from;
            while (buffer.hasRemaining()) {
                int count = channel.read(buffer, place);
                if (count < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
                place += count;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Where the text begins, behind a byte order mark. */
    long start() {
        if (size < BYTE_ORDER_MARK.length) {
            return 0;
        }
        byte[] head = new byte[BYTE_ORDER_MARK.length];
        read(ByteBuffer.wrap(head), 0);
        return Arrays.equals(head, BYTE_ORDER_MARK) ? head.length : 0;
    }

    /**
     * The end of a stretch of about the usual length: where a row begins, unless the line break before it stands in quotes or
     * there is none far and wide.
     */
    long end(long from) {
        long place = from + step;
        ByteBuffer bytes = ByteBuffer.allocate(GLANCE);
        while (place < size && place - from < step + MOST_BYTES) {
            // The byte before the place as well, and one behind those that are looked at.
            bytes.clear().limit((int) Math.min(bytes.capacity(), size - place + 1));
            read(bytes, place - 1);
            for (int i = 0; i < bytes.limit(); i++) {
                boolean last = place + i == size;
                byte value = bytes.get(i);
                if (value == '\n' || value == '\r' && (last || i + 1 < bytes.limit() && bytes.get(i + 1) != '\n')) {
                    return place + i;
                }
            }
            // A last byte that is a carriage return is looked at again with what is behind it.
            place += bytes.limit() - 1;
            if (bytes.capacity() == GLANCE) {
                bytes = ByteBuffer.allocate(LONG_LOOK);
            }
        }
        return Math.min(place, size);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
