package io.github.eduindicators.surveys;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How content are those who take part in education, how sure is that, and has it changed?
 *
 * <p><b>Shares.</b> Of every question, group of respondents and wave, for each organisation, municipality and region: the share of each
 * answer and of all positive answers together, {@code p = S y(i) / S n(i)} over its organisations i: exactly the pooled counts. With
 * several answers a person, the whole is the number of people who answered, and positive answers have a share together only if there
 * is one of them.
 * <ul>
 * <li>In one organisation the 95 % interval is Wilson's, with the finite population correction {@code (N - n) / (N - 1)} of the variance
 *     where the number N invited is known, everybody was asked the question and {@link Population#INVITED} holds: where all answered,
 *     the interval is the share itself.
 * <li>People of one organisation answer alike. In a region the interval takes the organisations as the units that vary, as if drawn
 *     from many like them: variance {@code m/(m-1) S (y(i) - p n(i))^2 / n^2}, never less than {@code p(1-p)/n}; the design effect is the
 *     first over the second; the interval is Wilson's for {@code n / deff} people with Student's quantile for {@code m - 1} degrees of
 *     freedom.
 * <li>The few organisations of a municipality cannot tell how much they vary. There the variance between organisations of one municipality
 *     is found over the whole region by the analysis of variance, with the likeness (intraclass correlation) r: {@code deff = 1 + r (S n(i)^2
 *     / n - 1)}. Where a region has fewer than 20 degrees of freedom for it, municipalities are taken as regions are.
 * <li>Of a scale also the mean of the numbers ({@value #MEAN}), with Student's interval from the same variances.
 * </ul>
 *
 * <p><b>Who did not answer</b> could all have said no, or all yes: {@code y/N} and {@code (y + N - n)/N} stand beside each share as the
 * worst and the best case. A question behind a filter has N less those who did not pass it. No interval tells about this: it takes those
 * who answered as drawn at random.
 *
 * <p><b>Too few.</b> A share of fewer people than the minimum (10) is not told at all, in no unit.
 *
 * <p><b>Changes.</b> The positive share of a question and group is compared between the two last waves in which the group was asked it,
 * in every unit with the minimum in both. In one organisation: Newcombe's interval and Fisher's exact test. In a region: the difference of
 * the pooled shares, linearised over the organisations of both waves, so that what is lasting in an organisation cancels; its variance is
 * never less than that of independent people; Student's law with m - 1 degrees of freedom. In a municipality the variance is that of
 * independent people, {@code p(1-p) (1/n + 1/n')}, and {@code S (w'(i) - w(i))^2 a + (w(i)^2 + w'(i)^2) b}, with w the parts of people in
 * organisation i in both waves, b half the variance of changes of organisations within a municipality, over the whole region, and a what is
 * lasting of the variance between them. No correction for finite populations: people change. p is adjusted after Benjamini and Hochberg over
 * all questions, groups and units of one kind. Organisations that took part in one wave only are counted; {@link Composition#SAME} leaves
 * them out.
 *
 * <p><b>Findings</b> {@code surveys/satisfaction}, one a unit:
 * <ul>
 * <li>FLAGGED {@code fell}: a positive share fell with adjusted p at most the level (0.05);
 * <li>FLAGGED {@code low}: the whole interval of a positive share in the last wave lies below the threshold (half; ours). Only questions
 *     that somebody described are judged so: the positive answers of the others are guessed;
 * <li>INSUFFICIENT_DATA: no share could be told; or, as {@code low-response}, there is no sign, but a smaller part than the least
 *     response (0.4; ours) of those invited answered;
 * <li>NOT_APPLICABLE: no question with positive answers, or, as {@code nothing-to-compare}, one wave
 *     and nothing described;
 * <li>CLEAR with the fall that would have been noticed; as {@code one-wave} if only the threshold was looked at.
 * </ul>
 * The effect is the clearest fall, or else the lowest share, as a proportion.
 *
 * <p>Caveats: answers that contradict themselves (more than were invited, more than passed the filter) are left out and told as {@link
 * Contradiction}s. A municipality of one organisation has the intervals and tests of that organisation. A share of exactly 0 or 1 in a region
 * shows no design effect. Groups are compared as if they were independent in one organisation. Small shares that are not
 * told can be found by subtraction; what is published needs more care. No answers give no rows. Complexity: {@code O(c log c)} in the
 * counts. The result does not depend on the order of the rows. Immutable and safe to share between threads.
 *
 * <p>Reference: E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953; W. G. Cochran (1977), Sampling Techniques, 3.3, 6.4-6.5 and 9A;
 * A. Donner (1986), International Statistical Review 54:67-82, for the likeness within organisations; E. L. Korn, B. I. Graubard (1998),
 * Survey Methodology 24:193-201, for intervals by an effective number; C. F. Manski (1989), Journal of Human Resources 24:343-360,
 * doi:10.2307/145818; R. G. Newcombe (1998), Statistics in Medicine 17:873-890,
 * doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I; R. A. Fisher (1935), The Design of Experiments. The variances
 * of a municipality and the threshold are ours.
 */
public final class Satisfaction {
    /** Stands for an answer where the value is the mean of a scale. */
    public static final String MEAN = "(mean)";
    /** Stands for an answer where the value is the share of all positive answers together. */
    public static final String POSITIVE = "";

    private static final String ID = "surveys/satisfaction";
    private static final Satisfaction DEFAULTS =
            new Satisfaction(new Options(10, 0.05, 0.5, 0.4), Population.INVITED, Undecided.COUNTED, Composition.ALL);

    /** Of whom the share of one organisation is meant to be. */
    public enum Population {
        /** Of the people who were invited, no others: the more of them answered, the surer. */
        INVITED,
        /** Of all who could have been invited in their place: no correction. */
        UNLIMITED
    }

    /** What people count for who are undecided. */
    public enum Undecided {
        /** They are part of the whole, and not positive. */
        COUNTED,
        /** They are left out, as if they had not answered. */
        EXCLUDED
    }

    /** Which organisations two waves of a municipality or region are compared by. */
    public enum Composition {
        /** All of each wave. */
        ALL,
        /** Those that took part in both. */
        SAME
    }

    /** The numbers among the options. */
    record Options(int minimum, double level, double low, double response) {}

    final Options options;
    final Population population;
    final Composition composition;
    private final Undecided undecided;

    private Satisfaction(Options options, Population population, Undecided undecided, Composition composition) {
        this.options = options;
        this.population = Objects.requireNonNull(population, "population");
        this.undecided = Objects.requireNonNull(undecided, "undecided");
        this.composition = Objects.requireNonNull(composition, "composition");
    }

    /**
     * Returns the method with a minimum of 10 people, level 0.05, threshold 0.5, least response 0.4, those invited as the population,
     * undecided people counted and all organisations.
     *
     * @return the method
     */
    public static Satisfaction withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how many people a share needs.
     *
     * @param people 2 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public Satisfaction withMinimum(int people) {
        if (people < 2) {
            throw new IllegalArgumentException("minimum must be at least 2, got " + people);
        }
        return with(new Options(people, options.level, options.low, options.response));
    }

    /**
     * Chooses the level that the adjusted p of a change is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Satisfaction withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return with(new Options(options.minimum, value, options.low, options.response));
    }

    /**
     * Chooses the positive share below which a unit is low.
     *
     * @param share from 0, which switches it off, to less than 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not within 0..1
     */
    public Satisfaction withLow(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("low must be from 0 to less than 1, got " + share);
        }
        return with(new Options(options.minimum, options.level, share, options.response));
    }

    /**
     * Chooses what part of those invited must answer before a unit without a sign is clear.
     *
     * @param share from 0, which switches it off, to 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not within 0..1
     */
    public Satisfaction withLeastResponse(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("least response must be within 0..1, got " + share);
        }
        return with(new Options(options.minimum, options.level, options.low, share));
    }

    private Satisfaction with(Options value) {
        return new Satisfaction(value, population, undecided, composition);
    }

    /**
     * Chooses of whom the share of one organisation is meant to be.
     *
     * @param value those invited, or all like them
     * @return the method with it
     */
    public Satisfaction withPopulation(Population value) {
        return new Satisfaction(options, value, undecided, composition);
    }

    /**
     * Chooses what people count for who are undecided.
     *
     * @param value counted or left out
     * @return the method with it
     */
    public Satisfaction withUndecided(Undecided value) {
        return new Satisfaction(options, population, value, composition);
    }

    /**
     * Chooses by which organisations two waves are compared.
     *
     * @param value all, or those in both waves
     * @return the method with it
     */
    public Satisfaction withComposition(Composition value) {
        return new Satisfaction(options, population, undecided, value);
    }

    /**
     * Returns the method as its findings name it.
     *
     * @return the method with its parameters
     */
    public MethodInfo method() {
        return MethodInfo.of(ID, "1", "Wilson (1927), doi:10.1080/01621459.1927.10502953; Cochran (1977), Sampling Techniques, 9A; "
                        + "Newcombe (1998), Statistics in Medicine 17:873-890; Manski (1989), doi:10.2307/145818")
                .with(Fact.of("minimum", (long) options.minimum))
                .with(Fact.of("level", options.level))
                .with(Fact.of("low", options.low))
                .with(Fact.of("least-response", options.response))
                .with(Fact.of("population", code(population)))
                .with(Fact.of("undecided", code(undecided)))
                .with(Fact.of("composition", code(composition)));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Analyses the answers to a survey.
     *
     * @param answers the answers
     * @param questionnaire the questions; those it does not have are taken as the answers show them
     * @param municipalityOf in which municipality an organisation lies; one without a place counts in none and in no region
     * @return shares, responses, changes and findings
     */
    public Result run(SurveyAnswers answers, Questionnaire questionnaire, Function<Unit, Optional<Municipality>> municipalityOf) {
        SurveyCells cells = new SurveyCells(answers, questionnaire, undecided, municipalityOf);
        return new Result(cells, new SurveyShares(this, cells), List.copyOf(answers.waves()));
    }

    /** The share of an answer, or the mean of a scale, in one unit, wave and group. Immutable and safe to share between threads. */
    public static final class Share {
        private final SurveyCells.Place place;
        private final String answer;
        private final Optional<Interval> value;
        private final Counts counts;
        private final Optional<Interval> bounds;
        private final String note;

        Share(
                SurveyCells.Place place,
                String answer,
                Optional<Interval> value,
                Counts counts,
                Optional<Interval> bounds,
                String note) {
            this.place = place;
            this.answer = answer;
            this.value = value;
            this.counts = counts;
            this.bounds = bounds;
            this.note = note;
        }

        /** What the share rests on. */
        record Counts(long n, OptionalLong invited, int organisations, OptionalDouble designEffect) {}

        /**
         * Returns the wave.
         *
         * @return the wave
         */
        public String wave() {
            return place.wave();
        }

        /**
         * Returns the unit.
         *
         * @return an organisation, a municipality or a region
         */
        public Unit unit() {
            return place.unit();
        }

        /**
         * Returns the group of respondents.
         *
         * @return the group
         */
        public String group() {
            return place.group();
        }

        /**
         * Returns the question.
         *
         * @return its id
         */
        public String question() {
            return place.question();
        }

        /**
         * Returns the answer.
         *
         * @return the answer, {@link Satisfaction#POSITIVE} for all positive answers together, or {@link Satisfaction#MEAN}
         */
        public String answer() {
            return answer;
        }

        /**
         * Returns the share, 0..1, or the mean of the scale.
         *
         * @return with its 95 % interval; empty if too few people answered
         */
        public Optional<Interval> value() {
            return value;
        }

        /**
         * Returns how many people the share is of.
         *
         * @return the number, told also where it is too small
         */
        public long n() {
            return counts.n;
        }

        /**
         * Returns how many people were invited in the organisations in which the question was asked.
         *
         * @return the number, or empty if it is not known of each
         */
        public OptionalLong invited() {
            return counts.invited;
        }

        /**
         * Returns how many organisations the answers are from.
         *
         * @return the number of those in which anybody answered
         */
        public int organisations() {
            return counts.organisations;
        }

        /**
         * Returns how many times larger the variance is than if people did not stand together in organisations.
         *
         * @return 1 or more; empty in one organisation, where too few answered, and of a mean
         */
        public OptionalDouble designEffect() {
            return counts.designEffect;
        }

        /**
         * Returns what the share could be if everybody had answered.
         *
         * @return the share with the worst case as the lower and the best as the upper end; empty where it is not told or those invited
         *     are not known
         */
        public Optional<Interval> bounds() {
            return bounds;
        }

        /**
         * Returns what is to be noted.
         *
         * @return codes separated by semicolons: {@code small-n}, {@code one-organisation}, {@code filtered}, {@code invited-unknown},
         *     {@code deff=1.80}, {@code organisations=12}; empty if nothing is
         */
        public String note() {
            return note;
        }

        @Override
        public String toString() {
            return place.wave() + " " + place.unit() + " " + place.group() + " " + place.question() + " "
                    + (answer.isEmpty() ? "positive" : answer) + " " + value.map(Interval::toString).orElse("-") + " n=" + counts.n;
        }
    }

    /** How many of a group answered. Immutable and safe to share between threads. */
    public static final class Response {
        private final SurveyCells.Group group;
        private final long respondents;
        private final long respondentsOfInvited;
        private final long invited;
        private final int organisations;

        Response(SurveyCells.Group group, List<SurveyCells.Returned> returned) {
            this.group = group;
            this.respondents = returned.stream().mapToLong(SurveyCells.Returned::respondents).sum();
            this.respondentsOfInvited = returned.stream()
                    .filter(back -> back.invited().isPresent())
                    .mapToLong(SurveyCells.Returned::respondents)
                    .sum();
            this.invited = returned.stream().flatMapToLong(back -> back.invited().stream()).sum();
            this.organisations = returned.size();
        }

        /**
         * Returns the wave.
         *
         * @return the wave
         */
        public String wave() {
            return group.wave();
        }

        /**
         * Returns the unit.
         *
         * @return an organisation, a municipality or a region
         */
        public Unit unit() {
            return group.unit();
        }

        /**
         * Returns the group of respondents.
         *
         * @return the group
         */
        public String group() {
            return group.name();
        }

        /**
         * Returns how many organisations asked the group.
         *
         * @return the number
         */
        public int organisations() {
            return organisations;
        }

        /**
         * Returns how many people answered.
         *
         * @return the sum over organisations of the most people who answered any one question
         */
        public long respondents() {
            return respondents;
        }

        /**
         * Returns how many were invited where that is known.
         *
         * @return the number
         */
        public long invited() {
            return invited;
        }

        /**
         * Returns what part of those invited answered, in the organisations where their number is known.
         *
         * @return 0..1, or empty where it is known of nobody
         */
        public OptionalDouble rate() {
            return invited == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) respondentsOfInvited / invited);
        }

        long respondentsOfInvited() {
            return respondentsOfInvited;
        }

        @Override
        public String toString() {
            return group.wave() + " " + group.unit() + " " + group.name() + " " + respondents + " of " + invited;
        }
    }

    /** The difference of two positive shares. Immutable and safe to share between threads. */
    public static final class Difference {
        private final ShareMath.Contrast contrast;
        private final ShareMath.Part first;
        private final ShareMath.Part second;
        private final int[] organisations;

        Difference(ShareMath.Contrast contrast, ShareMath.Part first, ShareMath.Part second, int... organisations) {
            this.contrast = contrast;
            this.first = first;
            this.second = second;
            this.organisations = organisations;
        }

        /**
         * Returns the second share less the first.
         *
         * @return the difference, -1..1, with its 95 % interval
         */
        public Interval value() {
            return contrast.difference();
        }

        /**
         * Returns the two-sided p of no difference.
         *
         * @return 0..1
         */
        public double p() {
            return contrast.p();
        }

        /**
         * Returns the first share.
         *
         * @return 0..1
         */
        public double first() {
            return (double) first.y() / first.n();
        }

        /**
         * Returns the second share.
         *
         * @return 0..1
         */
        public double second() {
            return (double) second.y() / second.n();
        }

        /**
         * Returns how many people the first share is of.
         *
         * @return the number
         */
        public long firstN() {
            return first.n();
        }

        /**
         * Returns how many people the second share is of.
         *
         * @return the number
         */
        public long secondN() {
            return second.n();
        }

        /**
         * Returns how many organisations have people in either share.
         *
         * @return at least 1
         */
        public int organisations() {
            return organisations[0];
        }

        /**
         * Returns how many organisations have people in the first share alone.
         *
         * @return the number
         */
        public int onlyFirst() {
            return organisations[1];
        }

        /**
         * Returns how many organisations have people in the second share alone.
         *
         * @return the number
         */
        public int onlySecond() {
            return organisations[2];
        }

        double error() {
            return contrast.error();
        }

        int freedom() {
            return contrast.freedom();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f -> %.3f: %s p=%.2g", first(), second(), contrast.difference(), contrast.p());
        }
    }

    /** How a positive share changed between two waves. Immutable and safe to share between threads. */
    public static final class Change {
        private final SurveyCells.Place place;
        private final String from;
        private final Difference difference;
        private final double adjustedP;

        Change(SurveyCells.Place place, String from, Difference difference, double adjustedP) {
            this.place = place;
            this.from = from;
            this.difference = difference;
            this.adjustedP = adjustedP;
        }

        /**
         * Returns the unit.
         *
         * @return an organisation, a municipality or a region
         */
        public Unit unit() {
            return place.unit();
        }

        /**
         * Returns the group of respondents.
         *
         * @return the group
         */
        public String group() {
            return place.group();
        }

        /**
         * Returns the question.
         *
         * @return its id
         */
        public String question() {
            return place.question();
        }

        /**
         * Returns the earlier wave.
         *
         * @return the wave
         */
        public String from() {
            return from;
        }

        /**
         * Returns the later wave.
         *
         * @return the wave
         */
        public String to() {
            return place.wave();
        }

        /**
         * Returns the difference.
         *
         * @return the later share less the earlier
         */
        public Difference difference() {
            return difference;
        }

        /**
         * Returns the p of no change, adjusted over all questions, groups and units of this kind.
         *
         * @return 0..1
         */
        public double adjustedP() {
            return adjustedP;
        }

        @Override
        public String toString() {
            return place.unit() + " " + place.group() + " " + place.question() + " " + from + ".." + place.wave() + " " + difference
                    + String.format(Locale.ROOT, " adjusted=%.2g", adjustedP);
        }
    }

    /**
     * Answers that contradict themselves and were left out.
     *
     * @param asked the wave, the organisation and the group
     * @param question the question
     * @param kind how they contradict themselves
     * @param people how many people answered, by the counts
     * @param limit how many there can be at most; 0 where that is not known
     */
    public record Contradiction(SurveyAnswers.Asked asked, String question, Kind kind, long people, long limit) {

        /** How answers contradict themselves. */
        public enum Kind {
            /** More people answered than were invited. */
            MORE_THAN_INVITED,
            /** More answers than people who answered. */
            MORE_THAN_RESPONDENTS,
            /** More people answered than passed the filter. */
            MORE_THAN_PASSED,
            /** Several answers a person, and how many people answered is not known. */
            NO_WHOLE
        }

        /**
         * Checks that nothing is missing.
         *
         * @param asked the wave, the organisation and the group
         * @param question the question
         * @param kind how they contradict themselves
         * @param people how many people answered
         * @param limit how many there can be
         */
        public Contradiction {
            Objects.requireNonNull(asked, "asked");
            Objects.requireNonNull(question, "question");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** What a survey says. Shares are computed when asked for. Immutable and safe to share between threads. */
    public static final class Result {
        private final SurveyCells cells;
        private final SurveyShares shares;
        private final List<String> waves;
        private final List<Response> responses = new ArrayList<>();
        private final List<Change> changes;
        private final List<Finding> findings;

        private Result(SurveyCells cells, SurveyShares shares, List<String> waves) {
            this.cells = cells;
            this.shares = shares;
            this.waves = waves;
            cells.returned().forEach((group, returned) -> responses.add(new Response(group, returned)));
            this.changes = shares.changes();
            this.findings = new SurveyFindings(shares, responses, changes, waves).all();
        }

        /**
         * Returns the questions.
         *
         * @return those described, then those that were taken as the answers show them
         */
        public Questionnaire questionnaire() {
            return cells.questionnaire();
        }

        /**
         * Returns the waves.
         *
         * @return in their order
         */
        public List<String> waves() {
            return waves;
        }

        /**
         * Returns how many answered, by wave, unit and group.
         *
         * @return sorted
         */
        public List<Response> responses() {
            return Collections.unmodifiableList(responses);
        }

        /**
         * Hands on all shares one by one, those of too few people too, without their value.
         *
         * @param to takes each share, by wave, unit, group, question and answer; positive answers together come first
         */
        public void forEachShare(Consumer<Share> to) {
            cells.cells().forEach((place, own) -> shares.all(place, own).forEach(to));
        }

        /**
         * Returns all shares of one unit.
         *
         * @param unit the unit
         * @return by wave, group, question and answer; empty if it was not asked
         */
        public List<Share> shares(Unit unit) {
            return cells.cells().entrySet().stream()
                    .filter(entry -> entry.getKey().unit().equals(unit))
                    .flatMap(entry -> shares.all(entry.getKey(), entry.getValue()))
                    .toList();
        }

        /**
         * Returns the share of all positive answers together.
         *
         * @param wave the wave
         * @param unit the unit
         * @param group the group
         * @param question the question
         * @return the share; empty if nobody was asked or the question has no positive answers
         */
        public Optional<Share> positive(String wave, Unit unit, String group, String question) {
            SurveyCells.Place place = place(wave, unit, group, question);
            List<SurveyCells.Cell> own = cells.cells(place);
            return own.isEmpty() ? Optional.empty() : shares.positive(place, own);
        }

        /**
         * Compares the positive shares of two groups.
         *
         * @param wave the wave
         * @param unit the unit
         * @param question the question
         * @param group the group to compare with
         * @param other the group that is compared
         * @return the share of the other less that of the group; empty if one has too few answers or the question no positive ones
         */
        public Optional<Difference> between(String wave, Unit unit, String question, String group, String other) {
            return shares.difference(
                    place(wave, unit, group, question), place(wave, unit, other, question));
        }

        private static SurveyCells.Place place(String wave, Unit unit, String group, String question) {
            SurveyAnswers.Asked asked = new SurveyAnswers.Asked(wave, unit, group);
            return new SurveyCells.Place(asked.wave(), unit, asked.group(), SurveyAnswers.key(question));
        }

        /**
         * Returns all changes that could be tested.
         *
         * @return by unit, group and question
         */
        public List<Change> changes() {
            return changes;
        }

        /**
         * Returns the answers that were left out because they contradict themselves.
         *
         * @return by wave, organisation, group and question
         */
        public List<Contradiction> contradictions() {
            return cells.contradictions();
        }

        /**
         * Returns the organisations whose municipality is not known.
         *
         * @return sorted; they count in no region
         */
        public SortedSet<Unit> unplaced() {
            return Collections.unmodifiableSortedSet(cells.unplaced());
        }

        /**
         * Returns where an organisation was counted.
         *
         * @param organisation the organisation
         * @return its municipality, or empty if it has none or was not asked
         */
        public Optional<Municipality> municipality(Unit organisation) {
            return cells.municipality(organisation);
        }

        /**
         * Returns the findings.
         *
         * @return one for each unit
         */
        public List<Finding> findings() {
            return findings;
        }

        /**
         * Returns the questions that have a share of positive answers.
         *
         * @return in the order of the questionnaire
         */
        public List<Question> judged() {
            return questionnaire().questions().stream().filter(question -> cells.hasPositiveShare(question.id())).toList();
        }

        @Override
        public String toString() {
            Stream<Finding> flagged = findings.stream().filter(finding -> finding.outcome().name().equals("FLAGGED"));
            return "Satisfaction.Result[waves " + waves + ", " + findings.size() + " units, " + flagged.count() + " flagged]";
        }
    }
}
