import type { BenchResult } from './bench-result.ts';
import { deliverBench } from './deliver-bench.ts';
import { ingestBench } from './ingest-bench.ts';
import { overloadBench } from './overload-bench.ts';
import { processBench } from './process-bench.ts';

const benches: Readonly<Record<string, (say: (line: string) => void) => Promise<BenchResult>>> = {
  deliver: deliverBench,
  ingest: ingestBench,
  overload: overloadBench,
  process: processBench,
};

const usage = `Usage: npm run bench -- NAME [--json]

Measures this machine. NAME is one of: ${Object.keys(benches).join(', ')}
  --json   print only one JSON object {name, figures, ratios, baseline, peakRssMb}, last

Machines are noisy: compare ratios, whose baseline ran in the same run.
`;

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('-')) ?? '';
const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(usage);
  process.exitCode = args.includes('--help') ? 0 : 2;
} else {
  const result = await bench((line) => process.stderr.write(`${line} …\n`));
  if (!args.includes('--json')) {
    for (const [title, figures] of Object.entries({
      figures: result.figures,
      ratios: result.ratios,
      baseline: result.baseline,
    })) {
      process.stdout.write(`${title}\n`);
      for (const [figure, value] of Object.entries(figures)) process.stdout.write(`  ${figure.padEnd(40)} ${value}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
