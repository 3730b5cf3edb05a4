import { HubError } from '../errors.ts';
import { jsonPointer } from './json-pointer.ts';

/**
 * PostgreSQL text holds neither NUL nor half of a surrogate pair: asked for one, it fails with an error
 * that would read like a fault of the hub. No stored event can hold them either.
 * @throws HubError invalid_query
 */
export function refuseUnaskableText(input: unknown): void {
  if (typeof input !== 'object' || input === null) return;
  for (const [name, value] of Object.entries(input)) {
    if (typeof value !== 'string') continue;
    if (value.includes('\u0000') || !value.isWellFormed()) {
      throw new HubError('invalid_query', `${name} holds a NUL character or half of a surrogate pair: remove it.`, {
        pointer: jsonPointer([name]),
      });
    }
  }
}
