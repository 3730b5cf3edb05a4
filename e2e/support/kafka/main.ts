import { parseArgs } from 'node:util';
import { ensurePrograms, java, maven } from './java-programs.ts';
import { kafkaPorts, startKafkaBroker } from './kafka-broker.ts';
import { areJarsHere, fetchJars, jarsFolder, lockJars } from './kafka-jars.ts';

/**
 * `node e2e/support/kafka/main.ts`: a Kafka to try the sink on, until Ctrl-C. `… lock` writes down what its jars
 * are after a change of pom.xml. `npm test` forks it and is told the address, or why there is none; the channel's
 * end stops it, so that even a `kill -9` of the tests leaves no broker.
 */
export type KafkaReport = { readonly brokers: string } | { readonly missing: string };

/** On a machine that is too busy for it a broker may give itself up. */
const maxLives = 3;

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, () => stopped.abort());
const { signal } = stopped;
const say = (message: string) => console.log(`Kafka: ${message}`);

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const options = { mayInstall: process.env['REQUIRE_KAFKA'] === '1', signal, say };
  if (positionals[0] === 'lock') {
    await ensurePrograms([java, maven], options);
    await lockJars(signal);
    return;
  }
  const isCached = areJarsHere();
  await ensurePrograms(isCached ? [java] : [java, maven], options);
  if (!isCached) {
    say('fetching its jars (once; takes up to a minute)');
    await fetchJars(signal);
  }
  const ports = await kafkaPorts();
  for (let lives = 0; lives < maxLives; lives++) {
    const broker = await startKafkaBroker(jarsFolder(), ports, signal);
    if (lives === 0) report({ brokers: broker.address });
    const words = await broker.ended;
    if (signal.aborted) return;
    say(`ended by itself: ${words}`);
  }
  process.exitCode = 1;
}

function report(told: KafkaReport): void {
  if (process.send !== undefined) process.send(told);
  else if ('brokers' in told) console.log(`KAFKA_BROKERS=${told.brokers}`);
  else console.error(told.missing);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  if (!signal.aborted) report({ missing: error instanceof Error ? error.message : String(error) });
} finally {
  if (process.connected) process.disconnect();
}
