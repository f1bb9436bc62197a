package io.slotkeeper.core.analysis;

/**
 * A row of the analysis table that holds for a shard.
 *
 * @param code the row
 * @param text what it means here, in one sentence
 */
public record Finding(AnalysisCode code, String text) {}
