/** What a key may do. `admin` includes the other two. */
export const keyPermissions = ['write', 'read', 'admin'] as const;
export type KeyPermission = (typeof keyPermissions)[number];

/** `admin` sees and repairs everything; `mentor` sees the own cohorts, personal fields masked. */
export const personRoles = ['admin', 'mentor'] as const;
export type PersonRole = (typeof personRoles)[number];

/** A subsystem or a program with its key. */
export interface KeyCaller {
  readonly kind: 'key';
  readonly key_id: string;
  readonly name: string;
  /** The one source it may publish as; null: any. */
  readonly source: string | null;
  readonly permissions: readonly KeyPermission[];
  /** Canonical topic patterns it may publish. */
  readonly event_types: readonly string[];
}

/** Somebody who signed in. */
export interface PersonCaller {
  readonly kind: 'person';
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: PersonRole;
}

/** Who asks. Every surface finds it out in the same way, and every permission is decided from it. */
export type Caller = { readonly kind: 'anonymous' } | KeyCaller | PersonCaller;
