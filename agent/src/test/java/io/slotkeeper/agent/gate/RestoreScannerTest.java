package io.slotkeeper.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestoreScannerTest {
    private static final byte[] PAYLOAD = {4, '\r', '\n', '$', '*', 1, 2, 3, 4, 5, 6, 7, 8};

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void word(Buffer stream, byte[] word) {
        stream.appendString("$" + word.length + "\r\n").appendBytes(word).appendString("\r\n");
    }

    private static Buffer stream(int commands, Random random) {
        Buffer stream = Buffer.buffer();
        for (int i = 0; i < commands; i++) {
            byte[] payload = random.nextInt(5) == 0 ? new byte[5000 + random.nextInt(5000)] : PAYLOAD;
            stream.appendString("*5\r\n");
            word(stream, bytes("RESTORE-ASKING"));
            word(stream, bytes("key:" + i));
            word(stream, bytes("0"));
            word(stream, payload);
            word(stream, bytes("REPLACE"));
        }
        return stream;
    }

    @Test
    void findsTheSameCommandsHoweverTheStreamIsCut() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Buffer stream = stream(20, random);
        List<RestoreCommand> whole = new ArrayList<>();
        new RestoreScanner(whole::add).scan(stream);
        assertThat(whole).hasSize(20);
        assertThat(whole.get(7).key()).isEqualTo(Buffer.buffer("key:7"));
        assertThat(whole).allMatch(RestoreCommand::isRestore);
        for (int round = 0; round < 200; round++) {
            List<RestoreCommand> found = new ArrayList<>();
            RestoreScanner scanner = new RestoreScanner(found::add);
            for (int at = 0; at < stream.length(); ) {
                int end = Math.min(stream.length(), at + 1 + random.nextInt(round < 100 ? 40 : 4000));
                scanner.scan(stream.slice(at, end));
                at = end;
            }
            assertThat(found).isEqualTo(whole);
            assertThat(scanner.isBetweenCommands()).isTrue();
        }
    }

    @Test
    void knowsWhereACommandEnds() {
        Buffer stream = stream(1, new Random(1));
        RestoreScanner scanner = new RestoreScanner(command -> {});
        for (int at = 0; at < stream.length(); at++) {
            assertThat(scanner.isBetweenCommands()).as("before byte %d", at).isEqualTo(at == 0);
            scanner.scan(stream.slice(at, at + 1));
        }
        assertThat(scanner.isBetweenCommands()).isTrue();
    }

    @Test
    void theFingerprintIsThatOfThePayload() {
        Buffer stream = Buffer.buffer("*4\r\n");
        for (byte[] word : List.of(bytes("RESTORE"), bytes("k"), bytes("0"), PAYLOAD)) {
            word(stream, word);
        }
        List<RestoreCommand> found = new ArrayList<>();
        new RestoreScanner(found::add).scan(stream);
        assertThat(found).singleElement().satisfies(command -> assertThat(command.print())
                .isEqualTo(Fingerprint.of(Buffer.buffer(PAYLOAD))));
    }

    @Test
    void refusesWhatIsNoRequest() {
        for (String stream :
                List.of("PING\r\n", "$3\r\nabc\r\n", "*1\r\n$-1\r\n", "*1\r\n:5\r\n", "*1\r\n$1\r\nab\r\n")) {
            RestoreScanner scanner = new RestoreScanner(command -> {});
            assertThatThrownBy(() -> scanner.scan(Buffer.buffer(stream)))
                    .as(stream)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
