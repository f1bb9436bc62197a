/** Operations: long-running work that is journaled in the log, so that any leader can go on with it. */
package io.slotkeeper.core.operation;
