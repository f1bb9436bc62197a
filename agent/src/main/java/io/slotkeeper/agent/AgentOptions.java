package io.slotkeeper.agent;

import io.slotkeeper.core.protocol.DrillPermission;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an agent is to be. Start from {@link #of(String, RedisAddress)} and change what differs.
 *
 * @param name stable name, unique in the cluster: 1 to 63 letters, digits, dots, dashes or underscores
 * @param redis where its node listens
 * @param announce how clients and nodes reach the node; absent: as the agent does, which needs a TCP address
 * @param zone failure domain, empty when unknown
 * @param credentials how to log in; absent for a node without a password
 * @param timing the rhythm
 * @param host address to bind to, where the agents of other nodes of the shard reach this one
 * @param healthPort port of the HTTP server for health and metrics; 0 for none
 * @param drills which faults it makes on purpose when the leader orders so
 */
public record AgentOptions(
        String name,
        RedisAddress redis,
        Optional<Announce> announce,
        String zone,
        Optional<Credentials> credentials,
        AgentTiming timing,
        String host,
        int healthPort,
        DrillPermission drills) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /**
     * How clients and other nodes reach a node.
     *
     * @param host host name or address
     * @param port client port, 1 to 65535
     * @param busPort cluster bus port, 1 to 65535; 0: what the node says, and {@code port + 10000} until it has said it
     */
    public record Announce(String host, int port, int busPort) {
        public Announce {
            if (host.isBlank() || port < 1 || port > 65_535 || busPort < 0 || busPort > 65_535) {
                throw new IllegalArgumentException("the announced address '" + host + ":" + port + "' with bus port "
                        + busPort + " does not exist; give a host and ports from 1 to 65535");
            }
        }
    }

    public AgentOptions {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not an agent name; use 1 to 63 letters, digits, dots, dashes and underscores");
        }
        Objects.requireNonNull(redis);
        if (announce.isEmpty() && redis.isUnix()) {
            throw new IllegalArgumentException("the node at " + redis
                    + " has no TCP address that others could use; set the announced host and port");
        }
        Objects.requireNonNull(zone);
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(timing);
        Objects.requireNonNull(host);
        Objects.requireNonNull(drills);
        if (healthPort < 0 || healthPort > 65_535) {
            throw new IllegalArgumentException(
                    "the HTTP port " + healthPort + " does not exist; give 1 to 65535, or 0 for none");
        }
    }

    /**
     * No zone, no password, default rhythm, no HTTP server; others reach the node as the agent does.
     *
     * @throws IllegalArgumentException for a unix socket, which others cannot use
     */
    public static AgentOptions of(String name, RedisAddress redis) {
        return new AgentOptions(
                name,
                redis,
                Optional.empty(),
                "",
                Optional.empty(),
                AgentTiming.defaults(),
                LOOPBACK,
                0,
                DrillPermission.NONE);
    }

    /** As {@link #of(String, RedisAddress)}, but others reach the node elsewhere. */
    public static AgentOptions of(String name, RedisAddress redis, Announce announce) {
        return new AgentOptions(
                name,
                redis,
                Optional.of(announce),
                "",
                Optional.empty(),
                AgentTiming.defaults(),
                LOOPBACK,
                0,
                DrillPermission.NONE);
    }

    /** The address that others use. */
    public Announce announced() {
        return announce.orElseGet(() -> new Announce(redis.host(), redis.port(), 0));
    }

    /** A copy in a failure domain. */
    public AgentOptions withZone(String other) {
        return new AgentOptions(name, redis, announce, other, credentials, timing, host, healthPort, drills);
    }

    /** A copy that logs in. */
    public AgentOptions withCredentials(Credentials other) {
        return new AgentOptions(name, redis, announce, zone, Optional.of(other), timing, host, healthPort, drills);
    }

    /** A copy with another rhythm. */
    public AgentOptions withTiming(AgentTiming other) {
        return new AgentOptions(name, redis, announce, zone, credentials, other, host, healthPort, drills);
    }

    /** A copy with an HTTP server. */
    public AgentOptions withHealthPort(int other) {
        return new AgentOptions(name, redis, announce, zone, credentials, timing, host, other, drills);
    }

    /** A copy that binds to another address. */
    public AgentOptions withHost(String other) {
        return new AgentOptions(name, redis, announce, zone, credentials, timing, other, healthPort, drills);
    }

    /** A copy that takes part in drills. */
    public AgentOptions withDrills(DrillPermission other) {
        return new AgentOptions(name, redis, announce, zone, credentials, timing, host, healthPort, other);
    }
}
