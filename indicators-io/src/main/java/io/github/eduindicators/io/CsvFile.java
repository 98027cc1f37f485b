package io.github.eduindicators.io;

import com.google.common.collect.ImmutableList;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import javax.annotation.CheckForNull;

/**
 * The rows of a CSV file as they stand, the header among them: encoding and separator are found out, quotes resolved, cells
 * trimmed. A row and its line breaks must fit {@link #MOST} characters, so memory is bounded whatever the file.
 */
final class CsvFile implements SheetRows, Closeable {
    /** The longest row, in characters. */
    static final int MOST = 1 << 18;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String SEPARATORS = ",;\t";

    private final String name;
    private final Charset charset;
    private final char separator;
    private final Reader reader;
    private final CloseableIterator<Row> rows;
    private final RowHandler handler;

    private CsvFile(String name, Charset charset, Reader reader, char separator) {
        this(name, charset, reader, separator, new RowHandler(name));
    }

    private CsvFile(String name, Charset charset, Reader reader, char separator, RowHandler handler) {
        this(name, charset, separator, reader, handler, parser(separator).build(handler, reader).iterator());
    }

    private CsvFile(String name, Charset charset, char separator, Reader reader, RowHandler handler, CloseableIterator<Row> rows) {
        this.name = name;
        this.charset = charset;
        this.separator = separator;
        this.reader = reader;
        this.handler = handler;
        this.rows = rows;
    }

    private static CsvReader.CsvReaderBuilder parser(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MOST);
    }

    /** The name by which problems call a file. */
    static String nameOf(Path path) {
        Path name = path.getFileName();
        return (name == null ? path : name).toString().replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * Opens a file and finds out its form; the problems take a note of each departure from the strict form.
     *
     * @throws InputException if the file cannot be read, is in no known encoding, or departs from the strict form in strict mode
     */
    static CsvFile open(Path path, ReadingMode mode, Problems problems) {
        String name = nameOf(path);
        // Opening a pipe would wait for ever.
        if (!Files.isRegularFile(path)) {
            throw new InputException(whole(name, unread(path), ""));
        }
        try {
            Charset charset = charset(path, name);
            if (!charset.equals(StandardCharsets.UTF_8)) {
                depart(name, Reason.WINDOWS_1251, charset.name(), mode, problems);
            }
            return open(path, charset, mode, problems);
        } catch (IOException e) {
            throw new InputException(whole(name, Reason.UNREADABLE_FILE, ""), e);
        }
    }

    /** Why a path cannot be read as what it should be: nothing is there, or something else. */
    static Reason unread(Path path) {
        return Files.notExists(path, LinkOption.NOFOLLOW_LINKS) ? Reason.MISSING_FILE : Reason.UNREADABLE_FILE;
    }

    private static Charset charset(Path path, String name) throws IOException {
        return TextEncoding.detect(path).orElseThrow(() -> new InputException(whole(name, Reason.BAD_ENCODING, "")));
    }

    private static CsvFile open(Path path, Charset charset, ReadingMode mode, Problems problems) throws IOException {
        String name = nameOf(path);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(path), charset.newDecoder()), MOST + 1);
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            char separator = separator(reader);
            if (separator != ',') {
                depart(name, Reason.OTHER_SEPARATOR, separator == '\t' ? "tab" : ";", mode, problems);
            }
            return new CsvFile(name, charset, reader, separator);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static void depart(String name, Reason reason, String value, ReadingMode mode, Problems problems) {
        if (mode == ReadingMode.STRICT) {
            throw new InputException(whole(name, Reason.NOT_STRICT, value));
        }
        problems.add(whole(name, reason, value));
    }

    private static Problem whole(String name, Reason reason, String value) {
        return new Problem(name, "", 0, "", value, reason, 1);
    }

    /** The separator that stands most often, outside quotes, in the first row that is not blank; a comma in doubt. */
    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(MOST);
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; i < MOST; i++) {
            int next = reader.read();
            if (next < 0 || !blank && !quoted && (next == '\n' || next == '\r')) {
                break;
            }
            quoted ^= next == '"';
            blank &= next == '\n' || next == '\r';
            int at = quoted ? -1 : SEPARATORS.indexOf(next);
            if (at >= 0) {
                counts[at]++;
            }
        }
        reader.reset();
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return SEPARATORS.charAt(best);
    }

    /** The row of a text that is far from too long, or empty where it is blank. */
    static Optional<Row> row(String name, String text, char separator) {
        RowHandler handler = new RowHandler(name);
        return row(new CsvFile(name, StandardCharsets.UTF_8, separator, Reader.nullReader(), handler,
                parser(separator).build(handler, text).iterator()));
    }

    /** The row of a text of any length, or empty where it is blank. */
    static Optional<Row> row(String name, InputStream text, Charset charset, char separator) {
        return row(new CsvFile(name, charset, new InputStreamReader(text, charset), separator));
    }

    private static Optional<Row> row(CsvFile rows) {
        try (rows) {
            return Optional.ofNullable(rows.next());
        }
    }

    /** The encoding that was found. */
    Charset charset() {
        return charset;
    }

    /** The separator that was found, one of ASCII. */
    char separator() {
        return separator;
    }

    @Override
    public String file() {
        return name;
    }

    @Override
    public String sheet() {
        return "";
    }

    @CheckForNull
    @Override
    public Row next() {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!row.cells().stream().allMatch(String::isEmpty)) {
                    return row;
                }
            }
            return null;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof InputException ours) {
                throw ours;
            }
            // Besides its quotes the parser refuses only a field that outgrows its buffer, which is what a lost quote does.
            throw new InputException(new Problem(name, "", handler.line, "", "", Reason.UNCLOSED_QUOTE, 1), e);
        } catch (UncheckedIOException e) {
            throw new InputException(whole(name, Reason.UNREADABLE_FILE, ""), e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a row of the fields that the parser finds. */
    private static final class RowHandler extends CsvCallbackHandler<Row> {
        private final String name;
        private ImmutableList.Builder<String> cells = ImmutableList.builder();
        private int count;
        private int size;
        private long line = 1;

        RowHandler(String name) {
            this.name = name;
        }

        @Override
        protected RecordType getRecordType() {
            return count == 0 ? RecordType.EMPTY : RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return count;
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            line = startingLineNumber;
            cells = ImmutableList.builder();
            count = 0;
            size = 0;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            size += length + 1;
            if (size > MOST) {
                throw new InputException(new Problem(name, "", line, "", "", Reason.TOO_LONG, 1));
            }
            cells.add(new String(buffer, offset, length).strip());
            count++;
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("comments are not asked for");
        }

        @Override
        protected void setEmpty() {
            count = 0;
        }

        @Override
        protected Row buildRecord() {
            return new Row(line, cells.build());
        }
    }
}
