import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { type HubProcess, startHubProcess } from '../testing/hub-process.ts';
import { operatorKey } from '../testing/operator-key.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import { benchEvent } from './bench-events.ts';
import type { BenchResult } from './bench-result.ts';
import { type OverloadPlan, type OverloadResult, overloadId } from './overload-load.ts';
import { rounded } from './rounded.ts';

const generator = path.join(import.meta.dirname, 'overload-load.ts');
const admittedPerSecond = 2_000;
const offeredPerSecond = 20_000;
const batch = 20;
const fullSeconds = 60;
const shortSeconds = 8;
const warmSeconds = 2;
const sampleEveryMs = 100;
const probeEveryMs = 20;
/** An answer in this time is what a producer is used to. */
const recoveredWithinMs = 100;
const settleMs = 3_000;

/** The short form is for checks: `HUB_BENCH_SHORT=1`. */
function loadSeconds(): number {
  return process.env['HUB_BENCH_SHORT'] === '1' ? shortSeconds : fullSeconds;
}

function rssMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

async function runOverload(plan: OverloadPlan): Promise<OverloadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(plan)], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as OverloadResult;
}

/** The highest resident memory of a process while something runs. */
async function peakWhile<Result>(pid: number, running: Promise<Result>): Promise<{ result: Result; peak: number }> {
  let peak = rssMb(pid);
  const sampling = setInterval(() => {
    peak = Math.max(peak, rssMb(pid));
  }, sampleEveryMs);
  try {
    return { result: await running, peak };
  } finally {
    clearInterval(sampling);
  }
}

/** Milliseconds until a single event is taken again, and answered as quickly as ever. */
async function recoveryMs(hub: HubProcess): Promise<number> {
  const begun = performance.now();
  for (let n = 0; ; n++) {
    const event = { ...benchEvent('recovery', n, Date.now()), event_id: randomUUID() };
    const sent = performance.now();
    const answer = await fetch(`${hub.url}/activity/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorKey}` },
      body: JSON.stringify(event),
    });
    await answer.text();
    if (answer.status === 201 && performance.now() - sent < recoveredWithinMs) return performance.now() - begun;
    await pause(probeEveryMs);
  }
}

/** How many acknowledged events the log does not hold. */
async function lostOf(sql: Sql, batches: readonly number[]): Promise<number> {
  let lost = 0;
  for (let from = 0; from < batches.length; from += 100) {
    const ids = batches
      .slice(from, from + 100)
      .flatMap((number) => Array.from({ length: batch }, (_, place) => overloadId(number, place)));
    const [row] = await sql<{ found: number }[]>`
      select count(*)::int as found from event_key where event_id = any(${ids}::uuid[])`;
    lost += ids.length - (row?.found ?? 0);
  }
  return lost;
}

async function measure(servers: OwnServers, sql: Sql, say: (line: string) => void): Promise<BenchResult> {
  const env = { ...servers.env, HUB_MAX_EVENTS_PER_SECOND: String(admittedPerSecond) };
  const hub = await startHubProcess({ roles: 'ingest', env });
  const url = `${hub.url}/activity/events/batch`;
  const plan = { url, batch, connections: 64, firstBatch: 0 };
  say('warm, at half of what is admitted');
  await runOverload({ ...plan, seconds: warmSeconds, eventsPerSecond: admittedPerSecond / 2 });
  const before = rssMb(hub.pid);
  const storedBefore = await storedOf(sql);
  const seconds = loadSeconds();
  say(`${offeredPerSecond} events/s for ${seconds} s, of which ${admittedPerSecond}/s are admitted`);
  const { result, peak } = await peakWhile(
    hub.pid,
    runOverload({ ...plan, seconds, eventsPerSecond: offeredPerSecond, firstBatch: 1_000_000 }),
  );
  const recovery = await recoveryMs(hub);
  await pause(settleMs);
  const after = rssMb(hub.pid);
  const acknowledged = result.acknowledgedBatches.length * batch;
  const lost = await lostOf(sql, result.acknowledgedBatches);
  const stored = (await storedOf(sql)) - storedBefore;
  const peakRssMb = hub.peakRssMb();
  await hub.stop();
  return {
    name: 'overload',
    figures: {
      seconds,
      offered_events_per_s: Math.round(result.offeredPerSecond),
      acknowledged_events: acknowledged,
      acknowledged_events_per_s: Math.round(acknowledged / seconds),
      stored_events: stored,
      lost_events: lost,
      sent_away_requests: result.sentAway,
      other_answers: result.otherAnswers,
      sent_away_p95_ms: rounded(result.sentAwayP95, 1),
      acknowledged_p95_ms: rounded(result.acknowledgedP95, 1),
      rss_before_mb: rounded(before, 1),
      rss_peak_mb: rounded(peak, 1),
      rss_after_mb: rounded(after, 1),
      recovery_ms: rounded(recovery, 1),
    },
    ratios: { rss_peak_to_before: Number((peak / before).toFixed(2)) },
    baseline: { admitted_events_per_s: admittedPerSecond },
    peakRssMb,
  };
}

async function storedOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ stored: number }[]>`select count(*)::int as stored from event where origin = 'producer'`;
  return row?.stored ?? 0;
}

/** Ten times what the hub admits: what it acknowledges must be there, its memory flat, and it itself back at once. */
export function overloadBench(say: (line: string) => void): Promise<BenchResult> {
  return withOwnServers(async (servers) => {
    const sql = connectPostgres(servers.databaseUrl, { max: 1, name: 'bench' });
    try {
      return await measure(servers, sql, say);
    } finally {
      await sql.end();
    }
  });
}
