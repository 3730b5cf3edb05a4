import type { WindowKind } from './manifest.ts';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern =
  /^(?:tumbling:(?<size>[1-9]\d{0,4}[mhd])|sliding:(?<width>[1-9]\d{0,4}[mhd])\/(?<step>[1-9]\d{0,4}[mhd]))$/;

/** An event is in at most so many windows of one sliding kind. */
export const MAX_SLIDING_WINDOWS = 60;

/** How long the spans of a kind are and how often one begins, in milliseconds. */
export interface SpanLengths {
  readonly sizeMs: number;
  readonly stepMs: number;
}

/** @returns undefined for the named kinds, and for a text that is no kind of window. */
export function spanLengthsOf(kind: WindowKind): SpanLengths | undefined {
  const found = pattern.exec(kind)?.groups;
  if (found === undefined) return undefined;
  const sizeMs = lengthMs(found['size'] ?? found['width'] ?? '');
  const stepMs = found['step'] === undefined ? sizeMs : lengthMs(found['step']);
  return { sizeMs, stepMs };
}

/** Whether the lengths can be carried: the step divides the size, and an event is in few of them. */
export function areUsable({ sizeMs, stepMs }: SpanLengths): boolean {
  return sizeMs % stepMs === 0 && sizeMs / stepMs <= MAX_SLIDING_WINDOWS;
}

function lengthMs(text: string): number {
  return Number(text.slice(0, -1)) * unitMs[text.at(-1) as keyof typeof unitMs];
}
