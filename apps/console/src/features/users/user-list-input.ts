const idBeginning = /^[0-9a-f][0-9a-f-]{0,35}$/i;

/**
 * Shared by server and browser, so that both ask the same question. What could be the beginning of an id is
 * taken for one where it has a digit: no name has.
 */
export function userListInput(sought: string | null): {
  readonly prefix?: string;
  readonly search?: string;
  readonly limit: number;
} {
  const text = sought?.trim() ?? '';
  if (text === '') return { limit: 200 };
  return idBeginning.test(text) && /\d/.test(text)
    ? { prefix: text.toLowerCase(), limit: 200 }
    : { search: text, limit: 200 };
}
