import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { outlineOf } from '@activity-hub/contracts/event-outline';
import { type ExplainedStretch, type ExplainOrder, type FoldPoint, nothingTold } from './explain-order.ts';
import type { ExplainProcess } from './explain-process.ts';
import type { AskedKey } from './history-of-key.ts';
import { isOutlined } from './is-outlined.ts';

const withinMs = 20_000;

type Part = Partial<Pick<ExplainOrder, 'told' | 'until' | 'taken_back'>> & {
  readonly events?: readonly RecordedEvent[];
};

/** Folds stretches of the history of one key for one question, as the live revision would. */
export class KeyFold {
  readonly #explainer: Pick<ExplainProcess, 'ask'>;
  readonly #asked: AskedKey;
  readonly #isOutlined: boolean;
  readonly #began = performance.now();

  constructor(explainer: Pick<ExplainProcess, 'ask'>, asked: AskedKey) {
    this.#explainer = explainer;
    this.#asked = asked;
    this.#isOutlined = isOutlined(asked.found);
  }

  /** @throws HubError query_timeout, not_explainable, range_too_wide */
  ask(from: FoldPoint, { events = [], ...more }: Part): Promise<ExplainedStretch> {
    if (performance.now() - this.#began > withinMs)
      throw new HubError('query_timeout', 'The explanation took too long. Ask for a shorter window.');
    const { processor, key, window, found } = this.#asked;
    return this.#explainer.ask({
      plugin_id: processor,
      version: found.plugin_version,
      config: found.config,
      key,
      window,
      lane: found.held?.lane ?? 0,
      from,
      events: this.#isOutlined ? events.map(outlineOf) : events,
      told: nothingTold,
      until: null,
      taken_back: [],
      ...more,
    });
  }
}
