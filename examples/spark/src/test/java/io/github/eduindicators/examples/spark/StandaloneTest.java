package io.github.eduindicators.examples.spark;

import java.io.IOException;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;

/** A master and a worker, each a process of its own. */
class StandaloneTest extends ClusterContract {
    private final List<Process> started = new ArrayList<>();

    @Override
    NationalTally.Serialisation serialisation() {
        return NationalTally.Serialisation.KRYO;
    }

    @Override
    String master() throws Exception {
        int port = freePort();
        String url = "spark://127.0.0.1:" + port;
        started.add(start("master.Master", "--host", "127.0.0.1", "--port", Integer.toString(port), "--webui-port", "0"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!listens(port)) {
            if (System.nanoTime() > end || !started.get(0).isAlive()) {
                throw new IllegalStateException("the master did not start; see target/standalone-master.Master.log");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        started.add(start("worker.Worker", "--host", "127.0.0.1", "-c", "2", "-m", "2g", "--webui-port", "0", url));
        return url;
    }

    private static Process start(String role, String... arguments) throws IOException {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", home.resolve("conf") + File.pathSeparator + home.resolve("jars") + File.separator + "*",
                "org.apache.spark.deploy." + role));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling("standalone-" + role + ".log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
