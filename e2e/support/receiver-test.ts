import { test as consoleTest } from './console-test.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** A browser at the console, and a system that takes what the hub sends. */
export const test = consoleTest.extend<{ readonly receiver: WebhookReceiver }>({
  // Playwright reads from the pattern what a fixture needs, so there has to be one with something in it.
  receiver: async ({ browserName: _any }, use) => {
    const receiver = await startWebhookReceiver();
    await use(receiver);
    await receiver.stop();
  },
});
