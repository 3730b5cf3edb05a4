import { dataFolder } from './hub-address.ts';
import { readOperatorKey } from './start/operator-key.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The key the commands send: HUB_KEY, else the one that `npm start` left in the data folder. That one may do
 * everything, so it goes to a hub on this machine only, wherever `--url` points.
 */
export function hubKey(env: Environment, hub: string): string | undefined {
  const told = env['HUB_KEY']?.trim();
  if (told !== undefined && told !== '') return told;
  const isHere = URL.canParse(hub) && loopbackNames.has(new URL(hub).hostname);
  return isHere ? readOperatorKey(dataFolder(env)) : undefined;
}

export function keyHeaders(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

const refusals: ReadonlySet<string> = new Set([
  'unauthenticated',
  'key_expired',
  'key_revoked',
  'forbidden',
  'too_many_addresses',
]);

/** The key, and not what was sent with it, is what the hub did not take: sending it again is of no use. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/** Whether a problem is about the key; then the sentence with what to do. */
export function keyRefusal(hub: string, code: string, detail: string): KeyRefused | undefined {
  if (!refusals.has(code)) return undefined;
  const advice =
    'Set HUB_KEY to a key that may do this; or unset it, and set HUB_DATA_DIR to the data folder of the hub, where npm start keeps operator-key.';
  return new KeyRefused(`The hub at ${hub} does not let this command in: ${detail}\n${advice}`);
}
