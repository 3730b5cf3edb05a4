import type { Participant, ParticipantChange, ParticipantPage, ParticipantSearch } from '../access/participant.ts';

/** The local directory of participants. A mentor sees those of the own cohorts. */
export interface ParticipantPorts {
  list(search: ParticipantSearch): Promise<ParticipantPage>;
  /** Makes the participant when nobody knows them yet. */
  update(change: ParticipantChange): Promise<Participant>;
}
