import {
  type Adapted,
  type Adapter,
  type AdapterContext,
  adapterFault,
  type FaultFound,
  isObject,
  type JsonObjectSent,
  objectAt,
  type Pointers,
  textAt,
  withoutUndefined,
} from './adapter.ts';
import { contentIdOf, eventIdText, scopedUuid } from './foreign-id.ts';
import { eventTypeOfTrack } from './segment-event-type.ts';

/** The source of messages whose key may publish as any. */
const defaultSource = 'segment';

interface Content {
  readonly eventType: string;
  readonly payload: unknown;
  /** Where the type and the payload stand in the message. */
  readonly typePointer: string;
  readonly payloadPointer: string;
}

function trackContent(message: JsonObjectSent, source: string | null): Content | FaultFound {
  const name = textAt(message, 'event');
  const eventType = name === undefined ? undefined : eventTypeOfTrack(name, source);
  if (eventType === undefined)
    return adapterFault('invalid_event', '/event', 'event is required: the name of what happened, in Latin letters.');
  return { eventType, payload: message['properties'], typePointer: '/event', payloadPointer: '/properties' };
}

function viewContent(message: JsonObjectSent, kind: 'page' | 'screen'): Content | FaultFound {
  const properties = message['properties'] ?? {};
  if (!isObject(properties)) return adapterFault('unsupported_data', '/properties', 'properties must be an object.');
  const name = textAt(message, 'name');
  const address = textAt(properties, 'url') ?? textAt(properties, 'path');
  const payload = withoutUndefined({
    ...properties,
    resource_id: properties['resource_id'] ?? (address ?? name)?.slice(0, 255),
    resource_type: properties['resource_type'] ?? kind,
    name,
    category: message['category'],
  });
  return {
    eventType: 'activity.learning.content_viewed',
    payload,
    typePointer: '/type',
    payloadPointer: '/properties',
  };
}

/** The catalogue has no type for these; whether they are kept is up to the source's policy for unknown types. */
function profileContent(message: JsonObjectSent, eventType: string): Content {
  const { traits, groupId, previousId } = message;
  const given = traits ?? {};
  const payload = isObject(given) ? withoutUndefined({ ...given, group_id: groupId, previous_id: previousId }) : given;
  return { eventType, payload, typePointer: '/type', payloadPointer: '/traits' };
}

function contentOf(message: JsonObjectSent, source: string | null): Content | FaultFound {
  switch (message['type']) {
    case 'track':
      return trackContent(message, source);
    case 'page':
    case 'screen':
      return viewContent(message, message['type']);
    case 'identify':
      return profileContent(message, 'activity.system.user_identified');
    case 'group':
      return profileContent(message, 'activity.system.user_grouped');
    case 'alias':
      return profileContent(message, 'activity.system.user_aliased');
    default:
      return adapterFault('invalid_event', '/type', 'type must be track, page, screen, identify, group or alias.');
  }
}

function metadataOf(message: JsonObjectSent): JsonObjectSent {
  const { ip, userAgent, locale, timezone, ...context } = objectAt(message, 'context') ?? {};
  return withoutUndefined({
    ip_address: ip,
    user_agent: userAgent,
    locale,
    time_zone: timezone,
    context: Object.keys(context).length === 0 ? undefined : context,
  });
}

function pointersOf(content: Content): Pointers {
  return {
    '/event_id': '/messageId',
    '/event_type': content.typePointer,
    '/user_id': '/userId',
    '/session_id': '/anonymousId',
    '/payload': content.payloadPointer,
    '/metadata/ip_address': '/context/ip',
    '/metadata/user_agent': '/context/userAgent',
    '/metadata/locale': '/context/locale',
    '/metadata/time_zone': '/context/timezone',
    '/metadata': '/context',
  };
}

/** Ids are texts; senders that use numbers mean the same person. */
function idAt(message: JsonObjectSent, name: string): string | undefined {
  const id = message[name];
  return typeof id === 'number' ? String(id) : textAt(message, name);
}

function adaptMessage(message: JsonObjectSent, context: AdapterContext): Adapted {
  const content = contentOf(message, context.source);
  if ('fault' in content) return content;
  const source = context.source ?? defaultSource;
  const [userId, anonymousId, messageId] = ['userId', 'anonymousId', 'messageId'].map((name) => idAt(message, name));
  const event = withoutUndefined({
    event_id: messageId === undefined ? contentIdOf('segment', message) : eventIdText(messageId),
    event_type: content.eventType,
    event_version: '1.0.0',
    timestamp: message['timestamp'] ?? message['originalTimestamp'] ?? undefined,
    source_system: source,
    user_id: userId === undefined ? undefined : scopedUuid(`user:${source}`, userId),
    session_id: anonymousId === undefined ? undefined : scopedUuid(`session:${source}`, anonymousId),
    payload: content.payload ?? {},
    metadata: metadataOf(message),
  });
  return { event, pointers: pointersOf(content) };
}

/**
 * A message of Segment's tracking API as an event. `integrations` and `_metadata` say how Segment's own
 * cloud should treat it and are not kept.
 */
export function segmentAdapter(context: AdapterContext): Adapter {
  return (value) =>
    isObject(value)
      ? adaptMessage(value, context)
      : adapterFault('not_an_object', '', 'Send a message as a JSON object.');
}
