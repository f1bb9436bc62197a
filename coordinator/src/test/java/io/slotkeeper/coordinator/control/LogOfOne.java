package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The log of a coordinator that is alone: nobody to hand over to, to expel or to include. */
interface LogOfOne extends ConsensusLog {
    @Override
    default boolean caughtUp() {
        return true;
    }

    @Override
    default Optional<String> handOver() {
        return Optional.empty();
    }

    @Override
    default void expel(String voter) {
        throw new UnsupportedOperationException("a group of one");
    }

    @Override
    default void include(String voter, String address) {
        throw new UnsupportedOperationException("a group of one");
    }

    @Override
    default boolean replacing() {
        return false;
    }

    @Override
    default void replaced() {
        throw new UnsupportedOperationException("nothing was lost");
    }

    @Override
    default boolean isIsolated() {
        return false;
    }

    @Override
    default void resign() {
        throw new UnsupportedOperationException("nobody else could lead");
    }

    @Override
    default void close() {}

    @Override
    default CompletionStage<String> failed() {
        return new CompletableFuture<>();
    }
}
