import { describe, expect, it } from 'vitest';
import { OutcomeTraffic } from '../support/outcome-traffic.js';

/** A service with `RETENTION_DAYS=1`, and the database under it. */
export interface ServiceWithDatabase {
  readonly url: string;
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const DAY_MS = 86_400_000;

/** How many attempts are older than they may be kept; how many the visit has that is erased; how many another that stays. */
const SEEDED = { old: 3_000, erased: 500, kept: 100 } as const;

const VISITS = 8;

type Seeded = keyof typeof SEEDED;

/** Attempts of one visit that have ended, each with two steps and a delivery, in words that both databases know. */
function seeding(visit: Seeded, endedAt: number): readonly string[] {
  const numbers = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${SEEDED[visit]})`;
  // Ids are as old as their attempts, as UUIDv7 has it.
  const time = endedAt.toString(16).padStart(12, '0');
  const which = Object.keys(SEEDED).indexOf(visit) + 1;
  const id = `'${time.slice(0, 8)}-${time.slice(8)}-7000-800${which}-' || substr(cast(1000000000000 + n as text), 2)`;
  const position = `${-1_000_000 * which} + n`;
  return [
    `insert into attempts (attempt_id, interaction_id, visit_id, channel, state, created_at, ended_at, exclusive,
       transition_count, showing_pages, invitation, data)
     ${numbers} select ${id}, '${visit}-' || n, '${visit}', 'chat', 'failed', ${endedAt}, ${endedAt}, 0, 2, '[]', '{}',
       '{"of":"${visit}"}' from numbers`,
    `insert into transitions (attempt_id, sequence, state, at, by, position)
     ${numbers} select ${id}, 0, 'pending', ${endedAt}, 'strategy', null from numbers`,
    `insert into transitions (attempt_id, sequence, state, at, by, position)
     ${numbers} select ${id}, 1, 'failed', ${endedAt}, 'visitor', ${position} from numbers`,
    `insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at, settled_at)
     ${numbers} select ${position}, 'reports', ${id}, 1, 'failed', 'delivered', 1, ${endedAt}, ${endedAt} from numbers`,
  ];
}

/** Rows that hang in the air, or are not all there. */
const INCONSISTENT = [
  `select 'a step without its attempt' as what, attempt_id from transitions
     where attempt_id not in (select attempt_id from attempts)`,
  `select 'a delivery without its attempt' as what, attempt_id from deliveries
     where attempt_id not in (select attempt_id from attempts)`,
  `select 'an attempt without all its steps' as what, attempt_id from attempts
     where transition_count <> (select count(*) from transitions where transitions.attempt_id = attempts.attempt_id)`,
] as const;

/** What is forgotten while others are engaged, looked at row by row. */
export function describeForgetting(name: string, start: () => Promise<ServiceWithDatabase>): void {
  describe(`forgetting, while traffic flows: ${name}`, () => {
    it('takes what is too old and what is erased, whole, and nothing else', { timeout: 180_000 }, async () => {
      const { url, query } = await start();
      const rowsOf = (visit: string): Promise<readonly unknown[]> =>
        query(`select attempts.*, transitions.sequence, transitions.state as step, deliveries.endpoint from attempts
          join transitions on transitions.attempt_id = attempts.attempt_id
          left join deliveries on deliveries.attempt_id = attempts.attempt_id
          where visit_id = '${visit}' order by attempts.attempt_id, transitions.sequence`);
      const traffic = await OutcomeTraffic.start(url, VISITS);
      const now = Date.now();
      for (const sql of [...seeding('kept', now), ...seeding('erased', now), ...seeding('old', now - 2 * DAY_MS)])
        await query(sql);
      const kept = await rowsOf('kept');
      expect(kept).toHaveLength(2 * SEEDED.kept);

      const reply = await fetch(`${url}/operations/visits?visitId=erased`, { method: 'DELETE' });
      expect(await reply.json()).toMatchObject({ attempts: SEEDED.erased, completedAt: expect.any(String) });
      await expect.poll(() => rowsOf('old'), { timeout: 90_000, interval: 250 }).toEqual([]);
      const engaged = traffic.engaged.length;
      await expect.poll(() => traffic.engaged.length, { timeout: 10_000 }).toBeGreaterThan(engaged + 50);
      await traffic.stop();

      expect(await rowsOf('erased')).toEqual([]);
      expect(await rowsOf('kept')).toEqual(kept);
      for (const sql of INCONSISTENT) expect(await query(sql)).toEqual([]);
      const left = new Set((await query('select interaction_id from attempts')).map((row) => row['interaction_id']));
      expect(traffic.engaged.filter((interactionId) => !left.has(interactionId))).toEqual([]);
      expect(left.size).toBeGreaterThanOrEqual(traffic.engaged.length + SEEDED.kept);
    });
  });
}
