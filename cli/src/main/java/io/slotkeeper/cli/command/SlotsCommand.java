package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.Addresses;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code slotkeeper slots}. */
@Command(name = "slots", description = "Shows who owns which slots; or where one slot or one key belongs.")
public final class SlotsCommand extends ClientCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "SLOT",
            converter = SlotConverter.class,
            description = "One slot, 0 to 16383. Without it and without --key: the whole slot map.")
    Integer slot;

    @Option(names = "--key", paramLabel = "KEY", description = "A key: shows its slot, shard and primary.")
    String key;

    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        if (slot != null && key != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "SLOT " + slot + " and --key were both given: they ask different things. Give one.");
        }
        if (slot != null) {
            output.print(terminal, () -> client.get("/v1/slots/" + slot), SlotsView::printOne);
        } else if (key != null) {
            output.print(terminal, () -> client.get("/v1/keys/" + Addresses.segment(key)), SlotsView::printOne);
        } else {
            output.print(terminal, () -> client.get("/v1/slots"), SlotsView::printMap);
        }
    }

    /** Slot numbers. */
    static final class SlotConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 16_383) {
                throw new TypeConversionException("'" + value + "' is not a slot: slots are 0 to 16383");
            }
            return Integer.valueOf(value);
        }
    }
}
