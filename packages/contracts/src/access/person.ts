import { z } from 'zod';
import { keyPermissions, personRoles } from './caller.ts';
import { passwordBounds } from './password-bounds.ts';

export const personName = z.string().trim().min(1).max(120);
export const personEmail = z.email().max(254).toLowerCase();
export const newPassword = z.string().min(passwordBounds.min).max(passwordBounds.max);

/** A cohort by name, as lists show it. */
export const cohortName = z.object({ cohort_id: z.string(), name: z.string() });
export type CohortName = z.infer<typeof cohortName>;

/** Somebody who signs in to the hub: an admin or a mentor. Participants are not people in this sense. */
export const person = z.object({
  person_id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(personRoles),
  disabled: z.boolean(),
  signs_in_with: z
    .enum(['password', 'ory', 'nothing'])
    .describe('nothing: invited, and no password has been chosen yet.'),
  cohorts: z.array(cohortName).describe('The cohorts a mentor sees.'),
  created_at: z.string(),
  last_seen_at: z.string().nullable().describe('Begin or renewal of the newest session.'),
});
export type Person = z.infer<typeof person>;

/** A link by which a person chooses the own password: works once, and is shown once. */
export const invitation = z.object({
  token: z.string(),
  path: z.string().describe('Of the page of the console that takes the token.'),
  expires_at: z.string(),
});
export type Invitation = z.infer<typeof invitation>;

export const setupState = z.object({
  needs_setup: z.boolean().describe('Nobody can sign in yet: the first admin is still to be made.'),
  sign_in: z.object({
    password: z.boolean(),
    ory: z.boolean().describe('POST /api/auth/sign-in/social with provider "ory".'),
  }),
});
export type SetupState = z.infer<typeof setupState>;

export const firstAdmin = z.object({ name: personName, email: personEmail, password: newPassword });
export type FirstAdmin = z.infer<typeof firstAdmin>;

export const newPerson = z.object({
  name: personName,
  email: personEmail,
  role: z.enum(personRoles),
  cohort_ids: z.array(z.guid()).max(100).describe('Cohorts this mentor is to see.').optional(),
});
export type NewPerson = z.infer<typeof newPerson>;

export const personChange = z.object({
  person_id: z.string().min(1).max(64),
  name: personName.optional(),
  role: z.enum(personRoles).optional(),
  disabled: z.boolean().describe('A disabled person is out within five seconds.').optional(),
});
export type PersonChange = z.infer<typeof personChange>;

export const chosenPassword = z.object({ token: z.string().min(1).max(128), password: newPassword });
export type ChosenPassword = z.infer<typeof chosenPassword>;

/** Whoever asks, in the hub's eyes. */
export const me = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    person_id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(personRoles),
    cohorts: z.array(cohortName),
  }),
  z.object({
    kind: z.literal('key'),
    key_id: z.string(),
    name: z.string(),
    permissions: z.array(z.enum(keyPermissions)),
  }),
]);
export type Me = z.infer<typeof me>;
