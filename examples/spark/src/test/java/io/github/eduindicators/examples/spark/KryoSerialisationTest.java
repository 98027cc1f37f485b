package io.github.eduindicators.examples.spark;

/** Two executors of one core and 1,024 MB, Kryo. */
class KryoSerialisationTest extends ClusterContract {

    @Override
    NationalTally.Serialisation serialisation() {
        return NationalTally.Serialisation.KRYO;
    }

    @Override
    String master() {
        return "local-cluster[2,1,1024]";
    }
}
