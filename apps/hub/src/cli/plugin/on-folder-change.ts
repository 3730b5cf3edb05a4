import { watch } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Editors write a file in several steps. */
const settleMs = 150;
const ignored = /(^|\/)(__pycache__|node_modules|\.[^/]*)(\/|$)|~$/;

/** Once per burst of changes in a folder, until the signal. */
export async function* onFolderChange(folder: string, signal: AbortSignal): AsyncGenerator<void> {
  let changed = Promise.withResolvers<void>();
  const watching = (async () => {
    for await (const { filename } of watch(folder, { recursive: true, signal }))
      if (filename !== null && !ignored.test(filename)) changed.resolve();
  })().catch((error: Error) => {
    if (error.name !== 'AbortError') changed.reject(error);
  });
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  while (!signal.aborted) {
    await Promise.race([changed.promise, ended]);
    if (signal.aborted) break;
    await pause(settleMs);
    changed = Promise.withResolvers<void>();
    yield;
  }
  await watching;
}
