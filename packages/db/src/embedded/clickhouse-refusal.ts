/**
 * An answer of the front itself, in the engine's own form, so that the official client turns it into
 * the same `ClickHouseError` with code and type that a real server would cause.
 */
export class ClickhouseRefusal extends Error {
  readonly code: number;

  constructor(code: number, type: string, sentence: string) {
    super(`Code: ${code}. DB::Exception: ${sentence} (${type})`);
    this.name = 'ClickhouseRefusal';
    this.code = code;
  }
}

const NOT_FOUND = new Set([60, 81, 113]);
const TOO_LARGE = new Set([307, 348]);
const BAD_REQUEST = new Set([
  6, 16, 27, 32, 36, 38, 41, 42, 43, 44, 46, 47, 50, 53, 62, 63, 69, 70, 72, 115, 117, 130, 131, 182, 184, 215, 354,
  377, 386, 456, 457,
]);

/** The HTTP status that a real server gives for an exception code. */
export function httpStatusOf(code: number): number {
  if (code === 516) return 403;
  if (code === 48) return 501;
  if (code === 164) return 403;
  if (code === 202) return 503;
  if (NOT_FOUND.has(code)) return 404;
  if (TOO_LARGE.has(code)) return 413;
  return BAD_REQUEST.has(code) ? 400 : 500;
}

/** 1002 is the engine's own UNKNOWN_EXCEPTION. */
export function exceptionOf(error: unknown): { code: number; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const engineCode = (error as { clickhouseCode?: unknown }).clickhouseCode;
  if (error instanceof ClickhouseRefusal) return { code: error.code, message };
  if (String((error as { code?: unknown }).code).startsWith('Z_')) {
    return { code: 354, message: `Code: 354. DB::Exception: Not gzip: ${message} (ZLIB_INFLATE_FAILED)` };
  }
  if (typeof engineCode === 'number') return { code: engineCode, message };
  return { code: 1002, message: `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)` };
}
