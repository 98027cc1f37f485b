package io.github.eduindicators.io.methodology;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.eduindicators.io.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** Parses one JSON document into values that know where they stand, within bounds that no methodology comes near. */
final class JsonDocument {
    static final int MOST_BYTES = 2 * 1024 * 1024;
    static final int DEEPEST = 50;
    static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NUMBER = 50;
    private static final int MOST_TOKENS = 200_000;
    private static final Pattern ZERO = Pattern.compile("-?[0.]+([eE].*)?");

    /** The bounds that Jackson has known since 2.15; names and the number of tokens are counted here, so that an older one will do. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private final String file;
    private final JsonParser parser;
    private int tokens;

    private JsonDocument(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static JsonValue parse(String file, byte[] bytes) {
        JsonPlace start = JsonPlace.root(file);
        if (bytes.length > MOST_BYTES) {
            throw start.error(Reason.METHODOLOGY_TOO_LARGE, "more than " + MOST_BYTES + " bytes");
        }
        if (bytes.length == 0) {
            throw start.error(Reason.EMPTY_FILE, "no text");
        }
        String text = decode(start, bytes);
        if (text.charAt(0) == '\uFEFF') {
            throw start.error(Reason.METHODOLOGY_ENCODING, "a byte order mark stands before the text");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return new JsonDocument(file, parser).document();
        } catch (IOException e) {
            // The text is in memory, so this is a refusal of the parser that says no place.
            throw start.error(Reason.METHODOLOGY_JSON, e.getClass().getSimpleName(), e);
        }
    }

    private static String decode(JsonPlace start, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw start.error(Reason.METHODOLOGY_ENCODING, "the bytes are not UTF-8", e);
        }
    }

    private JsonValue document() throws IOException {
        try {
            if (next() == null) {
                throw JsonPlace.root(file).error(Reason.EMPTY_FILE, "no value");
            }
            JsonValue value = value(JsonPlace.root(file));
            if (next() != null) {
                throw JsonPlace.root(file).at(line()).error(Reason.METHODOLOGY_JSON,
                        "something stands after the end of the document");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw here(e.getLocation()).error(Reason.METHODOLOGY_TOO_LARGE, said(e), e);
        } catch (JsonParseException e) {
            throw here(e.getLocation()).error(Reason.METHODOLOGY_JSON, said(e), e);
        }
    }

    /** What the parser says without advice on its own settings, which does not help who wrote the file. */
    private static String said(JsonProcessingException e) {
        String message = e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
        int advice = message.indexOf(": enable ");
        return advice < 0 ? message : message.substring(0, advice);
    }

    private JsonPlace here(@Nullable JsonLocation location) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        return new JsonPlace(file, path, location == null ? 0 : Math.max(0, location.getLineNr()));
    }

    private long line() {
        return parser.currentTokenLocation().getLineNr();
    }

    @Nullable
    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (++tokens > MOST_TOKENS) {
            throw here(parser.currentTokenLocation()).error(Reason.METHODOLOGY_TOO_LARGE, "more than " + MOST_TOKENS + " tokens");
        }
        return token;
    }

    private JsonValue value(JsonPlace at) throws IOException {
        JsonPlace place = at.at(line());
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(place);
            case START_ARRAY -> array(place);
            case VALUE_STRING -> new JsonValue.Text(place, whole(parser.getText(), place));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Number(place, number(place));
            case VALUE_TRUE -> new JsonValue.Truth(place, true);
            case VALUE_FALSE -> new JsonValue.Truth(place, false);
            default -> throw place.error(Reason.METHODOLOGY_VALUE, "null stands for nothing here; leave the field out");
        };
    }

    /** A text without halves of pairs, which can be written as escapes but in no encoding. */
    private static String whole(String text, JsonPlace place) {
        if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw place.error(Reason.METHODOLOGY_ENCODING, "an escape stands for half a character");
        }
        return text;
    }

    private JsonValue object(JsonPlace place) throws IOException {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            if (parser.currentName().length() > LONGEST_NAME) {
                throw place.at(line()).error(Reason.METHODOLOGY_TOO_LARGE, "a name of more than " + LONGEST_NAME + " characters");
            }
            String name = whole(parser.currentName(), place);
            JsonPlace field = place.child(name).at(line());
            if (fields.containsKey(name)) {
                throw field.error(Reason.METHODOLOGY_DUPLICATE_FIELD, "the field stands twice");
            }
            next();
            fields.put(name, value(field));
        }
        return new JsonValue.Fields(place, fields);
    }

    private JsonValue array(JsonPlace place) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            items.add(value(place.child(Integer.toString(items.size()))));
        }
        return new JsonValue.Items(place, items);
    }

    private double number(JsonPlace place) throws IOException {
        String text = parser.getText();
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number) || number == 0 && !ZERO.matcher(text).matches()) {
            throw place.error(Reason.METHODOLOGY_VALUE,
                    String.format(Locale.ROOT, "the number %s is outside the range of numbers", text));
        }
        return number;
    }
}
