const sourceName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * A source system from a URI reference, for keys that may publish as any source: the last part of it
 * that is a name (`lms` of `/lms`, `https://example.org/lms/` and `urn:example:lms`).
 */
export function sourceNameOf(uri: string): string | undefined {
  const path = uri.replace(/[?#].*$/s, '').toLowerCase();
  return path
    .split(/[/:]/)
    .filter((part) => sourceName.test(part))
    .at(-1);
}
