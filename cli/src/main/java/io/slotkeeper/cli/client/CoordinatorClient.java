package io.slotkeeper.cli.client;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the coordinators over REST, one after the other until one answers. Reads are tried at every one. A change is
 * tried at the next one only when the last certainly did not get it; otherwise the outcome is unknown, and the user
 * must look before repeating. Methods block; thread-safe.
 */
public final class CoordinatorClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final int UNAVAILABLE = 503;

    private final List<URI> coordinators;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** For these base addresses, in the order in which they are tried; at least one. */
    public CoordinatorClient(List<URI> coordinators) {
        this.coordinators = List.copyOf(coordinators);
    }

    /** The base addresses. */
    public List<URI> coordinators() {
        return coordinators;
    }

    /** The connections' owner, for the stream. */
    HttpClient http() {
        return http;
    }

    /**
     * Reads.
     *
     * @param path with query, beginning with a slash
     * @throws ProblemException if a coordinator refused
     * @throws CommandFailure if none could be reached
     */
    public String get(String path) {
        return send(new Call("GET", path, "", READ_TIMEOUT));
    }

    /**
     * Changes something.
     *
     * @param body JSON
     * @param timeout for the whole answer
     * @throws ProblemException if a coordinator refused
     * @throws CommandFailure if none could be reached, or the outcome is unknown
     */
    public String post(String path, String body, Duration timeout) {
        return send(new Call("POST", path, body, timeout));
    }

    /**
     * Ends something. As {@link #post}, without a body.
     *
     * @param timeout for the whole answer
     */
    public String delete(String path, Duration timeout) {
        return send(new Call("DELETE", path, "", timeout));
    }

    private String send(Call call) {
        List<String> failures = new ArrayList<>();
        Optional<ProblemException> unavailable = Optional.empty();
        for (URI coordinator : coordinators) {
            try {
                return sendTo(coordinator, call);
            } catch (ProblemException e) {
                // 503: this one has no leader to ask and did nothing, another one may be on the leader's side.
                if (e.status() != UNAVAILABLE) {
                    throw e;
                }
                unavailable = Optional.of(e);
            } catch (IOException e) {
                failures.add(coordinator + " (" + Reachability.reason(e) + ")");
            }
        }
        if (unavailable.isPresent()) {
            throw unavailable.get();
        }
        throw Reachability.none(failures);
    }

    /** Throws IOException only when the call may be tried elsewhere. */
    private String sendTo(URI coordinator, Call call) throws IOException {
        try {
            var response = http.send(call.to(coordinator), BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            throw ProblemException.of(coordinator, response.statusCode(), response.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw e;
        } catch (UnresolvedAddressException e) {
            throw new ConnectException("unknown host " + coordinator.getHost());
        } catch (IOException e) {
            if (call.repeatable()) {
                throw e;
            }
            throw new CommandFailure(
                    ExitCode.OUTCOME_UNKNOWN,
                    "The request was sent to " + coordinator + ", but the answer did not come ("
                            + Reachability.reason(e)
                            + "). It may have been carried out: look at `slotkeeper history` before repeating it.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted while waiting for " + coordinator + ".", e);
        }
    }

    private record Call(String method, String path, String body, Duration timeout) {
        boolean repeatable() {
            return method.equals("GET");
        }

        HttpRequest to(URI coordinator) {
            HttpRequest.Builder request = HttpRequest.newBuilder(Addresses.resolve(coordinator, path))
                    .timeout(timeout)
                    .header("Accept", "application/json");
            if (method.equals("DELETE")) {
                return request.DELETE().build();
            }
            return repeatable()
                    ? request.GET().build()
                    : request.header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
        }
    }
}
