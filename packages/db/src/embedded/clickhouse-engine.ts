import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import type { Session as ChdbSession } from 'chdb';
import type { ClickhouseRequest } from './clickhouse-request.ts';

// chdb's declarations use module resolution without file names, which this project's compiler settings
// see through only for the type; the value is loaded the way the package is written, as CommonJS.
const { Session } = createRequire(import.meta.url)('chdb') as typeof import('chdb');

export interface EngineAnswer {
  readonly body: Uint8Array;
  readonly summary: Record<string, string>;
}

/**
 * chdb opened on one folder. Settings and parameters stay in the session that set them, so every request
 * gets one of its own (0.45 ms); one more stays open, because the engine shuts down with the last.
 */
export class ClickhouseEngine {
  readonly #folder: string;
  readonly #configuration: string;
  readonly #kept: ChdbSession;
  #running = 0;
  #idle: (() => void) | undefined;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.#configuration = `${folder}.xml`;
    writeFileSync(this.#configuration, configurationXml(), { mode: 0o600 });
    this.#kept = this.#open();
  }

  async run(request: ClickhouseRequest): Promise<EngineAnswer> {
    this.#running += 1;
    const session = this.#open();
    try {
      for (const statement of request.preparation) await session.queryAsync(statement);
      return request.work.kind === 'insert'
        ? await insertRaw(session, request.work.insert)
        : await runStatement(session, request.work.sql, request.format);
    } finally {
      session.close();
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  /** Resolves when no request is inside the engine any more, or after the limit. */
  async drained(limitMs: number): Promise<void> {
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      setTimeout(resolve, limitMs);
    });
  }

  /** Only when drained: closing under a running query waits for its end. */
  close(): void {
    if (this.#running === 0) this.#kept.close();
  }

  #open(): ChdbSession {
    return new Session(this.#folder, { connectionArgs: [`--config-file=${this.#configuration}`] });
  }
}

/** A quarter of the machine, at least 1 GB and at most 4: heavy GROUP BYs took 2 GB and kept it. */
function configurationXml(): string {
  const bytes = Math.round(Math.min(4e9, Math.max(1e9, totalmem() / 4)));
  return `<clickhouse><max_server_memory_usage>${bytes}</max_server_memory_usage></clickhouse>\n`;
}

async function insertRaw(
  session: ChdbSession,
  insert: Extract<ClickhouseRequest['work'], { kind: 'insert' }>['insert'],
): Promise<EngineAnswer> {
  const { table, format, data, columns } = insert;
  const result = await session.insert({ table, format, values: data, ...(columns === undefined ? {} : { columns }) });
  return {
    body: new Uint8Array(),
    summary: {
      read_rows: '0',
      read_bytes: '0',
      written_rows: String(result.rowsWritten),
      written_bytes: String(result.bytesWritten),
      elapsed_ns: String(Math.round(result.elapsed * 1e9)),
    },
  };
}

async function runStatement(session: ChdbSession, sql: string, format: string): Promise<EngineAnswer> {
  const result = await session.queryAsync(sql, { format });
  const body = result.bytes();
  return {
    body,
    summary: {
      read_rows: String(result.rowsRead),
      read_bytes: String(result.bytesRead),
      written_rows: '0',
      written_bytes: '0',
      total_rows_to_read: '0',
      result_rows: String(result.rowsRead),
      result_bytes: String(body.length),
      elapsed_ns: String(Math.round(result.elapsed * 1e9)),
    },
  };
}
