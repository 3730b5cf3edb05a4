import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMessage } from './read-message.ts';
import { scanMembers } from './scan-members.ts';

const spaced = (value: unknown, indent: string): string => JSON.stringify(value, undefined, indent);

it('finds the members that JSON.parse finds', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8, minKeys: 1 });
  fc.assert(
    fc.property(object, fc.constantFrom('', ' ', '\t\n'), (value, indent) => {
      const text = spaced(value, indent);
      const bytes = Buffer.from(text);
      const members = scanMembers(bytes) ?? [];
      const found = members.map(({ key, start, end }) => [
        key,
        JSON.parse(bytes.toString('utf8', start, end)) as unknown,
      ]);
      expect(found).toEqual(Object.entries(JSON.parse(text) as object));
    }),
    { numRuns: 500 },
  );
});

it('never takes for an object what JSON.parse does not, once its values are parsed', () => {
  const noise = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', ' ') });
  fc.assert(
    fc.property(noise, (text) => {
      const bytes = Buffer.from(text);
      const members = scanMembers(bytes);
      if (members === undefined) return;
      let parses = true;
      for (const { start, end } of members) {
        try {
          JSON.parse(bytes.toString('utf8', start, end));
        } catch {
          parses = false;
        }
      }
      if (parses) expect(() => JSON.parse(text) as unknown).not.toThrow();
    }),
    { numRuns: 5_000 },
  );
});

it('reads anything, or says what is wrong with it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      ),
      (text) => {
        try {
          readMessage(Buffer.from(text));
        } catch (failure) {
          expect(failure).toMatchObject({ code: 'malformed_message' });
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
