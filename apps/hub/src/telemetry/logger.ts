import { type Logger, pino } from 'pino';

/** Names under which a secret or a person's data could reach a log line. */
const redacted = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'url',
  'payload',
  'metadata',
  'raw',
].flatMap((name) => [name, `*.${name}`]);

/** JSON lines on standard output, one wide line per stage or request. Never a payload, never a secret. */
export function createLogger(options: { readonly level: string; readonly role: string }): Logger {
  return pino({
    level: options.level,
    base: { role: options.role },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err },
  });
}
