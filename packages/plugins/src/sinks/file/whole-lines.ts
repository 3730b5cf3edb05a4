import type { FileHandle } from 'node:fs/promises';

/** Longer than any line: an event holds at most 256 KiB as it was sent. */
const TAIL_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Cuts off a last line without an end, left by a crash in the middle of a write: it was never confirmed and
 * comes again.
 * @returns the size of the file in bytes
 */
export async function keepWholeLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - from);
  await file.read(tail, 0, tail.length, from);
  const whole = from + tail.lastIndexOf(NEWLINE) + 1;
  if (whole < size) await file.truncate(whole);
  return whole;
}
