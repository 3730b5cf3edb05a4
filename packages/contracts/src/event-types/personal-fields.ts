import type { PersonalField } from '../schema/personal-data.ts';
import { type EventType, payloadFieldNames } from './event-type.ts';

/** What the fields of the catalogue say about persons, by their names: a name means the same in every type. */
const classOf: Readonly<Record<string, PersonalField['class']>> = {
  recipient_user_id: 'identifier',
  author_user_id: 'identifier',
  reviewer_user_id: 'identifier',
  reverts_user_id: 'identifier',
  payment_id: 'identifier',
  invoice_id: 'identifier',
  client: 'identifier',
  title: 'content',
  reason: 'content',
  message: 'content',
  uri: 'content',
};

/** Money that a person paid; tokens are points of the ecosystem and shown to everybody. */
const isPayment = (type: EventType): boolean => type.event_type.startsWith('activity.economic.payment_');

export function personalFieldsOf(type: EventType): readonly PersonalField[] {
  return payloadFieldNames(type).flatMap((name) => {
    const known = isPayment(type) && name === 'amount' ? 'sensitive' : classOf[name];
    // The hub's own texts about itself name nobody.
    return known === undefined || type.origin !== 'producer' ? [] : [{ path: `/${name}`, class: known }];
  });
}
