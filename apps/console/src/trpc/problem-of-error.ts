import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { TRPCClientError } from '@trpc/client';

interface ShownProblem {
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  /** All that the detail says. */
  readonly reasons?: readonly PluginFault[] | undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a person may see of a failure. An error without a problem never reached the hub. */
export function problemOfError(error: unknown): ShownProblem {
  if (!(error instanceof TRPCClientError)) return { code: undefined, detail: undefined, requestId: undefined };
  const typed: TRPCClientError<AppRouter> = error;
  const problem = typed.data?.problem;
  if (problem === undefined) return { code: 'hub_unreachable', detail: undefined, requestId: undefined };
  return {
    code: textOf(problem.code),
    detail: textOf(problem.detail),
    requestId: textOf(problem.request_id),
    reasons: problem.reasons,
  };
}

/** Whether the hub answered and said no: asking the same again changes nothing. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const typed: TRPCClientError<AppRouter> = error;
  const status = typed.data?.problem?.status;
  return status !== undefined && status >= 400 && status < 500;
}

/** Where in what was sent the hub found the fault, as a JSON pointer. */
export function pointerOfError(error: unknown): string | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const typed: TRPCClientError<AppRouter> = error;
  return textOf(typed.data?.problem?.pointer);
}

/** Whether the session is over: the way on is the sign-in page. */
export function isSignedOut(error: unknown): boolean {
  return problemOfError(error).code === 'unauthenticated';
}
