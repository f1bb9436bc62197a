package io.slotkeeper.coordinator.publish;

import java.util.Optional;

/** Where subscribers take their frames from. Safe for any thread. */
interface FrameSource {
    /** The newest published version. */
    long head();

    /** The change that led to a version, unless it is no longer kept. */
    Optional<Frame> change(long version);

    /** Whether all changes after a version are kept. */
    boolean reachesBackTo(long version);

    /** Whether nobody can have a newer version: this coordinator leads. */
    boolean authoritative();

    /** The newest map. */
    Frame snapshot();
}
