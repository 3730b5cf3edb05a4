import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { startSystem } from './running-system.ts';

/**
 * Unpacks the browser once, as workers that do it side by side destroy each other's, and starts the
 * system, unless `E2E_CONSOLE_URL` and `E2E_HUB_URL` name one that runs (with an empty log) and `E2E_HUB_KEY`
 * holds its operator key. The session of the admin that the first test makes lies in a folder that goes
 * with the run: it is a way in.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  process.env['E2E_CHROMIUM'] = process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath());
  const sessions = mkdtempSync(path.join(tmpdir(), 'activity-hub-e2e-session-'));
  process.env['E2E_ADMIN_SESSION'] ??= path.join(sessions, 'admin.json');
  const forget = (): void => rmSync(sessions, { recursive: true, force: true });
  if (process.env['E2E_CONSOLE_URL'] !== undefined && process.env['E2E_HUB_URL'] !== undefined)
    return async () => forget();
  const system = await startSystem();
  process.env['E2E_CONSOLE_URL'] = system.consoleUrl;
  process.env['E2E_HUB_URL'] = system.hubUrl;
  process.env['E2E_HUB_KEY'] = system.operatorKey;
  process.env['E2E_PLUGINS_DIR'] = system.pluginsDir;
  return async () => {
    forget();
    await system.stop();
  };
}
