import type { JsonObject } from '@activity-hub/contracts/event';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PluginLogLine } from '@activity-hub/db/plugins/append-plugin-log';
import type { DesiredPlugin, DesiredRevision } from '@activity-hub/db/plugins/list-desired-plugins';
import type { BaseLogger } from 'pino';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { AvailablePlugin } from './available-plugin.ts';
import { CatalogueLog } from './catalogue-log.ts';
import type { PluginRegistry } from './plugin-registry.ts';
import { ProcessorReport, type ReportedProcessor } from './processor-report.ts';
import { type RevisionParts, RunningRevision } from './running-revision.ts';

const reconcileMs = 1_000;
const reportMs = 2_000;
const pruneMs = 60 * 60_000;

export interface PluginSupervisorOptions {
  readonly registry: PluginRegistry;
  /** What can be run now; asked again and again, because plugins are installed and changed while the hub runs. */
  readonly available: () => Promise<readonly AvailablePlugin[]>;
  readonly parts: RevisionParts;
  /** Told of every processor before it runs, so that the watchdog can name it. */
  readonly announce: (ref: ProcessorRef) => void;
  /** Consumers that are no plugins, for the report. */
  readonly others: () => readonly ConsumerStatus[];
  readonly logger: BaseLogger;
}

export interface StoppedPlugin {
  readonly id: string;
  readonly reason: string;
}

/** A revision that should run, with the code that can run it. */
interface Wanted {
  readonly plugin: DesiredPlugin;
  readonly revision: DesiredRevision;
  readonly code: AvailablePlugin;
}

interface Running {
  readonly revision: RunningRevision;
  /** Of what it was started with; when it changes, it is started again. */
  readonly order: string;
}

/**
 * Brings what runs in line with what should run: the revisions that are live or built as shadows, of plugins that are
 * enabled and not paused. Looks at the catalogue every second, so a change by a person needs no restart of the
 * hub. A plugin that cannot be started is named and the others run.
 */
export class PluginSupervisor {
  readonly #options: PluginSupervisorOptions;
  readonly #report: ProcessorReport;
  readonly #log: CatalogueLog;
  readonly #running = new Map<string, Running>();
  /** Why something that should run does not, by the order that failed: the same is not tried again. */
  readonly #failed = new Map<string, StoppedPlugin & { readonly ref: ProcessorRef; readonly order: string }>();
  readonly #registered = new Map<string, string>();
  #refused: readonly StoppedPlugin[] = [];
  #timers: readonly NodeJS.Timeout[] = [];
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: PluginSupervisorOptions) {
    this.#options = options;
    this.#report = new ProcessorReport(options.registry);
    this.#log = new CatalogueLog(options.registry, options.logger);
  }

  /** Resolves when everything that should run was started. */
  async start(): Promise<void> {
    await this.#take(() => this.#reconcile());
    this.#timers = [
      setInterval(() => void this.#take(() => this.#reconcile()), reconcileMs),
      setInterval(() => void this.#take(() => this.#report.write(this.#reported())), reportMs),
      setInterval(() => void this.#take(() => this.#prune()), pruneMs),
    ];
    void this.#take(() => this.#prune());
  }

  /** Resolves when everything that was started knows where to go on. */
  async begun(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ revision }) => revision.begun()));
  }

  /** Somebody changed the catalogue: look now. A hint that gets lost only delays until the next second. */
  nudge(): void {
    void this.#take(() => this.#reconcile());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#turn;
    await Promise.all([...this.#running.values()].map(({ revision }) => revision.stop()));
    await this.#log.idle();
  }

  statuses(): readonly ConsumerStatus[] {
    return [...this.#running.values()].map(({ revision }) => revision.status());
  }

  /** Plugins that do not run although they should. */
  refused(): readonly StoppedPlugin[] {
    return [...this.#refused, ...this.#failed.values()];
  }

  async #prune(): Promise<void> {
    await this.#options.registry.prune();
  }

  #reported(): readonly ReportedProcessor[] {
    const running = [...this.#running.values()].map(({ revision }) => ({
      status: revision.status(),
      startedAt: revision.startedAt,
      memoryMb: revision.opened.memoryMb(),
    }));
    const failed = [...this.#failed.values()].map(({ ref, reason }) => ({ status: refusedStatus(ref, reason) }));
    return [...running, ...failed, ...this.#options.others().map((status) => ({ status }))];
  }

  /** One turn after the other: a slow database must not make two of them start the same revision. */
  #take(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#stopped) return;
      try {
        await work();
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'The catalogue of plugins cannot be read or written; trying again.');
      }
    });
    return this.#turn;
  }

  async #reconcile(): Promise<void> {
    const available = await this.#options.available();
    await this.#register(available);
    const asked = await this.#options.registry.desired();
    const handedOver = await this.#passOn(asked, available);
    const desired = handedOver ? await this.#options.registry.desired() : asked;
    const wanted = wantedOf(desired, available);
    await this.#stopUnwanted(wanted);
    for (const [name, item] of wanted) await this.#startWanted(name, item);
  }

  async #register(available: readonly AvailablePlugin[]): Promise<void> {
    const { registry, logger } = this.#options;
    this.#refused = available.flatMap(({ manifest, refusal }) =>
      refusal === undefined ? [] : [{ id: manifest.id, reason: refusal }],
    );
    for (const plugin of available) {
      const { manifest, refusal, fingerprint } = plugin;
      const said = JSON.stringify([fingerprint, refusal]);
      const name = `${manifest.id} ${manifest.version}`;
      if (this.#registered.get(name) === said) continue;
      await registry.register(registrationOf(plugin));
      this.#registered.set(name, said);
      if (refusal === undefined) continue;
      logger.error({ plugin: manifest.id }, `Plugin ${manifest.id} does not run: ${refusal}`);
      for (const line of plugin.said ?? []) await this.#say(manifest.id, null, 'error', line);
    }
  }

  /**
   * Where the code of the live revision is gone and that of a newer one is there, nobody can hold them against each
   * other any more: the newer one takes over at the place where the old one stopped. @returns whether one did
   */
  async #passOn(desired: readonly DesiredPlugin[], available: readonly AvailablePlugin[]): Promise<boolean> {
    let handedOver = false;
    for (const { plugin_id, revisions } of desired) {
      const live = revisions.find((revision) => revision.state === 'live');
      const next = revisions.findLast((revision) => codeOf(available, plugin_id, revision) !== undefined);
      if (live === undefined || next === undefined || codeOf(available, plugin_id, live) !== undefined) continue;
      const refusal = await this.#options.registry.promote(plugin_id, next.revision);
      if (refusal !== null) continue;
      handedOver = true;
      await this.#say(plugin_id, next.revision, 'warn', `Took over from ${live.revision}, whose code is gone.`);
    }
    return handedOver;
  }

  async #stopUnwanted(wanted: ReadonlyMap<string, Wanted>): Promise<void> {
    for (const [name, { revision, order }] of this.#running) {
      const item = wanted.get(name);
      if (item !== undefined && orderOf(item) === order) continue;
      this.#running.delete(name);
      await revision.stop();
      const { processor, version } = revision.ref;
      await this.#say(processor, version, 'info', item === undefined ? 'Stopped.' : 'Stopped, to start again.');
    }
    for (const [name, { order }] of this.#failed) {
      const item = wanted.get(name);
      if (item === undefined || orderOf(item) !== order) this.#failed.delete(name);
    }
  }

  async #startWanted(name: string, item: Wanted): Promise<void> {
    const { plugin, revision, code } = item;
    const order = orderOf(item);
    if (this.#running.has(name) || this.#failed.has(name) || this.#stopped) return;
    const ref: ProcessorRef = { processor: plugin.plugin_id, version: revision.revision };
    try {
      this.#options.announce(ref);
      const opened = await code.open(revision.config, ref, (level, message) => {
        void this.#say(ref.processor, ref.version, level, message);
      });
      const live = plugin.live_revision;
      const behind =
        revision.state === 'live' || live === null ? undefined : { processor: ref.processor, version: live };
      const running = await RunningRevision.start(this.#options.parts, {
        ref,
        manifest: code.manifest,
        opened,
        behind,
      });
      this.#running.set(name, { revision: running, order });
      await this.#say(ref.processor, ref.version, 'info', `Started as ${revision.state}.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#failed.set(name, { id: ref.processor, ref, reason, order });
      this.#options.logger.error({ err: error, ...ref }, `Plugin ${ref.processor} does not run: ${reason}`);
      await this.#say(ref.processor, ref.version, 'error', `It does not start: ${reason}`);
    }
  }

  #say(pluginId: string, revision: string | null, level: PluginLogLine['level'], message: string): Promise<void> {
    return this.#log.say({ plugin_id: pluginId, revision, level, message });
  }
}

/** Nothing was counted of what never started. */
function refusedStatus(ref: ProcessorRef, reason: string): ReportedProcessor['status'] {
  return { ...ref, condition: 'refused', reason, lagEvents: 0, lagSeconds: 0, events: 0, faults: 0, busySeconds: 0 };
}

function wantedOf(
  desired: readonly DesiredPlugin[],
  available: readonly AvailablePlugin[],
): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const plugin of desired) {
    if (!plugin.enabled || plugin.paused) continue;
    for (const revision of plugin.revisions) {
      const code = codeOf(available, plugin.plugin_id, revision);
      if (code !== undefined) wanted.set(`${plugin.plugin_id} ${revision.revision}`, { plugin, revision, code });
    }
  }
  return wanted;
}

function codeOf(
  available: readonly AvailablePlugin[],
  pluginId: string,
  { plugin_version }: DesiredRevision,
): AvailablePlugin | undefined {
  return available.find(
    ({ manifest, refusal }) => refusal === undefined && manifest.id === pluginId && manifest.version === plugin_version,
  );
}

function orderOf({ plugin, revision, code }: Wanted): string {
  const behind = revision.state === 'live' ? null : plugin.live_revision;
  return JSON.stringify([plugin.restarts, revision.state, behind, revision.config, code.fingerprint]);
}

function registrationOf({ manifest, configSchema, defaults, provenance, refusal, abilities }: AvailablePlugin) {
  const { id, version, kind } = manifest;
  return {
    plugin_id: id,
    kind,
    version,
    manifest: { ...(manifest as unknown as JsonObject), config_schema: configSchema, abilities: [...abilities] },
    provenance,
    refusal: refusal ?? null,
    defaults,
  };
}
