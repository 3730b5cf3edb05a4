import { HubError } from '@activity-hub/contracts/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface SignInLimits {
  /** Counts an attempt. @throws HubError rate_limited */
  take(address: string, email: string | undefined): Promise<void>;
}

/**
 * Attempts at passwords. By address against one machine that tries many names, by name against many
 * machines that try one, and together because each costs about 50 ms of scrypt on the threads that ingest
 * uses too: an attack may keep people from signing in, but not events from coming in. Counted in this process.
 */
export function createSignInLimits(): SignInLimits {
  const together = new RateLimiterMemory({ keyPrefix: 'together', points: 300, duration: 60 });
  const byAddress = new RateLimiterMemory({ keyPrefix: 'address', points: 20, duration: 60 });
  const byEmail = new RateLimiterMemory({ keyPrefix: 'email', points: 20, duration: 600 });
  return {
    async take(address, email) {
      try {
        await byAddress.consume(address);
        if (email !== undefined) await byEmail.consume(email.toLowerCase().slice(0, 254));
        // Last, so that what is refused anyway takes nothing from the others.
        await together.consume('all');
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new HubError('rate_limited', `Too many attempts. Try again in ${retryAfterSeconds} s.`, {
          retryAfterSeconds,
        });
      }
    },
  };
}
