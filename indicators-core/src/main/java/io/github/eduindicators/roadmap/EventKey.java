package io.github.eduindicators.roadmap;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How events are told apart: by the beginnings of their words, because the words of a term are bent by its grammar. */
final class EventKey {
    private static final Pattern LEAD = Pattern.compile(
            "^(?:(?:даты|дата|дату|дня|день|момента|времени|срока|the|date of|day of|completion of) )+");
    private static final Pattern TAIL = Pattern.compile(" ?\\([^()]*\\)$");
    private static final Pattern ITEM = Pattern.compile(
            "(?:^| )(?:п\\.|пп\\.|пункт[а-я]*|мероприяти[а-я]* №?|item|measure) ?№? "
                    + "?([0-9]{1,4}(?:\\.[0-9]{1,4}){0,4})(?![0-9])");
    private static final Pattern DOCUMENT = Pattern.compile(
            "(?:подписани|утверждени|издани|приняти|регистраци|получени|signing|approval|adoption)[а-яa-z]*"
                    + "(?: (?:of )?(?:the |настоящ[а-я]+ |данн[а-я]+ )?(?:приказ|протокол|дорожн|план|документ|распоряжени"
                            + "|постановлени|решени|order|protocol"
                    + "|minutes|roadmap|document|plan)[а-яa-z]*(?: карт[а-я]+)?)?");
    private static final Pattern ENDING = Pattern.compile(
            "(?:иями|ями|ами|иях|ях|ах|ием|ией|ого|его|ому|ему|ыми|ими|ия|ие|ии|ию|ий|ов|ев|ей|ой|ый|ая|яя|ое|ее|ые|ую|юю|ым|им"
                    + "|ом|ем|ых|их"
                    + "|ам|ям|а|я|о|е|и|ы|у|ю|ь|й)$");
    private static final int SHORTEST = 3;
    private static final int FEWEST = 6;

    private EventKey() {}

    /** The event without the words that lead to it. */
    static String plain(String text) {
        String plain = TAIL.matcher(LEAD.matcher(TermText.normal(text)).replaceAll("")).replaceAll("");
        return LEAD.matcher(plain).replaceAll("");
    }

    static String of(String event) {
        StringBuilder key = new StringBuilder();
        for (String word : plain(TermText.start(event, TermText.LONGEST)).split("[^а-яa-z0-9.]+")) {
            String stem = stem(word);
            if (!stem.isEmpty()) {
                key.append(key.length() == 0 ? "" : " ").append(stem);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    private static String stem(String word) {
        if (word.length() < FEWEST - 1 || !Character.UnicodeBlock.of(word.charAt(0)).equals(Character.UnicodeBlock.CYRILLIC)) {
            return word;
        }
        Matcher ending = ENDING.matcher(word);
        return ending.find() && ending.start() >= SHORTEST ? word.substring(0, ending.start()) : word;
    }

    /** The number of the measure that the event is the execution of. */
    static Optional<String> item(String event) {
        Matcher matcher = ITEM.matcher(event);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether the event is the signing of the document itself; so it is where none is named. */
    static boolean isDocument(String event) {
        return event.isEmpty() || DOCUMENT.matcher(event).matches();
    }
}
