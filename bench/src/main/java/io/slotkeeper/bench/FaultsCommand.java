package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.faults.FaultBench;
import io.slotkeeper.bench.faults.FaultBench.Contender;
import io.slotkeeper.bench.faults.FaultKind;
import io.slotkeeper.bench.faults.FaultReport;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code slotkeeper bench faults}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Crash, hang, silence, loss of a zone, loss of leader and primary: Slotkeeper beside native Redis Cluster"
                        + " and Redis Sentinel, each at one second and at its default. Silence and zones need network namespaces"
                        + " (Linux, root). Exit code 1 when Slotkeeper did not recover.")
final class FaultsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            defaultValue = "crash,hang,silence,zone-loss,leader-and-primary",
            converter = KindConverter.class,
            description = "Which, and in which order. Default: ${DEFAULT-VALUE}.")
    List<FaultKind> kinds;

    @Option(
            names = "--variants",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "slotkeeper,native-fast,native,sentinel-fast,sentinel",
            converter = VariantConverter.class,
            description = "Who takes part; fast: set to 1000 ms, else with its default. Default: ${DEFAULT-VALUE}.")
    List<Contender> variants;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            converter = Bounded.Rounds.class,
            description = "Faults of each kind for Slotkeeper. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Option(
            names = "--fast-rounds",
            paramLabel = "N",
            defaultValue = "3",
            converter = Bounded.Rounds.class,
            description = "For the others at 1000 ms. Default: ${DEFAULT-VALUE}.")
    int fastRounds;

    @Option(
            names = "--slow-rounds",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounded.Rounds.class,
            description = "For the others at their defaults. Default: ${DEFAULT-VALUE}.")
    int slowRounds;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "4",
            converter = Bounded.Shards.class,
            description = "Shards of every cluster, with one replica each. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Mixin
    RedisServerOption redis;

    @Mixin
    OutputOption output;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return new BenchSession().run(session -> measure(session, terminal)).code();
    }

    private ExitCode measure(BenchSession session, Terminal terminal) {
        FaultReport report = new FaultBench(
                        new Layout(redis.binary(), shards, 1),
                        kinds,
                        new FaultBench.Rounds(rounds, fastRounds, slowRounds),
                        terminal::message)
                .run(session, variants);
        output.show(terminal, report::json, report::print);
        return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Labels of faults. */
    static final class KindConverter implements ITypeConverter<FaultKind> {
        @Override
        public FaultKind convert(String value) {
            return FaultKind.of(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not a fault: use "
                            + Arrays.stream(FaultKind.values())
                                    .map(FaultKind::label)
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** Names of contenders in lower case. */
    static final class VariantConverter implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String value) {
            return Arrays.stream(Contender.values())
                    .filter(each -> name(each).equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' does not take part: use "
                            + Arrays.stream(Contender.values())
                                    .map(VariantConverter::name)
                                    .collect(Collectors.joining(", "))));
        }

        private static String name(Contender contender) {
            return contender.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
