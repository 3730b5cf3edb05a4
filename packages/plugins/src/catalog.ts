import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
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
import { analytics } from './sinks/analytics/analytics.ts';
import { crm } from './sinks/crm/crm.ts';
import { digitalTwin } from './sinks/digital-twin/digital-twin.ts';
import { epistemicGraph } from './sinks/epistemic-graph/epistemic-graph.ts';
import { file } from './sinks/file/file.ts';
import { guide } from './sinks/guide/guide.ts';
import { kafka } from './sinks/kafka/kafka.ts';
import { memoryBank } from './sinks/memory-bank/memory-bank.ts';
import { proofOfImpact } from './sinks/proof-of-impact/proof-of-impact.ts';
import { s3Ndjson } from './sinks/s3-ndjson/s3-ndjson.ts';
import { tokenomics } from './sinks/tokenomics/tokenomics.ts';

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
export const sinks: readonly AnySink[] = [
  analytics,
  crm,
  digitalTwin,
  epistemicGraph,
  file,
  guide,
  kafka,
  memoryBank,
  proofOfImpact,
  s3Ndjson,
  tokenomics,
];
