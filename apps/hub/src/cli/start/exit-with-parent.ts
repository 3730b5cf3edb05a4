/**
 * Loaded with `node --import` into every program that `npm start` runs (see `spawnProgram`). The program
 * has an IPC channel to its parent; when that closes, the parent is gone, be it by `kill -9`, and nobody
 * would stop the program any more. It then gets the same SIGTERM that the parent would have sent.
 *
 * A preload instead of a call in each program: it also serves Next's server, which is not our code. But
 * a program hands its preloads on to its own workers, and those need their channel: unreferencing it
 * there ended `next build` half-way with code 0. Hence the comparison with the parent's pid.
 */
const STOP_LIMIT_MS = 15_000;

if (process.connected && process.env['HUB_EXIT_WITH_PARENT'] === String(process.ppid)) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_LIMIT_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Only watched: the channel alone must not keep a program alive that is done.
  process.channel?.unref();
}
