package io.slotkeeper.coordinator.publish;

import io.slotkeeper.core.map.SlotMap;

/** Encodes the newest map when first asked for, once. One version is one map. Safe for any thread. */
final class SnapshotCache {
    private Frame frame = FrameEncoder.snapshot(SlotMap.empty());

    synchronized Frame of(SlotMap map) {
        if (map.version() != frame.version()) {
            frame = FrameEncoder.snapshot(map);
        }
        return frame;
    }
}
