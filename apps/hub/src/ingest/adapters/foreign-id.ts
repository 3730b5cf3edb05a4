import { hash } from 'node:crypto';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import { canonicalWalk } from '../canonical-walk.ts';

/** The namespace of people and sessions whose ids are no UUIDs. Chosen once: another one would part every person from their history. */
export const FOREIGN_NAME_NAMESPACE = '2d7d4f0c-7a3e-5c3c-8a39-9b1f2f5f6a10';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const maxIdLength = 255;
/** Deeper than what is read at all. */
const maxDepth = 64;

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** A foreign id as an `event_id`: as it is where it fits, else by its SHA-256. */
export function eventIdText(id: string): string {
  return id.length <= maxIdLength ? id : `sha256:${hash('sha256', id, 'hex')}`;
}

/** The id of something that brought none: made of everything it says, so that a blind retry is the same event. */
export function contentIdOf(format: string, value: unknown): string {
  return `${format}:${hash('sha256', canonicalWalk(value, maxDepth)?.text ?? '', 'hex')}`;
}

/**
 * The UUID of a person or a session. A UUID is taken as it is; any other id counts within `scope` only
 * (the kind of id and the source), because "42" of two sources are two people.
 */
export function scopedUuid(scope: string, id: string): string {
  return isUuid(id) ? id.toLowerCase() : uuidV5(FOREIGN_NAME_NAMESPACE, `${scope}:${id}`);
}
