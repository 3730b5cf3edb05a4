import { tmpdir } from 'node:os';
import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { openSocket } from '@activity-hub/contracts/plugin/testing/open-socket';

/** What a host lends, for a test: nothing is logged and nothing is forbidden. */
export function testContext(given: Partial<SinkContext> = {}): SinkContext {
  return {
    log: () => {},
    signal: new AbortController().signal,
    fetch: (url, init) => fetch(url, init),
    connect: openSocket,
    dataFolder: tmpdir(),
    ...given,
  };
}
