/** Where the hub answers. Read per request, so that one build serves every machine. */
export function hubAddress(): string {
  return (process.env.HUB_URL ?? 'http://127.0.0.1:4000').replace(/\/+$/, '');
}
