import { randomUUID } from 'node:crypto';
import { pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import {
  type PluginFault,
  type PluginSaying,
  pluginFaultOf,
  pluginFaultSentence,
  quotingFault,
  type ToldFault,
} from '@activity-hub/contracts/plugin/plugin-fault';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PluginLogLine } from '@activity-hub/db/plugins/append-plugin-log';
import type { DesiredPlugin, DesiredRevision } from '@activity-hub/db/plugins/list-desired-plugins';
import type { BaseLogger } from 'pino';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { AvailablePlugin, InstalledPlugins } from './available-plugin.ts';
import { CatalogueLog } from './catalogue-log.ts';
import { codeOf } from './code-of.ts';
import type { PluginRegistry } from './plugin-registry.ts';
import { ProcessorReport, type ReportedProcessor } from './processor-report.ts';
import { RegisteredPlugins, type StoppedPlugin } from './registered-plugins.ts';
import { type AtHand, atHandOf, awaitedRevisions } from './role-word.ts';
import { type RevisionParts, RunningRevision } from './running-revision.ts';
import { successorOf } from './successor-of.ts';
import { takeOver } from './take-over.ts';
import { Turns } from './turns.ts';

const reconcileMs = 1_000;
const reportMs = 2_000;
const pruneMs = 60 * 60_000;

export interface PluginSupervisorOptions {
  readonly registry: PluginRegistry;
  /** What can be run now; asked again and again, because plugins are installed and changed while the hub runs. */
  readonly available: () => Promise<readonly AvailablePlugin[]>;
  /** What of the installed ones is not among them. */
  readonly installed: Pick<InstalledPlugins, 'awaited' | 'passedOver'>;
  readonly parts: RevisionParts;
  /** Told of every processor before it runs, so that the watchdog can name it. */
  readonly announce: (ref: ProcessorRef) => void;
  /** Consumers that are no plugins, for the report. */
  readonly others: () => readonly ConsumerStatus[];
  readonly logger: BaseLogger;
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
  readonly isLive: boolean;
}

/** Why something that should run does not. */
interface Failed extends StoppedPlugin {
  readonly ref: ProcessorRef;
  readonly order: string;
  readonly isLive: boolean;
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
  /** The same order is not tried again. */
  readonly #failed = new Map<string, Failed>();
  readonly #registered: RegisteredPlugins;
  /** What was said of a successor that cannot take over, by plugin. */
  readonly #heldUp = new Map<string, string>();
  /** What should run, as far as it can. */
  #toRun: readonly string[] = [];
  #atHand: AtHand = { versions: {}, passed_over: [] };
  #timers: readonly NodeJS.Timeout[] = [];
  /** A slow database must not make two of them start the same revision. */
  readonly #turns: Turns;
  /** Apart from them: what runs is told while something else takes its time to start. */
  readonly #reports: Turns;
  readonly #roleId = randomUUID();

  constructor(options: PluginSupervisorOptions) {
    this.#options = options;
    this.#turns = new Turns(options.logger);
    this.#reports = new Turns(options.logger);
    this.#report = new ProcessorReport(options.registry);
    this.#log = new CatalogueLog(options.registry, options.logger);
    this.#registered = new RegisteredPlugins(options.registry, this.#log, options.logger);
  }

  /** Resolves when everything that should run was started. */
  async start(): Promise<void> {
    this.#timers = [setInterval(() => void this.#tell(), reportMs)];
    await this.#turns.take(() => this.#reconcile());
    this.#timers = [
      ...this.#timers,
      setInterval(() => void this.#turns.take(() => this.#reconcile()), reconcileMs),
      setInterval(() => void this.#turns.take(() => this.#prune()), pruneMs),
    ];
    void this.#turns.take(() => this.#prune());
  }

  /** Resolves when everything that was started knows where to go on. */
  async begun(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ revision }) => revision.begun()));
  }

  /** Somebody changed the catalogue: look now. A hint that gets lost only delays until the next second. */
  nudge(): void {
    void this.#turns.take(() => this.#reconcile());
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#turns.end(), this.#reports.end()]);
    await Promise.all([...this.#running.values()].map(({ revision }) => revision.stop()));
    await this.#log.idle();
  }

  statuses(): readonly ConsumerStatus[] {
    return [...this.#running.values()].map(({ revision }) => revision.status());
  }

  /** Of those whose figures are shown: a shadow that is late, or stands still, harms none. */
  liveStatuses(): readonly ConsumerStatus[] {
    return [...this.#running.values()].filter(({ isLive }) => isLive).map(({ revision }) => revision.status());
  }

  /** Plugins that make no figures although they should. */
  refused(): readonly StoppedPlugin[] {
    return [...this.#registered.refused, ...[...this.#failed.values()].filter(({ isLive }) => isLive)];
  }

  async #prune(): Promise<void> {
    await this.#options.registry.prune();
  }

  #reported(): readonly ReportedProcessor[] {
    const running = [...this.#running.values()].map(({ revision }) => ({
      status: revision.status(),
      startedAt: revision.startedAt,
      memoryMb: revision.opened.memoryMb(),
      finished: revision.finished(),
    }));
    const failed = [...this.#failed.values()].map(({ ref, fault }) => ({ status: refusedStatus(ref, fault) }));
    return [...running, ...failed, ...this.#options.others().map((status) => ({ status }))];
  }

  #tell(): Promise<void> {
    return this.#reports.take(async () => {
      await this.#report.write(this.#reported());
      const starting = this.#toRun.filter((name) => !this.#running.has(name) && !this.#failed.has(name));
      await this.#options.registry.say({ role_id: this.#roleId, ...this.#atHand, starting });
    });
  }

  async #reconcile(): Promise<void> {
    const available = await this.#options.available();
    const { installed } = this.#options;
    const awaited = installed.awaited();
    this.#registered.look(available);
    // Before the catalogue is told of them: other hubs forget what no process role has at hand.
    await this.#foretell(atHandOf(available, installed), this.#toRun);
    await this.#registered.register(available);
    const asked = await this.#options.registry.desired();
    await this.#registered.forget(asked, awaited);
    const handedOver = await this.#passOn(asked, available);
    const desired = handedOver ? await this.#options.registry.desired() : asked;
    const wanted = wantedOf(desired, available);
    await this.#stopUnwanted(wanted);
    await this.#foretell(this.#atHand, [...wanted.keys(), ...awaitedRevisions(desired, awaited)]);
    const next = [...wanted].filter(([name]) => !this.#running.has(name) && !this.#failed.has(name));
    for (const [name, item] of next) await this.#startWanted(name, item);
    if (next.length > 0) await this.#tell();
  }

  /** Tells at once what changed: a start may take its time. */
  async #foretell(atHand: AtHand, toRun: readonly string[]): Promise<void> {
    const before = JSON.stringify([this.#atHand, this.#toRun]);
    this.#atHand = atHand;
    this.#toRun = toRun;
    if (JSON.stringify([atHand, toRun]) !== before) await this.#tell();
  }

  /** @returns whether a revision took over from one whose code is gone */
  async #passOn(desired: readonly DesiredPlugin[], available: readonly AvailablePlugin[]): Promise<boolean> {
    const { registry } = this.#options;
    let handedOver = false;
    for (const plugin of desired) {
      const next = await successorOf(plugin, available, registry.formerRevisions);
      if (next === undefined) continue;
      const { done, said } = await takeOver(registry, plugin, next);
      handedOver ||= done;
      const held = done ? undefined : said.map(pluginFaultSentence).join(' ');
      // Of a successor that cannot, nobody needs to hear every second.
      if (held !== undefined && this.#heldUp.get(plugin.plugin_id) === held) continue;
      if (held !== undefined) this.#heldUp.set(plugin.plugin_id, held);
      for (const each of said) await this.#say(plugin.plugin_id, next.revision, 'warn', each);
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
      await this.#say(processor, version, 'info', {
        code: item === undefined ? 'stopped' : 'stopped_to_start',
        values: {},
      });
    }
    for (const [name, { order }] of this.#failed) {
      const item = wanted.get(name);
      if (item === undefined || orderOf(item) !== order) this.#failed.delete(name);
    }
  }

  async #startWanted(name: string, item: Wanted): Promise<void> {
    const { plugin, revision, code } = item;
    const order = orderOf(item);
    const isLive = revision.state === 'live';
    if (this.#turns.over) return;
    const ref: ProcessorRef = { processor: plugin.plugin_id, version: revision.revision };
    try {
      this.#options.announce(ref);
      const opened = await code.open(revision.config, ref, {
        log: (level, message) => void this.#say(ref.processor, ref.version, level, message),
        isBusy: () => this.#options.parts.heads.growth > 0,
      });
      const live = plugin.live_revision;
      const behind = isLive || live === null ? undefined : { processor: ref.processor, version: live };
      const running = await RunningRevision.start(this.#options.parts, {
        ref,
        manifest: code.manifest,
        opened,
        behind,
      });
      this.#running.set(name, { revision: running, order, isLive });
      const held = await this.#options.parts.store.quarantineOf(ref);
      await this.#say(ref.processor, ref.version, 'info', startedAs(revision.state, held));
    } catch (error) {
      const fault = pluginFaultOfError(error);
      const reason = pluginFaultSentence(fault);
      this.#failed.set(name, { id: ref.processor, ref, fault, order, isLive });
      this.#options.logger.error({ err: error, ...ref }, `Plugin ${ref.processor} does not run: ${reason}`);
      await this.#say(ref.processor, ref.version, 'error', quotingFault('not_started', 'reason', fault));
    }
  }

  #say(pluginId: string, revision: string | null, level: PluginLogLine['level'], message: PluginSaying): Promise<void> {
    return this.#log.say({ plugin_id: pluginId, revision, level, message });
  }
}

function startedAs(state: string, held: ToldFault | undefined): PluginFault {
  if (held === undefined) return { code: 'started', values: { state } };
  return quotingFault('started_quarantined', 'reason', pluginFaultOf(held), { state });
}

/** Nothing was counted of what never started. */
function refusedStatus(ref: ProcessorRef, fault: PluginFault): ReportedProcessor['status'] {
  const nothing = { lagEvents: 0, lagSeconds: 0, events: 0, faults: 0, busySeconds: 0, builds: false };
  return { ...ref, condition: 'refused', reason: pluginFaultSentence(fault), fault, ...nothing };
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

/** One that was put aside and came back between two looks must learn anew from where it derives. */
function orderOf({ plugin, revision, code }: Wanted): string {
  const { state, promoted_at, config } = revision;
  const behind = state === 'live' ? null : plugin.live_revision;
  return JSON.stringify([plugin.restarts, state, promoted_at, behind, config, code.fingerprint]);
}
