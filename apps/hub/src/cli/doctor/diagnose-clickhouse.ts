import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { type Diagnosis, diagnosesOf, reasonWithoutAddress } from './diagnosis.ts';
import { type FoundServer, shownAddress } from './find-servers.ts';

const { well, failure } = diagnosesOf('ClickHouse');

export async function diagnoseClickhouse(server: FoundServer | undefined): Promise<readonly Diagnosis[]> {
  if (server === undefined) {
    return [failure('address', 'no analytics store is known', 'Start the hub (npm start), or set CLICKHOUSE_URL.')];
  }
  const client = connectClickhouse(server.url, { requestTimeoutMs: 5_000 });
  const where = `${shownAddress(server.url)} (from the ${server.from})`;
  try {
    const begun = performance.now();
    const version = await readValue(client, 'SELECT version() AS value');
    const reached = well('reachable', `${where}, ${Math.round(performance.now() - begun)} ms`);
    return [reached, well('version', version), await judgeTables(client)];
  } catch (error) {
    const advice =
      server.from === 'environment'
        ? 'Start that server and check CLICKHOUSE_URL. Events are kept meanwhile; trends and search wait.'
        : 'Start the hub: npm start brings the embedded ClickHouse with it.';
    return [failure('reachable', `${where}: ${reasonWithoutAddress(error)}`, advice)];
  } finally {
    await client.close();
  }
}

async function judgeTables(client: ClickHouseClient): Promise<Diagnosis> {
  const tables = `SELECT toString(count()) AS value FROM system.tables WHERE database = currentDatabase() AND name IN ('event', 'migration')`;
  if ((await readValue(client, tables)) !== '2') {
    return failure('tables', 'not there', 'Start the hub: it makes them as it starts.');
  }
  const migrations = await readValue(client, 'SELECT toString(count()) AS value FROM migration FINAL');
  const events = await readValue(client, 'SELECT toString(count()) AS value FROM event FINAL');
  return well('tables', `${migrations} migrations applied, ${Number(events).toLocaleString('en-US')} events projected`);
}

async function readValue(client: ClickHouseClient, query: string): Promise<string> {
  const answer = await client.query({ query, format: 'JSONEachRow' });
  const [row] = await answer.json<{ value: string }>();
  return row?.value ?? '';
}
