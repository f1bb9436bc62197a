package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Shard;
import java.util.List;

/**
 * A shard and its diagnoses.
 *
 * @param shard as in the slot map
 * @param findings what the analysis says, most urgent first; empty when all is well
 * @param maxLagBytes largest replication lag among its replicas in bytes; -1 when unknown
 */
public record ShardStatus(Shard shard, List<Finding> findings, long maxLagBytes) {
    /**
     * One diagnosis.
     *
     * @param code stable code of the analysis table
     * @param text one sentence
     */
    public record Finding(String code, String text) {}
}
