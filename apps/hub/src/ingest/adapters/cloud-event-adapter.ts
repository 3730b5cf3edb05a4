import { pointerSegment } from '../fault.ts';
import { eventIdOf } from '../normalise-event.ts';
import {
  type Adapted,
  type Adapter,
  type AdapterContext,
  adapterFault,
  type FaultFound,
  isObject,
  type JsonObjectSent,
  type Pointers,
  withoutUndefined,
} from './adapter.ts';
import { eventIdText, isUuid, scopedUuid } from './foreign-id.ts';
import { sourceNameOf } from './source-name-of.ts';

/** What an event without a version is. Not "the newest": then a retry after a release would be another event. */
const defaultVersion = '1.0.0';
const attributeName = /^[a-z0-9]{1,64}$/;
const jsonType = /^[a-z0-9!#$&^_.+-]+\/(?:[a-z0-9!#$&^_.-]+\+)?json\s*(?:;|$)/i;
const versionAtEnd = /(?:^|[/#@:?=-])v?((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*))(?:\.json|\/)?$/;

/** Extensions that the base schema knows under another name. All that are not placed are kept under their own. */
const metadataNames: Readonly<Record<string, string>> = {
  timezone: 'time_zone',
  useragent: 'user_agent',
  ipaddress: 'ip_address',
};
const placed = new Set(
  'specversion id source type time datacontenttype eventversion sourcesystem userid sessionid causationid correlationid'.split(
    ' ',
  ),
);

type Attributes = Readonly<Record<string, string | undefined>>;

/**
 * Attributes in their text form, as binary mode carries them. Both modes must give the same event: a
 * producer that changes the mode for a retry is still retrying.
 */
function readAttributes(value: JsonObjectSent): { readonly attributes: Attributes } | FaultFound {
  const attributes: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(value)) {
    if (name === 'data' || name === 'data_base64' || attribute === null) continue;
    const pointer = pointerSegment(name);
    if (!attributeName.test(name)) {
      const detail = `${JSON.stringify(name)} is no CloudEvents attribute: those are lower-case letters and digits. Put it into data.`;
      return adapterFault('unknown_field', pointer, detail);
    }
    if (typeof attribute !== 'string' && typeof attribute !== 'number' && typeof attribute !== 'boolean')
      return adapterFault('invalid_event', pointer, `${name} must be a text, a whole number, true or false.`);
    attributes[name] = String(attribute);
  }
  return { attributes };
}

function missingAttribute(attributes: Attributes): FaultFound | undefined {
  const { specversion } = attributes;
  if (specversion !== '1.0') {
    const sent = specversion === undefined ? 'None was sent.' : `${JSON.stringify(specversion.slice(0, 40))} was sent.`;
    return adapterFault('unsupported_version', '/specversion', `Send CloudEvents with specversion 1.0. ${sent}`);
  }
  const missing = ['id', 'source', 'type'].find((name) => (attributes[name] ?? '') === '');
  if (missing === undefined) return undefined;
  return adapterFault('invalid_event', `/${missing}`, `${missing} is required and must not be empty.`);
}

/** The payload of an event is a JSON object: bytes or a bare number say nothing that a schema could check. */
function readData(
  value: JsonObjectSent,
  contentType: string | undefined,
): { readonly data: JsonObjectSent } | FaultFound {
  if (value['data_base64'] !== undefined && value['data_base64'] !== null) {
    const detail = 'Binary data is not taken. Store it elsewhere and send its address in a JSON object as data.';
    return adapterFault('unsupported_data', '/data_base64', detail);
  }
  if (contentType !== undefined && !jsonType.test(contentType)) {
    const detail = `Data of the type ${contentType.slice(0, 100)} is not taken. Send a JSON object as application/json.`;
    return adapterFault('unsupported_data', '/datacontenttype', detail);
  }
  const data = value['data'] ?? {};
  return isObject(data) ? { data } : adapterFault('unsupported_data', '/data', 'data must be a JSON object.');
}

function metadataOf(attributes: Attributes, subjectIsPerson: boolean): JsonObjectSent {
  const metadata: Record<string, unknown> = { cloudevents_source: attributes['source'] };
  for (const [name, text] of Object.entries(attributes)) {
    if (!placed.has(name) && !(name === 'subject' && subjectIsPerson)) metadata[metadataNames[name] ?? name] = text;
  }
  return metadata;
}

function pointersOf({ userid, dataschema, eventversion }: Attributes): Pointers {
  return {
    '/event_id': '/id',
    '/event_type': '/type',
    '/event_version': eventversion === undefined && dataschema !== undefined ? '/dataschema' : '/eventversion',
    '/timestamp': '/time',
    '/source_system': '/source',
    '/user_id': userid === undefined ? '/subject' : '/userid',
    '/correlation_id': '/correlationid',
    '/payload': '/data',
    '/metadata/time_zone': '/timezone',
    '/metadata/user_agent': '/useragent',
    '/metadata/ip_address': '/ipaddress',
    '/metadata': '',
  };
}

function eventOf(attributes: Attributes, data: JsonObjectSent, context: AdapterContext): Adapted {
  const { id = '', source = '', type, time, subject, userid, sessionid, causationid, correlationid } = attributes;
  const sourceSystem = attributes['sourcesystem'] ?? context.source ?? sourceNameOf(source);
  const subjectIsPerson = userid === undefined && subject !== undefined && isUuid(subject);
  const person = userid ?? (subjectIsPerson ? subject : undefined);
  const scope = sourceSystem ?? '';
  const idWithin = (foreign: string): string => (isUuid(foreign) ? foreign : eventIdText(`${source} ${foreign}`));
  const event = withoutUndefined({
    event_id: idWithin(id),
    event_type: type,
    event_version:
      attributes['eventversion'] ?? versionAtEnd.exec(attributes['dataschema'] ?? '')?.[1] ?? defaultVersion,
    timestamp: time,
    source_system: sourceSystem,
    user_id: person === undefined ? undefined : scopedUuid(`user:${scope}`, person),
    session_id: sessionid === undefined ? undefined : scopedUuid(`session:${scope}`, sessionid),
    causation_id: causationid === undefined ? undefined : eventIdOf(scope, idWithin(causationid)),
    correlation_id: correlationid,
    payload: data,
    metadata: metadataOf(attributes, subjectIsPerson),
  });
  return { event, pointers: pointersOf(attributes) };
}

/**
 * A CloudEvent 1.0 in its JSON form; events in binary mode are brought into it first. An id that is no
 * UUID counts within the CloudEvents source, as their specification has it.
 */
export function cloudEventAdapter(context: AdapterContext): Adapter {
  return (value) => {
    if (!isObject(value)) return adapterFault('not_an_object', '', 'Send a CloudEvent as a JSON object.');
    const read = readAttributes(value);
    if ('fault' in read) return read;
    const missing = missingAttribute(read.attributes);
    if (missing !== undefined) return missing;
    const content = readData(value, read.attributes['datacontenttype']);
    return 'fault' in content ? content : eventOf(read.attributes, content.data, context);
  };
}
