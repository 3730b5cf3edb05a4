import { z } from 'zod';
import { pluginFaultCodes } from '../plugin/plugin-fault.ts';
import { pluginIdPattern } from '../plugin/plugin-id.ts';
import { jsonDocument } from '../schema/event-schema.ts';

const wording = z.object({ en: z.string(), ru: z.string() });

/** What the hub knows of a plugin's code, as JSON: the manifest with the configuration as JSON Schema. */
export const pluginDocument = z.object({
  id: z.string(),
  version: z.string(),
  kind: z.enum(['aggregator', 'detector', 'sink']),
  hub: z.string().describe('The range of hub versions it was written for.'),
  title: wording,
  description: wording,
  topics: z.array(z.string()),
  scope: z.enum(['stream', 'custom']),
  windows: z.array(z.string()),
  order: z.enum(['any', 'occurred']).optional(),
  reads: z.literal('outline').optional().describe('What of an event makes a difference to it; left out: anything.'),
  emits: z.array(z.string()),
  abilities: z.array(z.string()).optional().describe('What it can do beside folding: deadlines, explain.'),
  versions: z
    .array(z.string())
    .optional()
    .describe('Of the code that a process role has at hand; others cannot be promoted. Left out while none runs.'),
  config_schema: jsonDocument.describe('JSON Schema 2020-12 of the configuration: validation and form at once.'),
});
export type PluginDocument = z.infer<typeof pluginDocument>;

/** `shipped`: in the hub's own catalogue. `installed`: runs in a process of its own. */
export const provenances = ['shipped', 'installed'] as const;
export type Provenance = (typeof provenances)[number];

/** What a person wants of a plugin. What is, says its status. */
export const desiredStates = ['running', 'paused', 'disabled'] as const;
export type DesiredState = (typeof desiredStates)[number];

/**
 * - `refused`: it cannot run on this hub; `refusal` says why.
 * - `quarantined`: it stopped itself; its reason stands in the quarantine of a revision.
 * - `starting`: a process role is about to run it.
 * - `unseen`: the process role has not said anything of it lately.
 * - `ahead`: its checkpoint lies beyond the end of the log, as after a restore of an older backup.
 */
export const pluginConditions = [
  'running',
  'starting',
  'failing',
  'quarantined',
  'ahead',
  'stopped',
  'paused',
  'disabled',
  'refused',
  'unseen',
] as const;
export type PluginCondition = (typeof pluginConditions)[number];

/** A process says every two seconds how its processors run; after that long without a word it is not there. */
export const UNSEEN_AFTER_SECONDS = 15;

/** What is built from history finishes something every few seconds; after that long without anything it stands still. */
export const STANDS_STILL_AFTER_SECONDS = 300;

/** Why something is as it is, for people to read in their own language. */
export const toldFaultCode = {
  reason_code: z
    .enum(pluginFaultCodes)
    .nullable()
    .catch(null)
    .describe('What the reason says, with its values; null: there is none, or it has no code.'),
  reason_values: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .nullable()
    .describe('The values named in the sentence, such as what the plugin itself said.'),
};

/** How one revision runs, as the process that runs it last said. */
export const processorStatus = z.object({
  revision: z.string(),
  condition: z.enum(pluginConditions),
  reason: z.string().nullable(),
  ...toldFaultCode,
  lag_events: z.int().describe('Events it has not looked at yet.'),
  lag_seconds: z.number().describe('How long the oldest of them has been waiting.'),
  events: z.int().describe('Looked at since its process began.'),
  faults: z.int().describe('Events it failed at since its process began.'),
  busy_seconds: z.number(),
  events_per_second: z.number(),
  memory_mb: z.number().nullable().describe('Of its own process; null where it runs in that of the hub.'),
  started_at: z.string(),
  seen_at: z.string().describe('When it said so: the figures are as fresh as that.'),
});
export type ProcessorStatus = z.infer<typeof processorStatus>;

/** shadow → live → retired → live again; shadow or retired → discarded. */
export const revisionStates = ['shadow', 'live', 'retired', 'discarded'] as const;
export type RevisionState = (typeof revisionStates)[number];

/** Code of one version under one configuration. One is live: its figures are shown, and it alone derives events. */
export const pluginRevision = z.object({
  revision: z.string().describe('1.2.0, or with another configuration than the first 1.2.0+2.'),
  plugin_version: z.string(),
  config: jsonDocument,
  state: z.enum(revisionStates),
  note: z.string().nullable(),
  made_by: z.string(),
  made_at: z.string(),
  promoted_by: z.string().nullable(),
  promoted_at: z.string().nullable(),
});
export type PluginRevision = z.infer<typeof pluginRevision>;

/** A revision that is built beside the live one: it harms no figure, but somebody may wait for it. */
export const pluginShadow = z.object({
  revision: z.string(),
  condition: z.enum(pluginConditions),
  reason: z.string().nullable().describe('Why it is not built any further; null: it is, or it rests with its plugin.'),
  ...toldFaultCode,
});
export type PluginShadow = z.infer<typeof pluginShadow>;

export const pluginSummary = z.object({
  plugin_id: z.string(),
  kind: z.enum(['aggregator', 'detector', 'sink']),
  title: wording,
  description: wording,
  version: z.string().describe('Of the code that is installed.'),
  provenance: z.enum(provenances),
  refusal: z.string().nullable().describe('Why it cannot run.'),
  desired: z.enum(desiredStates),
  condition: z.enum(pluginConditions).describe('Of the live revision.'),
  reason: z.string().nullable().describe('Why it is in that condition.'),
  ...toldFaultCode,
  live_revision: z.string().nullable(),
  shadow_revision: z.string().nullable().describe('The newest that is built beside it.'),
  shadows: z.array(pluginShadow).describe('All that are built beside it, the newest first.'),
  status: processorStatus.nullable().describe('Of the live revision.'),
  errors_24h: z.int().describe('Events it failed at in 24 hours, in any revision.'),
});
export type PluginSummary = z.infer<typeof pluginSummary>;

/** It has no name under which it could stand among the others. */
export const passedOverFolder = z.object({
  folder: z.string().describe('Among the installed plugins of a process role that runs.'),
  reason: z.string(),
  ...toldFaultCode,
});
export type PassedOverFolder = z.infer<typeof passedOverFolder>;

export const pluginList = z.object({
  items: z.array(pluginSummary).describe('By id.'),
  passed_over: z
    .array(passedOverFolder)
    .describe('Folders that hold no plugin the hub can list, until they are renamed.'),
});
export type PluginList = z.infer<typeof pluginList>;

export const quarantine = z.object({
  revision: z.string(),
  reason: z.string(),
  ...toldFaultCode,
  lane: z.int().nullable(),
  offset: z.int().nullable(),
  quarantined_at: z.string(),
});
export type PluginQuarantine = z.infer<typeof quarantine>;

export const pluginView = pluginSummary.extend({
  manifest: pluginDocument,
  config: jsonDocument.nullable().describe('Of the live revision.'),
  revisions: z.array(pluginRevision).describe('Newest first, at most 50.'),
  statuses: z.array(processorStatus),
  quarantines: z.array(quarantine),
  restarts: z.int().describe('How often a restart was asked for.'),
  installed_at: z.string(),
  updated_at: z.string(),
});
export type PluginView = z.infer<typeof pluginView>;

export const pluginId = z.string().max(100).regex(pluginIdPattern, 'must be kebab-case, as in activity-score');

const revisionName = z
  .string()
  .max(100)
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?(\+\d{1,9})?$/, 'must be a revision: 1.2.0 or 1.2.0+2');

export const pluginQuery = z.object({ plugin_id: pluginId });
export const revisionQuery = pluginQuery.extend({ revision: revisionName });
export type RevisionQuery = z.infer<typeof revisionQuery>;

/** The code and the configuration of the live revision once more, from the start of the log. */
export const pluginFoldingAgain = pluginQuery.extend({
  note: z.string().trim().max(500).describe('Why, for those who come after.').optional(),
});
export type PluginFoldingAgain = z.infer<typeof pluginFoldingAgain>;

/** A new revision: another configuration, the newest code, or both. */
export const pluginConfiguration = pluginFoldingAgain.extend({
  config: jsonDocument.describe('The whole configuration; it must fit the config_schema of the manifest.'),
});
export type PluginConfiguration = z.infer<typeof pluginConfiguration>;

export const revisionPromotion = revisionQuery.extend({
  confirm: z.string().max(100).describe('The id of the plugin once more, so that nobody promotes by mistake.'),
});
export type RevisionPromotion = z.infer<typeof revisionPromotion>;

export const pluginRollback = pluginQuery.extend({
  revision: revisionName.describe('A retired one; default the one that was live before.').optional(),
  confirm: z.string().max(100).describe('The id of the plugin once more.'),
});
export type PluginRollback = z.infer<typeof pluginRollback>;

export const pluginRevisions = z.object({ items: z.array(pluginRevision) });
export type PluginRevisions = z.infer<typeof pluginRevisions>;
