import { readConfig } from '../../components/config-form/config-draft.ts';
import type { ShownSink } from '../sinks/shown-sink.ts';
import { sinkFields } from '../sinks/sink-fields.ts';
import { configOfSink, type DestinationDraft } from './destination-draft.ts';
import type { DraftFault } from './draft-fault.ts';
import { isCount } from './is-count.ts';

type Fault = readonly [pointer: string, fault: DraftFault];

const isPem = (text: string): boolean => /^\s*-----BEGIN [A-Z ]+-----/.test(text);

/** What the form can tell of where the events go, by the JSON pointer at which the hub would tell it. */
export function destinationFaults(draft: DestinationDraft, sinks: readonly ShownSink[]): readonly Fault[] {
  if (draft.kind === 'pull') return [];
  if (draft.kind === 'sink') {
    const { faults } = readConfig(sinkFields(sinks, draft.sinkId), configOfSink(draft));
    return [
      ...missing('/destination/sink_id', draft.sinkId),
      ...faults.map(([pointer, fault]): Fault => [`/destination/config${pointer}`, fault]),
    ];
  }
  return [
    ...missing('/destination/url', draft.url),
    ...(isCount(draft.timeoutMs) ? [] : [['/destination/timeout_ms', 'number'] as const]),
    ...draft.headers.flatMap(({ name }) => missing('/destination/headers', name)),
    ...authorizationFaults(draft),
    ...(draft.mtls ? certificateFaults(draft) : []),
  ];
}

function authorizationFaults({ authorization, ...draft }: DestinationDraft): readonly Fault[] {
  const place = '/destination/authorization';
  if (authorization === 'none') return [];
  if (authorization === 'bearer') return missing(`${place}/token`, draft.token);
  return [
    ...missing(`${place}/token_url`, draft.tokenUrl),
    ...missing(`${place}/client_id`, draft.clientId),
    ...missing(`${place}/client_secret`, draft.clientSecret),
  ];
}

function certificateFaults({ certificate, key, ca }: DestinationDraft): readonly Fault[] {
  return [
    ...pemFaults('/destination/mtls/certificate', certificate),
    ...pemFaults('/destination/mtls/key', key),
    ...(ca.trim() === '' ? [] : pemFaults('/destination/mtls/ca', ca)),
  ];
}

function pemFaults(pointer: string, text: string): readonly Fault[] {
  if (text.trim() === '') return missing(pointer, text);
  return isPem(text) ? [] : [[pointer, 'pem']];
}

function missing(pointer: string, text: string): readonly Fault[] {
  return text.trim() === '' ? [[pointer, 'missing']] : [];
}
