import type { Fragment } from 'postgres';
import type { Sql } from '../postgres/client.ts';

/**
 * A list of names or days as one bound text. Not `sql.array`: before the first connection of a pool it
 * does not know the array types yet and sends the bare elements (seen with postgres 3.4.9).
 * @param texts hold no comma: names of the contract and days never do
 */
export function textList(sql: Sql, texts: readonly string[]): Fragment {
  return sql`string_to_array(${texts.join(',')}, ',')`;
}
