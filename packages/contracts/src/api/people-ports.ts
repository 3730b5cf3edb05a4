import type {
  ChosenPassword,
  FirstAdmin,
  Invitation,
  Me,
  NewPerson,
  Person,
  PersonChange,
  SetupState,
} from '../access/person.ts';

/** What the procedures on people who sign in need of a hub. Every change is audited under the caller's name. */
export interface PeoplePorts {
  setupState(): Promise<SetupState>;
  /** Works exactly once. @throws HubError already_exists */
  setUp(admin: FirstAdmin): Promise<Person>;
  me(): Promise<Me>;
  list(): Promise<readonly Person[]>;
  /** @throws HubError already_exists when the e-mail is taken */
  make(person: NewPerson): Promise<{ readonly person: Person; readonly invitation: Invitation }>;
  /** @throws HubError not_found, invalid_input when nobody would be left to administer the hub */
  update(change: PersonChange): Promise<Person>;
  /** Ends every session of the person and makes a new link; the old password works no more. @throws HubError not_found */
  resetPassword(personId: string): Promise<Invitation>;
  /** @throws HubError not_found when the token is unknown, used or expired */
  choosePassword(chosen: ChosenPassword): Promise<{ readonly email: string }>;
}
