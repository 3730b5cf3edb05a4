import { adapterFault, type FaultFound, isObject, type JsonObjectSent, objectAt, textAt } from './adapter.ts';
import { isUuid, scopedUuid } from './foreign-id.ts';

/**
 * The inverse functional identifier of an agent as one text. It names a person in the whole hub, not
 * only within a source: a mailbox is the same mailbox everywhere, and an account names its home page.
 */
function identifierOf(agent: JsonObjectSent): string | undefined {
  const account = objectAt(agent, 'account');
  const [homePage, name] = [textAt(account, 'homePage'), textAt(account, 'name')];
  if (name !== undefined && homePage !== undefined) return `account:${homePage}#${name}`;
  const mbox = textAt(agent, 'mbox');
  if (mbox !== undefined) return `mbox:${mbox.toLowerCase()}`;
  const [sum, openid] = [textAt(agent, 'mbox_sha1sum'), textAt(agent, 'openid')];
  if (sum !== undefined) return `mbox_sha1sum:${sum.toLowerCase()}`;
  return openid === undefined ? undefined : `openid:${openid}`;
}

/**
 * The person of an agent: the name of its account when that is a UUID, else UUIDv5 of its identifier.
 * Name and mailbox themselves are not kept: the log needs to know which person it was, not who that is.
 */
export function agentIdOf(agent: JsonObjectSent): string | undefined {
  const identifier = identifierOf(agent);
  if (identifier === undefined) return undefined;
  const accountName = textAt(objectAt(agent, 'account'), 'name') ?? '';
  return scopedUuid('xapi', isUuid(accountName) ? accountName : identifier);
}

export function actorOf(statement: JsonObjectSent): { readonly userId: string } | FaultFound {
  const actor = statement['actor'];
  if (!isObject(actor)) return adapterFault('invalid_event', '/actor', 'actor is required and must be an object.');
  if (actor['objectType'] === 'Group') {
    const detail = 'The actor is a group, and an event belongs to one person. Send one statement per member.';
    return adapterFault('unsupported_statement', '/actor', detail);
  }
  const userId = agentIdOf(actor);
  if (userId !== undefined) return { userId };
  const detail = 'actor needs an account (homePage and name), an mbox, an mbox_sha1sum or an openid.';
  return adapterFault('invalid_event', '/actor', detail);
}
