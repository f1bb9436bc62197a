#!/bin/sh
# Whether this node serves: as primary, or as a replica in sync. A disruption budget counts on it.
set -eu
if [ -n "${AUTH_DIR:-}" ]; then
  REDISCLI_AUTH=$(cat "$AUTH_DIR/password")
  export REDISCLI_AUTH
fi
[ "$(redis-cli -h "$POD_IP" -p 6379 ping)" = PONG ]
replication=$(redis-cli -h "$POD_IP" -p 6379 info replication)
case $replication in
  *role:master* | *master_link_status:up*) ;;
  *)
    echo "the link to the primary is down" >&2
    exit 1
    ;;
esac
