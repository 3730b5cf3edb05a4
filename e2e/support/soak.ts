import { connectPostgres } from '@activity-hub/db/postgres/client';
import { withOwnServers } from '@activity-hub/hub/testing/own-servers';
import { killRounds } from './kill-rounds.ts';

const usage = `Usage: npm run soak -- [--rounds N]

Kills the hub with SIGKILL at random moments while it takes events, N rounds (20), and proves that
every acknowledged event is there exactly once and that the aggregates equal a recount.
`;

function roundsOf(args: readonly string[]): number | undefined {
  const at = args.indexOf('--rounds');
  const rounds = at === -1 ? 20 : Number(args[at + 1]);
  return Number.isInteger(rounds) && rounds > 0 && !args.includes('--help') ? rounds : undefined;
}

async function soak(rounds: number): Promise<boolean> {
  return await withOwnServers(async ({ databaseUrl, env }) => {
    const sql = connectPostgres(databaseUrl, { max: 1, name: 'soak' });
    const report = await killRounds({ rounds, env, sql, say: (line) => process.stdout.write(`${line}\n`) });
    await sql.end();
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.lost === 0 && report.differences === 0;
  });
}

const rounds = roundsOf(process.argv.slice(2));
if (rounds === undefined) {
  process.stderr.write(usage);
  process.exitCode = process.argv.includes('--help') ? 0 : 2;
} else {
  process.exitCode = (await soak(rounds)) ? 0 : 1;
}
