import canonicalize from 'canonicalize';

/** The producer's fields. `payloadJson` and `metadataJson` are texts that `canonicalJson` made. */
export interface CanonicalFields {
  readonly event_id: string;
  readonly event_type: string;
  readonly event_version: string;
  readonly timestamp: string;
  readonly source_system: string;
  readonly user_id?: string | null | undefined;
  readonly session_id?: string | null | undefined;
  readonly causation_id?: string | null | undefined;
  readonly correlation_id?: string | null | undefined;
  readonly payloadJson: string;
  readonly metadataJson: string;
}

/**
 * The one JSON text of a value (RFC 8785): sorted keys, shortest numbers, no white space.
 * @throws when the value holds something JSON cannot carry (NaN, a lone surrogate, a cycle, undefined).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value has no JSON form.');
  return text;
}

function member(name: string, value: string | null | undefined): string {
  return value === null || value === undefined ? '' : `"${name}":${JSON.stringify(value)},`;
}

/**
 * What the digest of an event is made of: the RFC 8785 form of what the producer said, after
 * normalisation and before enrichment. Payload and metadata come as canonical text, so nothing is
 * serialised twice. An optional field that is null is left out: over gRPC null and absent cannot be
 * told apart, and the same event must have the same digest over every surface. The members stand in
 * the order RFC 8785 demands, which is why this is no loop.
 */
export function canonicalFormOf(fields: CanonicalFields): string {
  return (
    `{${member('causation_id', fields.causation_id)}${member('correlation_id', fields.correlation_id)}` +
    `${member('event_id', fields.event_id)}${member('event_type', fields.event_type)}` +
    `${member('event_version', fields.event_version)}"metadata":${fields.metadataJson},"payload":${fields.payloadJson},` +
    `${member('session_id', fields.session_id)}${member('source_system', fields.source_system)}` +
    `"timestamp":${JSON.stringify(fields.timestamp)}${optionalTail('user_id', fields.user_id)}}`
  );
}

function optionalTail(name: string, value: string | null | undefined): string {
  return value === null || value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}
