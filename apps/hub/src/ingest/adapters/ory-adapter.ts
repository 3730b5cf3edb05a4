import { pointerSegment } from '../fault.ts';
import {
  type Adapted,
  type Adapter,
  type AdapterContext,
  adapterFault,
  isObject,
  type JsonObjectSent,
  type Pointers,
  textAt,
  withoutUndefined,
} from './adapter.ts';
import { eventIdText, isUuid, scopedUuid } from './foreign-id.ts';

/** The source of webhooks whose key may publish as any. */
const defaultSource = 'ory';

interface Meaning {
  readonly type: string;
  readonly payload?: JsonObjectSent;
}

/** What happened, as our jsonnet names it. The catalogue has no type for changes of an account: they are alerts. */
const meanings: Readonly<Record<string, Meaning>> = {
  'registration.after': { type: 'system.user_registered' },
  'login.after': { type: 'system.user_logged_in' },
  'login.failed': { type: 'system.login_failed' },
  'logout.after': { type: 'system.user_logged_out' },
  'recovery.after': { type: 'system.user_logged_in', payload: { reason: 'recovery' } },
  'settings.after': {
    type: 'system.alert_triggered',
    payload: { alert: 'account_settings_changed', component: 'kratos', severity: 'info' },
  },
  'verification.after': {
    type: 'system.alert_triggered',
    payload: { alert: 'address_verified', component: 'kratos', severity: 'info' },
  },
  'hydra.login': { type: 'system.user_logged_in', payload: { component: 'hydra' } },
  'hydra.logout': { type: 'system.user_logged_out', payload: { component: 'hydra' } },
};

const fields = new Set([
  'event',
  'flow_id',
  'identity_id',
  'session_id',
  'occurred_at',
  'method',
  'reason',
  'client',
  'ip_address',
  'user_agent',
  'locale',
]);

const pointers: Pointers = {
  '/event_id': '/flow_id',
  '/event_type': '/event',
  '/timestamp': '/occurred_at',
  '/user_id': '/identity_id',
  '/payload': '',
  '/metadata': '',
};

/** Kratos writes nanoseconds; an empty text is what jsonnet makes of nothing. */
function given(hook: JsonObjectSent, name: string): unknown {
  const value = hook[name];
  return value === null || value === '' ? undefined : value;
}

function adaptHook(hook: JsonObjectSent, { source }: AdapterContext): Adapted {
  const unknown = Object.keys(hook).find((name) => !fields.has(name));
  if (unknown !== undefined) {
    const detail = `${JSON.stringify(unknown)} is no field of a webhook. Use the jsonnet of docs/api/sources/ory.md: it sends no personal data.`;
    return adapterFault('unknown_field', pointerSegment(unknown), detail);
  }
  const name = textAt(hook, 'event') ?? '';
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
  if (meaning === undefined) {
    const detail = `event must be one of ${Object.keys(meanings).join(', ')}.`;
    return adapterFault('unknown_event_type', '/event', detail);
  }
  const flowId = textAt(hook, 'flow_id');
  if (flowId === undefined)
    return adapterFault('invalid_event', '/flow_id', 'flow_id is required: it makes a repeat of the hook a repeat.');
  const sessionId = textAt(hook, 'session_id');
  const event = withoutUndefined({
    // The flow alone is not enough: a registration that signs in runs two hooks of one flow.
    event_id: eventIdText(`ory:${name}:${flowId}`),
    event_type: `activity.${meaning.type}`,
    event_version: '1.0.0',
    timestamp: given(hook, 'occurred_at'),
    source_system: source ?? defaultSource,
    user_id: given(hook, 'identity_id'),
    session_id: sessionId === undefined ? undefined : scopedUuid(`session:${source ?? defaultSource}`, sessionId),
    correlation_id: isUuid(flowId) ? flowId : undefined,
    payload: withoutUndefined({
      ...meaning.payload,
      method: given(hook, 'method'),
      client: given(hook, 'client'),
      reason: given(hook, 'reason') ?? meaning.payload?.['reason'],
    }),
    metadata: withoutUndefined({
      ip_address: given(hook, 'ip_address'),
      user_agent: given(hook, 'user_agent'),
      locale: given(hook, 'locale'),
    }),
  });
  return { event, pointers };
}

/** A webhook of ORY Kratos or of the sign-in page before ORY Hydra, in the form that our jsonnet gives it. */
export function oryAdapter(context: AdapterContext): Adapter {
  return (value) =>
    isObject(value) ? adaptHook(value, context) : adapterFault('not_an_object', '', 'Send a webhook as a JSON object.');
}
