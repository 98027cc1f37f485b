package io.github.eduindicators.examples.spark;

/** Two executors of one core and 1,024 MB, Java serialisation. */
class JavaSerialisationTest extends ClusterContract {

    @Override
    NationalTally.Serialisation serialisation() {
        return NationalTally.Serialisation.JAVA;
    }

    @Override
    String master() {
        return "local-cluster[2,1,1024]";
    }
}
