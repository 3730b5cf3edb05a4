import type { Destination } from '@activity-hub/contracts/dispatch/destination';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import { compileFilter, type EventFilter } from '@activity-hub/contracts/filter/compile-filter';
import { FilterError } from '@activity-hub/contracts/filter/filter-error';
import { compileTemplate, type TransformTemplate } from '@activity-hub/contracts/filter/transform-template';
import {
  type PluginFault,
  pluginFaultOf,
  pluginFaultSentence,
  quotingFault,
} from '@activity-hub/contracts/plugin/plugin-fault';
import type { SinkRow } from '@activity-hub/db/subscriptions/list-sinks';
import { configFault } from '../../catalogue/config-fault.ts';
import { mayBePlain } from '../deliver/may-be-plain.ts';
import type { AllowList } from '../webhook/allow-list.ts';
import { forbiddenReason } from '../webhook/forbidden-address.ts';
import { headersFault } from '../webhook/webhook-headers.ts';
import { parseWebhookUrl } from '../webhook/webhook-url.ts';
import { demandCertificate } from './demand-certificate.ts';
import { missingSetting } from './missing-setting.ts';

function place(offset: number | undefined): string {
  return offset === undefined ? '' : ` (at character ${offset + 1})`;
}

/** @throws HubError invalid_filter */
export function validFilter(text: string | null): EventFilter | undefined {
  if (text === null) return undefined;
  try {
    return compileFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new HubError('invalid_filter', `${error.message}${place(error.offset)}`, { pointer: '/filter' });
  }
}

/** @throws HubError invalid_template */
export function validTemplate(template: Json, destination?: Destination): TransformTemplate | undefined {
  if (template === null) return undefined;
  if (destination?.kind === 'sink') {
    const detail = 'A sink maps events by its own configuration: leave the template out.';
    throw new HubError('invalid_template', detail, { pointer: '/template' });
  }
  try {
    return compileTemplate(template);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const pointer = `/template${error.pointer ?? ''}`;
    throw new HubError('invalid_template', `${error.message}${place(error.offset)}`, { pointer });
  }
}

/**
 * Refuses what can never be reached, in time to mend it. Where a name leads to is judged again at every connection:
 * it may change. @throws HubError invalid_destination, address_not_allowed, invalid_config
 */
export function demandDestination(destination: Destination, allow: AllowList, sinks: readonly SinkRow[]): void {
  if (destination.kind === 'pull') return;
  if (destination.kind === 'sink') {
    demandSink(destination, sinks);
    return;
  }
  demandUrl(destination.url, '/destination/url', allow);
  const fault = headersFault(destination.headers);
  if (fault !== undefined) throw new HubError('invalid_destination', fault, { pointer: '/destination/headers' });
  const { authorization, mtls } = destination;
  if (authorization.kind === 'oauth2')
    demandUrl(authorization.token_url, '/destination/authorization/token_url', allow);
  if (mtls !== undefined) demandCertificate(mtls);
}

function demandSink({ sink_id, config }: Extract<Destination, { kind: 'sink' }>, sinks: readonly SinkRow[]): void {
  const sink = sinks.find((known) => known.sink_id === sink_id);
  if (sink === undefined) throw refusedSink({ code: 'unknown_sink', values: { sink: sink_id } });
  const { reason, reason_code, reason_values } = sink;
  if (reason !== null) {
    const quoted = pluginFaultOf({ reason, reason_code, reason_values });
    throw refusedSink(quotingFault('sink_refused', 'reason', quoted, { sink: sink_id }));
  }
  const fault = configFault(sink.config_schema, config);
  if (fault !== undefined)
    throw new HubError('invalid_config', fault.message, {
      pointer: `/destination${fault.pointer ?? '/config'}`,
      ...(fault.reasons === undefined ? {} : { reasons: fault.reasons }),
    });
  const missing = missingSetting(sink.config_schema, config as JsonObject);
  if (missing === undefined) return;
  const detail = `config.${missing} must not be empty: ${sink_id} cannot connect without it.`;
  throw new HubError('invalid_config', detail, { pointer: `/destination/config/${missing}` });
}

function refusedSink(fault: PluginFault): HubError {
  const detail = pluginFaultSentence(fault);
  return new HubError('invalid_destination', detail, { pointer: '/destination/sink_id', reasons: [fault] });
}

function demandUrl(text: string, pointer: string, allow: AllowList): void {
  const parsed = parseWebhookUrl(text, { allowHttp: true });
  if (!parsed.ok) throw new HubError('invalid_destination', parsed.sentence, { pointer });
  const host = parsed.url.hostname.replace(/^\[|\]$/g, '');
  const isAddress = /^[\d.]+$|:/.test(host) || host === 'localhost';
  const reason = isAddress ? forbiddenReason(host === 'localhost' ? '127.0.0.1' : host, allow, host) : undefined;
  if (reason !== undefined) {
    const detail = `The hub sends nothing to ${host}: ${reason}. An operator can allow it with HUB_WEBHOOK_ALLOW.`;
    throw new HubError('address_not_allowed', detail, { pointer });
  }
  if (parsed.url.protocol === 'https:' || mayBePlain(text, allow)) return;
  const detail = 'Plain http is not allowed here; give the endpoint a certificate and use https.';
  throw new HubError('invalid_destination', detail, { pointer });
}
