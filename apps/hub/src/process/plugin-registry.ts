import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import { appendPluginLog, type PluginLogLine } from '@activity-hub/db/plugins/append-plugin-log';
import { forgetPlugin } from '@activity-hub/db/plugins/forget-plugin';
import { type DesiredPlugin, listDesiredPlugins } from '@activity-hub/db/plugins/list-desired-plugins';
import { listFormerRevisions } from '@activity-hub/db/plugins/list-former-revisions';
import { promoteRevision } from '@activity-hub/db/plugins/promote-revision';
import { prunePluginErrors } from '@activity-hub/db/plugins/prune-plugin-errors';
import { type PluginRegistration, registerPlugin } from '@activity-hub/db/plugins/register-plugin';
import { type ProcessRoleWord, writeProcessRole } from '@activity-hub/db/plugins/write-process-role';
import { type ProcessorStatusRow, writeProcessorStatus } from '@activity-hub/db/plugins/write-processor-status';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { FormerRevisions } from './successor-of.ts';

/** Where the catalogue says what should run, and is told what does. */
export interface PluginRegistry {
  register(plugin: PluginRegistration): Promise<void>;
  /** What is gone, if it never ran and no process role has it. @returns whether it is forgotten */
  forget(pluginId: string): Promise<boolean>;
  /** Instead of a live revision whose code is gone. @returns why not; null when done. */
  promote(pluginId: string, revision: string): Promise<string | null>;
  /** How many events a revision was handed that it has not folded. */
  waiting(pluginId: string, revision: string): Promise<number>;
  readonly formerRevisions: FormerRevisions;
  desired(): Promise<readonly DesiredPlugin[]>;
  report(rows: readonly ProcessorStatusRow[]): Promise<void>;
  /** What this process role has at hand and is about to run. */
  say(word: ProcessRoleWord): Promise<void>;
  log(line: PluginLogLine): Promise<void>;
  /** Forgets what plugins failed at long ago. */
  prune(): Promise<unknown>;
}

export function createPluginRegistry(sql: Sql): PluginRegistry {
  return {
    register: (plugin) => registerPlugin(sql, plugin),
    forget: (pluginId) => forgetPlugin(sql, pluginId),
    promote: (pluginId, revision) => promoteRevision(sql, pluginId, revision, 'hub', { unattended: true }),
    waiting: async (processor, version) => (await readWaitingKeys(sql, { processor, version })).events,
    formerRevisions: (pluginId) => listFormerRevisions(sql, pluginId),
    desired: () => listDesiredPlugins(sql),
    report: (rows) => writeProcessorStatus(sql, rows),
    say: (word) => writeProcessRole(sql, word),
    log: (line) => appendPluginLog(sql, line),
    prune: () => prunePluginErrors(sql),
  };
}
