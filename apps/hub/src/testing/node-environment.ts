/**
 * What Node itself needs in a child that is given no more of the environment than it asks for. Without the cache
 * (see `npm start`) every child compiles all of its modules anew.
 */
export const nodeEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
};
