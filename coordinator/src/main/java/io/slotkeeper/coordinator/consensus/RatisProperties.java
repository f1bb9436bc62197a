package io.slotkeeper.coordinator.consensus;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Ratis's settings: durable, quick to commit small records, quick to elect. Stateless. */
final class RatisProperties {
    /** A record larger than this is refused. */
    static final SizeInBytes MAX_RECORD = SizeInBytes.valueOf("1MB");

    private static final int PREALLOCATED = 1 << 20;

    private RatisProperties() {}

    static RaftProperties of(ConsensusOptions options, Path storage, ConsensusTuning tuning) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage.toFile()));
        GrpcConfigKeys.Server.setHost(properties, options.host());
        GrpcConfigKeys.Server.setPort(properties, options.port());
        GrpcConfigKeys.Client.setHost(properties, options.host());
        GrpcConfigKeys.Client.setPort(properties, options.port());
        GrpcConfigKeys.Admin.setHost(properties, options.host());
        GrpcConfigKeys.Admin.setPort(properties, options.port());
        setLog(properties, tuning.segmentBytes());
        setSnapshots(properties, tuning);
        setElections(properties, options.peers().size() == 1);
        return properties;
    }

    private static void setLog(RaftProperties properties, int segmentBytes) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(segmentBytes));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                properties, SizeInBytes.valueOf(Math.min(segmentBytes, PREALLOCATED)));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("2MB"));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, MAX_RECORD);
        // The commit index is found again at a restart: writing it into the log would be a second write per commit.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setCorruptionPolicy(properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
    }

    private static void setSnapshots(RaftProperties properties, ConsensusTuning tuning) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, tuning.snapshotEvery());
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
        // What is read from the log at a start can be served to those who resume; what is in a snapshot cannot.
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
    }

    /**
     * Alone there is no one to wait for. Among others a follower that times out asks for votes in advance, and gets none while
     * another one hears the leader: only a pause of the leader itself costs it the leadership.
     */
    private static void setElections(RaftProperties properties, boolean alone) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(alone ? 50 : 300));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(alone ? 100 : 500));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(alone ? 10 : 200));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(alone ? 20 : 400));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(alone ? 1_000 : 500));
        // A leader that was paused longer than the others wait steps down before it decides anything.
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, millis(alone ? 60_000 : 300));
        RaftServerConfigKeys.setCloseThreshold(properties, millis(86_400_000));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(1_500));
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
