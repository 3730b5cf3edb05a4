import { isPortFree } from '@activity-hub/db/embedded/chosen-port';
import type { StartSettings } from './start-settings.ts';

/** Before anything starts: a taken port would otherwise show up as a crash of one part, seconds later. */
export async function checkPorts(settings: StartSettings): Promise<void> {
  const wanted = [
    { variable: 'HUB_PORT', port: settings.hubPort, what: 'the hub' },
    { variable: 'HUB_PROCESS_PORT', port: settings.processPort, what: 'the processing hub' },
    { variable: 'HUB_GRPC_PORT', port: settings.grpcPort, what: 'gRPC' },
    { variable: 'CONSOLE_PORT', port: settings.consolePort, what: 'the console' },
  ];
  const taken: string[] = [];
  for (const { variable, port, what } of wanted) {
    if (!(await isPortFree(port))) {
      taken.push(
        `Port ${port} for ${what} is in use. Stop what uses it, or set ${variable}: ${variable}=${port + 100} npm start`,
      );
    }
  }
  if (taken.length > 0) throw new Error(taken.join('\n'));
}
