import type { Act } from '@activity-hub/contracts/access/act';
import { actorOf } from '../auth/actor-of.ts';

/** Who acted, as one text for people to read beside what they did; the audit keeps it exactly. */
export function nameOfActor({ actor }: Act): string {
  const { kind, name, id } = actorOf(actor);
  return `${kind}:${name ?? id ?? ''}`;
}
