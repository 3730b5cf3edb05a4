/**
 * `next build` leaves the browser's files out of the standalone folder, because a CDN could serve
 * them. Here the console serves itself, so they are copied beside its server.
 */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';

const consoleDir = path.join(import.meta.dirname, '..');
const standalone = path.join(consoleDir, '.next/standalone/apps/console');
if (!existsSync(path.join(standalone, 'server.js'))) {
  console.error(
    'The standalone server is missing: run `npm run build -w @activity-hub/console` from the project root.',
  );
  process.exit(1);
}
cpSync(path.join(consoleDir, '.next/static'), path.join(standalone, '.next/static'), { recursive: true });
const publicDir = path.join(consoleDir, 'public');
if (existsSync(publicDir)) cpSync(publicDir, path.join(standalone, 'public'), { recursive: true });
