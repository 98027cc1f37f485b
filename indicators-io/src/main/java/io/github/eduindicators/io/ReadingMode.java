package io.github.eduindicators.io;

/** How much a CSV reader forgives in the form of a file. What it says is checked the same way in both. */
public enum ReadingMode {
    /** UTF-8, comma, decimal point. A byte order mark and the line ends of Windows are taken without a word. */
    STRICT,
    /**
     * Also semicolon or tab, decimal comma, and windows-1251 where the bytes are not valid UTF-8; each is noted once a file.
     */
    LENIENT
}
