import type {
  Destination,
  WebhookAuthorization,
  WebhookDestination,
} from '@activity-hub/contracts/dispatch/destination';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { SinkRow } from '@activity-hub/db/subscriptions/list-sinks';
import { shownConfig } from './shown-config.ts';

/** A destination in its two halves: what may be shown, and what is sealed. */
export interface SplitDestination {
  readonly shown: JsonObject;
  readonly secret: JsonObject | null;
}

/**
 * Headers, tokens and certificates are secret as a whole: nobody can say which are not. The configuration of a sink is
 * sealed as a whole too; what its schema marks as no secret is shown beside.
 */
export function splitDestination(destination: Destination, sinks: readonly SinkRow[]): SplitDestination {
  switch (destination.kind) {
    case 'pull':
      return { shown: { kind: 'pull', key_id: destination.key_id ?? null }, secret: null };
    case 'sink': {
      const { sink_id, config } = destination;
      const schema = sinks.find((sink) => sink.sink_id === sink_id)?.config_schema ?? {};
      const shown = { kind: 'sink', sink_id, config: shownConfig(schema, config as JsonObject) };
      return { shown, secret: { config } };
    }
    default: {
      const { url, headers, timeout_ms, authorization, mtls } = destination;
      return {
        shown: {
          kind: 'webhook',
          url,
          timeout_ms,
          header_names: Object.keys(headers),
          authorization: authorization.kind,
          mtls: mtls !== undefined,
        },
        secret: { headers, authorization, ...(mtls === undefined ? {} : { mtls }) } as JsonObject,
      };
    }
  }
}

/** A webhook as it is sent. */
export type WebhookTarget = Pick<WebhookDestination, 'url' | 'timeout_ms' | 'headers' | 'mtls'> & {
  readonly authorization: WebhookAuthorization;
};

export function webhookTarget(shown: JsonObject, secret: JsonObject): WebhookTarget {
  const { headers, authorization, mtls } = secret as unknown as Pick<
    WebhookDestination,
    'headers' | 'authorization' | 'mtls'
  >;
  const { url, timeout_ms } = shown as unknown as Pick<WebhookDestination, 'url' | 'timeout_ms'>;
  return { url, timeout_ms, headers, authorization, mtls };
}
