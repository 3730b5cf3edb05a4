import {
  type ApiKey,
  apiKey,
  keyPage,
  type MadeKey,
  madeKey,
  rotatedKey,
} from '@activity-hub/contracts/access/api-key';
import { Command, InvalidArgumentError, Option } from 'commander';
import { askHub } from '../ask-hub.ts';
import { hubAddress } from '../hub-address.ts';
import { hubKey } from '../hub-key.ts';
import { describeKeys, describeMade } from './describe-keys.ts';

const examples = `
Examples:
  $ npm run hub -- key make --name lms --source lms --type 'learning.*' 'social.*'
  $ npm run hub -- key make --name report --read --expires 90d
  $ npm run hub -- key list
  $ npm run hub -- key rotate 3fQ8sT1kLm9Z --overlap 7d
  $ npm run hub -- key revoke 3fQ8sT1kLm9Z

A key is shown once, when it is made. Without --read and --admin it may publish and nothing else. A key that may
do both, or with limits of its own, is made in the console. key list shows the key ids.`;

interface Common {
  readonly url: string;
  readonly json: boolean;
}

interface MakeSettings extends Common {
  readonly name: string;
  readonly source?: string;
  readonly type?: readonly string[];
  readonly read: boolean;
  readonly admin: boolean;
  readonly expires?: number;
}

export function keyCommand(): Command {
  return new Command('key')
    .description('make, list, rotate and revoke API keys')
    .addCommand(makeCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand())
    .addHelpText('after', examples);
}

function commandOf(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'address of the hub (HUB_URL)', hubAddress(process.env))
    .option('--json', 'print the result as JSON', false)
    .showHelpAfterError('(add --help for what it takes)');
}

function makeCommand(): Command {
  return commandOf('make', 'make a key and show it once')
    .requiredOption('--name <name>', 'by which people know it')
    .option('--source <source>', 'the one source it may publish as; without it any, and each event names its own')
    .option('--type <patterns...>', 'event types it may publish, as topic patterns; without it all')
    .option('--read', 'it may read, and not publish', false)
    .option('--admin', 'it may do everything', false)
    .option('--expires <span>', 'after which it ends, for example 90d or 12h', secondsOf)
    .action(runMake);
}

function listCommand(): Command {
  return commandOf('list', 'list the keys, made last first').action(async (settings: Common) => {
    const { items } = await ask(settings, 'GET', '/activity/keys?limit=200', keyPage);
    print(settings, items, () => describeKeys(items));
  });
}

function rotateCommand(): Command {
  return commandOf('rotate', 'put a new key in the place of one, which lives on for the overlap')
    .argument('<key-id>', 'as key list shows it')
    .addOption(
      new Option('--overlap <span>', 'how long the old key lives on')
        .argParser(secondsOf)
        .default(secondsOf('24h'), '24h'),
    )
    .action(async (keyId: string, settings: Common & { readonly overlap: number }) => {
      const body = { overlap_seconds: settings.overlap };
      const made = await ask(settings, 'POST', `/activity/keys/${encodeURIComponent(keyId)}/rotate`, rotatedKey, body);
      print(settings, made, () => `${describeMade(made)}\nThe old one ends at ${made.previous.overlap_until}.`);
    });
}

function revokeCommand(): Command {
  return commandOf('revoke', 'end a key at once')
    .argument('<key-id>', 'as key list shows it')
    .action(async (keyId: string, settings: Common) => {
      const key = await ask(settings, 'POST', `/activity/keys/${encodeURIComponent(keyId)}/revoke`, apiKey, {});
      print(settings, key, () => `The key "${key.name}" (${key.prefix}) is revoked.`);
    });
}

async function runMake(settings: MakeSettings): Promise<void> {
  const { name, source, type, read, admin, expires } = settings;
  const permissions = admin ? ['admin'] : read ? ['read'] : ['write'];
  const body = {
    name,
    permissions,
    ...(source === undefined ? {} : { source }),
    ...(type === undefined ? {} : { event_types: type }),
    ...(expires === undefined ? {} : { expires_at: new Date(Date.now() + expires * 1_000).toISOString() }),
  };
  const made = await ask(settings, 'POST', '/activity/keys', madeKey, body);
  print(settings, made, () => describeMade(made));
}

function ask<Answer>(
  { url: hub }: Common,
  method: 'GET' | 'POST',
  path: string,
  answer: Parameters<typeof askHub<Answer>>[1],
  body?: unknown,
): Promise<Answer> {
  return askHub({ hub, key: hubKey(process.env, hub), method, path, body }, answer);
}

function print({ json }: Common, result: ApiKey | readonly ApiKey[] | MadeKey, describe: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : describe()}\n`);
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  const seconds = units[unit];
  if (count === undefined || seconds === undefined)
    throw new InvalidArgumentError('Give a number and s, m, h or d, for example 90d.');
  return Number(count) * seconds;
}
