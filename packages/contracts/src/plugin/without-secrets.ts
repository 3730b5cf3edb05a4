/** Shorter ones would blank out half of a sentence, and are no secrets. */
export const SHORTEST_SECRET = 4;

/** A text for people with every secret blanked out: a target may echo what it was sent. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length)
    .reduce((kept, secret) => kept.replaceAll(secret, '[secret]'), text);
}
