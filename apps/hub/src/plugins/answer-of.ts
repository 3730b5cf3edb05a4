import { failedFault } from '@activity-hub/contracts/plugin/failed-fault';
import type { PluginMessage } from '@activity-hub/contracts/plugin/protocol';
import { ProcessorFault } from '../bus/lane-processor.ts';

/** What a plugin answered. @throws ProcessorFault when it cannot answer, or answered something else */
export function answerOf<Type extends PluginMessage['type']>(
  type: Type,
  message: PluginMessage,
): Extract<PluginMessage, { type: Type }> {
  if (message.type === 'failed') {
    const { code, values } = failedFault(message);
    throw new ProcessorFault(code, values);
  }
  if (message.type !== type) throw new ProcessorFault('wrong_answer', { answer: message.type, asked: type });
  return message as Extract<PluginMessage, { type: Type }>;
}
