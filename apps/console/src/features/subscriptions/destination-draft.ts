import { readJsonObject } from '../../components/read-json.ts';
import type { DestinationInput, ShownSubscription } from './shown-subscription.ts';

export const destinationKinds = ['webhook', 'pull', 'sink'] as const;
export const authorizationKinds = ['none', 'bearer', 'oauth2'] as const;

/** One header of an endpoint. `id` keeps its place while its name is being written. */
export interface HeaderLine {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** Every kind at once, as text: who looks at another kind and comes back finds what was written. */
export interface DestinationDraft {
  readonly kind: (typeof destinationKinds)[number];
  readonly url: string;
  readonly headers: readonly HeaderLine[];
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
  readonly config: string;
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
  config: '{}',
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
    config: JSON.stringify(shown.config ?? {}, null, 2),
  };
}

/** As the hub takes it. The hub judges it: what the form cannot know is told at its field. */
export function destinationOf(draft: DestinationDraft): DestinationInput {
  if (draft.kind === 'pull') return { kind: 'pull', ...(draft.keyId === '' ? {} : { key_id: draft.keyId }) };
  if (draft.kind === 'sink') {
    const read = readJsonObject(draft.config);
    type SinkConfig = Extract<DestinationInput, { kind: 'sink' }>['config'];
    return {
      kind: 'sink',
      sink_id: draft.sinkId.trim(),
      config: ('value' in read ? read.value : {}) as NonNullable<SinkConfig>,
    };
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
