export type WebhookHeaders = Readonly<Record<string, string>>;

/** They belong to the connection or follow from URL and body; a wrong one would let a request be read as two. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const secretName = /auth|cookie|credential|api-?key|passw|secret|session|token/;
export const redacted = '[redacted]';

/** Why the headers of an endpoint cannot be sent, without their values; undefined when they can. */
export function headersFault(headers: WebhookHeaders): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~\w-]{1,256}$/.test(name)) return 'The name of a header has characters that cannot be sent.';
    if (ownHeaders.has(name.toLowerCase())) return `The header ${name} is set by the hub itself.`;
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value) || value.length > 8_192)
      return `The value of the header ${name} is too long or has characters that cannot be sent.`;
  }
  return undefined;
}

/** In lower case; where two names differ in case only the later one counts. */
export function lowerCased(headers: WebhookHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The headers as they may be kept and shown. */
export function redactedHeaders(headers: WebhookHeaders, secretNames: readonly string[] = []): Record<string, string> {
  const named = new Set(secretNames.map((name) => name.toLowerCase()));
  const isSecret = (name: string): boolean => secretName.test(name) || named.has(name);
  return Object.fromEntries(
    Object.entries(lowerCased(headers)).map(([name, value]) => [name, isSecret(name) ? redacted : value]),
  );
}
