// Opens the library in JShell: all its names, show(x), and answers as long as they are.
//   jshell --class-path JARS --feedback indicators indicators.jsh
// The modes that JShell brings do not exist yet when a file is loaded, so this one is made from nothing. An answer of one line is not
// cut; only a list, which show(x) prints as a table, ends after as much as a screen holds.

/set mode indicators -command
/set prompt indicators 'jshell> ' '   ...> '
/set format indicators pre '|  '
/set format indicators post '%n'
/set format indicators errorpre '|  '
/set format indicators errorpost '%n'
/set format indicators errorline '{post}{pre}    {err}'
/set format indicators display '{name} ==> {value}{post}' added,modified,replaced-expression,varvalue,assignment,varinit,vardecl-ok-primary
/set truncation indicators 200
/set truncation indicators 4000 expression,varvalue

import io.github.eduindicators.composite.*;
import io.github.eduindicators.criteria.*;
import io.github.eduindicators.disclosure.*;
import io.github.eduindicators.effectiveness.*;
import io.github.eduindicators.finding.*;
import io.github.eduindicators.fioko.*;
import io.github.eduindicators.forensics.*;
import io.github.eduindicators.io.*;
import io.github.eduindicators.io.methodology.*;
import io.github.eduindicators.io.report.*;
import io.github.eduindicators.items.*;
import io.github.eduindicators.laws.*;
import io.github.eduindicators.model.*;
import io.github.eduindicators.objectivity.*;
import io.github.eduindicators.recheck.*;
import io.github.eduindicators.recommendations.*;
import io.github.eduindicators.results.*;
import io.github.eduindicators.review.*;
import io.github.eduindicators.roadmap.*;
import io.github.eduindicators.stats.*;
import io.github.eduindicators.surveys.*;
import io.github.eduindicators.trend.*;
import java.lang.reflect.*;
import java.nio.file.*;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.util.*;
import java.util.stream.*;

/** The language of what show(x) prints, and how it writes numbers: locale = Locale.ENGLISH changes both. */
Locale locale = Locale.getDefault();

/** Puts values into words: one in a line, many in a table. */
final class Shown {
    private static final int WIDEST = 56;
    private final int most;

    Shown(int most) {
        this.most = most;
    }

    String text(Object value) {
        if (value instanceof Finding finding) {
            return finding.explain(locale);
        } else if (value instanceof Recommendation advice) {
            return advice.due() + " " + advice.text(locale);
        } else if (value instanceof ScoreDistribution scores) {
            return cell(scores) + "\n" + bars(scores);
        } else if (value instanceof Optional<?> maybe) {
            return maybe.isPresent() ? text(maybe.get()) : "nothing";
        } else if (value instanceof Map<?, ?> map) {
            return rows(map.entrySet().iterator());
        } else if (value instanceof BaseStream<?, ?> stream) {
            return rows(stream.iterator());
        } else if (value instanceof Iterable<?> many && !(value instanceof Path)) {
            return rows(many.iterator());
        } else if (value.getClass().isArray()) {
            List<Object> items = IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList();
            boolean numbers = value.getClass().getComponentType().isPrimitive();
            return numbers ? items.stream().map(this::cell).collect(Collectors.joining(" ")) : rows(items.iterator());
        }
        return orNothing(cell(value));
    }

    private static String bars(ScoreDistribution scores) {
        int[] counts = scores.histogram();
        int highest = Math.max(1, IntStream.of(counts).max().orElse(1));
        return IntStream.range(0, counts.length)
                .mapToObj(score -> String.format("%4d %s %d", score, "*".repeat((int) Math.ceil(40.0 * counts[score] / highest)), counts[score]))
                .collect(Collectors.joining("\n"));
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    private String rows(Iterator<?> all) {
        List<Object> first = new ArrayList<>();
        while (all.hasNext() && first.size() < most) {
            first.add(all.next());
        }
        long more = 0;
        for (; all.hasNext(); all.next()) {
            more++;
        }
        List<Map<String, Object>> rows = first.stream().map(this::columns).toList();
        boolean table = rows.stream().noneMatch(Map::isEmpty);
        String shown = table ? table(rows) : first.stream().map(this::text).collect(Collectors.joining("\n"));
        return orNothing(shown) + (more == 0 ? "" : "\n\u2026 " + more + " more");
    }

    /** The parts of what has its parts in the open; none for all else, which says in a line what it is. */
    private Map<String, Object> columns(Object value) {
        Map<String, Object> columns = new LinkedHashMap<>();
        if (value instanceof Map.Entry<?, ?> entry) {
            columns.put("key", entry.getKey());
            Map<String, Object> parts = columns(entry.getValue());
            columns.putAll(parts.isEmpty() ? Map.of("value", entry.getValue()) : parts);
        } else if (value instanceof Finding finding) {
            columns.put("unit", finding.unit());
            columns.put("method", finding.method());
            columns.put("assessments", finding.assessments().size() > 2 ? finding.assessments().size() : finding.assessments());
            columns.put("outcome", finding.outcome());
            columns.put("n", finding.n());
            columns.put("p", finding.p());
            columns.put("adjustedP", finding.adjustedP());
            columns.put("effect", finding.effect());
        } else if (value instanceof Sign sign) {
            columns.put("school", sign.school().id());
            columns.put("sign", sign.kind());
            columns.put("year", sign.year());
            columns.put("assessments", sign.assessments());
            columns.put("official", sign.official());
        } else if (value instanceof SchoolResult result) {
            columns.put("school", result.school());
            columns.put("assessment", result.assessment());
            columns.put("n", result.scores().count());
            columns.put("mean", result.scores().mean());
            columns.put("sd", deviation(result.scores()));
            IntStream.range(2, result.assessment().scale().hasMarks() ? 6 : 2)
                    .forEach(mark -> columns.put("share of " + mark, result.scores().markShare(mark)));
        } else if (value instanceof Record && Modifier.isPublic(value.getClass().getModifiers())) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                columns.put(component.getName(), called(component.getAccessor(), value));
            }
            Stream.of(value.getClass().getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> method.getParameterCount() == 0)
                    .filter(method -> Set.of(double.class, OptionalDouble.class).contains(method.getReturnType()))
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(method -> columns.putIfAbsent(method.getName(), called(method, value)));
        }
        return columns;
    }

    private static OptionalDouble deviation(ScoreDistribution scores) {
        OptionalDouble variance = scores.variance();
        return variance.isPresent() ? OptionalDouble.of(Math.sqrt(variance.getAsDouble())) : variance;
    }

    private static Object called(Method method, Object on) {
        try {
            return method.invoke(on);
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }

    private String table(List<Map<String, Object>> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        List<StringBuilder> lines = Stream.generate(StringBuilder::new).limit(rows.size() + 1L).toList();
        for (String name : names) {
            List<Object> values = rows.stream().map(row -> row.getOrDefault(name, "")).toList();
            List<String> cells = values.stream().map(this::cell).map(Shown::cut).toList();
            if (cells.stream().allMatch(String::isEmpty)) {
                continue;
            }
            boolean numbers = values.stream().allMatch(value ->
                    value instanceof Number || value instanceof OptionalDouble || value instanceof OptionalInt || value instanceof OptionalLong);
            int width = Math.max(name.length(), cells.stream().mapToInt(String::length).max().orElse(0));
            for (int i = 0; i < lines.size(); i++) {
                String cell = i == 0 ? name : cells.get(i - 1);
                String blank = " ".repeat(width - cell.length());
                lines.get(i).append(numbers ? blank + cell : cell + blank).append("  ");
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "\u2026";
    }

    private String cell(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue());
        } else if (value instanceof OptionalDouble maybe) {
            return maybe.isPresent() ? number(maybe.getAsDouble()) : "";
        } else if (value instanceof OptionalInt maybe) {
            return maybe.isPresent() ? Integer.toString(maybe.getAsInt()) : "";
        } else if (value instanceof OptionalLong maybe) {
            return maybe.isPresent() ? Long.toString(maybe.getAsLong()) : "";
        } else if (value instanceof Optional<?> maybe) {
            return maybe.isPresent() ? cell(maybe.get()) : "";
        } else if (value instanceof Interval interval) {
            return number(interval.value()) + " [" + number(interval.lower()) + "; " + number(interval.upper()) + "]";
        } else if (value instanceof ScoreDistribution scores) {
            return "n " + scores.count() + ", mean " + cell(scores.mean()) + ", sd " + cell(deviation(scores)) + ", scores " + scores.scale();
        } else if (value instanceof Repetition years) {
            return years.yearsFlagged() + " years, " + years.consecutive() + " in a row";
        } else if (value instanceof Reason reason) {
            return reason.text(locale);
        } else if (value instanceof Fact fact) {
            return fact.key() + "=" + cell(fact.value());
        } else if (value instanceof School school) {
            return school.id() + " " + school.name();
        } else if (value instanceof MethodInfo method) {
            return method.id();
        } else if (value instanceof Collection<?> many) {
            return many.stream().map(this::cell).collect(Collectors.joining(", "));
        } else if (value instanceof Record && value.toString().startsWith(value.getClass().getSimpleName() + "[")) {
            return value.getClass().getSimpleName() + "[" + columns(value).entrySet().stream()
                    .map(part -> part.getKey() + "=" + (part.getValue() instanceof Collection<?> many ? many.size() : cell(part.getValue())))
                    .collect(Collectors.joining(", ")) + "]";
        }
        return value.toString();
    }

    /** Four digits that say something; whole numbers as they are. */
    private String number(double value) {
        double size = Math.abs(value);
        if (size > 0 && size < 0.0001 || size >= 1e15) {
            return String.format(locale, "%.1e", value);
        }
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setGroupingUsed(false);
        format.setMaximumFractionDigits(size == 0 ? 0 : Math.max(0, Math.min(6, 3 - (int) Math.floor(Math.log10(size)))));
        return format.format(value);
    }
}

/** Shows a value in a line, and many in a table of the first 20. */
void show(Object value) {
    System.out.println(new Shown(20).text(value));
}

/** The same with so many rows; overloads do not see each other here. */
void show(Object value, int rows) {
    System.out.println(new Shown(rows).text(value));
}
