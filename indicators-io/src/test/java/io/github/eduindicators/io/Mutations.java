package io.github.eduindicators.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** What people, editors, mail programs and attackers do to a file. */
enum Mutations {
    FLIPPED {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] copy = file.clone();
            for (int i = 0; i < 1 + random.nextInt(12) && copy.length > 0; i++) {
                copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return copy;
        }
    },
    TRUNCATED {
        @Override
        byte[] of(byte[] file, Random random) {
            return Arrays.copyOf(file, random.nextInt(file.length + 1));
        }
    },
    DOUBLED {
        @Override
        byte[] of(byte[] file, Random random) {
            int from = random.nextInt(file.length + 1);
            int to = from + random.nextInt(file.length - from + 1);
            return with(file, random.nextInt(file.length + 1), Arrays.copyOfRange(file, from, to));
        }
    },
    CUT_OUT {
        @Override
        byte[] of(byte[] file, Random random) {
            int from = random.nextInt(file.length + 1);
            int to = Math.min(file.length, from + random.nextInt(40));
            byte[] head = Arrays.copyOf(file, from);
            return with(head, head.length, Arrays.copyOfRange(file, to, file.length));
        }
    },
    GIANT_CELL {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] cell = new byte[400_000];
            Arrays.fill(cell, (byte) "x1\"[{".charAt(random.nextInt(5)));
            return with(file, random.nextInt(file.length + 1), cell);
        }
    },
    ANOTHER_CHARSET {
        @Override
        byte[] of(byte[] file, Random random) {
            List<String> charsets = List.of("UTF-16", "UTF-16LE", "UTF-16BE", "KOI8-R", "windows-1251", "IBM866", "ISO-8859-5");
            return text(file).getBytes(Charset.forName(charsets.get(random.nextInt(charsets.size()))));
        }
    },
    STRANGE_BYTES {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[][] strange = {{0}, {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, {(byte) 0xFF, (byte) 0xFE}, {(byte) 0xC0, (byte) 0x80},
                {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'\r'}, {'\r', '\n'}, {0x1A}, {(byte) 0xC2, (byte) 0xA0}};
            return with(file, random.nextBoolean() ? 0 : random.nextInt(file.length + 1), strange[random.nextInt(strange.length)]);
        }
    },
    HOSTILE_CELLS {
        @Override
        byte[] of(byte[] file, Random random) {
            List<String> lines = new ArrayList<>(Arrays.asList(text(file).split("\n", -1)));
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                int line = random.nextInt(lines.size());
                String[] parts = lines.get(line).split(",", -1);
                parts[random.nextInt(parts.length)] = hostileCell(random);
                lines.set(line, String.join(",", parts));
            }
            return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        }
    },
    SHUFFLED_LINES {
        @Override
        byte[] of(byte[] file, Random random) {
            List<String> lines = new ArrayList<>(Arrays.asList(text(file).split("\n", -1)));
            Collections.shuffle(lines, random);
            return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        }
    },
    REPEATED {
        @Override
        byte[] of(byte[] file, Random random) {
            return text(file).repeat(1 + random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
        }
    },
    DEEP {
        @Override
        byte[] of(byte[] file, Random random) {
            String open = List.of("[", "{\"a\":", "(", "\"", "<a>").get(random.nextInt(5));
            return with(file, random.nextInt(file.length + 1), open.repeat(50_000).getBytes(StandardCharsets.UTF_8));
        }
    },
    OTHER_SEPARATOR {
        @Override
        byte[] of(byte[] file, Random random) {
            return text(file).replace(',', ";\t| ".charAt(random.nextInt(4))).getBytes(StandardCharsets.UTF_8);
        }
    },
    /** Changes what is packed in a workbook and packs it again. */
    INSIDE {
        @Override
        byte[] of(byte[] file, Random random) {
            Map<String, byte[]> parts = new LinkedHashMap<>();
            try {
                // A stream cannot read every workbook that a file can.
                Path copy = Files.write(Files.createTempFile("book", ".zip"), file);
                try (ZipFile zip = new ZipFile(copy.toFile())) {
                    for (ZipEntry entry : Collections.list(zip.entries())) {
                        parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                    }
                } catch (ZipException e) {
                    parts.clear();
                } finally {
                    Files.delete(copy);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (parts.isEmpty()) {
                return FLIPPED.of(file, random);
            }
            String part = List.copyOf(parts.keySet()).get(random.nextInt(parts.size()));
            Mutations[] inner = {FLIPPED, TRUNCATED, DOUBLED, CUT_OUT, GIANT_CELL, STRANGE_BYTES, DEEP};
            parts.put(part, inner[random.nextInt(inner.length)].of(parts.get(part), random));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> each : parts.entrySet()) {
                    zip.putNextEntry(new ZipEntry(each.getKey()));
                    zip.write(each.getValue());
                    zip.closeEntry();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    };

    private static final List<String> CELLS = List.of("", "NaN", "-1", "1e999", "99999999999999999999", "0x10", "1,5",
            "=cmd|' /C calc'!A0",
            "<script>alert(1)</script>", "\"", "\"\"", "\u202Eabc", "\u0000", "../../etc/passwd", "{0}", "%s", "null", "31.02.2021",
            "9999-12-31", "-0", "1/3", "\u0661\u0662", "@SUM(1)", "; DROP TABLE", "\u00A0", "2021-H3", "\uD83D\uDE00",
            "2021", "0", "1", "4", "s2", "m21", "r21", "1e-300", "9007199254740993",
            "Infinity", "100", "q1", "yes", "*", "4+", "PV*READ", "JK1", "PISA", "|", "q1=yes|no", "study_pisa.csv",
            "Область", "Город",
            "ежегодно до 1 октября", "в течение 99999999 дней", "1 раз в 0 лет", "01.01.0001", "2020-2021", "до 31 февраля");

    /** The file after it; the same seed gives the same file. */
    abstract byte[] of(byte[] file, Random random);

    /** A cell that no table should hold, or that only few should. */
    static String hostileCell(Random random) {
        return CELLS.get(random.nextInt(CELLS.size()));
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private static byte[] with(byte[] file, int at, byte[] more) {
        byte[] all = new byte[file.length + more.length];
        System.arraycopy(file, 0, all, 0, at);
        System.arraycopy(more, 0, all, at, more.length);
        System.arraycopy(file, at, all, at + more.length, file.length - at);
        return all;
    }
}
