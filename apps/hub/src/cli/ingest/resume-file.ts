import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const fingerprintBytes = 64 * 1024;

const progress = z.object({
  file: z.string(),
  hub: z.string(),
  /** Of the first bytes of the file, to notice that it was replaced. */
  fingerprint: z.object({ bytes: z.int(), sha256: z.string() }),
  /** Every line up to this one has its verdict. */
  line: z.int().min(0),
});
export type IngestProgress = z.infer<typeof progress>;

/** How far a file has been ingested into a hub, kept beside the hub's data. */
export class ResumeFile {
  readonly path: string;
  readonly #file: string;
  readonly #hub: string;

  constructor(dataDir: string, file: string, hub: string) {
    this.#file = resolve(file);
    this.#hub = hub;
    const name = createHash('sha256').update(`${this.#hub}\n${this.#file}`).digest('hex').slice(0, 16);
    this.path = join(resolve(dataDir), 'ingest', `${name}.json`);
  }

  /**
   * The last line that is done; 0 without progress.
   * @throws Error when the file is not the one the progress is about
   */
  async read(): Promise<number> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return 0;
    const kept = progress.safeParse(parsed(text));
    if (!kept.success) return 0;
    const { bytes, sha256 } = kept.data.fingerprint;
    if ((await fingerprintOf(this.#file, bytes)).sha256 !== sha256) {
      throw new Error(
        `${this.#file} is not the file that was begun: its first bytes differ. Start it without --resume.`,
      );
    }
    return kept.data.line;
  }

  async start(): Promise<(line: number) => Promise<void>> {
    const fingerprint = await fingerprintOf(this.#file, fingerprintBytes);
    await mkdir(join(this.path, '..'), { recursive: true, mode: 0o700 });
    return async (line) => {
      const kept: IngestProgress = { file: this.#file, hub: this.#hub, fingerprint, line };
      // Renamed into place, so that a kill in between leaves the older progress and no half of a new one.
      await writeFile(`${this.path}.new`, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
      await rename(`${this.path}.new`, this.path);
    };
  }

  async forget(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function fingerprintOf(file: string, limit: number): Promise<IngestProgress['fingerprint']> {
  const hash = createHash('sha256');
  let bytes = 0;
  if (limit > 0) {
    for await (const chunk of createReadStream(file, { end: limit - 1 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  }
  return { bytes, sha256: hash.digest('hex') };
}
