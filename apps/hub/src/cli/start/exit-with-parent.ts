/**
 * Loaded with `node --import` into every program that `npm start` runs. The program has an IPC channel
 * to its parent; when that closes, the parent is gone, be it by `kill -9`, and nobody would stop the
 * program any more. It then gets the same SIGTERM that the parent would have sent.
 *
 * A preload instead of a call in each program: it also serves Next's server, which is not our code.
 */
const STOP_LIMIT_MS = 15_000;

if (process.connected) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_LIMIT_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Only watched: the channel alone must not keep a program alive that is done.
  process.channel?.unref();
}
