/**
 * Arrays as the text PostgreSQL reads. postgres.js would serialise them element by element, with a look-up
 * of the type for each; whole columns joined by hand cost a tenth of it.
 */

/** For ids, instants and numbers, which hold nothing to quote; text that breaks out changes the count, and the function refuses. */
export function bareArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

const needsEscape = /["\\]/;

export function quotedArray(values: readonly (string | null)[]): string {
  return `{${values.map(quotedElement).join(',')}}`;
}

function quotedElement(value: string | null): string {
  if (value === null) return 'NULL';
  return needsEscape.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

/** Stands in no JSON text: control characters are escaped inside strings and no white space outside. */
const RECORD_SEPARATOR = '\u001e';

/** JSON texts as one text for `string_to_array`: quoting them into an array doubles their size. */
export function joinedJson(texts: readonly string[]): string {
  return texts.join(RECORD_SEPARATOR);
}
