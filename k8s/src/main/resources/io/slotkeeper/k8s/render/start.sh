#!/bin/sh
# Becomes redis-server. Needs CONF_DIR, RUN_DIR, DATA_DIR, POD_IP, POD_NAME, CLUSTER; AUTH_DIR where there is a password.
set -eu
umask 077

quoted() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')"
}

# A node keeps its identity for as long as its pod has its name, also when its volume is lost: it comes back as an empty
# node that everybody knows, and follows again. Every other line of this file is Redis' own.
if [ ! -s "$DATA_DIR/nodes.conf" ]; then
  id=$(printf '%s/%s' "$CLUSTER" "$POD_NAME" | sha1sum | cut -c 1-40)
  printf '%s :0@0 myself,master - 0 0 0 connected\nvars currentEpoch 0 lastVoteEpoch 0\n' "$id" >"$DATA_DIR/nodes.conf"
fi

rm -f "$RUN_DIR/left"
{
  cat "$CONF_DIR/redis.conf"
  printf 'dir %s\n' "$(quoted "$DATA_DIR")"
  printf 'bind %s\ncluster-announce-ip %s\n' "$POD_IP" "$POD_IP"
  if [ -n "${AUTH_DIR:-}" ]; then
    password=$(cat "$AUTH_DIR/password")
    accepted="#$(printf '%s' "$password" | sha256sum | cut -c 1-64)"
    if [ -s "$AUTH_DIR/also-accepted" ]; then
      also=$(cat "$AUTH_DIR/also-accepted")
      accepted="$accepted #$(printf '%s' "$also" | sha256sum | cut -c 1-64)"
    fi
    printf 'user default on %s ~* &* +@all\nmasterauth %s\n' "$accepted" "$(quoted "$password")"
  fi
} >"$RUN_DIR/redis.conf"

exec redis-server "$RUN_DIR/redis.conf"
