import type { Participant } from '@activity-hub/contracts/access/participant';
import type { Sql } from '../postgres/client.ts';
import { type Sight, sightList } from '../queries/sight.ts';
import { participantColumns } from './participant-columns.ts';

/** Where a page ended. */
export interface ParticipantPlace {
  readonly nameless: boolean;
  readonly name: string;
  readonly user_id: string;
}

export interface ParticipantFilter {
  readonly sight: Sight;
  /** Whose cohorts are named beside each participant; undefined: all. */
  readonly mentor_id: string | undefined;
  readonly search?: string | undefined;
  readonly cohort_id?: string | undefined;
  readonly after?: ParticipantPlace | undefined;
  readonly limit: number;
}

export type ParticipantRow = Participant & { readonly nameless: boolean; readonly sort_name: string };

/** Participants by name, those without one last, with one row more than the limit. A name is found by any part of it. */
export async function listParticipants(sql: Sql, filter: ParticipantFilter): Promise<readonly ParticipantRow[]> {
  const { sight, after } = filter;
  const search = filter.search?.toLowerCase();
  return sql<ParticipantRow[]>`
    select ${participantColumns(sql, filter.mentor_id)},
      (display_name is null) as nameless, lower(coalesce(display_name, '')) as sort_name
    from participant
    where true
      ${sight === 'everybody' ? sql`` : sql`and participant.user_id = any(${sightList(sql, sight)})`}
      ${
        search === undefined
          ? sql``
          : sql`and (strpos(lower(participant.display_name), ${search}) > 0 or starts_with(participant.user_id::text, ${search}))`
      }
      ${
        filter.cohort_id === undefined
          ? sql``
          : sql`and exists (select from cohort_member as wanted
              where wanted.user_id = participant.user_id and wanted.cohort_id = ${filter.cohort_id}::text::uuid)`
      }
      ${
        after === undefined
          ? sql``
          : sql`and ((display_name is null), lower(coalesce(display_name, '')), participant.user_id)
              > (${String(after.nameless)}::text::boolean, ${after.name}::text, ${after.user_id}::text::uuid)`
      }
    order by (display_name is null), lower(coalesce(display_name, '')), participant.user_id
    limit ${filter.limit + 1}`;
}
