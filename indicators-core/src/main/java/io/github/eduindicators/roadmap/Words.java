package io.github.eduindicators.roadmap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The words of the calendar in Russian and English, as parts of regular expressions over {@link TermText#normal} text. */
final class Words {
    /** What follows the end and the beginning of a whole word. */
    static final String END = "(?![а-яa-z0-9])";
    static final String START = "(?<![а-яa-z0-9])";

    static final String MONTH = "(январ[а-я]*|янв|феврал[а-я]*|фев|марта?|марте|мар|апрел[а-я]*|апр|ма[йяею]|июн[а-я]*|июл[а-я]*"
            + "|август[а-я]*|авг|сентябр[а-я]*|сент?|октябр[а-я]*|окт|ноябр[а-я]*|ноя|декабр[а-я]*|дек"
            + "|january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept?|october|oct"
            + "|november|nov|december|dec)" + END;
    static final String ORDINAL = "(iv|i[vу]|i{1,3}|ш|п|[1-4](?![0-9])|перв[а-я]+|втор[а-я]+|трет[а-я]+|четверт[а-я]+"
            + "|first|second|third|fourth)(?: ?-? ?(?:ый|ой|ий|ое|ье|ая|го|ом|му|м|й|е|я|st|nd|rd|th)" + END + ")?";
    static final String COUNT = "([0-9]{1,3}(?![0-9])|[а-я]+|an?|one|two|three|four|five|six|seven|ten|twelve)";

    private static final Map<String, Integer> MONTHS = new LinkedHashMap<>();
    private static final Map<String, Integer> COUNTS = new LinkedHashMap<>();

    static {
        String[][] names = {
            {"янв", "jan"}, {"фев", "feb"}, {"мар", "mar"}, {"апр", "apr"}, {"май", "мая", "мае", "маю", "may"}, {"июн", "jun"},
            {"июл", "jul"}, {"авг", "aug"}, {"сен", "sep"}, {"окт", "oct"}, {"ноя", "nov"}, {"дек", "dec"}
        };
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i]) {
                MONTHS.put(name, i + 1);
            }
        }
        String[] counts = {
            "один одна одного одной одну раз an a one", "два две двух two", "три трех three", "четыре четырех four",
                    "пять пяти five",
            "шесть шести six", "семь семи seven", "восемь восьми eight", "девять девяти nine", "десять десяти ten",
            "одиннадцать одиннадцати eleven", "двенадцать двенадцати twelve"
        };
        for (int i = 0; i < counts.length; i++) {
            for (String word : counts[i].split(" ")) {
                COUNTS.put(word, i + 1);
            }
        }
        put("четырнадцать четырнадцати fourteen", 14);
        put("пятнадцать пятнадцати fifteen", 15);
        put("двадцать двадцати twenty", 20);
        put("тридцать тридцати thirty", 30);
        put("сорок сорока forty", 40);
        put("шестьдесят шестидесяти sixty", 60);
        put("девяносто девяноста ninety", 90);
    }

    private Words() {}

    private static void put(String words, int value) {
        for (String word : words.split(" ")) {
            COUNTS.put(word, value);
        }
    }

    static int month(String word) {
        return MONTHS.get(word.substring(0, 3));
    }

    static int ordinal(String word) {
        return switch (word) {
            case "i", "1", "first" -> 1;
            case "ii", "2", "п", "second" -> 2;
            case "iii", "3", "ш", "third" -> 3;
            case "iv", "iу", "4", "fourth" -> 4;
            default -> word.startsWith("перв") ? 1 : word.startsWith("втор") ? 2 : word.startsWith("трет") ? 3 : 4;
        };
    }

    /** A number in figures or in a word. */
    static OptionalInt count(String word) {
        if (word.matches("[0-9]{1,3}")) {
            int value = Integer.parseInt(word);
            return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
        }
        Integer value = COUNTS.get(word);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
