import chromium from '@sparticuz/chromium';
import { startSystem } from './running-system.ts';

/**
 * Unpacks the browser once, as workers that do it side by side destroy each other's, and starts the
 * system, unless `E2E_CONSOLE_URL` and `E2E_HUB_URL` name one that runs (with an empty log) and `E2E_HUB_KEY`
 * holds its operator key.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  process.env['E2E_CHROMIUM'] = process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath());
  if (process.env['E2E_CONSOLE_URL'] !== undefined && process.env['E2E_HUB_URL'] !== undefined) return async () => {};
  const system = await startSystem();
  process.env['E2E_CONSOLE_URL'] = system.consoleUrl;
  process.env['E2E_HUB_URL'] = system.hubUrl;
  process.env['E2E_HUB_KEY'] = system.operatorKey;
  return () => system.stop();
}
