import type { ShownSink } from '../sinks/shown-sink.ts';
import type { DestinationDraft } from './destination-draft.ts';
import type { FaultAt } from './use-field-faults.ts';

export interface DestinationFieldsProps {
  readonly draft: DestinationDraft;
  /** Undefined as long as they are not known. */
  readonly sinks: readonly ShownSink[] | undefined;
  readonly faultAt: FaultAt;
  readonly onChange: (change: Partial<DestinationDraft>) => void;
}
