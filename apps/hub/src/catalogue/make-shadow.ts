import type { Act } from '@activity-hub/contracts/access/act';
import type { JsonObject } from '@activity-hub/contracts/event';
import { insertShadow } from '@activity-hub/db/plugins/insert-shadow';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { nameOfActor } from './name-of-actor.ts';
import { refusedAct } from './refused-act.ts';

/** Each shadow folds the whole log: more at once would take the place of what is live. */
const maxShadows = 3;

export interface WantedShadow {
  readonly config: JsonObject;
  readonly note: string | undefined;
  readonly act: Act;
}

/** A shadow of the installed code, beside the revisions there are. @returns its name @throws HubError invalid_input */
export async function makeShadow(
  transaction: Statements,
  { manifest }: PluginRow,
  revisions: readonly RevisionRow[],
  { config, note, act }: WantedShadow,
): Promise<string> {
  if (revisions.filter(({ state }) => state === 'shadow').length >= maxShadows)
    throw refusedAct(
      'invalid_input',
      { code: 'many_shadows', values: { most: maxShadows } },
      { pointer: '/plugin_id' },
    );
  return insertShadow(transaction, {
    manifest,
    config,
    note: note === undefined || note === '' ? null : note,
    made_by: nameOfActor(act),
  });
}
