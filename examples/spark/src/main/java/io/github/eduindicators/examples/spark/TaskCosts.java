package io.github.eduindicators.examples.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Adds up what tasks cost, by the description of their job. Complete when the session has been stopped. */
final class TaskCosts extends SparkListener {
    private static final String DESCRIPTION = "spark.job.description";

    private final Map<Integer, String> stages = new HashMap<>();
    private final Map<String, Sum> sums = new HashMap<>();

    /** What the tasks of a job cost together. */
    static final class Sum {
        int tasks;
        long cpuNanos;
        long shuffleBytes;
        long shuffleRecords;
        long largestResult;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
        String description = job.properties().getProperty(DESCRIPTION, "");
        job.stageInfos().foreach(stage -> stages.put(stage.stageId(), description));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
        Sum sum = sums.computeIfAbsent(stages.getOrDefault(task.stageId(), ""), d -> new Sum());
        sum.tasks++;
        sum.cpuNanos += task.taskMetrics().executorCpuTime();
        sum.shuffleBytes += task.taskMetrics().shuffleWriteMetrics().bytesWritten();
        sum.shuffleRecords += task.taskMetrics().shuffleWriteMetrics().recordsWritten();
        sum.largestResult = Math.max(sum.largestResult, task.taskMetrics().resultSize());
    }

    synchronized Sum of(String description) {
        return sums.getOrDefault(description, new Sum());
    }
}
