#!/bin/sh
# Keeps the server until the agent beside it has handed its shard over or given up; at most LEAVE_SECONDS.
set -eu
waited=0
while [ ! -e "$RUN_DIR/left" ] && [ "$waited" -lt "$LEAVE_SECONDS" ]; do
  sleep 1
  waited=$((waited + 1))
done
