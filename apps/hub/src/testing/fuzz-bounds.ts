/** A few seconds in `npm test`, where every property has another seed each time; half a minute in `npm run soak`. */
const fuzzMs = Number(process.env['FUZZ_MS'] ?? 3_000);

/** As many cases as fit into the time; a fuzz that is over goes on to the next test. */
export const fuzzBounds = { numRuns: 1_000_000, interruptAfterTimeLimit: fuzzMs, markInterruptAsFailure: false };
/** A case that hangs is to fail, and one that only began late is not. */
export const fuzzTimeoutMs = fuzzMs + 50_000;
