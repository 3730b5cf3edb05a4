import { parentPort } from 'node:worker_threads';
import { schemaWork, type WorkOrder, type WorkResult } from './schema-work.ts';

function resultOf({ name, input }: WorkOrder): WorkResult {
  try {
    return { output: schemaWork[name](input as never) };
  } catch (failure) {
    return { failure: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) };
  }
}

parentPort?.on('message', (order: WorkOrder) => parentPort?.postMessage(resultOf(order)));
