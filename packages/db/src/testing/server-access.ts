import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

export function uniqueName(prefix: string): string {
  return `hub_${prefix}_${randomBytes(6).toString('hex')}`;
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function onPostgres(url: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
