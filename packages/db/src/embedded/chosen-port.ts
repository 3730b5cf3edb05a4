import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** True when nothing listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * The port remembered in `file`, so that an address copied into a database tool stays right after a
 * restart; another one when something else took it meanwhile.
 */
export async function chosenPort(file: string): Promise<number> {
  const remembered = rememberedPort(file);
  if (remembered !== undefined && (await becomesFree(remembered))) return remembered;
  const port = await freePort();
  writeFileSync(file, `${port}\n`);
  return port;
}

/** A server that was killed a moment ago still holds its port until the system has taken its memory back. */
async function becomesFree(port: number): Promise<boolean> {
  for (const until = performance.now() + 1_000; performance.now() < until; await sleep(20)) {
    if (await isPortFree(port)) return true;
  }
  return false;
}

function rememberedPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}
