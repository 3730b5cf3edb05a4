import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Received } from './webhook-receivers.ts';

export interface Receivers {
  readonly url: string;
  report(): Promise<Received>;
  forget(): void;
  stop(): Promise<void>;
}

export async function startReceivers(): Promise<Receivers> {
  const child = fork(fileURLToPath(new URL('./webhook-receivers.ts', import.meta.url)));
  const [listening] = (await once(child, 'message')) as [{ readonly port: number }];
  return {
    url: `http://127.0.0.1:${listening.port}`,
    async report() {
      child.send('report');
      const [received] = (await once(child, 'message')) as [Received];
      return received;
    },
    forget: () => child.send('forget'),
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
