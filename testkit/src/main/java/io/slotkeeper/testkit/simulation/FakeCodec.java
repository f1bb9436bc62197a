package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.record.RecordCodec;
import io.slotkeeper.core.record.SlotMapRecord;

/**
 * Sends everything through its encoding, as between real processes, or hands it over as it is: encoding costs more than all the
 * rest of a simulation, and finds nothing new in the millionth run.
 */
final class FakeCodec {
    private final boolean encodes;

    FakeCodec(boolean encodes) {
        this.encodes = encodes;
    }

    AgentReport coded(AgentReport report) {
        return encodes ? AgentReport.decode(report.encode()) : report;
    }

    AgentCommand coded(AgentCommand command) {
        return encodes ? AgentCommand.decode(command.encode()) : command;
    }

    CommandReply coded(CommandReply reply) {
        return encodes ? CommandReply.decode(reply.encode()) : reply;
    }

    LeaseGrant coded(LeaseGrant grant) {
        return encodes ? LeaseGrant.decode(grant.encode()) : grant;
    }

    EndorseRequest coded(EndorseRequest request) {
        return encodes ? EndorseRequest.decode(request.encode()) : request;
    }

    SlotMapRecord coded(SlotMapRecord record) {
        return encodes ? RecordCodec.decode(RecordCodec.encode(record)) : record;
    }
}
