import { storeFailure } from '@activity-hub/db/queries/store-failure';

type Methods = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

/** The same ports; a failure of the database comes as the `HubError` it means. */
export function translatedFailures<Ports extends { [Name in keyof Ports]: Methods[string] }>(ports: Ports): Ports {
  const wrapped = Object.entries<Methods[string]>(ports).map(([name, method]) => [
    name,
    async (...input: never[]): Promise<unknown> => {
      try {
        return await method(...input);
      } catch (error) {
        throw storeFailure(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Ports;
}
