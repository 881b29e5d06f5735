package kassa.gateway.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a desk answers.
 *
 * @param status as in HTTP
 */
record Answer(int status, ObjectNode json) {}
