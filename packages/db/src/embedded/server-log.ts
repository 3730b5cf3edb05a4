import { chmodSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT_BYTES = 10_000_000;

/**
 * Where a server writes. A file, not a pipe: it must be able to go on after the hub was killed.
 * `start` hands the open file to the spawn; `sinceStart` tells why a start failed.
 */
export class ServerLog {
  readonly path: string;
  #from = 0;

  constructor(path: string) {
    this.path = path;
  }

  start<Result>(spawnWith: (file: number) => Result): Result {
    if (existsSync(this.path) && statSync(this.path).size > ROTATE_AT_BYTES) renameSync(this.path, `${this.path}.1`);
    const file = openSync(this.path, 'a', 0o600);
    try {
      chmodSync(this.path, 0o600);
      this.#from = statSync(this.path).size;
      return spawnWith(file);
    } finally {
      closeSync(file);
    }
  }

  sinceStart(): string {
    return readFileSync(this.path).subarray(this.#from).toString('utf8').trim();
  }
}
