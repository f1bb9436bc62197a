package io.slotkeeper.core.control;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.plan.Placement;
import java.util.Map;
import java.util.TreeMap;

/** How requests for operations and their results travel between coordinators of one release. Stateless. */
public final class OperationCodec {
    private static final int START = 1;
    private static final int STEER = 2;
    private static final int ACCEPTED = 1;
    private static final int PLANNED = 2;
    private static final int REFUSED = 3;

    private OperationCodec() {}

    public static byte[] encode(OperationRequest request) {
        BinaryOutput out = new BinaryOutput();
        if (request instanceof OperationRequest.Start start) {
            Map<String, String> weights = new TreeMap<>();
            start.weights().forEach((shard, weight) -> weights.put(shard, weight.toString()));
            out.putByte(START)
                    .putEnum(start.kind())
                    .putSlots(start.slots())
                    .putText(start.shard())
                    .putEnum(start.placement())
                    .putTexts(weights)
                    .putList(start.nodes(), BinaryOutput::putText);
            start.settings().writeTo(out);
            out.putBoolean(start.dryRun());
        } else if (request instanceof OperationRequest.Steer steer) {
            out.putByte(STEER).putLong(steer.id()).putEnum(steer.action()).putLong(steer.keysPerSecond());
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode(OperationRequest)} wrote.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no request
     */
    public static OperationRequest decodeRequest(byte[] bytes) {
        return new BinaryInput(bytes).getWhole(in -> in.getByte() == START ? start(in) : steer(in));
    }

    private static OperationRequest start(BinaryInput in) {
        OperationKind kind = in.getEnum(OperationKind.class);
        var slots = in.getSlots();
        String shard = in.getText();
        Placement placement = in.getEnum(Placement.class);
        Map<String, Double> weights = new TreeMap<>();
        in.getTexts().forEach((name, weight) -> weights.put(name, Double.valueOf(weight)));
        return new OperationRequest.Start(
                kind,
                slots,
                shard,
                placement,
                weights,
                in.getList(BinaryInput::getText),
                MoveSettings.readFrom(in),
                in.getBoolean());
    }

    private static OperationRequest steer(BinaryInput in) {
        return new OperationRequest.Steer(in.getLong(), in.getEnum(OperationRequest.Action.class), in.getLong());
    }

    public static byte[] encode(OperationResult result) {
        BinaryOutput out = new BinaryOutput();
        if (result instanceof OperationResult.Accepted accepted) {
            out.putByte(ACCEPTED);
            accepted.operation().writeTo(out);
        } else if (result instanceof OperationResult.Planned planned) {
            out.putByte(PLANNED);
            planned.plan().writeTo(out);
        } else if (result instanceof OperationResult.Refused refused) {
            out.putByte(REFUSED).putEnum(refused.code()).putText(refused.text());
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode(OperationResult)} wrote.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no result
     */
    public static OperationResult decodeResult(byte[] bytes) {
        return new BinaryInput(bytes).getWhole(in -> switch (in.getByte()) {
            case ACCEPTED -> new OperationResult.Accepted(Operation.readFrom(in));
            case PLANNED -> new OperationResult.Planned(OperationPlan.readFrom(in));
            default -> new OperationResult.Refused(in.getEnum(RefusalCode.class), in.getText());
        });
    }
}
