import type { Socket } from 'node:net';
import { type ErrorCode, problemOf } from '@activity-hub/contracts/errors';
import { problemType } from './problem-answer.ts';

function refusalOf(code: string | undefined): readonly [ErrorCode, string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return ['request_timeout', 'The request was not complete in time.'];
  if (code === 'HPE_HEADER_OVERFLOW') return ['invalid_query', 'The headers of the request are too large.'];
  if (code === 'HPE_INVALID_EOF_STATE')
    return ['incomplete_body', 'The connection ended before the body did. Send the request again.'];
  return ['invalid_query', 'The request is not valid HTTP.'];
}

/** Answers what never became a request: broken HTTP, a half-sent body, headers that do not end. */
export function answerBrokenConnection(failure: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || failure.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = problemOf(...refusalOf(failure.code));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`);
}
