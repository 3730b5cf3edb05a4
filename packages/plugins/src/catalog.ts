import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { activityScore } from './aggregators/activity-score/activity-score.ts';
import { streak } from './aggregators/streak/streak.ts';
import { overactivity } from './detectors/overactivity/overactivity.ts';

/** The plugins shipped with the hub. A folder that is missing here fails the catalog's test. */
export const aggregators: readonly AnyAggregator[] = [activityScore, streak];
export const detectors: readonly AnyDetector[] = [overactivity];
