import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMemberList } from './read-member-list.ts';

const id = '3ab871b9-0000-4000-8000-000000000001';
const other = '3ab871b9-0000-4000-8000-000000000002';

describe('readMemberList', () => {
  test.each([
    [`${id}`, { line: 1, user_id: id }],
    [
      `\uFEFFuser_id;display_name;time_zone\n${id.toUpperCase()};Anna;UTC`,
      { line: 2, user_id: id, display_name: 'Anna', time_zone: 'UTC' },
    ],
    [
      `${id},"Anna ""A"", M.",Europe/Moscow`,
      { line: 1, user_id: id, display_name: 'Anna "A", M.', time_zone: 'Europe/Moscow' },
    ],
    [`\n\n ${id} , Anna ,`, { line: 3, user_id: id, display_name: 'Anna' }],
  ])('reads %j', (csv, line) => {
    expect(readMemberList(csv)).toEqual([line]);
  });

  test.each([
    ['Anna,UTC', 'UUID'],
    [`${id},"Anna`, 'quotation'],
    [`${id},Anna,Moscow`, 'zone'],
    [`${id},Anna,UTC,more`, 'three fields'],
    [`${id},${'x'.repeat(201)}`, 'at most 200'],
    [`${id},half \ud800`, 'text'],
  ])('says what is wrong with %j', (csv, problem) => {
    expect(readMemberList(csv)).toEqual([
      expect.objectContaining({ line: 1, problem: expect.stringContaining(problem) }),
    ]);
  });

  test('takes the first of two lines of one person', () => {
    expect(readMemberList(`${id},A\n${other},B\n${id},C`).map((line) => 'problem' in line)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('gives every line with text one verdict, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('"', ',', ';', 'a', ' ', '\t', '3') })), (lines) => {
        const withText = lines.filter((line) => line.trim() !== '').length;
        expect(readMemberList(lines.join('\n'))).toHaveLength(withText);
      }),
    );
  });
});
