import { readFileSync } from 'node:fs';

export interface ProcessUsage {
  readonly pids: readonly number[];
  readonly residentMb: number;
  readonly cpuMs: number;
}

/** Clock ticks of /proc are hundredths of a second on every Linux. */
const msPerTick = 10;

/** What a process and all its descendants use now; what ended meanwhile counts nothing. */
export function processUsage(root: number): ProcessUsage {
  const pids = [root];
  let residentMb = 0;
  let cpuMs = 0;
  // The list grows while it is walked.
  for (const pid of pids) {
    residentMb += Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
    // The name, in brackets, may hold anything; utime and stime are the 12th and 13th field after it.
    const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    cpuMs += (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * msPerTick;
    pids.push(...read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number));
  }
  return { pids, residentMb, cpuMs };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
