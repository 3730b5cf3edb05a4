import type { Origin } from '@activity-hub/contracts/event';
import type { CompatibilityMode } from '@activity-hub/contracts/schema/compatibility';
import type { PersonalField } from '@activity-hub/contracts/schema/personal-data';
import type { UpcastStep } from '@activity-hub/contracts/schema/upcaster';

export type SchemaStatus = 'active' | 'deprecated';

export interface EventSchemaRow {
  readonly event_type: string;
  readonly title_en: string;
  readonly title_ru: string;
  readonly family: string;
  readonly origin: Origin;
  readonly owner: string;
  readonly compatibility: CompatibilityMode;
  readonly successor: string | null;
  readonly status: SchemaStatus;
  readonly note: string | null;
}

/** How a payload of the version before becomes one of this: it cannot, it is one already, or by the upcaster. */
export type UpcastKind = 'none' | 'same' | 'steps';

export interface SchemaVersionRow {
  readonly event_type: string;
  readonly version: string;
  readonly status: SchemaStatus;
  readonly note: string | null;
  readonly schema: { readonly [key: string]: unknown };
  readonly personal_fields: readonly PersonalField[];
  readonly examples: readonly { readonly [key: string]: unknown }[];
  readonly follows: string | null;
  readonly upcast: UpcastKind;
  readonly upcaster: readonly UpcastStep[];
  readonly registered_at: string;
  readonly registered_by: string;
}

export type NewEventSchema = Omit<EventSchemaRow, 'successor' | 'status' | 'note'>;
export type NewSchemaVersion = Omit<SchemaVersionRow, 'status' | 'note' | 'registered_at'>;
