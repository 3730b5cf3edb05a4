/** Shared by server and browser, so that both ask the same question. */
export function userListInput(prefix: string | null): { readonly prefix?: string; readonly limit: number } {
  return { ...(prefix === null || prefix === '' ? {} : { prefix: prefix.toLowerCase() }), limit: 200 };
}
