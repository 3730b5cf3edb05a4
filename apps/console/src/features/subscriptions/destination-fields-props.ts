import type { DestinationDraft } from './destination-draft.ts';
import type { FaultAt } from './use-field-faults.ts';

export interface DestinationFieldsProps {
  readonly draft: DestinationDraft;
  readonly faultAt: FaultAt;
  readonly onChange: (change: Partial<DestinationDraft>) => void;
}
