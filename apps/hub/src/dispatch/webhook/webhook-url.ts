export interface WebhookUrlRules {
  /** Signatures keep a body from being changed, not from being read; so plain HTTP takes a decision. */
  readonly allowHttp?: boolean | undefined;
}

export type ParsedWebhookUrl =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly sentence: string };

const maxUrlLength = 2_000;

/**
 * The URL of an endpoint as it is used, or a sentence why it cannot be one. Where it may lead is judged
 * when it is connected to, as that changes. The sentence never repeats the URL: it may hold a secret.
 */
export function parseWebhookUrl(text: string, rules: WebhookUrlRules = {}): ParsedWebhookUrl {
  const refuse = (sentence: string): ParsedWebhookUrl => ({ ok: false, sentence });
  if (text.length > maxUrlLength) return refuse(`The URL has ${text.length} characters; at most 2,000 are taken.`);
  if (!URL.canParse(text)) return refuse('This is no URL; it should look like https://example.com/webhooks.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse(`A webhook goes to an https URL, not to ${url.protocol.slice(0, 20)}`);
  if (url.protocol === 'http:' && rules.allowHttp !== true)
    return refuse('Plain http is not allowed here; give the endpoint a certificate and use https.');
  if (url.username !== '' || url.password !== '')
    return refuse('A user name or password in the URL ends up in logs; send it in a header instead.');
  if (url.hostname === '') return refuse('The URL names no host.');
  // Escaping may have made it longer, and it is this text that is sent.
  if (url.href.length > 2 * maxUrlLength) return refuse('The URL grows too long when it is escaped.');
  return { ok: true, url };
}
