package io.github.eduindicators.io;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Looks through a whole workbook before it is read, in bounded memory: unpacks every part, counts what comes out and parses all
 * XML.
 *
 * <p>The spreadsheet reader trusts what it reads: it pads rows to the column that a cell names, loops up to whatever shared text
 * a cell asks for, follows nested elements by recursion and drops the formula of a shared text. So all of that is checked here
 * first, with the same zip and XML parsers, so that both see the same file.
 */
final class WorkbookScan {
    /** The most bytes that all parts of a workbook may unpack to. */
    static final long MOST_BYTES = 1L << 29;
    /** The most times that a large workbook may grow when unpacked. */
    static final long MOST_RATIO = 200;
    /** Below so many bytes the ratio does not matter. */
    static final long SMALL_BYTES = 1L << 24;
    /** The most parts. */
    static final int MOST_PARTS = 2_000;
    /** The most columns that a sheet has. */
    static final int MOST_COLUMNS = 16_384;
    /** The most rows that a sheet has. */
    static final int MOST_ROWS = 1_048_576;
    /** The longest text of a cell; twice what spreadsheets allow. */
    static final int LONGEST_TEXT = 1 << 16;

    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_FORMULA = 1 << 13;
    private static final int LONGEST_MARKUP = 1 << 22;
    private static final int MOST_TEXTS = 2_000_000;
    private static final long MOST_TEXT = 1L << 25;
    private static final int MOST_FORMULAS = 20_000;
    private static final int MOST_ARRAY_FORMULAS = 100;
    private static final int MOST_NAMES = 10_000;
    private static final int DEEPEST = 64;
    private static final int BUFFER = 1 << 16;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] PART = {'P', 'K', 1, 2};
    private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE");

    private final Path path;
    private final String name;
    private final long size;
    private final XMLInputFactory factory = new InputFactoryImpl();
    private final Set<String> names = new HashSet<>();
    private long unpacked;
    private int formulas;
    private int arrayFormulas;
    private int partsWithTexts;
    private int texts;
    private long text;
    private long lastText = -1;
    private String lastTextAt = "";
    private boolean drawingAsTable;
    private boolean badDrawing;

    private WorkbookScan(Path path, String name) throws IOException {
        this.path = path;
        this.name = name;
        this.size = Files.size(path);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    }

    /**
     * Looks through a workbook.
     *
     * @throws InputException if the file is not an .xlsx workbook, is damaged, too large, or holds what no table of results needs
     */
    static void check(Path path, String name) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(new Problem(name, "", 0, "", "", Reason.UNREADABLE_FILE, 1));
        }
        try {
            new WorkbookScan(path, name).check();
        } catch (IOException | IllegalArgumentException e) {
            // The zip library throws both at a damaged directory.
            Reason reason = Files.isReadable(path) ? Reason.BROKEN_WORKBOOK : Reason.UNREADABLE_FILE;
            throw new InputException(new Problem(name, "", 0, "", "", reason, 1), e);
        }
    }

    private InputException refuse(Reason reason, String part) {
        return new InputException(new Problem(name, part, 0, "", "", reason, 1));
    }

    private void check() throws IOException {
        checkDirectory();
        Set<String> seen = new HashSet<>();
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String part = printable(entry.getName());
                boolean plain = entry.getMethod() == ZipEntry.STORED || entry.getMethod() == ZipEntry.DEFLATED;
                if (!plain || !zip.canReadEntryData(entry) || !seen.add(entry.getName())) {
                    throw refuse(Reason.BROKEN_WORKBOOK, part);
                }
                try (InputStream raw = zip.getInputStream(entry);
                        Counted in = new Counted(raw, part)) {
                    checkPart(in, part);
                    in.drain();
                    if (entry.getCrc() != in.crc.getValue()) {
                        throw refuse(Reason.BROKEN_WORKBOOK, part);
                    }
                }
            }
        }
        if (partsWithTexts > 1 || badDrawing && drawingAsTable) {
            throw refuse(Reason.BROKEN_WORKBOOK, "");
        }
        if (lastText >= texts) {
            throw new InputException(new Problem(name, "", 0, "", lastTextAt, Reason.BROKEN_WORKBOOK, 1));
        }
    }

    private static String printable(String part) {
        return part.substring(0, Math.min(part.length(), 100)).replaceAll("\\p{Cntrl}", "?");
    }

    /** Bounds the directory before the zip library loads it: every entry of it bears this signature. */
    private void checkDirectory() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            byte[] start = in.readNBytes(ZIP.length);
            if (!java.util.Arrays.equals(start, ZIP)) {
                throw refuse(Reason.NOT_A_WORKBOOK, "");
            }
            int parts = 0;
            int matched = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                matched = next == PART[matched] ? matched + 1 : next == PART[0] ? 1 : 0;
                if (matched == PART.length) {
                    matched = 0;
                    if (++parts > MOST_PARTS) {
                        throw refuse(Reason.WORKBOOK_TOO_LARGE, "");
                    }
                }
            }
        }
    }

    private void checkPart(Counted in, String part) throws IOException {
        String lower = part.toLowerCase(Locale.ROOT);
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        if (lower.endsWith(".xml") || lower.endsWith(".rels") || looksLikeXml(buffered)) {
            try {
                checkXml(buffered, in, part);
            } catch (InputException e) {
                throw e;
            } catch (XMLStreamException | RuntimeException e) {
                // What the parser meets while it skips a text comes unchecked.
                // Old drawings of comments are often not well formed; they do no harm where nothing reads them as a table.
                if (!lower.endsWith(".vml")) {
                    throw new InputException(new Problem(name, part, 0, "", "", Reason.BROKEN_WORKBOOK, 1), e);
                }
                badDrawing = true;
            }
        }
    }

    private static boolean looksLikeXml(BufferedInputStream in) throws IOException {
        in.mark(BUFFER);
        byte[] start = in.readNBytes(64);
        in.reset();
        for (byte next : start) {
            boolean skipped = next == 0 || next == (byte) 0xEF || next == (byte) 0xBB || next == (byte) 0xBF
                    || next == (byte) 0xFE || next == (byte) 0xFF || next == ' ' || next == '\t' || next == '\r' || next == '\n';
            if (!skipped) {
                return next == '<';
            }
        }
        // Nothing but blanks: let the parser say.
        return start.length > 0;
    }

    private void checkXml(InputStream in, Counted counted, String part) throws XMLStreamException {
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        try {
            String encoding = xml.getCharacterEncodingScheme();
            if (encoding != null && !ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
                throw refuse(Reason.BROKEN_WORKBOOK, part);
            }
            Cursor cursor = new Cursor(xml, part);
            while (xml.hasNext()) {
                counted.start = counted.count;
                cursor.take(xml.next());
            }
        } finally {
            xml.close();
        }
    }

    /** What the scan knows at its place within one XML part. */
    private final class Cursor {
        private final XMLStreamReader xml;
        private final String part;
        private int depth;
        private boolean inRow;
        private boolean inCell;
        private boolean hasTexts;
        private int cells;
        private String type = "";
        private String at = "";
        private String element = "";
        private int cellText;
        private int elementText;
        private long number;

        Cursor(XMLStreamReader xml, String part) {
            this.xml = xml;
            this.part = part;
        }

        void take(int event) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
                case XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE,
                        XMLStreamConstants.ENTITY_DECLARATION,
                        XMLStreamConstants.NOTATION_DECLARATION -> throw refuse(Reason.EXTERNAL_ENTITY, part);
                default -> { }
            }
        }

        private InputException broken(Reason reason) {
            return new InputException(new Problem(name, part, 0, "", at, reason, 1));
        }

        private void known(String word) {
            if (names.add(word) && names.size() > MOST_NAMES) {
                throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
            }
        }

        private void start(String local) {
            if (++depth > DEEPEST) {
                throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
            }
            known(local);
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                known(xml.getAttributeLocalName(i));
            }
            element = local;
            elementText = 0;
            switch (local) {
                case "row" -> startRow();
                case "c" -> startCell();
                case "v" -> number = 0;
                case "f" -> startFormula();
                case "si" -> startText();
                case "Relationship" -> checkTarget("Target");
                case "Override" -> checkTarget("PartName");
                default -> { }
            }
        }

        private void startRow() {
            String row = attribute("r");
            if (inRow || !row.isEmpty() && !isRow(row, 0)) {
                throw broken(Reason.BROKEN_WORKBOOK);
            }
            inRow = true;
            cells = 0;
        }

        private void startCell() {
            at = attribute("r");
            type = attribute("t");
            cellText = 0;
            if (inCell || ++cells > MOST_COLUMNS || !at.isEmpty() && !isCell(at)) {
                at = printable(at);
                throw broken(Reason.BROKEN_WORKBOOK);
            }
            inCell = true;
        }

        private void startFormula() {
            if (!inCell) {
                return;
            }
            if (type.equals("s")) {
                // The reader would take the text and forget that it is computed.
                throw broken(Reason.FORMULA);
            }
            arrayFormulas += attribute("t").equals("array") ? 1 : 0;
            if (++formulas > MOST_FORMULAS || arrayFormulas > MOST_ARRAY_FORMULAS) {
                throw broken(Reason.WORKBOOK_TOO_LARGE);
            }
        }

        private void startText() {
            if (!hasTexts) {
                hasTexts = true;
                partsWithTexts++;
            }
            if (++texts > MOST_TEXTS) {
                throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
            }
        }

        private void checkTarget(String attribute) {
            boolean ofSheet = part.contains("/worksheets/_rels/") || part.contains("/chartsheets/_rels/");
            drawingAsTable |= !ofSheet && attribute(attribute).toLowerCase(Locale.ROOT).endsWith(".vml");
        }

        private String attribute(String wanted) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                if (xml.getAttributeLocalName(i).equals(wanted)) {
                    return xml.getAttributeValue(i);
                }
            }
            return "";
        }

        private void text() {
            int length = xml.getTextLength();
            elementText += length;
            text += hasTexts ? length : 0;
            if (text > MOST_TEXT) {
                throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
            }
            if (!inCell) {
                return;
            }
            cellText += length;
            boolean number = element.equals("v") && (type.isEmpty() || type.equals("n") || type.equals("s") || type.equals("b"));
            if (cellText > LONGEST_TEXT
                    || number && elementText > LONGEST_NUMBER
                    || element.equals("f") && elementText > LONGEST_FORMULA) {
                throw broken(Reason.WORKBOOK_TOO_LARGE);
            }
            if (type.equals("s") && element.equals("v")) {
                index();
            }
        }

        private void index() {
            for (int i = 0; i < xml.getTextLength(); i++) {
                char digit = xml.getTextCharacters()[xml.getTextStart() + i];
                if (digit < '0' || digit > '9') {
                    throw broken(Reason.BROKEN_WORKBOOK);
                }
                number = Math.min(Integer.MAX_VALUE, number * 10 + digit - '0');
            }
            if (number > lastText) {
                lastText = number;
                lastTextAt = at;
            }
        }

        private void end(String local) {
            depth--;
            element = "";
            if (local.equals("c")) {
                inCell = false;
                at = "";
            } else if (local.equals("row")) {
                inRow = false;
            }
        }
    }

    private static boolean isCell(String at) {
        int column = 0;
        int letters = 0;
        while (letters < at.length() && letters < 4 && at.charAt(letters) >= 'A' && at.charAt(letters) <= 'Z') {
            column = column * 26 + at.charAt(letters++) - 'A' + 1;
        }
        return column >= 1 && column <= MOST_COLUMNS && isRow(at, letters);
    }

    private static boolean isRow(String text, int from) {
        int row = 0;
        for (int i = from; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || row > MOST_ROWS) {
                return false;
            }
            row = row * 10 + digit - '0';
        }
        return row >= 1 && row <= MOST_ROWS;
    }

    /** Counts and sums what really comes out of a part, whatever its header promises. */
    private final class Counted extends FilterInputStream {
        private final String part;
        private final CRC32 crc = new CRC32();
        private long count;
        private long start;

        Counted(InputStream in, String part) {
            super(in);
            this.part = part;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                crc.update(bytes, offset, read);
                count += read;
                unpacked += read;
                boolean bomb = unpacked > SMALL_BYTES && unpacked / MOST_RATIO > size;
                if (unpacked > MOST_BYTES || bomb) {
                    throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
                }
                if (count - start > LONGEST_MARKUP) {
                    throw refuse(Reason.WORKBOOK_TOO_LARGE, part);
                }
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        void drain() throws IOException {
            byte[] bytes = new byte[BUFFER];
            do {
                start = count;
            } while (read(bytes, 0, bytes.length) >= 0);
        }
    }
}
