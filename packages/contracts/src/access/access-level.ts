import { HubError } from '../errors.ts';
import type { Caller, KeyPermission } from './caller.ts';

/**
 * What a route or procedure asks of its caller. `open` anybody; `read` a person who signed in, or a key
 * that may read; `publish` an admin, or a key that may write; `admin` an admin, or a key that may do all.
 * Whose data a reader sees is decided behind the ports, not here.
 */
export const accessLevels = ['open', 'read', 'publish', 'admin'] as const;
export type AccessLevel = (typeof accessLevels)[number];

const permissionFor: Readonly<Record<Exclude<AccessLevel, 'open'>, KeyPermission>> = {
  read: 'read',
  publish: 'write',
  admin: 'admin',
};

function hasAccess(caller: Caller, level: AccessLevel): boolean {
  if (level === 'open') return true;
  if (caller.kind === 'anonymous') return false;
  if (caller.kind === 'key')
    return caller.permissions.includes('admin') || caller.permissions.includes(permissionFor[level]);
  return caller.role === 'admin' || level === 'read';
}

/** @throws HubError unauthenticated, forbidden */
export function demandAccess(caller: Caller, level: AccessLevel): void {
  if (hasAccess(caller, level)) return;
  if (caller.kind === 'anonymous') {
    throw new HubError(
      'unauthenticated',
      'Sign in, or send a key: Authorization: Bearer ahk_… (an admin makes keys in the console under Keys).',
    );
  }
  const needed = level === 'open' ? '' : permissionFor[level];
  throw new HubError(
    'forbidden',
    caller.kind === 'key'
      ? `The key "${caller.name}" may not do this: it lacks the permission ${needed}. An admin can make a key that has it.`
      : 'Only admins may do this. Ask an admin of the hub.',
  );
}
