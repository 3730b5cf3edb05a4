import { readFileSync } from 'node:fs';

const established = '01';

/**
 * Connections on which a server of this process is spoken to, as the kernel sees them.
 * @param address its host and port
 */
export function connectionsOf(address: string): number {
  const port = Number(new URL(`http://${address}`).port)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0');
  return readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === established && local?.endsWith(`:${port}`) === true).length;
}
