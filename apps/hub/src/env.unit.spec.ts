import { expect, it } from 'vitest';
import { readEnv } from './env.ts';

const DATABASE_URL = 'postgres://hub:secret@127.0.0.1:5432/hub';

it('has a default for everything but the database', () => {
  expect(readEnv({ DATABASE_URL, HUB_PORT: '' })).toMatchObject({
    port: 4000,
    processPort: 4001,
    timeZone: 'UTC',
    quietMs: 60_000,
    logLevel: 'info',
    clickhouseUrl: undefined,
  });
});

it.each([
  [{}, 'DATABASE_URL is not set.'],
  [{ DATABASE_URL: 'mysql://hub:secret@db' }, 'DATABASE_URL is not valid: must begin with postgres://.'],
  [{ DATABASE_URL, HUB_PORT: 'many' }, 'HUB_PORT is not valid'],
  [{ DATABASE_URL, HUB_TIME_ZONE: 'Mars/Olympus' }, 'HUB_TIME_ZONE is not valid: must be an IANA zone'],
])('says what is wrong with %j without showing a secret', (variables, message) => {
  expect(() => readEnv(variables)).toThrow(message);
  expect(() => readEnv(variables)).not.toThrow('secret');
});
