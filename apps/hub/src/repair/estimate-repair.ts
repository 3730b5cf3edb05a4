import { isUtf8 } from 'node:buffer';
import type {
  RepairAttempt,
  RepairEstimate,
  RepairPlan,
  Revalidation,
} from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import type { Sql } from '@activity-hub/db/postgres/client';
import { getRefused } from '@activity-hub/db/refused/get-refused';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import { surveyRefused } from '@activity-hub/db/refused/survey-refused';
import { jsonDifferences } from './json-differences.ts';
import { examineRepair, type RepairSources } from './publish-repair.ts';
import { jsonOf, type RepairEdit, repairedText } from './repaired-text.ts';

const samples = 5;

function textOf(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

async function revalidated(
  sources: RepairSources,
  row: WholeRefused,
  edit: RepairEdit,
  asAdmin: boolean,
): Promise<Revalidation> {
  const text = repairedText(row, edit);
  const verdict = await examineRepair(sources, row, text, asAdmin);
  const [before, after] = [jsonOf(row.raw), jsonOf(text)];
  const differences = before === undefined || after === undefined ? [] : [...jsonDifferences(before, after)];
  return { ...verdict, text: textOf(text), differences };
}

/** A dry run of one repair. @throws HubError not_repairable, invalid_input */
export function revalidate(sources: RepairSources, row: WholeRefused, attempt: RepairAttempt): Promise<Revalidation> {
  return revalidated(sources, row, attempt, attempt.as_admin ?? false);
}

/** What cannot even be tried is a sample like any other: the person must see it before the start. */
async function sampled(sources: RepairSources, row: WholeRefused, plan: RepairPlan): Promise<Revalidation> {
  try {
    return await revalidated(sources, row, { operations: plan.operations }, plan.as_admin ?? false);
  } catch (failure) {
    if (!(failure instanceof HubError) || failure.status >= 500) throw failure;
    const fault = { code: failure.code, detail: failure.message, pointer: failure.pointer ?? '' };
    return { ok: false, events: 0, event_id: null, derived_event_id: false, fault, text: null, differences: [] };
  }
}

/** What a repair of many would touch and become, tried on samples spread over it. */
export async function estimateRepair(sql: Sql, sources: RepairSources, plan: RepairPlan): Promise<RepairEstimate> {
  const { total, truncated, sample_ids } = await surveyRefused(sql, plan, samples);
  const rows = await getRefused(sql, sample_ids);
  const shown = rows.map(async (row) => ({
    ...(await sampled(sources, row, plan)),
    refused_id: row.refused_id,
    before: textOf(row.raw),
  }));
  return { total, truncated, samples: await Promise.all(shown) };
}
