import type { Act } from '../access/act.ts';
import type { CorrectionAnswer, CorrectionState, Replacing, Voiding } from '../activity/event-correction.ts';

/** Taking events back without changing the log. */
export interface CorrectionPorts {
  /** @throws HubError not_found, not_correctable, already_corrected, source_not_allowed */
  voidEvent(wanted: Voiding, act: Act): Promise<CorrectionAnswer>;
  /** @throws HubError as `voidEvent`, and whatever publishing the replacement is refused with */
  replaceEvent(wanted: Replacing, act: Act): Promise<CorrectionAnswer>;
  /** @throws HubError not_found */
  stateOf(eventId: string): Promise<CorrectionState>;
}
