package io.slotkeeper.coordinator.consensus;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads everything that Ratis will recover from, before it does. What was acknowledged must be there: every snapshot
 * and every entry is sound, the entries follow each other without a gap, and they reach at least the watermark.
 *
 * <p>Only the very end of the open segment may be torn: a record that was being written when the process died, beyond
 * the watermark and with nothing behind it, is cut off. Anything else is refused. Single use; blocks.
 */
final class LogInspection {
    private static final Logger LOG = LoggerFactory.getLogger(LogInspection.class);
    private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");

    private final Path group;
    private final long watermark;
    private long covered = -1;
    private long lastTerm = -1;

    /** A segment file by its name; {@code last} is -1 while it is open. */
    private record Segment(Path file, long first, long last) {
        boolean open() {
            return last < 0;
        }
    }

    LogInspection(Path group, long watermark) {
        this.group = group;
        this.watermark = watermark;
    }

    /** @throws DataDirectoryException at the first thing that is wrong */
    void run() throws IOException {
        requireDirectory(group);
        inspectSnapshots();
        List<Segment> segments = segments();
        for (Segment segment : segments) {
            inspect(segment);
        }
        if (covered < watermark) {
            throw DataDirectoryException.damaged(
                    group.resolve("current"),
                    "ends at entry " + covered + ", but entry " + watermark + " had been applied");
        }
        inspectMetadata(!segments.isEmpty() || covered >= 0);
    }

    private void inspectSnapshots() throws IOException {
        Path directory = group.resolve("sm");
        if (!Files.isDirectory(directory)) {
            return;
        }
        for (Path file : list(directory)) {
            Matcher name = SNAPSHOT.matcher(file.getFileName().toString());
            if (name.matches()) {
                SnapshotFile.read(file);
                requireDigest(file);
                covered = Math.max(covered, Long.parseLong(name.group(2)));
                lastTerm = Math.max(lastTerm, Long.parseLong(name.group(1)));
            }
        }
    }

    private static void requireDigest(Path snapshot) throws IOException {
        try {
            SnapshotFile.verifyDigest(snapshot);
        } catch (IOException e) {
            throw DataDirectoryException.damaged(snapshot, "does not match its .md5 file (" + e.getMessage() + ")", e);
        }
    }

    private List<Segment> segments() throws IOException {
        Path directory = group.resolve("current");
        requireDirectory(directory);
        List<Segment> segments = new ArrayList<>();
        for (Path file : list(directory)) {
            Matcher closed = CLOSED.matcher(file.getFileName().toString());
            Matcher open = OPEN.matcher(file.getFileName().toString());
            if (closed.matches()) {
                segments.add(new Segment(file, Long.parseLong(closed.group(1)), Long.parseLong(closed.group(2))));
            } else if (open.matches()) {
                segments.add(new Segment(file, Long.parseLong(open.group(1)), -1));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        return segments;
    }

    private void inspect(Segment segment) throws IOException {
        if (segment.first() > covered + 1) {
            throw DataDirectoryException.damaged(
                    segment.file(),
                    "begins at entry " + segment.first() + ", but the entries before it end at " + covered);
        }
        SegmentScan scan = SegmentScan.of(segment.file(), segment.first());
        if (segment.open() && scan.neverBegun() && covered >= watermark) {
            LOG.warn("{} was made and never written, as on a full disk; it is removed.", segment.file());
            Files.delete(segment.file());
            return;
        }
        if (!segment.open() && scan.problem().isEmpty() && scan.lastIndex() != segment.last()) {
            throw DataDirectoryException.damaged(segment.file(), "ends at entry " + scan.lastIndex());
        }
        if (!scan.problem().isEmpty()) {
            cutTornEnd(segment, scan);
        }
        covered = Math.max(covered, scan.lastIndex());
        lastTerm = Math.max(lastTerm, scan.lastTerm());
    }

    private void cutTornEnd(Segment segment, SegmentScan scan) throws IOException {
        boolean lost = Math.max(covered, scan.lastIndex()) < watermark;
        if (!segment.open() || lost || !scan.endsTorn()) {
            throw DataDirectoryException.damaged(segment.file(), scan.problem());
        }
        LOG.warn(
                "{} {}: a record that was being written when the process died; nobody was told of it, it is cut off.",
                segment.file(),
                scan.problem());
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            channel.truncate(scan.soundLength());
            channel.force(true);
        }
    }

    /** Terms that went back would let this coordinator vote twice in one term. */
    private void inspectMetadata(boolean hasEntries) throws IOException {
        Path file = group.resolve("current").resolve("raft-meta");
        if (!Files.exists(file)) {
            if (hasEntries) {
                throw DataDirectoryException.damaged(file, "is missing");
            }
            return;
        }
        Properties metadata = new Properties();
        try (InputStream in = new FileInputStream(file.toFile())) {
            metadata.load(in);
            long term = Long.parseLong(metadata.getProperty("term", ""));
            if (term < lastTerm) {
                throw DataDirectoryException.damaged(
                        file, "says term " + term + ", but the log has entries of term " + lastTerm);
            }
        } catch (IllegalArgumentException e) {
            throw DataDirectoryException.damaged(file, "has no readable term", e);
        }
    }

    private static void requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw DataDirectoryException.damaged(directory, "is missing");
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
