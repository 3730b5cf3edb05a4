import type { Act } from '../access/act.ts';
import type {
  ApiKey,
  KeyChange,
  KeyPage,
  KeyRotation,
  KeySearch,
  MadeKey,
  NewKey,
  RotatedKey,
} from '../access/api-key.ts';

/** Every change is audited under its act. All but `list` and `make` may throw `HubError` not_found. */
export interface KeyPorts {
  list(search: KeySearch): Promise<KeyPage>;
  get(keyId: string): Promise<ApiKey>;
  make(wanted: NewKey, act: Act): Promise<MadeKey>;
  /** A new key with the rights of the old one, which lives on until the overlap ends. */
  rotate(rotation: KeyRotation, act: Act): Promise<RotatedKey>;
  /** Ends within a second on every hub. Revoking a revoked key changes nothing. */
  revoke(keyId: string, act: Act): Promise<ApiKey>;
  change(change: KeyChange, act: Act): Promise<ApiKey>;
}
