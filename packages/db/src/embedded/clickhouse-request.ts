import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ClickhouseRefusal } from './clickhouse-refusal.ts';
import { hasSeveralStatements } from './single-statement.ts';

export interface RawInsert {
  readonly table: string;
  readonly columns: string[] | undefined;
  readonly format:
    | 'JSONEachRow'
    | 'JSONCompactEachRow'
    | 'CSV'
    | 'CSVWithNames'
    | 'TabSeparated'
    | 'TabSeparatedWithNames';
  readonly data: Buffer;
}

export interface ClickhouseRequest {
  readonly queryId: string;
  /** Run first, in a session of this request alone: USE, SET of parameters and settings. */
  readonly preparation: string[];
  readonly work:
    | { readonly kind: 'insert'; readonly insert: RawInsert }
    | { readonly kind: 'statement'; readonly sql: string };
  readonly format: string;
  readonly compressAnswer: boolean;
}

/** What the HTTP interface understands besides settings; everything else is a setting or `param_…`. */
const NOT_A_SETTING = new Set(
  (
    'query query_id database default_format user password role compress decompress wait_end_of_query ' +
    'send_progress_in_http_headers http_headers_progress_interval_ms enable_http_compression buffer_size ' +
    'http_response_buffer_size cancel_http_readonly_queries_on_client_close http_write_exception_in_output_format'
  ).split(' '),
);
const SETTING_NAME = /^[a-z][a-z0-9_]{0,127}$/i;
const PARAMETER_NAME = /^[a-z_][a-z0-9_]{0,127}$/i;
const DATABASE_NAME = /^[a-z_][a-z0-9_-]{0,127}$/i;
const RAW_INSERT =
  /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?(`?\w+`?(?:\.`?\w+`?)?)\s*(?:\(([\w\s,`]*)\))?\s*FORMAT\s+(\w+)\s*;?\s*$/i;
const RAW_FORMATS = [
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSV',
  'CSVWithNames',
  'TabSeparated',
  'TabSeparatedWithNames',
] as const;
/** Formats whose bytes are no text cannot be appended to a statement, which is the other way in. */
const BINARY_FORMAT =
  /\bFORMAT\s+(Parquet|Native|RowBinary\w*|Arrow\w*|ORC|Avro|MsgPack|Protobuf\w*|CapnProto|BSONEachRow)\s*;?\s*$/i;
/** An aborted query runs to its end inside the engine, so none may be without a limit. */
const DEFAULT_EXECUTION_SECONDS = '300';

export function clickhouseRequest(url: URL, headers: IncomingHttpHeaders, body: Buffer): ClickhouseRequest {
  const query = url.searchParams;
  if (query.has('session_id')) throw notEmbedded('Sessions over HTTP (session_id)');
  if (headers['content-type']?.startsWith('multipart/')) throw notEmbedded('Multipart parameters');
  const accepts = headers['accept-encoding'] ?? '';
  return {
    queryId: query.get('query_id') ?? randomUUID(),
    preparation: preparationOf(query),
    work: workOf(query.get('query'), body),
    format: query.get('default_format') ?? 'TabSeparated',
    compressAnswer: query.get('enable_http_compression') === '1' && /\bgzip\b/.test(String(accepts)),
  };
}

function preparationOf(query: URLSearchParams): string[] {
  const parameters: string[] = [];
  const settings = new Map([['max_execution_time', DEFAULT_EXECUTION_SECONDS]]);
  for (const [name, value] of query) {
    if (name.startsWith('param_')) parameters.push(`SET ${parameterName(name)} = ${literal(value)}`);
    else if (!NOT_A_SETTING.has(name)) settings.set(settingName(name), value);
  }
  const readonly = settings.get('readonly');
  settings.delete('readonly');
  const statements = [...databaseChoice(query.get('database')), ...parameters];
  statements.push(`SET ${[...settings].map(([name, value]) => `${name} = ${literal(value)}`).join(', ')}`);
  // Last: from then on the session refuses every SET, and nothing in the statement can undo it.
  if (readonly !== undefined && readonly !== '0') statements.push(`SET readonly = ${literal(readonly)}`);
  return statements;
}

function databaseChoice(database: string | null): string[] {
  if (database === null || database === '' || database === 'default') return [];
  if (!DATABASE_NAME.test(database)) throw new ClickhouseRefusal(81, 'UNKNOWN_DATABASE', 'No such database name.');
  return [`USE \`${database}\``];
}

function parameterName(name: string): string {
  if (PARAMETER_NAME.test(name.slice('param_'.length))) return name;
  throw new ClickhouseRefusal(36, 'BAD_ARGUMENTS', 'A parameter name may hold letters, digits and _ only.');
}

function settingName(name: string): string {
  if (SETTING_NAME.test(name)) return name;
  throw new ClickhouseRefusal(115, 'UNKNOWN_SETTING', 'A setting name may hold letters, digits and _ only.');
}

/** A NUL would end the statement early at the C boundary of the engine. */
function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

function workOf(head: string | null, body: Buffer): ClickhouseRequest['work'] {
  const insert = head === null ? undefined : rawInsert(head, body);
  if (insert !== undefined) return { kind: 'insert', insert };
  if (head !== null && body.length > 0 && BINARY_FORMAT.test(head)) throw notEmbedded('Inserts in a binary format');
  const sql = head === null ? body.toString('utf8') : body.length === 0 ? head : `${head}\n${body.toString('utf8')}`;
  if (sql.trim() === '') throw new ClickhouseRefusal(62, 'SYNTAX_ERROR', 'Empty query.');
  if (sql.includes('\0')) throw new ClickhouseRefusal(62, 'SYNTAX_ERROR', 'A statement may not hold a NUL character.');
  // The data of an INSERT may hold anything, so only other statements are looked through.
  if (!/^\s*INSERT\b/i.test(sql) && hasSeveralStatements(sql)) {
    throw new ClickhouseRefusal(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed.');
  }
  return { kind: 'statement', sql };
}

/** The fast way in: bytes go to the engine's parser untouched, never through a JavaScript string. */
function rawInsert(head: string, data: Buffer): RawInsert | undefined {
  const match = RAW_INSERT.exec(head);
  const format = RAW_FORMATS.find((known) => known === match?.[3]);
  const table = match?.[1]?.replaceAll('`', '');
  if (table === undefined || format === undefined || data.length === 0) return undefined;
  const columns = match?.[2]?.split(',').map((column) => column.replaceAll('`', '').trim());
  if (columns?.some((column) => !/^\w+$/.test(column))) return undefined;
  return { table, columns, format, data };
}

function notEmbedded(what: string): ClickhouseRefusal {
  return new ClickhouseRefusal(
    48,
    'NOT_IMPLEMENTED',
    `${what} are not available in the embedded ClickHouse. Point CLICKHOUSE_URL at a real server to use them.`,
  );
}
