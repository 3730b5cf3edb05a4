import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { KafkaReport } from '../../e2e/support/kafka/main.ts';

const PROGRAM = path.join(import.meta.dirname, '../../e2e/support/kafka/main.ts');

export interface KafkaOfTheRun {
  /** For the tests: KAFKA_BROKERS, or why there are none. Never rejects: whether a test can do without is its matter. */
  readonly environment: Promise<NodeJS.ProcessEnv>;
  stop(): Promise<void>;
}

/** One Kafka for the whole run: that of the environment, else one of our own where Java and Maven are. */
export function startKafka(): KafkaOfTheRun {
  if ((process.env['KAFKA_BROKERS'] ?? '') !== '') return { environment: Promise.resolve({}), stop: async () => {} };
  const child = fork(PROGRAM, { execArgv: [] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    environment: reportOf(child).then((report) =>
      'brokers' in report ? { KAFKA_BROKERS: report.brokers } : { KAFKA_MISSING: report.missing },
    ),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function reportOf(child: ChildProcess): Promise<KafkaReport> {
  return new Promise((done) => {
    child.once('message', (report) => done(report as KafkaReport));
    child.once('error', (error) => done({ missing: error.message }));
    // Comes after every message, which the end of the process does not.
    child.once('disconnect', () => done({ missing: 'the program that starts it ended without a word' }));
  });
}
