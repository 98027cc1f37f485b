package io.github.eduindicators.criteria;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How good are the conditions in which an organisation works, by the independent assessment (НОКО) of order 344н?
 *
 * <p>Formula: every indicator is 0..100. In education
 * <pre>{@code
 * K1 = 0.3·(1.1) + 0.3·(1.2) + 0.4·(1.3)      1.1 = 50·(stand/stand_norm + site/site_norm)     1.2 = min(100, 30·channels)
 *                                             1.3 = 50·(sat_stand/sat_stand_n + sat_site/sat_site_n)
 * K2 = 0.5·(2.1) + 0.5·(2.3)                  2.1 = min(100, 20·comfort)                       2.3 = 100·sat_comfort/respondents
 * K3 = 0.3·(3.1) + 0.4·(3.2) + 0.3·(3.3)      3.1 = min(100, 20·access_env)                    3.2 = min(100, 20·access_service)
 *                                             3.3 = 100·sat_access/disabled_n
 * K4 = 0.4·(4.1) + 0.4·(4.2) + 0.2·(4.3)      4.1, 4.2 = 100·polite_…/respondents              4.3 = 100·polite_remote/remote_n
 * K5 = 0.3·(5.1) + 0.2·(5.2) + 0.5·(5.3)      100·(recommend, org_conditions, overall)/respondents
 * S  = (K1 + K2 + K3 + K4 + K5) / 5
 * }</pre>
 * and in general (health, social service), with the waiting time, {@code K2 = 0.3·(2.1) + 0.4·(2.2) + 0.3·(2.3)} and
 * {@code 2.2 = ½·(waiting_score + 100·waiting_timely/respondents)}. What order 114 calls 2.2 in education is 2.3 here.
 *
 * <p>Input: values of {@link UnitType#ORGANISATION organisations} under the codes {@code noko.info_stand}, {@code
 * noko.respondents} and so on, whole numbers that are not negative; {@code noko.waiting_score} 0..100. A count that is not
 * there is not known; beside a denominator of 0 it is 0.
 *
 * <p>Result: a scorecard for each organisation and period; the arithmetic is that of {@link Methodology}. A count that is not
 * known leaves its indicator, its criterion and S without a value, and so does a part that is larger than its whole; it is
 * never 0 silently. Where nobody could be asked (denominator 0), 3.3, 4.3 and 1.3 are treated as {@link ZeroDenominator} says,
 * by default left out and the weights of the others enlarged in proportion, with the note {@code reweighted}; of 1.1 and 1.3
 * the half that is there counts for both. An organisation without respondents has no S. No organisations, no scorecards. All
 * answers equal: their share is 0 or 100.
 *
 * <p>Municipality and region: the mean of their organisations that have an S ({@link Aggregation}); one organisation aggregates
 * to itself. These are organisations of one sector. The order goes on to {@code S_u = Σ_o S_ou / Q_u}, the mean over the Q
 * sectors assessed in a region, which needs sectors that this library does not see.
 *
 * <p>Caveats: answers are those of a sample; the indicators carry no error of their own, and an organisation with a dozen
 * respondents moves by several points for one answer. What is done with a denominator of 0 and how numbers are rounded was not
 * found in the order: both are options, and their defaults are ours.
 *
 * <p>Editions: 1 is in force from 23 October 2018 to 4 October 2024. Order 408н amended the order from 5 October 2024; what it
 * changed is not known to us, so edition 2 has the same formulas, and says so. The edition of a period is the one in force on
 * its first day, also where it ends within the period, or, where there is none yet, on its last. Periods that end before edition 1
 * have no scorecards.
 *
 * <p>Complexity: linear in the number of values. Immutable and safe to share between threads; the same values give the same
 * bits, in whatever order they came.
 *
 * <p>Reference: order of the Ministry of Labour of 31.05.2018 No. 344н (criteria of order of the Ministry of Education of
 * 13.03.2019 No. 114), adopted with equal weights of the five criteria, unlike its draft. The formulas were checked against two
 * public implementations, not against the printed text. {@link InfoFormula#POOLED} is written from memory.
 *
 * <pre>{@code
 * var result = Noko.education().run(values, place);
 * result.scorecards().forEach(System.out::println);
 * result.aggregates().forEach(System.out::println);
 * result.coverage(organisations, 2021).overdue();
 * }</pre>
 */
public final class Noko implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "noko.";
    private static final String TOTAL = "S";
    private static final String CRITERIA = "K";
    private static final String RESPONDENTS = PREFIX + "respondents";
    private static final String INFO = PREFIX + "info";
    private static final String SATISFIED = PREFIX + "sat_info";
    private static final String WAITING = PREFIX + "waiting";
    private static final Set<String> DERIVED = Set.of(INFO, SATISFIED, WAITING);
    private static final LocalDate IN_FORCE = LocalDate.of(2018, 10, 23);
    private static final LocalDate AMENDED = LocalDate.of(2024, 10, 5);
    private static final int YEARS = 3;
    private static final Node.Missing FAIL = Node.Missing.of(Node.Missing.Policy.FAIL);
    private static final String SOURCE = "Приказ Минтруда России от 31.05.2018 № 344н; "
            + "показатели: приказ Минпросвещения России от 13.03.2019 № 114. "
            + "Формулы сверены по двум открытым реализациям, не по тексту приказа";
    private static final String SOURCE_AMENDED = SOURCE
            + ". Изменения приказа № 408н с 05.10.2024 нам неизвестны, формулы оставлены прежними";

    /** The numerators, each with what it is a part of. */
    private static final SortedMap<String, String> WHOLES = Collections.unmodifiableSortedMap(new TreeMap<>(Map.ofEntries(
            Map.entry("info_stand", "info_stand_norm"),
            Map.entry("info_site", "info_site_norm"),
            Map.entry("sat_stand", "sat_stand_n"),
            Map.entry("sat_site", "sat_site_n"),
            Map.entry("sat_comfort", "respondents"),
            Map.entry("waiting_timely", "respondents"),
            Map.entry("sat_access", "disabled_n"),
            Map.entry("polite_first", "respondents"),
            Map.entry("polite_service", "respondents"),
            Map.entry("polite_remote", "remote_n"),
            Map.entry("recommend", "respondents"),
            Map.entry("org_conditions", "respondents"),
            Map.entry("overall", "respondents"))));

    /** How stands and the web site become one indicator, in 1.1 and 1.3. */
    public enum InfoFormula {
        /** The mean of the two shares. */
        SPLIT,
        /** The share of the sums, as in the first printing of the order; equal to the mean where the denominators are equal. */
        POOLED
    }

    /** What 3.3, 4.3 and 1.3 are where nobody could be asked. */
    public enum ZeroDenominator {
        /** They do not apply: the other indicators of the criterion take their weight in proportion. */
        NOT_APPLICABLE,
        /** 100. */
        HUNDRED,
        /** 0. */
        ZERO
    }

    /** Which numbers are rounded. */
    public enum Rounding {
        /** None. */
        NONE,
        /** Indicators, criteria and S, each to 2 decimals before it is used further. */
        STEPWISE_2,
        /** S alone, to 2 decimals. */
        FINAL_2,
        /** S alone, to a whole number. */
        FINAL_0
    }

    /** How the organisations of a municipality or region become one number. */
    public enum Aggregation {
        /** The mean in which every organisation counts the same. */
        UNWEIGHTED_MEAN,
        /** The mean weighted by the number of respondents. */
        BY_RESPONDENTS
    }

    private final boolean general;
    private final InfoFormula info;
    private final ZeroDenominator zero;
    private final Rounding rounding;
    private final RoundingMode halves;
    private final Aggregation aggregation;

    private Noko(
            boolean general,
            InfoFormula info,
            ZeroDenominator zero,
            Rounding rounding,
            RoundingMode halves,
            Aggregation aggregation) {
        this.general = general;
        this.info = info;
        this.zero = zero;
        this.rounding = rounding;
        this.halves = halves;
        this.aggregation = aggregation;
    }

    private static Noko of(boolean general) {
        return new Noko(general, InfoFormula.SPLIT, ZeroDenominator.NOT_APPLICABLE, Rounding.NONE, RoundingMode.HALF_UP,
                Aggregation.UNWEIGHTED_MEAN);
    }

    /**
     * Returns which counts are parts of which: satisfied respondents of all respondents, materials present of materials required.
     *
     * @return the variable of the whole by the variable of the part, without the prefix {@code noko.}; cannot be changed
     */
    public static SortedMap<String, String> wholes() {
        return WHOLES;
    }

    /**
     * Returns the assessment in education and culture, which leaves out the waiting time.
     *
     * @return the method {@code noko-344n-education}
     */
    public static Noko education() {
        return of(false);
    }

    /**
     * Returns the assessment in health, social service and medical-social examination, with the waiting time.
     *
     * @return the method {@code noko-344n-general}
     */
    public static Noko general() {
        return of(true);
    }

    /**
     * Returns the method with another formula for stands and web site.
     *
     * @param value the formula
     * @return the method with it
     */
    public Noko withInfo(InfoFormula value) {
        return new Noko(general, Objects.requireNonNull(value, "info"), zero, rounding, halves, aggregation);
    }

    /**
     * Returns the method with another policy where nobody could be asked.
     *
     * @param value the policy
     * @return the method with it
     */
    public Noko withZeroDenominator(ZeroDenominator value) {
        return new Noko(general, info, Objects.requireNonNull(value, "zero denominator"), rounding, halves, aggregation);
    }

    /**
     * Returns the method with rounding, halves up.
     *
     * @param value which numbers are rounded
     * @return the method with it
     */
    public Noko withRounding(Rounding value) {
        return withRounding(value, RoundingMode.HALF_UP);
    }

    /**
     * Returns the method with rounding.
     *
     * @param value which numbers are rounded
     * @param mode how halves are rounded
     * @return the method with it
     * @throws IllegalArgumentException if the mode is not one that rounds to the nearest
     */
    public Noko withRounding(Rounding value, RoundingMode mode) {
        if (!mode.name().startsWith("HALF_")) {
            throw new IllegalArgumentException("halves must be rounded HALF_UP, HALF_EVEN or HALF_DOWN, got " + mode);
        }
        return new Noko(general, info, zero, Objects.requireNonNull(value, "rounding"), mode, aggregation);
    }

    /**
     * Returns the method with another aggregation.
     *
     * @param value how organisations become one number
     * @return the method with it
     */
    public Noko withAggregation(Aggregation value) {
        return new Noko(general, info, zero, rounding, halves, Objects.requireNonNull(value, "aggregation"));
    }

    /**
     * Returns the identity, which its methodologies share.
     *
     * @return {@code noko-344n-education} or {@code noko-344n-general}
     */
    public String id() {
        return general ? "noko-344n-general" : "noko-344n-education";
    }

    /**
     * Returns what names the method.
     *
     * @return identity, edition and options
     */
    public MethodInfo method() {
        return MethodInfo.of("criteria/" + id(), "1", SOURCE)
                .with(Fact.of("info", info.name()))
                .with(Fact.of("zero-denominator", zero.name()))
                .with(Fact.of("rounding", rounding == Rounding.NONE ? rounding.name() : rounding + " " + halves))
                .with(Fact.of("aggregation", aggregation.name()));
    }

    /**
     * Returns the method as scorecards: what an order prescribes is a methodology like any other.
     *
     * <p>They read the counts. Only with {@link Rounding#STEPWISE_2}, where the halves of an indicator are not rounded before
     * their mean, 1.1, 1.3 and 2.2 read {@code noko.info}, {@code noko.sat_info} and {@code noko.waiting}, which {@link #run}
     * adds.
     *
     * @return its editions
     */
    public List<Methodology> methodologies() {
        return List.of(
                edition("1").validFrom(IN_FORCE).validTo(AMENDED.minusDays(1)).status(Methodology.Status.ORDER, SOURCE).build(),
                edition("2").validFrom(AMENDED).status(Methodology.Status.ORDER, SOURCE_AMENDED).build());
    }

    private Methodology.Builder edition(String edition) {
        Methodology.Rounding points = switch (rounding) {
            case NONE -> Methodology.Rounding.never();
            case STEPWISE_2 -> new Methodology.Rounding(Methodology.Rounding.When.EACH_STEP, 2, halves);
            case FINAL_2 -> new Methodology.Rounding(Methodology.Rounding.When.TOTAL, 2, halves);
            case FINAL_0 -> new Methodology.Rounding(Methodology.Rounding.When.TOTAL, 0, halves);
        };
        return Methodology.builder(id(), edition)
                .title(general
                        ? new Title("Независимая оценка качества условий", "Independent assessment of conditions")
                        : new Title("Независимая оценка качества условий образовательной деятельности",
                                "Independent assessment of conditions in education"))
                .unitTypes(UnitType.ORGANISATION)
                .missing(FAIL)
                .rounding(points)
                .root(root());
    }

    private Node root() {
        Group.Builder comfort = mean("K2", "Комфортность условий", "Comfort of the conditions")
                .add(scaled("2.1", 20, "comfort", general ? 0.3 : 0.5, "Условия комфортности", "Conditions of comfort"));
        if (general) {
            comfort.add(waiting());
        }
        comfort.add(share("2.3", "sat_comfort", general ? 0.3 : 0.5, "Удовлетворены комфортностью", "Content with the comfort")
                .build());
        return mean(TOTAL, "Показатель оценки качества", "Overall").add(
                mean("K1", "Открытость и доступность информации", "Openness of information").weight(0.2).add(
                        both("1.1", INFO, "info_stand", "info_site", FAIL, "Информация на стендах и сайте",
                                "Information on stands and site"),
                        scaled("1.2", 30, "channels", 0.3, "Дистанционные способы связи", "Channels of remote feedback"),
                        both("1.3", SATISFIED, "sat_stand", "sat_site", zero(), "Удовлетворены открытостью информации",
                                "Content with the information"))
                        .build(),
                comfort.weight(0.2).build(),
                mean("K3", "Доступность для инвалидов", "Accessibility for disabled people").weight(0.2).add(
                        scaled("3.1", 20, "access_env", 0.3, "Оборудование территории и помещений", "Premises and territory"),
                        scaled("3.2", 20, "access_service", 0.4, "Условия доступности услуг", "Access to services"),
                        share("3.3", "sat_access", 0.3, "Удовлетворены доступностью", "Content with the access")
                                .missing(zero()).build())
                        .build(),
                mean("K4", "Доброжелательность, вежливость работников", "Courtesy of the staff").weight(0.2).add(
                        share("4.1", "polite_first", 0.4, "При первичном контакте", "At the first contact").build(),
                        share("4.2", "polite_service", 0.4, "При оказании услуги", "While being served").build(),
                        share("4.3", "polite_remote", 0.2, "При дистанционном взаимодействии", "In remote contact")
                                .missing(zero()).build())
                        .build(),
                mean("K5", "Удовлетворённость условиями", "Content with the conditions").weight(0.2).add(
                        share("5.1", "recommend", 0.3, "Готовы рекомендовать", "Ready to recommend").build(),
                        share("5.2", "org_conditions", 0.2, "Удовлетворены организационными условиями",
                                "Content with the organisation")
                                .build(),
                        share("5.3", "overall", 0.5, "Удовлетворены в целом", "Content on the whole").build())
                        .build())
                .build();
    }

    private Node waiting() {
        String ru = "Время ожидания";
        String en = "Waiting time";
        return rounding == Rounding.STEPWISE_2
                ? scaled("2.2", 1, "waiting", 0.4, ru, en)
                : mean("2.2", ru, en).weight(0.4)
                        .add(scaled("2.2-score", 1, "waiting_score", 0.5, "Среднее время ожидания", "Mean waiting time"))
                        .add(share("2.2-timely", "waiting_timely", 0.5, "Услуга оказана своевременно", "Served in time").build())
                        .build();
    }

    private Node.Missing zero() {
        return switch (zero) {
            case NOT_APPLICABLE -> Node.Missing.strict();
            case HUNDRED -> new Node.Missing(Node.Missing.Policy.NEUTRAL, Node.Missing.Policy.FAIL, 1);
            case ZERO -> new Node.Missing(Node.Missing.Policy.ZERO, Node.Missing.Policy.FAIL, 0);
        };
    }

    private static Group.Builder mean(String code, String ru, String en) {
        return Group.builder(code, Group.Aggregation.WEIGHTED_MEAN).title(new Title(ru, en)).childrenMissing(FAIL);
    }

    private static Criterion scaled(String code, double factor, String variable, double weight, String ru, String en) {
        return Criterion.builder(code, PREFIX + variable)
                .title(new Title(ru, en))
                .rule(factor == 1 ? percent() : new Rule.Scaled(factor, 100))
                .weight(weight)
                .build();
    }

    private static Criterion.Builder share(String code, String part, double weight, String ru, String en) {
        return Criterion.builder(code, Source.percent(PREFIX + part, PREFIX + WHOLES.get(part)))
                .title(new Title(ru, en))
                .rule(percent())
                .weight(weight);
    }

    /** A part is not larger than its whole: 101 % gives no points, rather than 100. */
    private static Rule percent() {
        return new Rule.Linear(0, 100, 0, 100, Rule.Linear.Outside.OUT_OF_RANGE);
    }

    private Node both(String code, String derived, String stand, String site, Node.Missing missing, String ru, String en) {
        double weight = code.equals("1.1") ? 0.3 : 0.4;
        Title title = new Title(ru, en);
        if (info == InfoFormula.POOLED || rounding == Rounding.STEPWISE_2) {
            Source source = info == InfoFormula.SPLIT
                    ? Source.metric(derived)
                    : new Source.Ratio(
                            List.of(PREFIX + stand, PREFIX + site),
                            List.of(PREFIX + WHOLES.get(stand), PREFIX + WHOLES.get(site)),
                            100);
            return Criterion.builder(code, source).title(title).rule(percent()).weight(weight).missing(missing).build();
        }
        return Group.builder(code, Group.Aggregation.WEIGHTED_MEAN)
                .title(title)
                .weight(weight)
                .missing(missing)
                .childrenMissing(Node.Missing.strict())
                .add(
                        share(code + "-stand", stand, 0.5, ru + ": стенды", en + ": stands").build(),
                        share(code + "-site", site, 0.5, ru + ": сайт", en + ": site").build())
                .build();
    }

    /**
     * Assesses organisations in every period, and their municipalities and regions.
     *
     * @param values the counts of organisations, {@code noko.…}; other values are passed over
     * @param place the municipality of an organisation; empty where it is not known
     * @return the scorecards and what follows from them
     */
    public Result run(IndicatorValues values, Function<Unit, Optional<Municipality>> place) {
        IndicatorValues counts = prepared(values);
        List<Scorecards> scorecards = new ArrayList<>();
        Set<Period> outside = new TreeSet<>();
        List<Methodology> editions = methodologies();
        for (Period period : counts.periods()) {
            Methodology.at(editions, id(), period)
                    .ifPresentOrElse(edition -> scorecards.add(edition.run(counts, period)), () -> outside.add(period));
        }
        Set<Unit> unplaced = new TreeSet<>(Unit.order());
        TreeMap<Unit, Municipality> places = new TreeMap<>(Unit.order());
        for (Unit unit : counts.units()) {
            place.apply(unit).ifPresentOrElse(municipality -> places.put(unit, municipality), () -> unplaced.add(unit));
        }
        List<Aggregate> aggregates = new ArrayList<>();
        scorecards.forEach(run -> aggregates.addAll(aggregates(run, counts, places)));
        return new Result(this, scorecards, aggregates, outside, unplaced);
    }

    /** The counts of organisations, with what a denominator of 0 says of its numerator, and the means that are rounded as one. */
    private IndicatorValues prepared(IndicatorValues values) {
        IndicatorValues own = values.where(key -> key.unit().unitType() == UnitType.ORGANISATION
                && key.indicator().startsWith(PREFIX) && key.assessment().isEmpty()
                && !DERIVED.contains(key.indicator()));
        TreeMap<IndicatorValues.Key, IndicatorValue> prepared = new TreeMap<>(own.values());
        own.values().forEach((key, value) -> {
            if (value.value().orElse(1) != 0) {
                return;
            }
            WHOLES.forEach((part, whole) -> {
                if (key.indicator().equals(PREFIX + whole)) {
                    IndicatorValue known = prepared.putIfAbsent(other(key, PREFIX + part), IndicatorValue.of(0));
                    if (known != null && known.value().orElse(0) != 0) {
                        prepared.put(key, IndicatorValue.insufficient(0, "less-than-part"));
                    }
                }
            });
        });
        if (rounding == Rounding.STEPWISE_2) {
            IndicatorValues counts = IndicatorValues.of(prepared);
            for (IndicatorValues.Key key : counts.values().keySet()) {
                prepared.computeIfAbsent(other(key, INFO), of -> half(counts, key, "info_stand", "info_site"));
                prepared.computeIfAbsent(other(key, SATISFIED), of -> half(counts, key, "sat_stand", "sat_site"));
                prepared.computeIfAbsent(other(key, WAITING), of -> waiting(counts, key));
            }
        }
        return IndicatorValues.of(prepared);
    }

    private static IndicatorValues.Key other(IndicatorValues.Key key, String indicator) {
        return new IndicatorValues.Key(key.unit(), indicator, key.period(), "");
    }

    /** The mean of two shares in percent, or the one that there is. */
    private static IndicatorValue half(IndicatorValues counts, IndicatorValues.Key key, String stand, String site) {
        List<BigDecimal> shares = new ArrayList<>();
        for (String part : List.of(stand, site)) {
            OptionalDouble below = value(counts, key, PREFIX + WHOLES.get(part));
            Optional<BigDecimal> share = share(counts, key, part);
            if (share.isEmpty() && below.orElse(1) != 0) {
                return IndicatorValue.insufficient(0, "part-missing");
            }
            share.ifPresent(shares::add);
        }
        return shares.isEmpty()
                ? IndicatorValue.notApplicable("zero-denominator")
                : IndicatorValue.of(mean(shares).doubleValue()).withNote(shares.size() == 1 ? "reweighted" : "");
    }

    private static IndicatorValue waiting(IndicatorValues counts, IndicatorValues.Key key) {
        OptionalDouble score = value(counts, key, PREFIX + "waiting_score");
        Optional<BigDecimal> timely = share(counts, key, "waiting_timely");
        return score.isEmpty() || !(score.getAsDouble() >= 0 && score.getAsDouble() <= 100) || timely.isEmpty()
                ? IndicatorValue.insufficient(0, "part-missing")
                : IndicatorValue.of(mean(List.of(Decimals.measured(score.getAsDouble()), timely.get())).doubleValue());
    }

    /** A share in percent; empty if it is not known, of nobody, or not one. */
    private static Optional<BigDecimal> share(IndicatorValues counts, IndicatorValues.Key key, String part) {
        double above = value(counts, key, PREFIX + part).orElse(-1);
        double below = value(counts, key, PREFIX + WHOLES.get(part)).orElse(-1);
        return above >= 0 && below > 0 && above <= below
                ? Optional.of(Decimals.quotient(Decimals.HUNDRED.multiply(Decimals.measured(above)), Decimals.measured(below)))
                : Optional.empty();
    }

    private static BigDecimal mean(List<BigDecimal> terms) {
        return Decimals.quotient(sum(terms), BigDecimal.valueOf(terms.size()));
    }

    private static OptionalDouble value(IndicatorValues counts, IndicatorValues.Key key, String indicator) {
        return counts.value(key.unit(), indicator, key.period()).map(IndicatorValue::value).orElse(OptionalDouble.empty());
    }

    private List<Aggregate> aggregates(Scorecards run, IndicatorValues counts, Map<Unit, Municipality> places) {
        TreeMap<Unit, List<Scorecard>> members = new TreeMap<>(Unit.order());
        for (Scorecard card : run.all()) {
            Municipality municipality = places.get(card.unit());
            if (municipality != null) {
                members.computeIfAbsent(municipality, unit -> new ArrayList<>()).add(card);
                members.computeIfAbsent(municipality.region(), unit -> new ArrayList<>()).add(card);
            }
        }
        List<Aggregate> aggregates = new ArrayList<>();
        members.forEach((unit, cards) -> aggregates.add(aggregate(unit, run, cards, counts)));
        return aggregates;
    }

    private Aggregate aggregate(Unit unit, Scorecards run, List<Scorecard> cards, IndicatorValues counts) {
        List<Unit> without = new ArrayList<>();
        TreeMap<String, List<BigDecimal[]>> terms = new TreeMap<>();
        for (Scorecard card : cards) {
            if (card.total().points().isEmpty()) {
                without.add(card.unit());
                continue;
            }
            BigDecimal weight = aggregation == Aggregation.UNWEIGHTED_MEAN
                    ? BigDecimal.ONE
                    : Decimals.measured(counts.value(card.unit(), RESPONDENTS, run.period()).orElseThrow().value().orElseThrow());
            for (Scorecard.Score score : card.scores()) {
                if (score.points().isPresent()) {
                    BigDecimal points = score == card.total() ? total(card) : Decimals.exact(score.points().getAsDouble());
                    terms.computeIfAbsent(score.code(), code -> new ArrayList<>())
                            .add(new BigDecimal[] {points.multiply(weight), weight});
                }
            }
        }
        TreeMap<String, Mean> means = new TreeMap<>();
        terms.forEach((code, of) -> {
            BigDecimal mean = Decimals.quotient(
                    sum(of.stream().map(term -> term[0]).toList()), sum(of.stream().map(term -> term[1]).toList()));
            means.put(code, new Mean(rounded(code, mean), of.size()));
        });
        return new Aggregate(unit, run.period(), run.methodology().edition(), aggregation, means, without);
    }

    /** S before it was rounded for print. */
    private BigDecimal total(Scorecard card) {
        if (rounding == Rounding.NONE || rounding == Rounding.STEPWISE_2) {
            return Decimals.exact(card.total().points().orElseThrow());
        }
        List<BigDecimal> criteria = card.scores().stream()
                .filter(score -> score.code().startsWith(CRITERIA))
                .map(score -> Decimals.exact(score.points().orElseThrow()))
                .toList();
        return mean(criteria);
    }

    private static BigDecimal sum(List<BigDecimal> terms) {
        return terms.stream().reduce(BigDecimal.ZERO, Decimals::plus);
    }

    private double rounded(String code, BigDecimal mean) {
        boolean wanted = rounding == Rounding.STEPWISE_2 || rounding != Rounding.NONE && code.equals(TOTAL);
        return wanted
                ? Decimals.measured(mean.doubleValue()).setScale(rounding == Rounding.FINAL_0 ? 0 : 2, halves).doubleValue()
                : mean.doubleValue();
    }

    @Override
    public String toString() {
        return id() + " " + info + " " + zero + " " + rounding + " " + aggregation;
    }

    /**
     * A mean over organisations.
     *
     * @param value the mean, 0..100
     * @param organisations how many organisations it is of
     */
    public record Mean(double value, int organisations) implements Serializable {

        /**
         * Checks the range.
         *
         * @param value the mean
         * @param organisations how many organisations it is of
         * @throws IllegalArgumentException if the mean is outside 0..100 or of no organisation
         */
        public Mean {
            if (!(value >= 0 && value <= 100) || organisations < 1) {
                throw new IllegalArgumentException("a mean is within 0..100 and of at least one organisation, got "
                        + value + " of " + organisations);
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f of %d organisations", value, organisations);
        }
    }

    /**
     * What the organisations of a municipality or region come to.
     *
     * @param unit the municipality or region
     * @param period the period
     * @param edition the edition of the methodology
     * @param aggregation how the organisations became one number
     * @param means the mean by code: {@code S} of the total, {@code K1} to {@code K5}, {@code 1.1} and so on; over organisations
     *     that have an S and, of an indicator that does not apply to all, over those that have it
     * @param without the organisations without an S, which are left out
     */
    public record Aggregate(
            Unit unit, Period period, String edition, Aggregation aggregation, SortedMap<String, Mean> means, List<Unit> without)
            implements Serializable {

        /**
         * Copies the collections.
         *
         * @param unit the municipality or region
         * @param period the period
         * @param edition the edition of the methodology
         * @param aggregation how the organisations became one number
         * @param means the mean by code
         * @param without the organisations without an S
         */
        public Aggregate {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(edition, "edition");
            Objects.requireNonNull(aggregation, "aggregation");
            means = Collections.unmodifiableSortedMap(new TreeMap<>(means));
            without = List.copyOf(without);
        }

        /**
         * Returns the total.
         *
         * @return S, or empty if no organisation has one
         */
        public Optional<Mean> total() {
            return Optional.ofNullable(means.get(TOTAL));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s S=%s, %d organisations, %d without, %s", unit, period,
                    total().map(mean -> String.format(Locale.ROOT, "%.2f", mean.value())).orElse("–"),
                    total().map(Mean::organisations).orElse(0), without.size(), aggregation);
        }
    }

    /**
     * How many organisations were assessed at least once in three years, as the law asks.
     *
     * @param year the last of the three calendar years
     * @param organisations how many organisations there are
     * @param overdue those that have no S in the three years, sorted
     */
    public record Coverage(int year, int organisations, List<Unit> overdue) implements Serializable {

        /**
         * Copies the list.
         *
         * @param year the last of the three calendar years
         * @param organisations how many organisations there are
         * @param overdue those that have no S in the three years
         * @throws IllegalArgumentException if more are overdue than there are
         */
        public Coverage {
            overdue = List.copyOf(overdue);
            if (overdue.size() > organisations) {
                throw new IllegalArgumentException(
                        "overdue must be among the organisations, got " + overdue.size() + " of " + organisations);
            }
        }

        /**
         * Returns how many organisations were assessed.
         *
         * @return those that are not overdue
         */
        public int assessed() {
            return organisations - overdue.size();
        }

        /**
         * Returns the share of organisations that were assessed.
         *
         * @return 0..1, or empty if there are no organisations
         */
        public OptionalDouble share() {
            return organisations == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) assessed() / organisations);
        }
    }

    /** What an assessment came to. Immutable and safe to share between threads. */
    public static final class Result implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Noko noko;
        private final ArrayList<Scorecards> scorecards;
        private final ArrayList<Aggregate> aggregates;
        private final ArrayList<Period> outside;
        private final ArrayList<Unit> unplaced;

        private Result(
                Noko noko, List<Scorecards> scorecards, List<Aggregate> aggregates, Set<Period> outside, Set<Unit> unplaced) {
            this.noko = noko;
            this.scorecards = new ArrayList<>(scorecards);
            this.aggregates = new ArrayList<>(aggregates);
            this.outside = new ArrayList<>(outside);
            this.unplaced = new ArrayList<>(unplaced);
        }

        /**
         * Returns the method.
         *
         * @return with its options
         */
        public Noko noko() {
            return noko;
        }

        /**
         * Returns the scorecards of the organisations.
         *
         * @return one element a period, in time order
         */
        public List<Scorecards> scorecards() {
            return Collections.unmodifiableList(scorecards);
        }

        /**
         * Returns the municipalities and regions.
         *
         * @return in time order, then municipalities and regions by name; only those in which an organisation was assessed
         */
        public List<Aggregate> aggregates() {
            return Collections.unmodifiableList(aggregates);
        }

        /**
         * Returns the aggregate of a municipality or region.
         *
         * @param unit the municipality or region
         * @param period the period
         * @return the aggregate, or empty if none of its organisations was assessed in the period
         */
        public Optional<Aggregate> aggregate(Unit unit, Period period) {
            return aggregates.stream().filter(one -> one.unit().equals(unit) && one.period().equals(period)).findFirst();
        }

        /**
         * Returns the periods on whose first day no edition was in force; they have no scorecards.
         *
         * @return in time order
         */
        public List<Period> periodsOutside() {
            return Collections.unmodifiableList(outside);
        }

        /**
         * Returns the organisations whose municipality is not known; they are in no aggregate.
         *
         * @return sorted
         */
        public List<Unit> unplaced() {
            return Collections.unmodifiableList(unplaced);
        }

        /**
         * Returns which organisations were assessed at least once in three calendar years: have an S in a period of the year or
         * the two before. A school stands for the organisation of its identifier, and so do other organisations of a known
         * type.
         *
         * @param organisations all organisations there are; one that stands twice counts once
         * @param year the last of the three years
         * @return the share and those that are overdue
         */
        public Coverage coverage(Collection<? extends Unit> organisations, int year) {
            Set<String> assessed = new TreeSet<>();
            for (Scorecards run : scorecards) {
                int then = run.period().year();
                if (then <= year && then > year - YEARS) {
                    run.all().stream()
                            .filter(card -> card.total().points().isPresent())
                            .forEach(card -> assessed.add(card.unit().code()));
                }
            }
            TreeMap<String, Unit> all = new TreeMap<>();
            organisations.stream().map(Unit.class::cast).sorted(Unit.order()).forEach(unit -> all.putIfAbsent(unit.code(), unit));
            List<Unit> overdue = all.values().stream()
                    .filter(unit -> !assessed.contains(unit.code()))
                    .sorted(Unit.order())
                    .toList();
            return new Coverage(year, all.size(), overdue);
        }

        @Override
        public String toString() {
            return noko + ": " + scorecards.stream().mapToInt(run -> run.all().size()).sum() + " scorecards, "
                    + aggregates.size() + " aggregates";
        }
    }
}
