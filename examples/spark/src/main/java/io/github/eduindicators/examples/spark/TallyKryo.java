package io.github.eduindicators.examples.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.eduindicators.results.ScoreTally;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Tells Kryo how to write a tally: by its own Java form, since the Kryo of Spark cannot fill in the fields of records.
 *
 * <p>Name it as {@code spark.kryo.registrator} where {@code spark.serializer} is Kryo.
 */
public final class TallyKryo implements KryoRegistrator {

    /** Called by Spark. */
    public TallyKryo() {}

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(ScoreTally.class, new JavaSerializer());
    }
}
