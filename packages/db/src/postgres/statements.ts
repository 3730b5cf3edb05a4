import type postgres from 'postgres';

/** Either the client or one transaction of it: for verbs that are also a part of something larger. */
export type Statements = postgres.ISql<{ bigint: number; date: string; day: string }>;
