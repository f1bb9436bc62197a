package io.slotkeeper.agent;

/**
 * Why the coordinator does not want this agent.
 *
 * @param code stable reason code
 * @param text what is wrong, the rule and the remedy
 */
public record Dismissal(String code, String text) {}
