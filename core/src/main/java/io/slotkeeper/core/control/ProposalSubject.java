package io.slotkeeper.core.control;

import io.slotkeeper.core.record.DecisionNoted;
import io.slotkeeper.core.record.DrainEnded;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.MaintenanceEnded;
import io.slotkeeper.core.record.MaintenancePaused;
import io.slotkeeper.core.record.NodeDrained;
import io.slotkeeper.core.record.NodeDropped;
import io.slotkeeper.core.record.NodeRegistered;
import io.slotkeeper.core.record.OperationChanged;
import io.slotkeeper.core.record.OperationTuned;
import io.slotkeeper.core.record.PauseCounted;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.PublishTimed;
import io.slotkeeper.core.record.ReplicasAdmitted;
import io.slotkeeper.core.record.ReplicasRequired;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardReassigned;
import io.slotkeeper.core.record.ShardRecovered;
import io.slotkeeper.core.record.ShardRemoved;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.record.SlotsSkipped;
import io.slotkeeper.core.record.SlotsTaken;
import io.slotkeeper.core.record.WindowHandedOver;
import io.slotkeeper.core.record.WindowTurned;
import io.slotkeeper.core.record.WindowsClosed;
import io.slotkeeper.core.record.WindowsOpened;

/** What a proposal is about: while one is under way, another about the same subject would be based on old state. */
final class ProposalSubject {
    private ProposalSubject() {}

    static String of(SlotMapRecord record) {
        if (record instanceof PrimaryElected elected) {
            return shard(elected.election().shard());
        }
        if (record instanceof PrimaryActivated activated) {
            return shard(activated.shard());
        }
        if (record instanceof ElectionAborted aborted) {
            return shard(aborted.shard());
        }
        if (record instanceof ShardFormed formed) {
            return shard(formed.shard());
        }
        if (record instanceof ShardReassigned reassigned) {
            return shard(reassigned.shard());
        }
        if (record instanceof ShardRecovered recovered) {
            return shard(recovered.shard());
        }
        if (record instanceof SlotsTaken taken) {
            return "taken " + taken.shard();
        }
        if (record instanceof NodeRegistered registered) {
            return "node " + registered.node().id();
        }
        if (record instanceof ReplicasRequired required) {
            return "replicas " + required.shard();
        }
        if (record instanceof MaintenancePaused paused) {
            return "pause " + paused.shard();
        }
        if (record instanceof MaintenanceEnded ended) {
            return "pause " + ended.shard();
        }
        if (record instanceof PauseCounted counted) {
            return "count " + counted.shard();
        }
        if (record instanceof NodeDrained drained) {
            return "drain " + drained.node();
        }
        if (record instanceof DrainEnded ended) {
            return "drain " + ended.node();
        }
        if (record instanceof ReplicasAdmitted admitted) {
            return "admit " + admitted.shard();
        }
        if (record instanceof NodeDropped dropped) {
            return "node " + dropped.node();
        }
        if (record instanceof DecisionNoted noted) {
            return "note " + noted.shard() + " " + noted.code() + " " + noted.text();
        }
        if (record instanceof PublishTimed timed) {
            return "timing " + timed.shard() + " " + timed.epoch();
        }
        return ofOperation(record);
    }

    private static String ofOperation(SlotMapRecord record) {
        if (record instanceof ShardRemoved removed) {
            return shard(removed.shard());
        }
        if (record instanceof OperationChanged changed) {
            return "operation " + changed.id();
        }
        if (record instanceof SlotsSkipped skipped) {
            return "skip " + skipped.operation() + " " + skipped.move().slots();
        }
        if (record instanceof OperationTuned tuned) {
            return "throttle " + tuned.id();
        }
        if (record instanceof WindowsOpened opened) {
            return window(opened.operation(), opened.firstWindow());
        }
        if (record instanceof WindowHandedOver handed) {
            return window(handed.operation(), handed.window());
        }
        if (record instanceof WindowTurned turned) {
            return window(turned.operation(), turned.window());
        }
        if (record instanceof WindowsClosed closed) {
            return window(closed.operation(), closed.windows().get(0));
        }
        return record.type().name();
    }

    /** The subject of everything that changes a window of an operation; of several windows, the first one's. */
    static String window(long operation, int number) {
        return "window " + operation + " " + number;
    }

    /** The subject of everything that changes a shard's primary or state. */
    static String shard(String id) {
        return "shard " + id;
    }
}
