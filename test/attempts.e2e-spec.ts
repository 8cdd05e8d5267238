import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anIxnProfile, seconds } from './support/builders.js';
import { TestService } from './support/service.js';

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

async function listed(query: string): Promise<string[]> {
  const { body } = await service.get(`attempts?${query}`);
  return body.attempts.map(({ interactionId }: { interactionId: string }) => interactionId);
}

describe('one attempt', () => {
  it('is answered with what the strategy attached and every transition', async () => {
    const profile = anIxnProfile({
      invitation: { title: 'Hello' },
      data: { cart: { total: 129.9 } },
      clientData: { theme: 'winter' },
    });
    const { body: attempt } = await service.engage(profile);
    service.clock.advance(seconds(5));
    await service.noengage({ interactionId: profile.interactionId, reason: 'too late' });

    const { status, body } = await service.get(`attempts/${attempt.attemptId}`);

    expect(status).toBe(200);
    expect(body).toEqual({
      ...attempt,
      state: 'cancelled',
      reason: 'too late',
      endedAt: '2026-01-31T12:00:05.000Z',
      invitation: { title: 'Hello', displaySeconds: 60 },
      data: { cart: { total: 129.9 } },
      clientData: { theme: 'winter' },
      transitions: [
        { state: 'pending', at: '2026-01-31T12:00:00.000Z', by: 'strategy', actor: null, reason: null },
        { state: 'cancelled', at: '2026-01-31T12:00:05.000Z', by: 'strategy', actor: null, reason: 'too late' },
      ],
    });
  });
});

describe('the list of attempts', () => {
  it('has the newest first', async () => {
    for (const interactionId of ['i-1', 'i-2', 'i-3']) await service.engage(anIxnProfile({ interactionId }));

    expect(await listed('')).toEqual(['i-3', 'i-2', 'i-1']);
  });

  it('is filtered by visit, interaction, state and age, and by several of them', async () => {
    await service.engage(anIxnProfile({ interactionId: 'i-1', visitId: 'v-1' }));
    await service.noengage({ visitId: 'v-1' });
    service.clock.advance(seconds(10));
    await service.engage(anIxnProfile({ interactionId: 'i-2', visitId: 'v-1' }));
    await service.engage(anIxnProfile({ interactionId: 'i-3', visitId: 'v-2' }));

    expect(await listed('visitId=v-1')).toEqual(['i-2', 'i-1']);
    expect(await listed('interactionId=i-3')).toEqual(['i-3']);
    expect(await listed('state=cancelled')).toEqual(['i-1']);
    expect(await listed('since=2026-01-31T12:00:10Z')).toEqual(['i-3', 'i-2']);
    expect(await listed('since=2026-01-31T13:00:10%2B01:00')).toEqual(['i-3', 'i-2']);
    expect(await listed('visitId=v-1&state=pending')).toEqual(['i-2']);
    expect(await listed('visitId=v-3')).toEqual([]);
  });

  it('comes in pages, and each attempt in exactly one of them', async () => {
    for (let count = 0; count < 7; count++) await service.engage(anIxnProfile({ interactionId: `i-${count}` }));

    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await service.get(`attempts?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(body.attempts.map(({ interactionId }: { interactionId: string }) => interactionId));
      cursor = body.nextCursor;
    }

    expect(pages).toEqual([['i-6', 'i-5', 'i-4'], ['i-3', 'i-2', 'i-1'], ['i-0']]);
  });

  it.each([
    ['state=closed', '/state'],
    ['since=yesterday', '/since'],
    ['since=2026-02-31T12:00:00Z', '/since'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=ten', '/limit'],
    ['visitId=', '/visitId'],
    ['visitId=a&visitId=b', '/visitId'],
    ['cursor=zzz', '/cursor'],
    ['colour=red', '/colour'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await service.get(`attempts?${query}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'validation-failed', errors: [{ pointer }] });
  });
});
