package io.github.eduindicators.examples.spark;

import io.github.eduindicators.results.ScoreTally;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Aggregator;

/** A tally as an aggregate function of Spark SQL: its buffer is the tally, its merge the tally's own. */
final class TallyAggregator extends Aggregator<Row, ScoreTally, ScoreTally> {
    private static final long serialVersionUID = 1L;

    private final ResultColumns columns;
    private final NationalTally.Serialisation serialisation;

    TallyAggregator(ResultColumns columns, NationalTally.Serialisation serialisation) {
        this.columns = columns;
        this.serialisation = serialisation;
    }

    @Override
    public ScoreTally zero() {
        return ScoreTally.create();
    }

    @Override
    public ScoreTally reduce(ScoreTally tally, Row row) {
        columns.count(row, tally);
        return tally;
    }

    @Override
    public ScoreTally merge(ScoreTally one, ScoreTally other) {
        return one.merge(other);
    }

    @Override
    public ScoreTally finish(ScoreTally tally) {
        return tally;
    }

    @Override
    public Encoder<ScoreTally> bufferEncoder() {
        return serialisation.encoder();
    }

    @Override
    public Encoder<ScoreTally> outputEncoder() {
        return serialisation.encoder();
    }
}
