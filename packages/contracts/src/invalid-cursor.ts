import { HubError } from './errors.ts';

/** The refusal of a cursor that the hub has not given out. */
export function invalidCursor(): HubError {
  const detail = 'Give back the next_cursor of the page before, unchanged, or leave the cursor out to begin anew.';
  return new HubError('invalid_cursor', detail, { pointer: '/cursor' });
}
