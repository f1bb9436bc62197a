package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the commands in a stream of requests (arrays of bulk strings) that is passed on as it comes. Keeps names and keys, of
 * longer arguments only a fingerprint: a value may be larger than the agent's memory. For one connection.
 */
final class RestoreScanner {
    /** Longest argument that is kept whole; a key that is longer is not known by name. */
    private static final int KEPT = 4096;

    private static final int KEY = 1;
    private static final int PAYLOAD = 3;
    private static final int CHECKSUM = 8;

    private final Consumer<RestoreCommand> commands;
    private final StringBuilder line = new StringBuilder();
    private int argumentsLeft;
    /** After an argument its line break follows. */
    private boolean lineBreakDue;

    private int argument;
    private long bytesLeft = -1;
    private long length;
    private int type;
    private long tail;
    private Buffer kept = Buffer.buffer();
    private String name = "";
    private Buffer key = Buffer.buffer();
    private Fingerprint print = Fingerprint.NONE;

    /** @param commands hears of every command when its last byte has been seen */
    RestoreScanner(Consumer<RestoreCommand> commands) {
        this.commands = commands;
    }

    /**
     * Takes the next bytes.
     *
     * @throws IllegalArgumentException if they are no such stream
     */
    void scan(Buffer chunk) {
        int at = 0;
        while (at < chunk.length()) {
            at = bytesLeft >= 0 ? scanArgument(chunk, at) : scanLine(chunk, at);
        }
    }

    /** Whether the last byte ended a command, so that another may follow it. */
    boolean isBetweenCommands() {
        return argumentsLeft == 0 && bytesLeft < 0 && line.length() == 0 && !lineBreakDue;
    }

    private int scanLine(Buffer chunk, int from) {
        int at = from;
        while (at < chunk.length()) {
            char c = (char) (chunk.getByte(at++) & 0xff);
            if (c == '\n') {
                takeLine(line.toString().strip());
                line.setLength(0);
                return at;
            }
            line.append(c);
            if (line.length() > 32) {
                throw new IllegalArgumentException("a line is too long to be a length");
            }
        }
        return at;
    }

    private void takeLine(String text) {
        if (text.isEmpty()) {
            if (lineBreakDue) {
                lineBreakDue = false;
                commandEnded();
            }
            return;
        }
        long number = Long.parseLong(text.substring(1));
        if (text.charAt(0) == '*' && argumentsLeft == 0) {
            argumentsLeft = (int) number;
            argument = 0;
            name = "";
            key = Buffer.buffer();
            print = Fingerprint.NONE;
        } else if (text.charAt(0) == '$' && argumentsLeft > 0 && number >= 0) {
            length = number;
            bytesLeft = number;
            kept = Buffer.buffer();
            tail = 0;
            if (number == 0) {
                argumentEnded();
            }
        } else {
            throw new IllegalArgumentException("'" + text + "' begins no command");
        }
    }

    private int scanArgument(Buffer chunk, int from) {
        int count = (int) Math.min(bytesLeft, chunk.length() - from);
        if (bytesLeft == length) {
            type = chunk.getByte(from) & 0xff;
        }
        if (kept.length() < KEPT && length <= KEPT) {
            kept.appendBuffer(chunk, from, count);
        }
        // The last eight bytes, big-endian, whatever chunks they come in.
        for (int i = Math.max(0, count - CHECKSUM); i < count; i++) {
            tail = tail << 8 | (chunk.getByte(from + i) & 0xff);
        }
        bytesLeft -= count;
        if (bytesLeft == 0) {
            argumentEnded();
        }
        return from + count;
    }

    private void argumentEnded() {
        bytesLeft = -1;
        if (argument == 0) {
            name = kept.toString(StandardCharsets.US_ASCII);
        } else if (argument == KEY) {
            key = kept;
        } else if (argument == PAYLOAD && length >= CHECKSUM) {
            print = new Fingerprint(type, length, tail);
        }
        argument++;
        argumentsLeft--;
        lineBreakDue = true;
    }

    private void commandEnded() {
        if (argumentsLeft == 0) {
            commands.accept(new RestoreCommand(name, key, print));
        }
    }
}
