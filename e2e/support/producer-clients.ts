import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { nodeEnvironment } from '@activity-hub/hub/testing/node-environment';

const clientRun = path.join(import.meta.dirname, 'client-run.ts');
const pythonClient = path.join(import.meta.dirname, '../../packages/client-python/activity_hub.py');

export type ClientLanguage = 'TypeScript' | 'Python';

/** Python 3.9 or newer, or why there is none. */
function missingPython(): string | undefined {
  const asked = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']);
  if (asked.status === 0) return undefined;
  const reason = 'there is no python3 of 3.9 or newer';
  if (process.env['REQUIRE_PYTHON'] === '1') throw new Error(`REQUIRE_PYTHON=1, but ${reason}.`);
  return reason;
}

const noPython = missingPython();

export const producerClients: readonly {
  readonly language: ClientLanguage;
  /** The name of its tests says what they need where that is not there. */
  readonly title: string;
  readonly isMissing: boolean;
}[] = [
  { language: 'TypeScript', title: 'TypeScript', isMissing: false },
  { language: 'Python', title: 'Python (needs python3 of 3.9 or newer)', isMissing: noPython !== undefined },
];

export interface ClientEnd {
  /** 0 everything is in the hub, 1 something was refused, 2 something was not delivered; null: killed. */
  readonly code: number | null;
  readonly stats: Readonly<Record<string, number>>;
  /** One object for each refusal and each error. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  readonly errorText: string;
}

export interface ClientRun {
  readonly process: ChildProcess;
  /** Writes lines to its standard input, as fast as it takes them. */
  write(lines: string): Promise<void>;
  readonly ended: Promise<ClientEnd>;
}

/** A producer process that sends its standard input, or a file, to the hub through one of the clients. */
export function runClient(language: ClientLanguage, options: { key: string; args: readonly string[] }): ClientRun {
  const [program, file] = language === 'Python' ? ['python3', pythonClient] : [process.execPath, clientRun];
  const child = spawn(program, [file, ...options.args], {
    env: { ...nodeEnvironment, ACTIVITY_HUB_KEY: options.key, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk.toString('utf8');
  });
  // A killed producer reads no more: what it was and what the test makes of it shows in its end.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stats: printed.out === '' ? {} : (JSON.parse(printed.out) as Record<string, number>),
    told: printed.err.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
    errorText: printed.err,
  }));
  return {
    process: child,
    ended,
    async write(lines) {
      if (!child.stdin.write(lines)) await once(child.stdin, 'drain');
    },
  };
}
