/** What a person typed as JSON: the value, or why it is none, in the browser's own words. */
export function readJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

export function readJsonObject(
  text: string,
): { readonly value: Record<string, unknown> } | { readonly fault: string | undefined } {
  const read = readJson(text);
  if ('fault' in read) return read;
  const { value } = read;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { value: value as Record<string, unknown> } : { fault: undefined };
}
