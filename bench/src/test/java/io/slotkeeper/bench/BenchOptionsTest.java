package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class BenchOptionsTest {
    private final CommandLine bench =
            new CommandLine(new BenchCommands().commands().get(0));

    @Test
    void failoverDefaultsAreThoseOfTheDocs() {
        FailoverCommand command = parse("failover");
        assertThat(command.kills).isEqualTo(20);
        assertThat(command.nativeTimeouts).containsExactly(1000, 15_000);
        assertThat(command.nativeKills).isNull();
        assertThat(command.options.load().writers()).isEqualTo(4);
        assertThat(command.options.mode).isEqualTo(LoadOptions.Mode.QUICKSTART);
        assertThat(command.options.output.format).isEqualTo(OutputFormat.HUMAN);
    }

    @Test
    void failoverTakesItsOptions() {
        FailoverCommand command = parse(
                "failover",
                "--kills=2",
                "--native-timeouts=1000",
                "--native-kills=1",
                "--mode=processes",
                "-o",
                "json");
        assertThat(command.kills).isEqualTo(2);
        assertThat(command.nativeTimeouts).isEqualTo(List.of(1000));
        assertThat(command.nativeKills).isEqualTo(1);
        assertThat(command.options.mode).isEqualTo(LoadOptions.Mode.PROCESSES);
        assertThat(command.options.output.format).isEqualTo(OutputFormat.JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "failover,--kills=0,use 1 to 1000",
        "failover,--kills=many,use 1 to 1000",
        "failover,--replicas=0,use 1 to 5",
        "failover,--shards=65,use 1 to 64",
        "failover,--native-timeouts=5,use 100 to 60000",
        "failover,--mode=cloud,use quickstart or processes",
        "failover,--output=xml,use human or json",
        "switchover,--rounds=-1,use 1 to 1000",
        "switchover,--shards=2,Use 3 or more",
        "slots,--forks=11,use 0 to 10",
        "footprint,--seconds=0,use 1 to 3600",
        "stream,--subscribers=25001,use 1 to 25000",
        "stream,--changes=0,use 1 to 1000",
        "simulate,--seeds=0,use 1 to 999999999",
        "simulate,--from=-1,use 0 to 999999999",
        "simulate,--threads=65,use 1 to 64",
        "simulate,--flaw=NONE,LEASE_NOT_WAITED_FOR",
        "simulate,--trace,--trace needs --seed",
        "faults,--faults=flood,use crash",
        "faults,--variants=mongo,use slotkeeper",
        "faults,--rounds=0,use 1 to 1000",
        "soak,--for=0,use 1s or more",
        "soak,--burners=0,use 1 to 256"
    })
    void wrongValuesAreRefusedWithTheRemedy(String command, String option, String remedy) {
        StringWriter err = new StringWriter();
        bench.setErr(new PrintWriter(err));
        assertThat(bench.execute(command, option)).isEqualTo(2);
        assertThat(err.toString()).contains(remedy);
    }

    @Test
    void withoutAMeasurementTheyAreListed() {
        StringWriter err = new StringWriter();
        bench.setErr(new PrintWriter(err));
        assertThat(bench.execute()).isEqualTo(2);
        assertThat(err.toString())
                .contains("failover")
                .contains("switchover")
                .contains("slots")
                .contains("footprint");
    }

    private FailoverCommand parse(String... args) {
        ParseResult result = bench.parseArgs(args);
        return (FailoverCommand) result.subcommand().commandSpec().userObject();
    }
}
