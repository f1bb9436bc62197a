package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the commands in a stream of requests (arrays of bulk strings) that is passed on as it comes. Keeps names and keys, of
 * other arguments only a fingerprint: a value may be larger than the agent's memory. For one connection.
 */
final class RestoreScanner {
    /** Longest name or key that is kept; a key that is longer is not known by name. */
    private static final int KEPT = 4096;

    private static final int NAME = 0;
    private static final int KEY = 1;
    private static final int PAYLOAD = 3;
    private static final int CHECKSUM = 8;
    /** Longer than any length that Redis takes. */
    private static final int DIGITS = 12;

    private static final byte[] NONE = new byte[0];

    private final Consumer<RestoreCommand> commands;
    private int argumentsLeft;
    /** After an argument its line break follows. */
    private boolean lineBreakDue;

    /** First character of the line that is being read, 0 before it. */
    private int sign;

    private long number;
    private int digits;

    private int argument;
    private long bytesLeft = -1;
    private long length;
    private int type;
    private long tail;
    private byte[] kept = NONE;
    private int keptLength;
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
        byte[] bytes = chunk.getBytes();
        int at = 0;
        while (at < bytes.length) {
            at = bytesLeft >= 0 ? scanArgument(bytes, at) : scanLine(bytes, at);
        }
    }

    /** Whether the last byte ended a command, so that another may follow it. */
    boolean isBetweenCommands() {
        return argumentsLeft == 0 && bytesLeft < 0 && sign == 0 && !lineBreakDue;
    }

    private int scanLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            int c = bytes[at++];
            if (c == '\n') {
                takeLine();
                return at;
            }
            if (c != '\r') {
                takeCharacter(c);
            }
        }
        return at;
    }

    private void takeCharacter(int c) {
        if (sign == 0 && !lineBreakDue) {
            sign = c;
        } else if (sign != 0 && c >= '0' && c <= '9' && digits < DIGITS) {
            number = 10 * number + (c - '0');
            digits++;
        } else {
            throw new IllegalArgumentException("the byte " + c + " stands where a length should");
        }
    }

    private void takeLine() {
        if (lineBreakDue) {
            lineBreakDue = false;
            commandEnded();
            return;
        }
        if (sign == '*' && digits > 0 && argumentsLeft == 0) {
            argumentsLeft = (int) number;
            argument = 0;
            name = "";
            key = Buffer.buffer();
            print = Fingerprint.NONE;
        } else if (sign == '$' && digits > 0 && argumentsLeft > 0) {
            length = number;
            bytesLeft = number;
            kept = argument <= KEY && number <= KEPT ? new byte[(int) number] : NONE;
            keptLength = 0;
            tail = 0;
            if (number == 0) {
                argumentEnded();
            }
        } else if (sign != 0) {
            throw new IllegalArgumentException("'" + (char) sign + number + "' begins no command");
        }
        sign = 0;
        number = 0;
        digits = 0;
    }

    private int scanArgument(byte[] bytes, int from) {
        int count = (int) Math.min(bytesLeft, bytes.length - from);
        if (bytesLeft == length) {
            type = bytes[from] & 0xff;
        }
        if (kept.length > 0) {
            System.arraycopy(bytes, from, kept, keptLength, count);
            keptLength += count;
        }
        // The last eight bytes, big-endian, whatever chunks they come in.
        for (int i = Math.max(0, count - CHECKSUM); i < count; i++) {
            tail = tail << 8 | (bytes[from + i] & 0xff);
        }
        bytesLeft -= count;
        if (bytesLeft == 0) {
            argumentEnded();
        }
        return from + count;
    }

    private void argumentEnded() {
        bytesLeft = -1;
        if (argument == NAME) {
            name = new String(kept, StandardCharsets.US_ASCII);
        } else if (argument == KEY) {
            key = Buffer.buffer(kept);
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
