import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { RawConnection } from '../support/raw-connection.js';
import { TestService } from '../support/service.js';

let service: TestService;

afterEach(async () => {
  await service.stop();
});

/** Holds the database as somebody else's long transaction does. @returns lets it go */
function holdDatabase(): () => void {
  const database = new Database(service.databaseFile);
  database.exec('begin immediate');
  return () => {
    database.exec('rollback');
    database.close();
  };
}

describe('a store that falls behind', () => {
  it('has new work turned away at once, and what was accepted done', async () => {
    service = await TestService.start({ MAX_WAITING_ENGAGEMENTS: '10' });
    const { body: standing } = await service.engage(anIxnProfile());
    const letGo = holdDatabase();

    const engaging = Array.from({ length: 60 }, () => service.engage(anIxnProfile()));
    const refused = await Promise.race(engaging);
    const cancelling = service.noengage({ interactionId: standing.interactionId });

    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    expect(refused.headers['retry-after']).toBe('1');
    const shed = engaging.map((call) => Promise.race([call, new Promise((resolve) => setTimeout(resolve, 500))]));
    const answered = (await Promise.all(shed)).filter((reply) => reply !== undefined);
    expect(answered).toHaveLength(50);

    letGo();
    const replies = await Promise.all(engaging);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
    expect((await cancelling).body).toMatchObject({ state: 'cancelled' });
    expect((await service.get('attempts?limit=200')).body.attempts).toHaveLength(11);
  });

  it.each(['/backend', '/server'])('has an engage under %s turned away before its body has come', async (prefix) => {
    service = await TestService.start({ MAX_WAITING_ENGAGEMENTS: '1', CONTEXT_PATHS: '/backend,/server' });
    const letGo = holdDatabase();
    // Of two, one waits for the store, and the other is turned away.
    const waiting = [service.engage(anIxnProfile()), service.engage(anIxnProfile())];
    await Promise.race(waiting);
    const connection = await RawConnection.to(service.url);

    connection.write(
      `POST ${prefix}/data/gateway/engage HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n`,
    );
    const { said, tookMs } = await connection.untilClosed();

    expect(said).toMatch(/^HTTP\/1.1 503 /);
    expect(said).toContain('"code":"overloaded"');
    expect(tookMs).toBeLessThan(2_000);
    letGo();
    await Promise.all(waiting);
  });

  it('takes new work again when it has caught up', async () => {
    service = await TestService.start({ MAX_WAITING_ENGAGEMENTS: '1' });
    const letGo = holdDatabase();
    const [one, other] = await Promise.all([
      service.engage(anIxnProfile()).finally(() => undefined),
      service.engage(anIxnProfile()).finally(letGo),
    ]);
    expect([one.status, other.status].toSorted()).toEqual([200, 503]);

    expect((await service.engage(anIxnProfile())).status).toBe(200);
  });

  it('costs bounded memory, however much comes in', async () => {
    service = await TestService.start({ MAX_WAITING_ENGAGEMENTS: '50' });
    const letGo = holdDatabase();
    const before = process.memoryUsage().rss;
    const data = { text: 'x'.repeat(16_000) };

    for (let batch = 0; batch < 20; batch++) {
      const calls = Array.from({ length: 200 }, () => service.engage(anIxnProfile({ data, clientData: data })));
      // Those that wait are not waited for.
      void Promise.allSettled(calls);
      await Promise.race(calls);
    }

    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    letGo();
    await expect.poll(async () => (await service.engage(anIxnProfile())).status, { timeout: 15_000 }).toBe(200);
  }, 40_000);
});
