package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.Blocking;
import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.DrillPermission;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a coordinator has to do with drills itself: it may refuse them, and it is the one that a drill of the leader hits. */
final class LeaderDrill {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderDrill.class);
    private static final int SMALLEST_GROUP = 3;
    /** The answer should get through first. */
    private static final long LAST_WORDS_MILLIS = 200;
    /** What a shell says of a process that died of SIGKILL. */
    private static final int EXIT_CODE = 137;

    private final String id;
    private final int coordinators;
    private final DrillPermission permission;

    LeaderDrill(String id, int coordinators, DrillPermission permission) {
        this.id = id;
        this.coordinators = coordinators;
        this.permission = permission;
    }

    /** Why this coordinator, when it leads, does not even pass a request on, if so. */
    Optional<DrillResult> refusal(DrillRequest request) {
        return permission
                .refusal(request.fault(), "coordinator " + id)
                .map(text -> refused(RefusalCode.DRILL_NOT_ALLOWED, text))
                .or(() -> tooFew(request));
    }

    private Optional<DrillResult> tooFew(DrillRequest request) {
        boolean leaderless = request.fault().target() == DrillFault.Target.LEADER && coordinators < SMALLEST_GROUP;
        return leaderless
                ? Optional.of(refused(
                        RefusalCode.DRILL_NOT_POSSIBLE,
                        "there is one coordinator only, and nobody could lead in its place; this drill takes a group of"
                                + " " + SMALLEST_GROUP))
                : Optional.empty();
    }

    private static DrillResult refused(RefusalCode code, String text) {
        return new DrillResult.Refused(code, text);
    }

    /** Makes the leader's own part of a drill that has been answered; nothing for any other. */
    void make(Vertx vertx, DrillResult result, ConsensusLog log) {
        if (!(result instanceof DrillResult.Begun begun) || begun.dryRun()) {
            return;
        }
        if (begun.fault() == DrillFault.HAND_OVER) {
            Blocking.call("drill-hand-over", log::handOver)
                    .onFailure(e -> LOG.error("The leadership could not be handed over", e));
        } else if (begun.fault() == DrillFault.KILL_LEADER) {
            LOG.warn("Coordinator {} ends itself, as a drill asks for", id);
            vertx.setTimer(LAST_WORDS_MILLIS, timer -> Runtime.getRuntime().halt(EXIT_CODE));
        }
    }
}
