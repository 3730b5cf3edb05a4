import { thrownFault } from '@activity-hub/contracts/plugin/plugin-error';
import { pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { LineReader } from '../plugins/line-reader.ts';
import { type ExplainedStretch, type ExplainOrder, type ExplainRefusal, maxLineBytes } from './explain-order.ts';
import { explainStretch } from './explain-stretch.ts';
import type { ExplainedPlugin } from './explained-plugin.ts';
import { type ExplainedPlugins, openExplained } from './open-explained.ts';

/*
 * A process of its own that folds on demand: no plugin code runs beside ingest. One order a line, one answer a line.
 * Installed plugins are its children, each in its sandbox, and end with it.
 */
const plugins = JSON.parse(process.argv[2] ?? '{}') as ExplainedPlugins;
const opened = new Map<string, Promise<ExplainedPlugin>>();

async function answerTo(order: ExplainOrder): Promise<ExplainedStretch | ExplainRefusal> {
  const { plugin_id, version, config } = order;
  const name = JSON.stringify([plugin_id, version, config]);
  const plugin = opened.get(name) ?? openExplained(plugins, { plugin_id, version, config });
  opened.set(name, plugin);
  try {
    return await explainStretch(await plugin, order);
  } catch (error) {
    // Whatever it failed at, the next question finds it anew.
    opened.delete(name);
    void plugin.then((failed) => failed.stop()).catch(() => undefined);
    return { refusal: pluginFaultSentence(thrownFault(error)) };
  }
}

const reader = new LineReader(maxLineBytes);
for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
  for (const line of reader.take(chunk)) {
    const { id, ...order } = JSON.parse(line) as ExplainOrder & { readonly id: number };
    void answerTo(order).then((answer) => process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`));
  }
}
process.exit();
