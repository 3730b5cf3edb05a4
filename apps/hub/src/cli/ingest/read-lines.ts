import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A line with something on it, as it stands in the file. */
export interface InputLine {
  /** The first line is 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** The lines of one piece of input; `last` also counts blank lines. */
export interface LineBlock {
  readonly lines: readonly InputLine[];
  readonly last: number;
}

const newline = 0x0a;
/** Longer than any body the hub takes: a file without line breaks must not fill the memory. */
const maxLineBytes = 64 * 1024 * 1024;

/**
 * Splits NDJSON into lines, unpacking gzip when the first bytes say so (the name of a file proves
 * nothing, and standard input has none). Bytes stay as they are: the hub judges them, not this side.
 */
export async function* readLines(input: AsyncIterable<Buffer>): AsyncGenerator<LineBlock> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  for await (const chunk of unpacked(input)) {
    const lines: InputLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      rest.push(chunk.subarray(start, end));
      addLine(lines, ++number, rest);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    if (restBytes > maxLineBytes) {
      throw new Error(`Line ${number + 1} is longer than ${maxLineBytes} bytes. Is this NDJSON, one event per line?`);
    }
    if (number > 0) yield { lines, last: number };
  }
  const lines: InputLine[] = [];
  if (restBytes > 0) addLine(lines, ++number, rest);
  yield { lines, last: number };
}

function addLine(lines: InputLine[], number: number, parts: readonly Buffer[]): void {
  const bytes = withoutMark(Buffer.concat(parts), number);
  if (bytes.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) lines.push({ number, bytes });
}

/** Windows tools put a byte order mark before the first line; it is no part of the JSON. */
function withoutMark(bytes: Buffer, number: number): Buffer {
  const marked = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? bytes.subarray(3) : bytes;
}

async function* unpacked(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = input[Symbol.asyncIterator]();
  const head = await readAtLeast(chunks, 2);
  const whole = joined(head, chunks);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip();
  // The reader below gets the error of either end through `gunzip`.
  pipeline(Readable.from(whole), gunzip, () => {});
  yield* gunzip as AsyncIterable<Buffer>;
}

async function readAtLeast(chunks: AsyncIterator<Buffer>, bytes: number): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < bytes) {
    const next = await chunks.next();
    if (next.done === true) return head;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}
