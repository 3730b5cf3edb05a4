import { healthReport } from '@activity-hub/contracts/activity/system-activity';
import { z } from 'zod';
import { keyHeaders } from '../hub-key.ts';
import { reasonOf } from '../ingest/post-lines.ts';
import { type Diagnosis, diagnosesOf } from './diagnosis.ts';
import type { FoundServers } from './find-servers.ts';

const { well, warning, failure } = diagnosesOf('Hub');
const requestLimitMs = 5_000;
const refusal = z.looseObject({ detail: z.string() });

/** The programs as they answer over HTTP: what a producer or a person would meet. */
export async function diagnoseHub(found: FoundServers, key: string | undefined): Promise<readonly Diagnosis[]> {
  const answers = await Promise.all([
    diagnoseHealth('ingest and query', found.hub, 'Start it: npm start.'),
    diagnoseHealth('process', found.process, 'Start it: npm start; how to do without is in docs/operations/README.md.'),
    diagnoseKey(found.hub, key),
    diagnoseConsole(found.console),
  ]);
  return answers.flat();
}

async function diagnoseHealth(name: string, url: string, advice: string): Promise<readonly Diagnosis[]> {
  const answer = await ask(`${url}/activity/health`);
  if ('reason' in answer) return [failure(name, `${url}: ${answer.reason}`, advice)];
  const report = healthReport.safeParse(answer.body);
  if (!report.success) {
    return [
      failure(name, `${url} answers, but not as a hub`, 'Something else has the port: see HUB_URL and HUB_PORT.'),
    ];
  }
  const { status, version, ready, checks } = report.data;
  const unwell = checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.detail}`);
  const detail = `${url}, version ${version}, ${status}`;
  if (unwell.length === 0) return [well(name, detail)];
  const look = 'Each sentence says what it needs; the parts of this report that follow say more.';
  return [(ready ? warning : failure)(name, `${detail}. ${unwell.join(' ')}`, look)];
}

/** Whether the commands are let in; that nothing answers has been said already. */
async function diagnoseKey(hub: string, key: string | undefined): Promise<readonly Diagnosis[]> {
  const advice =
    'Set HUB_KEY to a key that may read; or unset it, and set HUB_DATA_DIR to the data folder of the hub, where npm start keeps operator-key.';
  if (key === undefined) return [warning('key', 'no key for the commands was found', advice)];
  const answer = await ask(`${hub}/activity/metrics`, key);
  if ('reason' in answer) return [];
  if (answer.status === 200) return [well('key', 'the commands are let in')];
  const told = refusal.safeParse(answer.body);
  return [failure('key', told.success ? told.data.detail : `the hub answered ${answer.status}`, advice)];
}

async function diagnoseConsole(url: string): Promise<readonly Diagnosis[]> {
  const answer = await ask(url);
  if ('reason' in answer) return [failure('console', `${url}: ${answer.reason}`, 'Start it: npm start.')];
  return [
    answer.status < 500
      ? well('console', url)
      : failure('console', `${url} answered ${answer.status}`, 'Look into console.log in the data folder.'),
  ];
}

async function ask(url: string, key?: string): Promise<{ status: number; body: unknown } | { reason: string }> {
  try {
    const response = await fetch(url, { headers: keyHeaders(key), signal: AbortSignal.timeout(requestLimitMs) });
    const text = await response.text();
    return { status: response.status, body: parsed(text) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
