/**
 * Plans, pure and deterministic: who gets which slots, and which node belongs into which shard.
 * {@link io.slotkeeper.core.plan.SlotPlanner} makes the plans of slots, {@link io.slotkeeper.core.plan.FormationPlacement}
 * places the nodes of a new cluster.
 */
package io.slotkeeper.core.plan;
