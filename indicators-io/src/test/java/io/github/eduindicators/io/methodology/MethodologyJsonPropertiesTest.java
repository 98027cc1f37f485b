package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.criteria.Band;
import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Range;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.io.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MethodologyJsonPropertiesTest {
    private static final List<byte[]> DOCUMENTS = Stream.concat(
                    MethodologyTexts.SHIPPED.stream().map(MethodologyTexts::shipped),
                    Stream.of(MethodologyTexts.OWN, MethodologyTexts.EVERYTHING, MethodologyTexts.EVERYTHING))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    @Property(tries = 150)
    void flippedBytesGiveAnErrorOfTheFileOrAMethodology(@ForAll @IntRange(max = 11) int document,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = Integer.MAX_VALUE) Integer> places, @ForAll byte other) {
        byte[] bytes = DOCUMENTS.get(document).clone();
        places.forEach(place -> bytes[place % bytes.length] = other);
        assertAnswer(bytes);
    }

    @Property(tries = 150)
    void movedPiecesGiveAnErrorOfTheFileOrAMethodology(@ForAll @IntRange(max = 11) int document,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int from, @ForAll @IntRange(max = Integer.MAX_VALUE) int to,
            @ForAll @IntRange(min = 1, max = 60) int length) {
        byte[] bytes = DOCUMENTS.get(document).clone();
        int size = Math.min(length, bytes.length / 2);
        System.arraycopy(bytes, from % (bytes.length - size), bytes, to % (bytes.length - size), size);
        assertAnswer(bytes);
    }

    @Property(tries = 100)
    void cutDocumentsAreRefused(@ForAll @IntRange(max = 11) int document, @ForAll @IntRange(max = Integer.MAX_VALUE) int end) {
        byte[] bytes = DOCUMENTS.get(document);
        int last = new String(bytes, StandardCharsets.UTF_8).stripTrailing().getBytes(StandardCharsets.UTF_8).length;
        assertThat(assertAnswer(Arrays.copyOf(bytes, end % last))).isFalse();
    }

    @Property(tries = 100)
    void numbersOfAllSizesGiveAnErrorOfTheFileOrAMethodology(@ForAll double number, @ForAll @IntRange(max = 60) int which) {
        String text = MethodologyTexts.EVERYTHING;
        List<Integer> digits = new ArrayList<>();
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i - 1) == ' ' && Character.isDigit(text.charAt(i))) {
                digits.add(i);
            }
        }
        int at = digits.get(which % digits.size());
        assertAnswer((text.substring(0, at) + number + text.substring(at + 1)).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the document was taken; anything but an error that names the file fails. */
    private static boolean assertAnswer(byte[] bytes) {
        Methodology methodology;
        try {
            methodology = new MethodologyReader(Optional.empty()).read(JsonDocument.parse("fuzz.json", bytes));
        } catch (InputException e) {
            assertThat(e.problem().file()).isEqualTo("fuzz.json");
            assertThat(e.problem().value()).matches("(?s)[/…].*: .+");
            return false;
        }
        assertThat(MethodologyJson.parse("again", MethodologyJson.write(methodology))).isEqualTo(methodology);
        return true;
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadAgain(@ForAll("methodologies") Methodology methodology) {
        String text = MethodologyJson.write(methodology);
        Methodology read = MethodologyJson.parse("x", text);
        assertThat(read).isEqualTo(methodology);
        assertThat(MethodologyJson.write(read)).isEqualTo(text);
    }

    @Provide
    Arbitrary<Methodology> methodologies() {
        Arbitrary<List<Rule>> rules = rules().list().ofMinSize(1).ofMaxSize(6);
        return Combinators.combine(rules,
                        Arbitraries.strings().alpha().numeric().withChars("№«»\"\\/ ё€").ofMinLength(1).ofMaxLength(30),
                        Arbitraries.of(Group.Aggregation.values()))
                .as(MethodologyJsonPropertiesTest::methodology);
    }

    private static Methodology methodology(List<Rule> rules, String text, Group.Aggregation aggregation) {
        List<Node> nodes = new ArrayList<>();
        for (Rule rule : rules) {
            nodes.add(Criterion.builder("c" + nodes.size(), Source.percent("a", "b"))
                    .title(new Title("п" + text, "t" + text))
                    .direction(Criterion.Direction.HIGHER_BETTER)
                    .rule(rule)
                    .build());
        }
        Group.Builder root = Group.builder("root", aggregation).title(Title.of("t" + text)).addAll(nodes);
        if (aggregation != Group.Aggregation.SUM) {
            root.maxPoints(100);
        }
        if (aggregation == Group.Aggregation.WEIGHTED_MEAN || aggregation == Group.Aggregation.GEOMETRIC) {
            root.weightTotal(nodes.size());
        }
        return Methodology.builder("random", "e" + text).root(root.build()).build();
    }

    private static Arbitrary<Rule> rules() {
        Arbitrary<Double> points = Arbitraries.doubles().between(0.001, 1e6).ofScale(3);
        return Arbitraries.oneOf(
                points.map(Rule.Flag::new),
                points.flatMap(cap -> points.map(factor -> new Rule.Scaled(factor, cap))),
                points.map(to -> Rule.Linear.of(-1, to, to)),
                points.map(cut -> new Rule.Bands(Range.all(), List.of(
                        Band.of(Range.lessThan(cut), 0), Band.of(Range.atLeast(cut), cut)))),
                points.map(best -> new Rule.RatioToBest(best, Rule.RatioToBest.Scale.RATIO, 3)));
    }
}
