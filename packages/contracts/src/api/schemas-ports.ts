import type { Act } from '../access/act.ts';
import type { RecordedEvent } from '../event.ts';
import type { SchemaComparison } from '../schema/compatibility.ts';
import type {
  CompatibilitySetting,
  EventSchemaView,
  JsonDocument,
  PayloadTrial,
  PayloadTrialAnswer,
  RegistrationAnswer,
  SchemaCandidate,
  SchemaCatalogue,
  SchemaComparisonQuery,
  SchemaDeprecation,
  SchemaExample,
  SchemaExampleQuery,
  SchemaExportQuery,
  SchemaRegistration,
} from '../schema/event-schema.ts';
import type { SourcePolicy } from '../schema/source-policy.ts';

/** What the procedures on the schema registry need of a hub. */
export interface SchemaPorts {
  list(): Promise<SchemaCatalogue>;
  /** @throws HubError not_found */
  get(eventType: string): Promise<EventSchemaView>;
  /** @throws HubError already_exists, schema_incompatible, schema_refused, reserved_event_type */
  register(registration: SchemaRegistration, act: Act): Promise<RegistrationAnswer>;
  /** The registration without its effect: faults are answered, not thrown. */
  check(candidate: SchemaCandidate): Promise<RegistrationAnswer>;
  /** @throws HubError not_found, unknown_event_version */
  compare(query: SchemaComparisonQuery): Promise<SchemaComparison>;
  deprecate(deprecation: SchemaDeprecation, act: Act): Promise<EventSchemaView>;
  setCompatibility(setting: CompatibilitySetting, act: Act): Promise<EventSchemaView>;
  example(query: SchemaExampleQuery): Promise<SchemaExample>;
  tryPayload(trial: PayloadTrial): Promise<PayloadTrialAnswer>;
  /** One JSON Schema document with every wanted version under $defs. */
  export(query: SchemaExportQuery): Promise<JsonDocument>;
  /** The JSON Schema of one version. */
  document(eventType: string, version: string): Promise<JsonDocument>;
  asyncapi(): Promise<JsonDocument>;
  /**
   * The event as the wanted version would have it; what is stored stays as it is.
   * @throws HubError unknown_event_version, not_upcastable
   */
  asVersion(event: RecordedEvent, version: string): Promise<RecordedEvent>;
  /** The policies of all sources that have one of their own. */
  policies(): Promise<readonly SourcePolicy[]>;
  setPolicy(policy: SourcePolicy, act: Act): Promise<SourcePolicy>;
}
