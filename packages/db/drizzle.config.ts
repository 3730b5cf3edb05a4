import { defineConfig } from 'drizzle-kit';

/**
 * In this folder: `npx drizzle-kit generate --name NAME` writes what a change of the schema needs, `--custom` an empty migration with its snapshot.
 * `generate` only: `push` cannot read this schema back from PostgreSQL 18, and partitions and functions are written by hand.
 */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/postgres/schema/*.ts',
  out: './src/postgres/migrations',
});
