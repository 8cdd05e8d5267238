import { randomUUID } from 'node:crypto';

const MARK = '%visitId%';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The shop's page for a visit; a visitor who comes without one begins a new visit. */
export function shopPageFor(visitId: unknown, template: string): string {
  const visit = typeof visitId === 'string' && visitId !== '' ? visitId : randomUUID();
  return template.replace(MARK, () => visit.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? ''));
}
