import type { JsonObject } from '@activity-hub/contracts/event';
import { type ConfigDraft, configDraftOf, readConfig } from '../../components/config-form/config-draft.ts';
import { withoutDefaults } from '../../components/config-form/config-fields.ts';
import type { NamedLine } from '../../components/ui/named-lines.tsx';
import type { ShownSink } from '../sinks/shown-sink.ts';
import { sinkFields } from '../sinks/sink-fields.ts';
import type { DestinationInput, ShownSubscription } from './shown-subscription.ts';

export const destinationKinds = ['webhook', 'pull', 'sink'] as const;
export const authorizationKinds = ['none', 'bearer', 'oauth2'] as const;

/** Every kind at once, as text: who looks at another kind and comes back finds what was written. */
export interface DestinationDraft {
  readonly kind: (typeof destinationKinds)[number];
  readonly url: string;
  readonly headers: readonly NamedLine[];
  readonly timeoutMs: string;
  readonly authorization: (typeof authorizationKinds)[number];
  readonly token: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly mtls: boolean;
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  /** Of the key that may pull; empty: admins only. */
  readonly keyId: string;
  readonly sinkId: string;
  /** By sink. */
  readonly configs: Readonly<Record<string, ConfigDraft>>;
}

const usualTimeoutMs = '15000';

export const emptyDestination: DestinationDraft = {
  kind: 'webhook',
  url: '',
  headers: [],
  timeoutMs: usualTimeoutMs,
  authorization: 'none',
  token: '',
  tokenUrl: '',
  clientId: '',
  clientSecret: '',
  scope: '',
  mtls: false,
  certificate: '',
  key: '',
  ca: '',
  keyId: '',
  sinkId: '',
  configs: {},
};

/** What is known of a destination: its secrets are not, so they are written again. */
export function destinationDraftOf(shown: ShownSubscription['destination']): DestinationDraft {
  return {
    ...emptyDestination,
    kind: shown.kind,
    url: shown.url ?? '',
    headers: shown.header_names.map((name, id) => ({ id, name, value: '' })),
    timeoutMs: shown.timeout_ms === null ? usualTimeoutMs : String(shown.timeout_ms),
    authorization: shown.authorization ?? 'none',
    mtls: shown.mtls,
    sinkId: shown.sink_id ?? '',
    configs: shown.sink_id === null ? {} : { [shown.sink_id]: configDraftOf((shown.config ?? {}) as JsonObject) },
  };
}

/** The configuration of the chosen sink. */
export function configOfSink({ sinkId, configs }: DestinationDraft): ConfigDraft {
  return configs[sinkId] ?? configDraftOf({});
}

/** As the hub takes it. The hub judges it: what the form cannot know is told at its field. */
export function destinationOf(draft: DestinationDraft, sinks: readonly ShownSink[]): DestinationInput {
  if (draft.kind === 'pull') return { kind: 'pull', ...(draft.keyId === '' ? {} : { key_id: draft.keyId }) };
  if (draft.kind === 'sink') {
    const fields = sinkFields(sinks, draft.sinkId);
    const config = withoutDefaults(fields, readConfig(fields, configOfSink(draft)).value);
    return { kind: 'sink', sink_id: draft.sinkId, config: config as SinkConfig };
  }
  return {
    kind: 'webhook',
    url: draft.url.trim(),
    headers: Object.fromEntries(draft.headers.map(({ name, value }) => [name.trim(), value])),
    timeout_ms: Number(draft.timeoutMs),
    authorization: authorizationOf(draft),
    ...(draft.mtls
      ? {
          mtls: {
            certificate: draft.certificate,
            key: draft.key,
            ...(draft.ca.trim() === '' ? {} : { ca: draft.ca }),
          },
        }
      : {}),
  };
}

type SinkConfig = NonNullable<Extract<DestinationInput, { kind: 'sink' }>['config']>;
type Authorization = NonNullable<Extract<DestinationInput, { kind: 'webhook' }>['authorization']>;

function authorizationOf(draft: DestinationDraft): Authorization {
  if (draft.authorization === 'bearer') return { kind: 'bearer', token: draft.token };
  if (draft.authorization === 'none') return { kind: 'none' };
  return {
    kind: 'oauth2',
    token_url: draft.tokenUrl.trim(),
    client_id: draft.clientId.trim(),
    client_secret: draft.clientSecret,
    ...(draft.scope.trim() === '' ? {} : { scope: draft.scope.trim() }),
  };
}
