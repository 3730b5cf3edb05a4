import { addContext, type Step } from './step.ts';

/** W3C Trace Context, version 00; an id of zeros only is none. */
const traceParentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceParent(text: string): boolean {
  return traceParentPattern.test(text);
}

/** An event of a batch can belong to a trace of its own; it says so in its metadata. */
export const addTrace: Step = {
  name: 'trace',
  run(draft) {
    const own = draft.sent.metadata?.['traceparent'];
    if (typeof own === 'string' && isTraceParent(own)) addContext(draft, 'trace_parent', own);
    return 'ok';
  },
};
