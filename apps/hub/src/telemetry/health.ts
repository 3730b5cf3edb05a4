import type { HealthReport } from '@activity-hub/contracts/activity/system-activity';

/** One thing that health depends on. `ready`: without it events cannot be taken. `fresh`: without it figures lag. */
export interface HealthCheck {
  readonly name: string;
  readonly kind: 'ready' | 'fresh';
  /** Says in a few words how it is; throws with a sentence when it is not well. */
  check(): Promise<string>;
}

export interface Health {
  report(): Promise<HealthReport>;
}

const checkTimeoutMs = 2_000;

async function withTimeout(check: HealthCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${checkTimeoutMs / 1000} s.`)), checkTimeoutMs);
  });
  try {
    return await Promise.race([check.check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function run(check: HealthCheck) {
  const begin = performance.now();
  const outcome = await withTimeout(check).then(
    (detail) => ({ ok: true, detail }),
    (failure: unknown) => ({ ok: false, detail: failure instanceof Error ? failure.message : 'Failed.' }),
  );
  return {
    name: check.name,
    kind: check.kind,
    ...outcome,
    latency_ms: Math.round((performance.now() - begin) * 100) / 100,
  };
}

/** Alive, ready and fresh are three answers: a restart helps only the first, producers ask for the second, readers for the third. */
export function createHealth(version: string, checks: readonly HealthCheck[]): Health {
  return {
    async report() {
      const results = await Promise.all(checks.map(run));
      const ready = results.every((result) => result.ok || result.kind !== 'ready');
      const fresh = results.every((result) => result.ok);
      return {
        status: fresh ? 'ok' : ready ? 'degraded' : 'down',
        version,
        alive: true,
        ready,
        fresh,
        checks: results.map(({ kind: _kind, ...result }) => result),
      };
    },
  };
}
