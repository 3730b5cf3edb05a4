import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { nodeEnvironment } from '../../../testing/node-environment.ts';

const program = path.join(import.meta.dirname, '../../main.ts');

/** What a command said and how it ended. */
interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder in which an author sits, who runs the commands of plugins and edits files. */
export class AuthorBench {
  readonly folder: string;
  readonly installed: string;

  static async open(): Promise<AuthorBench> {
    return new AuthorBench(await mkdtemp(path.join(tmpdir(), 'author-commands-')));
  }

  private constructor(folder: string) {
    this.folder = folder;
    this.installed = path.join(folder, 'installed');
  }

  async run(...args: readonly string[]): Promise<Ended> {
    const env = { ...nodeEnvironment, HUB_PLUGINS_DIR: this.installed };
    const child = spawn(process.execPath, [program, 'plugin', ...args], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    return { code, out, err };
  }

  /** @param file below plugins */
  async change(file: string, from: string, to: string): Promise<void> {
    const whole = path.join(this.folder, 'plugins', file);
    const before = await readFile(whole, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
    await writeFile(whole, before.replace(from, to));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
