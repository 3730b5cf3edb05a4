import { createInterface } from 'node:readline';
import { isExplainable } from '@activity-hub/contracts/plugin/aggregator';
import { explainGroup } from '@activity-hub/contracts/plugin/explain-group';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import { topicMatches } from '@activity-hub/contracts/topic';
import { aggregators } from '@activity-hub/plugins/catalog';
import type { ExplainAnswer, ExplainOrder } from './explain-process.ts';

/** A process of its own that folds on demand: no plugin code runs beside ingest. One order a line, one answer a line. */
function answerTo({ plugin_id, version, config, key, window, events }: ExplainOrder): Omit<ExplainAnswer, 'id'> {
  const plugin = aggregators.find(({ manifest }) => manifest.id === plugin_id && manifest.version === version);
  if (plugin === undefined || !isExplainable(plugin)) return { contributions: null };
  const own = events.filter(
    (event) =>
      plugin.manifest.topics.some((topic) => topicMatches(topic, event.event_type)) &&
      plugin.keyOf(event) === key &&
      windowsOf(window.kind, event).some(({ start }) => start === window.start),
  );
  const parsed = plugin.manifest.config.parse(config);
  return { contributions: explainGroup(plugin, parsed, { key, window, events: own }) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as ExplainOrder;
  process.stdout.write(`${JSON.stringify({ id: order.id, ...answerTo(order) })}\n`);
}
