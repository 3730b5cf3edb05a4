import { Command } from 'commander';
import { shippedIds } from '../../plugins/shipped-ids.ts';
import { hubKey } from '../hub-key.ts';
import { installedPlugins } from '../plugin/plugin-folders.ts';
import { diagnoseClickhouse } from './diagnose-clickhouse.ts';
import { diagnoseFolders } from './diagnose-folders.ts';
import { diagnoseHub } from './diagnose-hub.ts';
import { diagnoseMachine } from './diagnose-machine.ts';
import { diagnosePostgres } from './diagnose-postgres.ts';
import { describeDiagnoses, hasFailure } from './doctor-report.ts';
import { findServers } from './find-servers.ts';

const examples = `
Examples:
  $ npm run hub -- doctor
  $ npm run hub -- doctor --json | jq '.diagnoses[] | select(.level != "well")'
  $ DATABASE_URL=postgres://… CLICKHOUSE_URL=http://… npm run hub -- doctor

✔ well, ! works but look at it, ✘ repair it. Addresses come from the environment, else from the
running hub, else from the data folder. Exit code 1 when something has to be repaired.`;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at everything the hub needs and say what to do')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('after', examples)
    .action(runDoctor);
}

async function runDoctor({ json }: { readonly json: boolean }): Promise<void> {
  const found = findServers(process.env);
  const areas = await Promise.all([
    diagnoseMachine(found.dataDir),
    diagnoseHub(found, hubKey(process.env, found.hub)),
    diagnosePostgres(found.database, Date.now()),
    diagnoseFolders(installedPlugins(process.env), await shippedIds()),
    diagnoseClickhouse(found.clickhouse),
  ]);
  const diagnoses = areas.flat();
  const failed = hasFailure(diagnoses);
  process.stdout.write(
    `${json ? JSON.stringify({ ok: !failed, diagnoses }, null, 2) : describeDiagnoses(diagnoses)}\n`,
  );
  process.exitCode = Number(failed);
}
