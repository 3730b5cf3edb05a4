import { defineConfig } from 'drizzle-kit';

/** `generate` only: `push` cannot read this schema back from PostgreSQL 18, and partitions and functions are written by hand. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/postgres/schema/*.ts',
  out: './src/postgres/migrations',
});
