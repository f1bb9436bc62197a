package io.slotkeeper.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The main class of a JVM that owns one redis-server, prints its pid and then waits to be ended. */
final class ChildOwner {
    private ChildOwner() {}

    public static void main(String[] args) throws InterruptedException {
        RedisServerOptions options = RedisServerOptions.in(Path.of(args[0]), Integer.parseInt(args[1]));
        RedisServer server = new RedisServer(RedisBinary.find(), options);
        // Started by a thread that ends at once: the redis-server must not end with it.
        Thread starter = new Thread(server::start);
        starter.start();
        starter.join();
        server.awaitAnswering(Duration.ofSeconds(20));
        System.out.println(server.pid());
        ProcessReaper.beforeReaping(() -> System.out.println("alive=" + server.isAlive()));
        if (args[2].equals("wait")) {
            new CountDownLatch(1).await();
        }
    }
}
