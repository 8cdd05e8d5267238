/** The same statement in PostgreSQL's words: `$1` for the first `?`, and so on. */
export function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}
