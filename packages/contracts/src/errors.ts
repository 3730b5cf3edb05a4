import type { PluginFault } from './plugin/plugin-fault.ts';

/**
 * Every error code the hub answers with: one table for all surfaces. `status` is the HTTP status,
 * `title` the RFC 9457 title. The `detail` of an occurrence says what to do; `pointer` (RFC 6901)
 * says where in the request.
 */
export const errorTable = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_message: { status: 400, title: 'The message cannot be read' },
  invalid_utf8: { status: 400, title: 'The body is not valid UTF-8' },
  duplicate_key: { status: 400, title: 'An object names the same key twice' },
  forbidden_key: { status: 400, title: 'A key is not allowed' },
  nul_character: { status: 400, title: 'A text holds a NUL character' },
  lone_surrogate: { status: 400, title: 'A text holds half of a surrogate pair' },
  number_out_of_range: { status: 400, title: 'A number cannot be kept exactly' },
  too_deep: { status: 400, title: 'The nesting is too deep' },
  not_an_object: { status: 400, title: 'An event must be a JSON object' },
  not_a_batch: { status: 400, title: 'A batch must be an array or an object with "events"' },
  incomplete_body: { status: 400, title: 'The body ended too early' },
  empty_body: { status: 400, title: 'The body is empty' },
  invalid_event: { status: 422, title: 'The event does not fit the base schema' },
  unknown_field: { status: 422, title: 'The event has a field the base schema does not know' },
  unknown_event_type: { status: 422, title: 'The event type is not known' },
  reserved_event_type: { status: 422, title: 'The event type is reserved for the hub' },
  invalid_payload: { status: 422, title: 'The payload does not fit the schema of its type' },
  timestamp_in_future: { status: 422, title: 'The event lies in the future' },
  timestamp_too_old: { status: 422, title: 'The event is older than the ecosystem' },
  invalid_timestamp: { status: 422, title: 'The timestamp names no real instant' },
  invalid_time_zone: { status: 422, title: 'The time zone is not an IANA zone' },
  unstorable_event: { status: 422, title: 'The event log cannot store this value' },
  unsupported_version: { status: 400, title: 'The version of the protocol is not taken' },
  unsupported_data: { status: 422, title: 'The data of the event is no JSON object' },
  unsupported_statement: { status: 422, title: 'The statement is of a kind the hub does not take' },
  unknown_verb: { status: 422, title: 'The verb has no event type' },
  event_too_large: { status: 413, title: 'The event is too large' },
  body_too_large: { status: 413, title: 'The request is too large' },
  batch_too_large: { status: 413, title: 'The batch has too many events' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  event_id_conflict: { status: 409, title: 'The event id is taken by another content' },
  event_erased: { status: 410, title: 'The event was erased' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  invalid_query: { status: 400, title: 'The query is not valid' },
  invalid_cursor: { status: 400, title: 'The cursor is not valid' },
  range_too_wide: { status: 400, title: 'The time range is too wide for this search' },
  unauthenticated: { status: 401, title: 'Nobody is signed in, and no valid key was sent' },
  key_expired: { status: 401, title: 'The key has expired' },
  key_revoked: { status: 401, title: 'The key was revoked' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  not_in_cohort: { status: 403, title: 'The person is not in your cohort' },
  source_not_allowed: { status: 403, title: 'The key may not publish as this source' },
  event_type_not_allowed: { status: 403, title: 'The key may not publish this event type' },
  too_many_addresses: { status: 403, title: 'The key is used from too many addresses' },
  rate_limited: { status: 429, title: 'Too many requests' },
  quota_exceeded: { status: 429, title: 'The quota of the key is used up' },
  unknown_event_version: { status: 422, title: 'The version of the event type is not known' },
  already_exists: { status: 409, title: 'It exists already' },
  schema_incompatible: { status: 409, title: 'The schema breaks the compatibility of its type' },
  schema_refused: { status: 422, title: 'The schema cannot be taken' },
  not_upcastable: { status: 409, title: 'The event cannot be shown in that version' },
  not_repairable: { status: 409, title: 'The refused event cannot be repaired' },
  invalid_config: { status: 422, title: 'The configuration does not fit the plugin' },
  not_promotable: { status: 409, title: 'The revision cannot take this step' },
  not_explainable: { status: 409, title: 'The value cannot be explained' },
  plugin_busy: { status: 503, title: 'The plugin is in the middle of its events' },
  not_correctable: { status: 409, title: 'The event cannot be taken back' },
  already_corrected: { status: 409, title: 'The event was taken back before' },
  invalid_filter: { status: 422, title: 'The filter cannot be taken' },
  invalid_template: { status: 422, title: 'The template cannot be taken' },
  invalid_destination: { status: 422, title: 'The destination cannot be taken' },
  address_not_allowed: { status: 422, title: 'The address may not be reached' },
  too_many_subscriptions: { status: 409, title: 'There are too many subscriptions' },
  not_redrivable: { status: 409, title: 'The delivery cannot be sent again' },
  not_pullable: { status: 409, title: 'The subscription is not one that is pulled' },
  invalid_input: { status: 422, title: 'The input is not valid' },
  upgrade_required: { status: 426, title: 'The path speaks WebSocket' },
  host_not_allowed: { status: 403, title: 'The host or origin is not allowed' },
  request_timeout: { status: 408, title: 'The request took too long' },
  overloaded: { status: 503, title: 'The hub takes no more events right now' },
  store_unavailable: { status: 503, title: 'The event log cannot be reached' },
  analytics_unavailable: { status: 503, title: 'The analytics store cannot be reached' },
  query_timeout: { status: 503, title: 'The query took too long' },
  shutting_down: { status: 503, title: 'The hub is shutting down' },
  internal_error: { status: 500, title: 'The hub failed' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** A refusal with its code, a sentence a person can act on, and the place it is about. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: ErrorCode;
  readonly pointer: string | undefined;
  /** When asking again may help; whole seconds. */
  readonly retryAfterSeconds: number | undefined;
  /** What the detail says, for people to read in their own language. */
  readonly reasons: readonly PluginFault[] | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { pointer?: string; cause?: unknown; retryAfterSeconds?: number; reasons?: readonly PluginFault[] } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.pointer = options.pointer;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.reasons = options.reasons;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

/** RFC 9457 problem details, the one shape of an error on REST and inside tRPC. Never carries a stack. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly pointer?: string;
  /** When asking again may help. */
  readonly retry_after_seconds?: number;
  /** All that the detail says, as codes and values: people read it in their own language. */
  readonly reasons?: readonly PluginFault[];
  readonly request_id?: string;
}

export function problemOf(code: ErrorCode, detail: string, pointer?: string): Problem {
  const { status, title } = errorTable[code];
  return {
    type: `urn:activity-hub:error:${code}`,
    title,
    status,
    code,
    detail,
    ...(pointer === undefined ? {} : { pointer }),
  };
}

/** The problem that a refusal tells its caller. */
export function problemOfError(error: HubError): Problem {
  const { retryAfterSeconds, reasons } = error;
  return {
    ...problemOf(error.code, error.message, error.pointer),
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
    ...(reasons === undefined ? {} : { reasons }),
  };
}
