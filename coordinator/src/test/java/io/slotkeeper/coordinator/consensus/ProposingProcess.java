package io.slotkeeper.coordinator.consensus;

import java.nio.file.Path;
import java.util.Map;

/** A group of one in a JVM of its own: {@code PORT DIRECTORY}. Prints the number of every acknowledged record. */
public final class ProposingProcess {
    private ProposingProcess() {}

    public static void main(String[] args) throws Exception {
        ConsensusOptions options = new ConsensusOptions("c1", Map.of("c1", "127.0.0.1:" + args[0]), Path.of(args[1]));
        RecordingListener listener = new RecordingListener();
        RatisConsensusLog log = RatisConsensusLog.open(options, LogGroup.FORMED, listener, ConsensusTuning.DEFAULT);
        while (!log.isLeader()) {
            Thread.onSpinWait();
        }
        long next = log.state().nextSequence();
        System.out.println("> " + (next - 1));
        while (true) {
            log.propose(LogGroup.note((int) next)).toCompletableFuture().get();
            System.out.println("> " + next);
            next++;
        }
    }
}
