import { constants } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName, lastNumber } from './file-name.ts';
import { keepWholeLines } from './whole-lines.ts';

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
  readonly day: string;
  readonly number: number;
  readonly inode: number;
  size: number;
}

/** Appends durably to the file of the day; a full one is followed by the next. */
export class RotatingFile {
  readonly #folder: string;
  readonly #prefix: string;
  readonly #maxBytes: number;
  #file: OpenFile | undefined;

  constructor(folder: string, prefix: string, maxBytes: number) {
    this.#folder = folder;
    this.#prefix = prefix;
    this.#maxBytes = maxBytes;
  }

  /** @throws as the file system does; then nothing of the text counts as written */
  async append(text: string, day: string): Promise<void> {
    try {
      const file = await this.#fileFor(day);
      await file.handle.appendFile(text);
      await file.handle.datasync();
      file.size += Buffer.byteLength(text);
    } catch (error) {
      // What was written of it is cut off when the file is opened again.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }

  async #fileFor(day: string): Promise<OpenFile> {
    const current = this.#file;
    if (current !== undefined) {
      if (current.day === day && current.size < this.#maxBytes && (await isInPlace(current))) return current;
      await this.close();
    }
    const last = Math.max(1, lastNumber(await readdir(this.#folder), this.#prefix, day));
    let file = await this.#open(day, last);
    if (file.size >= this.#maxBytes) {
      await file.handle.close();
      file = await this.#open(day, last + 1);
    }
    this.#file = file;
    return file;
  }

  async #open(day: string, number: number): Promise<OpenFile> {
    const path = join(this.#folder, fileName(this.#prefix, day, number));
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o640);
    try {
      const size = await keepWholeLines(handle);
      if (size === 0) await syncFolder(this.#folder);
      return { handle, path, day, number, inode: (await handle.stat()).ino, size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

/** Whoever moves or removes the file must not make the hub write into nothing. */
async function isInPlace({ path, inode }: OpenFile): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.ino === inode;
}

/** A new name is durable once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
