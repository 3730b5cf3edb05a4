import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RecordedEvent } from '@activity-hub/contracts/event';

const source = `
import json, sys
for line in sys.stdin:
    print(json.dumps([event["user_id"] for event in json.loads(line)]), flush=True)
`;
const onTheWay = 2;

/**
 * Events per second of a loop in Python that reads each batch as a line and answers a key for each event: what any program in Python
 * costs that is told of events on its standard input, without folds, states or a sandbox.
 */
export async function barePython(batches: readonly (readonly RecordedEvent[])[], times: number): Promise<number> {
  const child = spawn('python3', ['-I', '-c', source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const total = batches.length * times;
  const ask = (n: number): void => {
    if (n < total) child.stdin.write(`${JSON.stringify(batches[n % batches.length])}\n`);
  };
  const started = performance.now();
  for (let n = 0; n < onTheWay; n++) ask(n);
  let events = 0;
  for (let n = 0; n < total; n++) {
    const answer = await answers.next();
    if (answer.done === true) throw new Error('The bare loop in Python ended early.');
    events += (JSON.parse(answer.value) as unknown[]).length;
    ask(n + onTheWay);
  }
  child.stdin.end();
  return events / ((performance.now() - started) / 1_000);
}
