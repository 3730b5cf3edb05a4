import { describe, expect, it } from 'vitest';
import { hasSeveralStatements } from './single-statement.ts';

describe('hasSeveralStatements', () => {
  it.each([
    'SELECT 1',
    'SELECT 1;',
    'SELECT 1; -- the end\n  /* ; */ ',
    "SELECT ';', \";\", `;`, 'it''s;', 'a\\';b' -- ; DROP\n",
    'SELECT $tag$ ; DROP TABLE x; $tag$',
    '',
  ])('finds one in %j', (sql) => expect(hasSeveralStatements(sql)).toBe(false));

  it.each(['SELECT 1; SELECT 2', "SELECT ';'; DROP TABLE x", 'SELECT 1;; `x`', "/* ; */ SELECT 1; 'x'"])(
    'finds several in %j',
    (sql) => expect(hasSeveralStatements(sql)).toBe(true),
  );
});
