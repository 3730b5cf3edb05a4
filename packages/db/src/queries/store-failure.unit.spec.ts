import { HubError } from '@activity-hub/contracts/errors';
import { describe, expect, test } from 'vitest';
import { connectPostgres } from '../postgres/client.ts';
import { storeFailure } from './store-failure.ts';

const failure = (code: string) => Object.assign(new Error('a statement with a secret'), { code });

describe('storeFailure', () => {
  test.each([
    ['57014', 'query_timeout'],
    ['57P01', 'store_unavailable'],
    ['53300', 'store_unavailable'],
    ['08006', 'store_unavailable'],
    ['CONNECTION_CLOSED', 'store_unavailable'],
    ['CONNECT_TIMEOUT', 'store_unavailable'],
    ['ECONNRESET', 'store_unavailable'],
    ['22P02', 'invalid_query'],
  ])('%s is %s, without the words of the database', (code, expected) => {
    const meant = storeFailure(failure(code));
    expect(meant).toMatchObject({ code: expected });
    expect((meant as HubError).message).not.toContain('secret');
  });

  test('leaves alone what it does not know', () => {
    for (const each of [failure('42601'), new Error('x'), new HubError('not_found', 'x'), 'text', undefined]) {
      expect(storeFailure(each)).toBe(each);
    }
  });

  test('knows a server that is not there', async () => {
    const nowhere = connectPostgres('postgres://hub@127.0.0.1:9/hub', { max: 1 });
    const error = await nowhere`select 1`.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(storeFailure(error)).toMatchObject({ code: 'store_unavailable' });
    await nowhere.end();
  });
});
