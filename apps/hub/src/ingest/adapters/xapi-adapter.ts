import { pointerSegment } from '../fault.ts';
import {
  type Adapted,
  type Adapter,
  type AdapterContext,
  adapterFault,
  isObject,
  type JsonObjectSent,
  objectAt,
  type Pointers,
  textAt,
  withoutUndefined,
} from './adapter.ts';
import { contentIdOf, isUuid } from './foreign-id.ts';
import { actorOf } from './xapi-actor.ts';
import { payloadOfStatement } from './xapi-payload.ts';
import { activityKindOf, eventTypeOfVerb, knownVerbs, lastPartOf } from './xapi-verb.ts';

/** The source of statements whose key may publish as any: the profile of the learning platform. */
const defaultSource = 'lms';
const cmi5Session = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';

const members = new Set(
  'id actor verb object result context timestamp stored authority version attachments'.split(' '),
);

const pointers: Pointers = {
  '/event_id': '/id',
  '/event_type': '/verb/id',
  '/user_id': '/actor',
  '/session_id': '/context/extensions',
  '/correlation_id': '/context/registration',
  '/payload/course_id': '/object/id',
  '/payload/lesson_id': '/object/id',
  '/payload/test_id': '/object/id',
  '/payload/resource_id': '/object/id',
  '/payload/certificate_id': '/object/id',
  '/payload/post_id': '/object/id',
  '/payload/score': '/result/score',
  '/payload': '/object',
  '/metadata/locale': '/context/language',
  '/metadata': '/context',
};

function idOf(statement: JsonObjectSent): { readonly id: string } | undefined {
  const id = statement['id'];
  if (id === undefined) return { id: contentIdOf('xapi', statement) };
  return typeof id === 'string' && isUuid(id) ? { id } : undefined;
}

function metadataOf(context: JsonObjectSent | undefined, verb: string): JsonObjectSent {
  const xapi = withoutUndefined({
    verb,
    platform: context?.['platform'],
    revision: context?.['revision'],
    extensions: context?.['extensions'],
  });
  return withoutUndefined({ locale: context?.['language'], xapi });
}

function sessionOf(context: JsonObjectSent | undefined): string | undefined {
  const session = context === undefined ? undefined : textAt(objectAt(context, 'extensions'), cmi5Session);
  return session !== undefined && isUuid(session) ? session : undefined;
}

/** Statements about other statements (voiding among them) are no events: nothing is done that the log would not show. */
function unsupported(object: JsonObjectSent, verb: string): Adapted | undefined {
  if (lastPartOf(verb) === 'voided') {
    const detail =
      'Statements cannot be voided: the log is immutable. The statement it names stays; this one is kept among the refused events.';
    return adapterFault('unsupported_statement', '/verb/id', detail);
  }
  const { objectType = 'Activity' } = object;
  if (objectType === 'Activity') return undefined;
  return adapterFault('unsupported_statement', '/object', 'Only statements about an Activity become events.');
}

function adaptStatement(statement: JsonObjectSent, { source }: AdapterContext): Adapted {
  const unknown = Object.keys(statement).find((name) => !members.has(name));
  if (unknown !== undefined) {
    const detail = `${JSON.stringify(unknown)} is no member of a statement. Put it into extensions.`;
    return adapterFault('unknown_field', pointerSegment(unknown), detail);
  }
  const id = idOf(statement);
  if (id === undefined) return adapterFault('invalid_event', '/id', 'The id of a statement must be a UUID.');
  const actor = actorOf(statement);
  if ('fault' in actor) return actor;
  const verb = textAt(objectAt(statement, 'verb'), 'id');
  if (verb === undefined) return adapterFault('invalid_event', '/verb/id', 'verb.id is required: the IRI of a verb.');
  const object = objectAt(statement, 'object');
  if (object === undefined || (textAt(object, 'id') === undefined && object['objectType'] === undefined))
    return adapterFault('invalid_event', '/object/id', 'object.id is required: the IRI of an activity.');
  const refusal = unsupported(object, verb);
  if (refusal !== undefined) return refusal;
  const kind = activityKindOf(object);
  const result = objectAt(statement, 'result');
  const eventType = eventTypeOfVerb(verb, kind, result?.['success']);
  if (eventType === undefined) {
    const detail = `The verb ${verb.slice(0, 200)} has no event type. Known are ${knownVerbs.join(', ')}.`;
    return adapterFault('unknown_verb', '/verb/id', detail);
  }
  const context = objectAt(statement, 'context');
  const event = withoutUndefined({
    event_id: id.id,
    event_type: eventType,
    event_version: '1.0.0',
    timestamp: statement['timestamp'],
    source_system: source ?? defaultSource,
    user_id: actor.userId,
    session_id: sessionOf(context),
    correlation_id: context?.['registration'],
    payload: payloadOfStatement({ eventType, kind, object, result, context, attachments: statement['attachments'] }),
    metadata: metadataOf(context, verb),
  });
  return { event, pointers };
}

/**
 * An xAPI statement, 1.0.3 or 2.0.0, as an event: the verb and the kind of activity give the type, the
 * object and the result the payload. What a record store adds itself (stored, authority, version) is
 * not part of what happened.
 */
export function xapiAdapter(context: AdapterContext): Adapter {
  return (value) =>
    isObject(value)
      ? adaptStatement(value, context)
      : adapterFault('not_an_object', '', 'Send a statement as a JSON object.');
}
