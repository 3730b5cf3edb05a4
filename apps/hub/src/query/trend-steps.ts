import type { trendSteps } from '@activity-hub/contracts/activity/system-activity';
import { HubError } from '@activity-hub/contracts/errors';

export type TrendStep = (typeof trendSteps)[number];

export const maxTrendPoints = 300;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The start of the step an instant lies in, in UTC; weeks begin on Monday. */
export function stepStartMs(step: TrendStep, instantMs: number): number {
  const date = new Date(instantMs);
  switch (step) {
    case 'hour':
      return Math.floor(instantMs / hourMs) * hourMs;
    case 'day':
      return Math.floor(instantMs / dayMs) * dayMs;
    case 'week':
      return Math.floor(instantMs / dayMs) * dayMs - ((date.getUTCDay() + 6) % 7) * dayMs;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  }
}

function nextStepMs(step: TrendStep, startMs: number): number {
  if (step === 'hour') return startMs + hourMs;
  if (step === 'day') return startMs + dayMs;
  if (step === 'week') return startMs + 7 * dayMs;
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** Starts of all steps that touch [from, to); undefined when they are too many. */
export function stepsBetween(step: TrendStep, fromMs: number, toMs: number): readonly string[] | undefined {
  const starts: string[] = [];
  for (let start = stepStartMs(step, fromMs); start < toMs; start = nextStepMs(step, start)) {
    if (starts.length === maxTrendPoints) return undefined;
    starts.push(new Date(start).toISOString());
  }
  return starts;
}

/**
 * The step asked for, or the finest one from a day up that the range allows.
 * @throws HubError range_too_wide
 */
export function chooseSteps(
  asked: TrendStep | undefined,
  fromMs: number,
  toMs: number,
): { readonly step: TrendStep; readonly starts: readonly string[] } {
  const candidates: readonly TrendStep[] = asked === undefined ? ['day', 'week', 'month'] : [asked];
  for (const step of candidates) {
    const starts = stepsBetween(step, fromMs, toMs);
    if (starts !== undefined) return { step, starts };
  }
  const detail = `More than ${maxTrendPoints} points: ask for a shorter range${asked === undefined || asked === 'month' ? '' : ' or a longer step'}.`;
  throw new HubError('range_too_wide', detail, {
    pointer: asked === undefined || asked === 'month' ? '/from' : '/step',
  });
}
