import { execFile } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** How a process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A program, and the files it may read beside those of the operating system. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly reads: readonly string[];
}

const run = promisify(execFile);
const script = fileURLToPath(new URL('./sandbox.sh', import.meta.url));
const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const politely = fileURLToPath(new URL('./polite.sh', import.meta.url));
/**
 * Plugins yield to the hub and to its servers where processors are short, from their first instruction. Killed with the hub by
 * the kernel: a plugin that hangs would not notice that its input ended.
 */
const polite = (niceness: number): readonly string[] => {
  const by = `${niceness}`;
  return ['nice', '-n', by, 'setsid', 'sh', politely, by, 'setpriv', '--pdeathsig', 'KILL'];
};

/** For those whom whoever runs the hub trusts. */
export function inTheOpen({ command, folder }: Program, niceness: number): Launch {
  const [first, ...args] = [...polite(niceness), ...command] as [string, ...string[]];
  return { command: first, args, cwd: folder, env };
}

/**
 * Namespaces of its own, which need no root: no network, no other processes to see or signal, and no files but its own
 * folder, its runtime and the libraries of the system, all read-only.
 */
export function inSandbox({ command, folder, reads }: Program, niceness: number): Launch {
  // Each sandbox mounts over it in a namespace of its own; the folder itself stays empty.
  const root = path.join(realpathSync(tmpdir()), 'activity-hub-sandbox');
  mkdirSync(root, { recursive: true });
  const namespaces = ['--user', '--map-root-user', '--net', '--pid', '--mount', '--ipc', '--uts'];
  const unshare = ['unshare', ...namespaces, '--fork', '--kill-child', '--propagation', 'private'];
  const inside = ['sh', script, root, folder, folder, ...reads, '--', ...command];
  const [first, ...args] = [...polite(niceness), ...unshare, ...inside] as [string, ...string[]];
  return { command: first, args, cwd: '/', env };
}

let refusal: Promise<string | undefined> | undefined;

/**
 * Why plugins cannot be isolated here; undefined when they can. Found out by doing it, until it has been done once: a plugin
 * that ends again and again would pay for a second sandbox at every start.
 */
export async function sandboxRefusal(): Promise<string | undefined> {
  refusal ??= triedSandbox();
  const why = await refusal;
  if (why !== undefined) refusal = undefined;
  return why;
}

async function triedSandbox(): Promise<string | undefined> {
  const { command, args, cwd } = inSandbox({ command: ['true'], folder: '/usr', reads: [] }, 0);
  try {
    await run(command, args, { cwd, env, timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (stderr?.trim() || message).split('\n', 1).join('');
  }
}
