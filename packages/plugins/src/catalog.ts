import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { activityScore } from './aggregators/activity-score/activity-score.ts';
import { completionRate } from './aggregators/completion-rate/completion-rate.ts';
import { counts } from './aggregators/counts/counts.ts';
import { engagement } from './aggregators/engagement/engagement.ts';
import { failureRate } from './aggregators/failure-rate/failure-rate.ts';
import { quality } from './aggregators/quality/quality.ts';
import { streak } from './aggregators/streak/streak.ts';
import { velocity } from './aggregators/velocity/velocity.ts';
import { workTrace } from './aggregators/work-trace/work-trace.ts';
import { overactivity } from './detectors/overactivity/overactivity.ts';

/** The plugins shipped with the hub. A folder that is missing here fails the catalog's test. */
export const aggregators: readonly AnyAggregator[] = [
  activityScore,
  completionRate,
  counts,
  engagement,
  failureRate,
  quality,
  streak,
  velocity,
  workTrace,
];
export const detectors: readonly AnyDetector[] = [overactivity];
