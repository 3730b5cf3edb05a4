import type { Waited } from '@activity-hub/contracts/receipt';

/** The messages of `ingest.proto` as the loader gives and takes them: names kept, absent fields absent. */
export interface WireEvent {
  readonly event_id?: string;
  readonly event_type?: string;
  readonly event_version?: string;
  readonly timestamp?: string;
  readonly source_system?: string;
  readonly user_id?: string;
  readonly session_id?: string;
  readonly causation_id?: string;
  readonly correlation_id?: string;
  readonly payload?: Buffer;
  readonly metadata?: Buffer;
}

export interface WireReceipt {
  readonly event_id: string;
  readonly position: string;
  readonly recorded_at: string;
  readonly digest: string;
}

export interface WireVerdict {
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'CONFLICT' | 'REFUSED';
  readonly receipt?: WireReceipt;
  readonly event_id?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly pointer?: string;
  readonly refused_id?: string;
  readonly kept_digest?: string;
  readonly sent_digest?: string;
}

export interface WireCounts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly conflicts: number;
}

export interface PublishRequest {
  readonly event?: WireEvent;
}

export interface PublishResponse {
  readonly verdict: WireVerdict;
  readonly waited?: Waited;
}

export interface PublishBatchRequest {
  readonly events: readonly WireEvent[];
}

export interface PublishBatchResponse extends WireCounts {
  readonly items: readonly WireVerdict[];
  readonly waited?: Waited;
}

export interface PublishStreamRequest {
  readonly seq?: number;
  readonly events: readonly WireEvent[];
}

export interface PublishStreamResponse {
  readonly seq: number;
  readonly verdicts: readonly WireVerdict[];
}

export interface UploadResponse extends WireCounts {
  readonly faults: readonly { readonly seq: number; readonly index: number; readonly verdict: WireVerdict }[];
}
