package io.slotkeeper.bus;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.slotkeeper.core.protocol.Addresses;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Turns Hazelcast's events into joins and leaves. It compares member lists instead of trusting single events, because
 * a merge of two clusters replaces the whole list and gives this member a new id, which is nobody's news. Listeners are called one at a time, on Hazelcast threads.
 */
final class Membership implements MembershipListener {
    private final HazelcastInstance hazelcast;
    private final List<Consumer<BusMember>> joined = new CopyOnWriteArrayList<>();
    private final List<Consumer<BusMember>> left = new CopyOnWriteArrayList<>();
    private Map<UUID, BusMember> known = new HashMap<>();

    private Membership(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
    }

    static Membership of(HazelcastInstance hazelcast) {
        Membership membership = new Membership(hazelcast);
        membership.update();
        hazelcast.getCluster().addMembershipListener(membership);
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                membership.update();
            }
        });
        membership.update();
        return membership;
    }

    void onJoined(Consumer<BusMember> listener) {
        joined.add(listener);
    }

    void onLeft(Consumer<BusMember> listener) {
        left.add(listener);
    }

    List<BusMember> members() {
        return hazelcast.getCluster().getMembers().stream()
                .map(Membership::describe)
                .toList();
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        update();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        update();
    }

    private synchronized void update() {
        Map<UUID, BusMember> now = new HashMap<>();
        hazelcast.getCluster().getMembers().stream()
                .filter(member -> !member.localMember())
                .forEach(member -> now.put(member.getUuid(), describe(member)));
        Map<UUID, BusMember> before = known;
        known = now;
        before.forEach((id, member) -> {
            if (!now.containsKey(id)) {
                left.forEach(listener -> listener.accept(member));
            }
        });
        now.forEach((id, member) -> {
            if (!before.containsKey(id)) {
                joined.forEach(listener -> listener.accept(member));
            }
        });
    }

    /** A member without our attributes is an application that configured Hazelcast by itself. */
    private static BusMember describe(Member member) {
        String name = member.getAttribute(Addresses.MEMBER_NAME);
        String role = member.getAttribute(Addresses.MEMBER_ROLE);
        String zone = member.getAttribute(Addresses.MEMBER_ZONE);
        return new BusMember(
                name == null ? member.getUuid().toString() : name,
                role == null ? BusMember.Role.APPLICATION : BusMember.Role.valueOf(role.toUpperCase(Locale.ROOT)),
                zone == null ? "" : zone);
    }
}
