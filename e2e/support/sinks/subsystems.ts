import type { Sink } from '@activity-hub/contracts/plugin/sink';
import { digitalTwin, digitalTwinDescription } from '@activity-hub/plugins/sinks/digital-twin/digital-twin';
import { epistemicGraph, epistemicGraphDescription } from '@activity-hub/plugins/sinks/epistemic-graph/epistemic-graph';
import { guide, guideDescription } from '@activity-hub/plugins/sinks/guide/guide';
import { memoryBank, memoryBankDescription } from '@activity-hub/plugins/sinks/memory-bank/memory-bank';
import { proofOfImpact, proofOfImpactDescription } from '@activity-hub/plugins/sinks/proof-of-impact/proof-of-impact';
import type { SubsystemConfig } from '@activity-hub/plugins/sinks/subsystem/subsystem-config';
import type { SubsystemDescription } from '@activity-hub/plugins/sinks/subsystem/subsystem-description';
import { tokenomics, tokenomicsDescription } from '@activity-hub/plugins/sinks/tokenomics/tokenomics';

/** The subsystems of the ecosystem that the hub sends to, with their sinks. */
export const subsystems: readonly {
  readonly sink: Sink<SubsystemConfig>;
  readonly description: SubsystemDescription;
}[] = [
  { sink: digitalTwin, description: digitalTwinDescription },
  { sink: memoryBank, description: memoryBankDescription },
  { sink: proofOfImpact, description: proofOfImpactDescription },
  { sink: epistemicGraph, description: epistemicGraphDescription },
  { sink: tokenomics, description: tokenomicsDescription },
  { sink: guide, description: guideDescription },
];
