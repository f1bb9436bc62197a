package io.slotkeeper.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.net.URI;

/** A coordinator refused; carries its RFC 9457 problem document. */
public final class ProblemException extends CommandFailure {
    private static final long serialVersionUID = 1L;
    private static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

    private final int status;
    private final String body;

    private ProblemException(ExitCode exitCode, String message, int status, String body) {
        super(exitCode, message);
        this.status = status;
        this.body = body;
    }

    /** From an answer that is not a success. */
    static ProblemException of(URI coordinator, int status, String body) {
        JsonNode problem = parse(body);
        String code = problem.path("code").asText("");
        String text = problem.path("detail").asText(problem.path("title").asText(""));
        if (text.isEmpty()) {
            text = coordinator + " answered with status " + status
                    + " and no explanation. Check that a Slotkeeper coordinator listens there.";
        }
        boolean unknown = code.equals(OUTCOME_UNKNOWN);
        return new ProblemException(
                unknown ? ExitCode.OUTCOME_UNKNOWN : ExitCode.FAILED,
                code.isEmpty() ? text : text + " [" + code + "]",
                status,
                body);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = new ObjectMapper().readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            // Not a problem document, so not from a coordinator: the caller says so.
            return MissingNode.getInstance();
        }
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The answer as it came. */
    public String body() {
        return body;
    }
}
