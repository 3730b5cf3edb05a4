import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PluginWatch } from '../plugin-watch.ts';

const runningAt = 0;
const callAt = 1;
const laneAt = 2;
const offsetByte = 16;

export interface RunningCall {
  /** What `add` answered for it. */
  readonly processor: number;
  /** Changes with every call. */
  readonly call: number;
  readonly lane: number;
  readonly offset: number;
}

/**
 * What the main thread is doing, in memory that another thread can read while the main thread is stuck
 * in a plugin: messages would wait for the very loop that does not come back. Written a few million
 * times a second at most; two atomic stores cost next to nothing.
 */
export class Heartbeat implements PluginWatch {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #offset: Float64Array;
  readonly #indexes = new Map<string, number>();
  /** The last one entered: looking its name up for each of millions of calls would cost more than the call. */
  #lastRef: ProcessorRef | undefined;
  #lastIndex = -1;

  constructor(memory = new SharedArrayBuffer(offsetByte + 8)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, 3);
    this.#offset = new Float64Array(memory, offsetByte, 1);
  }

  /** @returns the index under which a processor is named from now on. */
  add(ref: ProcessorRef): number {
    const name = nameOf(ref);
    const index = this.#indexes.get(name) ?? this.#indexes.size;
    this.#indexes.set(name, index);
    return index;
  }

  entering(ref: ProcessorRef, lane: number, offset: number): void {
    this.#words[laneAt] = lane;
    this.#offset[0] = offset;
    Atomics.add(this.#words, callAt, 1);
    Atomics.store(this.#words, runningAt, this.#indexOf(ref) + 1);
  }

  #indexOf(ref: ProcessorRef): number {
    if (ref !== this.#lastRef) {
      this.#lastRef = ref;
      this.#lastIndex = this.#indexes.get(nameOf(ref)) ?? -1;
    }
    return this.#lastIndex;
  }

  left(): void {
    Atomics.store(this.#words, runningAt, 0);
  }

  /** The call that runs now. */
  running(): RunningCall | undefined {
    const running = Atomics.load(this.#words, runningAt);
    if (running === 0) return undefined;
    return {
      processor: running - 1,
      call: Atomics.load(this.#words, callAt),
      lane: this.#words[laneAt] ?? 0,
      offset: this.#offset[0] ?? 0,
    };
  }
}

function nameOf({ processor, version }: ProcessorRef): string {
  return `${processor} ${version}`;
}
