'use client';

import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import { browserLink } from './browser-link.ts';
import { isSignedOut } from './problem-of-error.ts';
import { makeQueryClient } from './query-client.ts';

const context = createTRPCContext<AppRouter>();
export const useHub = context.useTRPC;

let browserQueryClient: QueryClient | undefined;

/** A whole page load and not a change of route: nothing the former person saw stays in memory. */
export function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`);
}

function leaveWhenSignedOut(error: unknown): void {
  if (isSignedOut(error)) leaveForSignIn();
}

/** One client for the life of the tab; a new one per request on the server, where people must not share data. */
function queryClientOfThisSide(): QueryClient {
  if (typeof window === 'undefined') return makeQueryClient();
  browserQueryClient ??= makeQueryClient(leaveWhenSignedOut);
  return browserQueryClient;
}

export function TrpcProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const queryClient = queryClientOfThisSide();
  const [client] = useState(() => createTRPCClient<AppRouter>({ links: [browserLink] }));
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
