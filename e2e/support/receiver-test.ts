import { test as consoleTest } from './console-test.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** A browser at the console, and a system that takes what the hub sends. */
export const test = consoleTest.extend<{ readonly receiver: WebhookReceiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from a pattern.
  receiver: async ({}, use) => {
    const receiver = await startWebhookReceiver();
    await use(receiver);
    await receiver.stop();
  },
});
