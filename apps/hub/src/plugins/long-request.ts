import { ProcessorFault } from '../bus/lane-processor.ts';

/** A request that does not fit a line. Nothing was sent, so its plugin is none the worse for it. */
export class LongRequest extends ProcessorFault {
  constructor() {
    super('long_request');
  }
}
