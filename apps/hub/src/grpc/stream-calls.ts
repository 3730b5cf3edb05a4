import { HubError } from '@activity-hub/contracts/errors';
import type { handleBidiStreamingCall, handleClientStreamingCall, ServerErrorResponse } from '@grpc/grpc-js';
import { FrameStream, type FrameStreamOptions, type StreamCall } from './frame-stream.ts';
import { beginCall } from './grpc-call.ts';
import type { Received } from './ingest-definition.ts';
import type { PublishStreamRequest, PublishStreamResponse, UploadResponse } from './wire-messages.ts';
import { countVerdicts, wireVerdictOf } from './wire-verdict-of.ts';

const maxOpenStreams = 256;
const maxUploadFaults = 100;

/** Counts open streams, since each of them holds frames. */
function boundedStreams() {
  let open = 0;
  return (source: StreamCall): boolean => {
    if (open >= maxOpenStreams) return false;
    open++;
    source.once('close', () => {
      open--;
    });
    return true;
  };
}

function tooManyStreams(): HubError {
  return new HubError('overloaded', `${maxOpenStreams} streams are open. Try again in a second, or send batches.`);
}

export function publishStreamCall(
  options: FrameStreamOptions,
): handleBidiStreamingCall<Received<PublishStreamRequest>, PublishStreamResponse> {
  const admit = boundedStreams();
  return (call) => {
    const fail = (response: ServerErrorResponse): void => void call.emit('error', response);
    if (!admit(call)) return fail(beginCall('PublishStream', options.observer).failed(tooManyStreams()));
    const stream = new FrameStream(
      'PublishStream',
      call,
      {
        acknowledge: ({ seq }, verdicts) => void call.write({ seq, verdicts: verdicts.map(wireVerdictOf) }),
        areTaken: () => !call.writableNeedDrain,
        end: () => call.end(),
        fail,
      },
      options,
    );
    stream.open();
  };
}

export function uploadCall(
  options: FrameStreamOptions,
): handleClientStreamingCall<Received<PublishStreamRequest>, UploadResponse> {
  const admit = boundedStreams();
  return (call, callback) => {
    if (!admit(call)) return callback(beginCall('Upload', options.observer).failed(tooManyStreams()));
    const counts = { accepted: 0, duplicates: 0, refused: 0, conflicts: 0 };
    const faults: UploadResponse['faults'][number][] = [];
    const stream = new FrameStream(
      'Upload',
      call,
      {
        acknowledge({ seq }, verdicts) {
          countVerdicts(counts, verdicts);
          verdicts.forEach((verdict, index) => {
            const isStored = verdict.status === 'accepted' || verdict.status === 'duplicate';
            if (!isStored && faults.length < maxUploadFaults)
              faults.push({ seq, index, verdict: wireVerdictOf(verdict) });
          });
        },
        areTaken: () => true,
        end: () => callback(null, { ...counts, faults }),
        fail: (response) => callback(response),
      },
      options,
    );
    stream.open();
  };
}
