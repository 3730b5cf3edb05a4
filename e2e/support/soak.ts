import { parseArgs } from 'node:util';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { type OwnServers, withOwnServers } from '@activity-hub/hub/testing/own-servers';
import { dispatchKillRounds, isAccounted } from './dispatch-kill-rounds.ts';
import { fuzzRun } from './fuzz-run.ts';
import { killRounds } from './kill-rounds.ts';
import { isExact, processKillRounds } from './process-kill-rounds.ts';

const usage = `Usage: npm run soak -- [--rounds N] [--process-rounds N] [--dispatch-rounds N] [--fuzz-seconds N]

Kills the hub with SIGKILL at random moments while it takes events, N rounds (20), and proves that
every acknowledged event is there exactly once and that the aggregates equal a recount.
Then kills the processing alone, N rounds (50), and proves that states and derived events are those
of one fold over the log. Then kills dispatch, N rounds (20), while the receiver of its webhooks comes and
goes, and proves that every event is delivered or a dead letter. Then sends whatever the fuzz specs think of,
each property for N seconds (30). 0 leaves a part out.
`;

interface Rounds {
  readonly hub: number;
  readonly processing: number;
  readonly dispatch: number;
  readonly fuzzSeconds: number;
}

function roundsOf(args: string[]): Rounds | undefined {
  try {
    const text = { type: 'string' } as const;
    const options = {
      rounds: { ...text, default: '20' },
      'process-rounds': { ...text, default: '50' },
      'dispatch-rounds': { ...text, default: '20' },
      'fuzz-seconds': { ...text, default: '30' },
    };
    const { values } = parseArgs({ args, options });
    const rounds = {
      hub: Number(values.rounds),
      processing: Number(values['process-rounds']),
      dispatch: Number(values['dispatch-rounds']),
      fuzzSeconds: Number(values['fuzz-seconds']),
    };
    return Object.values(rounds).every((count) => Number.isInteger(count) && count >= 0) ? rounds : undefined;
  } catch {
    return undefined;
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** One part on servers of its own. */
async function withSql<Report>(run: (sql: Sql, env: OwnServers['env']) => Promise<Report>): Promise<Report> {
  return await withOwnServers(async ({ databaseUrl, env }) => {
    const sql = connectPostgres(databaseUrl, { max: 1, name: 'soak' });
    try {
      return await run(sql, env);
    } finally {
      await sql.end();
    }
  });
}

async function soak(rounds: Rounds): Promise<boolean> {
  let passed = true;
  if (rounds.hub > 0) {
    const report = await withSql((sql, env) => killRounds({ rounds: rounds.hub, env, sql, say }));
    say(JSON.stringify(report));
    passed &&= report.lost === 0 && report.differences === 0;
  }
  if (rounds.processing > 0) {
    const report = await withSql((sql, env) => processKillRounds({ rounds: rounds.processing, env, sql, say }));
    say(JSON.stringify(report));
    passed &&= isExact(report);
  }
  if (rounds.dispatch > 0) {
    const report = await withSql((sql, env) => dispatchKillRounds({ rounds: rounds.dispatch, env, sql, say }));
    say(JSON.stringify(report));
    passed &&= isAccounted(report);
  }
  if (rounds.fuzzSeconds > 0) passed = (await fuzzRun(rounds.fuzzSeconds)) && passed;
  return passed;
}

const rounds = roundsOf(process.argv.slice(2));
if (rounds === undefined) {
  process.stderr.write(usage);
  process.exitCode = process.argv.includes('--help') ? 0 : 2;
} else {
  process.exitCode = (await soak(rounds)) ? 0 : 1;
}
