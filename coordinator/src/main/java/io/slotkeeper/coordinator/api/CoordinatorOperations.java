package io.slotkeeper.coordinator.api;

import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.record.ClusterState;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What REST, WebSocket and event bus ask of this coordinator. May be called from any event loop; futures complete on the
 * caller's context.
 */
public interface CoordinatorOperations {
    /** Replicated state as applied here. Never blocks. */
    ClusterState state();

    /** Live particulars; on a follower these are its own view of the reports it hears. */
    Future<ClusterOverview> overview();

    /** Carries out a promotion, or forwards it to the leader. */
    Future<PromotionResult> promote(PromotionRequest request);

    /** Begins or steers an operation, or forwards the request to the leader. */
    Future<OperationResult> operate(OperationRequest request);

    /** Observes, adopts or releases a cluster, or forwards the request to the leader. */
    Future<CustodyResult> wish(CustodyRequest request);

    /** Carries out a pause or a drain, or forwards it to the leader. */
    Future<UpkeepResult> upkeep(UpkeepRequest request);
    /** Makes a fault on purpose, or forwards the request to the leader. */
    Future<DrillResult> drill(DrillRequest request);

    /** This coordinator's id. */
    String id();

    /** The leader's id, when known. */
    Optional<String> leader();
}
