import { HubError } from '@activity-hub/contracts/errors';
import { isStoreAway } from '../postgres/is-store-away.ts';

/** query_canceled: by the statement timeout of the pool. */
const canceled = '57014';
/** Class 22: a value that passed the contract but that the database cannot work with. */
const unworkable = /^22/;

/** What a failed question to PostgreSQL means to the person who asked; anything unknown comes back as it is. */
export function storeFailure(error: unknown): unknown {
  if (error instanceof HubError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code === canceled)
    return new HubError('query_timeout', 'Ask for a shorter time range, or for fewer things at once.', {
      cause: error,
    });
  if (isStoreAway(error))
    return new HubError('store_unavailable', 'The event log does not answer. Try again in a moment.', { cause: error });
  if (unworkable.test(code))
    return new HubError('invalid_query', 'A value of the query cannot be compared with what is stored.', {
      cause: error,
    });
  return error;
}
