import { expect, test } from 'vitest';
import { jsonFlawOf, refuseJsonFlaw } from './json-flaw.ts';

test('a promise is named: the author wrote async', () => {
  const refuse = (value: unknown) => () => refuseJsonFlaw(jsonFlawOf(value, false), 'state', 'ann');
  expect(refuse(Promise.resolve({}))).toThrow(/^Its state of ann is a promise, .*async/);
  expect(refuse({ later: [1] })).not.toThrow();
});
