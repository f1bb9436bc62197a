package io.slotkeeper.coordinator.group;

import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.coordinator.consensus.Admission;
import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.coordinator.group.AdmissionRules.Verdict;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This coordinator among the others of its group: introduces itself to whoever asks, asks the others before the log is
 * opened, and as leader changes who votes. Over the event bus, because the log itself must not be opened yet.
 *
 * <p>{@link #admit} and {@link #rejoin} block and are called on threads of their own.
 */
public final class CoordinatorGroup implements Admission {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorGroup.class);
    private static final String PREFIX = "slotkeeper.internal.coordinator.";
    private static final long ASK_MILLIS = 500;
    private static final long CHANGE_MILLIS = 20_000;
    private static final int FAILED = 500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Membership finds a dead process within this time, even when its host vanished. */
    private static final long NAMESAKE_NANOS = TimeUnit.SECONDS.toNanos(12);

    private final ClusterBus bus;
    private final String id;
    private final SortedMap<String, String> peers;
    private final boolean replace;
    private volatile Standing standing = Standing.EMPTY;
    private volatile String group = "";
    private volatile boolean cancelled;
    private volatile Optional<ConsensusLog> log = Optional.empty();

    /**
     * Nobody is asked yet.
     *
     * @param replace whether the operator says that this one stands in for a lost one
     */
    public CoordinatorGroup(ClusterBus bus, String id, Map<String, String> peers, boolean replace) {
        this.bus = bus;
        this.id = id;
        this.peers = new TreeMap<>(peers);
        this.replace = replace;
    }

    /** Ends a wait of {@link #admit} or {@link #rejoin}, which then fail. */
    public void cancel() {
        cancelled = true;
    }

    /** The log is open: as leader, this coordinator changes who votes from now on. */
    public void opened(ConsensusLog opened) {
        standing = opened.replacing() ? Standing.REPLACING : Standing.MEMBER;
        log = Optional.of(opened);
    }

    // --- asking --------------------------------------------------------------------------------------------------

    @Override
    public void admit(Candidate candidate) {
        take(candidate);
        requireSingleName();
        if (replace && standing != Standing.EMPTY && standing != Standing.REPLACING) {
            throw new IllegalStateException("--replace is for a coordinator whose directory is lost, but that of " + id
                    + " holds its log; start it without --replace");
        }
        serve();
        String told = "";
        while (true) {
            Verdict verdict = AdmissionRules.judge(introduction(), replace, others());
            switch (verdict.step()) {
                case ADMIT -> {
                    return;
                }
                case REFUSE ->
                    throw new IllegalStateException("coordinator " + id + " does not start: " + verdict.text());
                case ENTER -> enter(candidate, verdict, Standing.READY);
                case REPLACE -> enter(candidate, verdict, Standing.REPLACING);
                case WAIT -> {
                    if (!verdict.text().equals(told)) {
                        told = verdict.text();
                        LOG.info("Coordinator {} waits: {}.", id, told);
                    }
                }
            }
            pause();
        }
    }

    private void take(Candidate candidate) {
        group = candidate.group().orElse("");
        standing = candidate.standing();
    }

    private void enter(Candidate candidate, Verdict verdict, Standing as) {
        candidate.enter(verdict.group().orElseGet(() -> "slotkeeper-" + UUID.randomUUID()), as);
        take(candidate);
        LOG.info("Coordinator {} belongs to the group {}: {}.", id, group, verdict.text());
    }

    /** Two processes with one id would vote twice. */
    private void requireSingleName() {
        long deadline = System.nanoTime() + NAMESAKE_NANOS;
        while (namesakes() > 1) {
            // This one does not answer yet.
            boolean alive = await(ask(id)).isPresent();
            if (alive || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("another coordinator with the id " + id
                        + " runs in this cluster; stop it, or give this one the --id that --peers has for it");
            }
            pause();
        }
    }

    private long namesakes() {
        return bus.members().stream()
                .filter(member -> member.role() == BusMember.Role.COORDINATOR)
                .filter(member -> member.name().equals(id))
                .count();
    }

    private Map<String, Introduction> others() {
        Map<String, Future<Optional<Introduction>>> asked = new TreeMap<>();
        peers.keySet().stream().filter(peer -> !peer.equals(id)).forEach(peer -> asked.put(peer, ask(peer)));
        Map<String, Introduction> answers = new TreeMap<>();
        asked.forEach((peer, answer) -> await(answer).ifPresent(introduction -> answers.put(peer, introduction)));
        return answers;
    }

    private Future<Optional<Introduction>> ask(String peer) {
        return bus.vertx()
                .eventBus()
                .<JsonObject>request(
                        PREFIX + peer + ".introduction",
                        new JsonObject(),
                        new DeliveryOptions().setSendTimeout(ASK_MILLIS))
                .map(reply -> Introduction.of(reply.body()))
                .otherwise(Optional.empty());
    }

    /**
     * Takes the place of the lost coordinator of this id: the leader takes the vote of the lost one away, then gives one to
     * this one, once it holds the whole log. Repeats until that is done.
     */
    public void rejoin(ConsensusLog opened) {
        String told = "";
        while (opened.replacing()) {
            try {
                String leader = others().values().stream()
                        .map(Introduction::leader)
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the others have no leader"));
                change(leader, "expel");
                change(leader, "include");
                opened.replaced();
                standing = Standing.MEMBER;
                LOG.info("Coordinator {} has replaced the lost one and votes.", id);
            } catch (IllegalStateException e) {
                if (!told.equals(e.getMessage())) {
                    told = e.getMessage();
                    LOG.info("Coordinator {} cannot be taken into the group yet, and tries again: {}.", id, told);
                }
                pause();
            }
        }
    }

    private void change(String leader, String what) {
        JsonObject body = new JsonObject().put("id", id).put("address", peers.get(id));
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(CHANGE_MILLIS);
        Future<Message<JsonObject>> reply = bus.vertx().eventBus().request(PREFIX + leader + "." + what, body, options);
        try {
            await(reply);
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (cancelled) {
            throw new IllegalStateException("coordinator " + id + " was stopped while it waited for its group");
        }
    }

    // --- answering -----------------------------------------------------------------------------------------------

    private void serve() {
        var events = bus.vertx().eventBus();
        var introductions = events.<JsonObject>consumer(
                PREFIX + id + ".introduction",
                message -> message.reply(introduction().toJson()));
        var expulsions = events.<JsonObject>consumer(
                PREFIX + id + ".expel", message -> changeHere(message, (leading, body) -> leading.expel(body.id())));
        var inclusions = events.<JsonObject>consumer(
                PREFIX + id + ".include",
                message -> changeHere(message, (leading, body) -> leading.include(body.id(), body.address())));
        await(Future.all(introductions.completion(), expulsions.completion(), inclusions.completion()));
    }

    private Introduction introduction() {
        String leader = log.flatMap(ConsensusLog::leader).orElse("");
        return new Introduction(id, Introduction.PROTOCOL, peers, standing, group, leader);
    }

    /** Whose vote is to change. */
    private record Voter(String id, String address) {}

    @FunctionalInterface
    private interface Change {
        void make(ConsensusLog leading, Voter voter);
    }

    private void changeHere(Message<JsonObject> message, Change change) {
        Voter voter = new Voter(message.body().getString("id"), message.body().getString("address"));
        Callable<Void> work = () -> {
            ConsensusLog leading = log.filter(ConsensusLog::isLeader)
                    .orElseThrow(() -> new IllegalStateException(id + " does not lead"));
            LOG.info("{} for coordinator {} at {}.", message.address(), voter.id(), voter.address());
            change.make(leading, voter);
            return null;
        };
        bus.vertx()
                .executeBlocking(work, false)
                .onSuccess(done -> message.reply(new JsonObject()))
                .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
    }
}
