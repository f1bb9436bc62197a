package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import java.util.function.Function;

/** The kinds of orders. The names are part of the agent protocol. */
public enum OrderType {
    CONFIGURE(Order.Configure::readFrom),
    MEET(Order.Meet::readFrom),
    ASSIGN_SLOTS(Order.AssignSlots::readFrom),
    YIELD(Order.Yield::readFrom),
    FOLLOW(Order.Follow::readFrom),
    PROMOTE(Order.Promote::readFrom),
    PAUSE_WRITES(Order.PauseWrites::readFrom),
    RESUME_WRITES(Order.ResumeWrites::readFrom),
    FENCE(Order.Fence::readFrom),
    UNFENCE(Order.Unfence::readFrom),
    ALLOW_SYNC(Order.AllowSync::readFrom),
    KILL_NODE(Order.KillNode::readFrom),
    LOOK(Order.Look::readFrom),
    COUNT_KEYS(Order.CountKeys::readFrom),
    CLOSE_SLOTS(Order.CloseSlots::readFrom),
    FORGET(Order.Forget::readFrom),
    SURVEY(Order.Survey::readFrom),
    RELEASE(Order.Release::readFrom),
    REPORT(Order.Report::readFrom),
    DISMISS(Order.Dismiss::readFrom),
    SET_SLOTS(Order.SetSlots::readFrom),
    MOVE_KEYS(Order.MoveKeys::readFrom),
    SCAN_SLOTS(Order.ScanSlots::readFrom),
    REQUIRE_REPLICAS(Order.RequireReplicas::readFrom),
    TAKE_SLOTS(Order.TakeSlots::readFrom),
    RETIRE(Order.Retire::readFrom),
    BUMP_EPOCH(Order.BumpEpoch::readFrom),
    DRILL(Order.Drill::readFrom);

    private final Function<BinaryInput, Order> reader;

    OrderType(Function<BinaryInput, Order> reader) {
        this.reader = reader;
    }

    Order read(BinaryInput in) {
        return reader.apply(in);
    }
}
