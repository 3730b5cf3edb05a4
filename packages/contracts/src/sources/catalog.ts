import { aiOs } from './ai-os.ts';
import { billing } from './billing.ts';
import { cases } from './cases.ts';
import { club } from './club.ts';
import { crm } from './crm.ts';
import { lms } from './lms.ts';
import { ory } from './ory.ts';
import type { SourceProfile } from './source-profile.ts';
import { tokenomics } from './tokenomics.ts';

/** The eight subsystems of the mission, in its order. */
export const sourceProfiles: readonly SourceProfile[] = [lms, club, cases, aiOs, tokenomics, billing, crm, ory];

const bySource: ReadonlyMap<string, SourceProfile> = new Map(
  sourceProfiles.map((profile) => [profile.source_system, profile]),
);

export function sourceProfileOf(sourceSystem: string): SourceProfile | undefined {
  return bySource.get(sourceSystem);
}
