package io.github.eduindicators.examples.spark;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Sees executors go, and tasks that ended well more than once because what they had counted was lost. */
final class Watch extends SparkListener {
    private final AtomicInteger removed = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> ended = new ConcurrentHashMap<>();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        removed.incrementAndGet();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (event.reason() == Success$.MODULE$) {
            ended.merge(event.stageId() + "/" + event.taskInfo().index(), 1, Integer::sum);
        }
    }

    int executorsRemoved() {
        return removed.get();
    }

    long tasksRepeated() {
        return ended.values().stream().filter(times -> times > 1).count();
    }
}
