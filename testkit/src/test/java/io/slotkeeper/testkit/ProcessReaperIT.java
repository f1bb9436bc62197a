package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another JVM owns a redis-server and is ended in different ways; the redis-server must go with it. */
class ProcessReaperIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private int port;
    private Process owner;
    private BufferedReader output;
    private long redisPid;

    @BeforeEach
    void reserve() {
        port = FreePorts.reserve();
    }

    @AfterEach
    void cleanUp() {
        owner.destroyForcibly();
        ProcessHandle.of(redisPid).ifPresent(ProcessHandle::destroyForcibly);
        FreePorts.release(port);
    }

    @Test
    void kill9OfTheJvmEndsTheChild() throws IOException {
        assumeTrue(ProcessReaper.coversKill9(), "no setpriv --pdeathsig here");
        startOwner("wait");
        assertThat(alive()).isTrue();
        owner.destroyForcibly();
        await().atMost(TIMEOUT).until(() -> !alive());
    }

    @Test
    void sigtermAndCtrlCEndTheChild() throws IOException {
        startOwner("wait");
        owner.destroy();
        await().atMost(TIMEOUT).until(() -> !alive());
        startOwner("wait");
        Signals.send("INT", owner.pid());
        await().atMost(TIMEOUT).until(() -> !alive());
    }

    @Test
    void aNormalExitEndsEvenAFrozenChild() throws IOException {
        startOwner("wait");
        Signals.send("STOP", redisPid);
        owner.destroy();
        await().atMost(TIMEOUT).until(() -> !alive());
        startOwner("exit");
        await().atMost(TIMEOUT).until(() -> !alive());
    }

    @Test
    void childrenStillLiveWhenTheTasksBeforeReapingRun() throws IOException {
        startOwner("wait");
        // Not destroy(): that would also close the output to be read.
        Signals.send("TERM", owner.pid());
        assertThat(output.readLine()).isEqualTo("alive=true");
        await().atMost(TIMEOUT).until(() -> !alive());
    }

    @Test
    void aProgramThatDoesNotExistIsAnError() throws IOException {
        owner = new ProcessBuilder("true").start();
        RedisBinary gone = new RedisBinary(directory.resolve("gone"), "7.0.0", RedisBinary.Origin.EXPLICIT);
        RedisServer server = new RedisServer(gone, RedisServerOptions.in(directory, port));
        assertThatThrownBy(() -> server.start().awaitAnswering(TIMEOUT)).isInstanceOf(RedisProcessException.class);
    }

    private boolean alive() {
        return ProcessHandle.of(redisPid).filter(ProcessHandle::isAlive).isPresent();
    }

    private void startOwner(String mode) throws IOException {
        List<String> command = new ArrayList<>(Signals.heedingInterrupts());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                ChildOwner.class.getName(),
                directory.resolve("redis").toString(),
                Integer.toString(port),
                mode));
        owner = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = owner.inputReader(StandardCharsets.UTF_8);
        redisPid = Long.parseLong(output.readLine());
    }
}
