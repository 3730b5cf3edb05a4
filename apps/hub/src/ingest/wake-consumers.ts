/** At most one hint in this time: a NOTIFY per commit would cost more than the consumers gain. */
const defaultPauseMs = 20;

export interface WakeUp {
  wake(): void;
  close(): void;
}

/**
 * Tells consumers that there is something to read: at once, then at most once per pause. It carries no
 * data and may be lost, because consumers also poll; so a failure is reported and forgotten.
 */
export function createWakeUp(
  notify: () => Promise<unknown>,
  options: { readonly pauseMs?: number; readonly onFailure: (failure: unknown) => void },
): WakeUp {
  const pauseMs = options.pauseMs ?? defaultPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;

  function send(): void {
    wanted = false;
    notify().catch(options.onFailure);
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) send();
    }, pauseMs);
  }

  return {
    wake() {
      wanted = true;
      if (timer === undefined) send();
    },
    close() {
      clearTimeout(timer);
    },
  };
}
