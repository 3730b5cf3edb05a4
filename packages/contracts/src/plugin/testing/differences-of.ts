import { isDeepStrictEqual } from 'node:util';

/**
 * What of an expectation does not hold, one sentence each. Objects are asked only for the fields that the
 * expectation names; lists are compared from end to end.
 */
export function differencesOf(expected: unknown, actual: unknown, path: string): readonly string[] {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length =
      expected.length === actual.length ? [] : [`${path} has ${actual.length} entries, not ${expected.length}`];
    const longest = Math.max(expected.length, actual.length);
    return [
      ...length,
      ...Array.from({ length: longest }, (_, at) => differencesOf(expected[at], actual[at], `${path}[${at}]`)).flat(),
    ];
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differencesOf(value, actual[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return isDeepStrictEqual(expected, actual) ? [] : [`${path}: expected ${text(expected)}, got ${text(actual)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
