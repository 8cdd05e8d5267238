import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectedVisits } from './connected-visits.js';
import type { FrontendSocket } from './frontend-socket.js';

/** As much of a connection as tells for whom it stands. */
function aSocket(kind: 'browser' | 'frontend-server', connected = true): FrontendSocket {
  return { connected, data: { identity: { kind }, visits: new Map() } } as unknown as FrontendSocket;
}

const VISITS = ['v-1', 'v-2', 'visit:v-1'];
const PAGES = [null, 'p-1', 'p-2', 'null'];

const step = fc.record({
  socket: fc.nat(3),
  visitId: fc.constantFrom(...VISITS),
  pageId: fc.constantFrom(...PAGES),
  what: fc.constantFrom('join', 'join', 'leave the page', 'leave the visit', 'leave all'),
});

describe('the sockets of visits', () => {
  it('are those that have joined them and not left, each for the pages that it joined', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const visits = new ConnectedVisits();
        const sockets = [aSocket('browser'), aSocket('browser'), aSocket('frontend-server'), aSocket('browser')];
        /** Who stands for what, in plain triples. */
        let expected: { socket: FrontendSocket | undefined; visitId: string; pageId: string | null }[] = [];
        for (const { socket: index, visitId, pageId, what } of steps) {
          const socket = sockets[index];
          if (socket === undefined) continue;
          const isGone = (one: (typeof expected)[number]): boolean =>
            one.socket === socket &&
            (what === 'leave all' || one.visitId === visitId) &&
            (what !== 'leave the page' || one.pageId === pageId);
          if (what === 'join') {
            visits.join(socket, visitId, pageId);
            expected.push({ socket, visitId, pageId });
          } else {
            if (what === 'leave all') visits.leaveAll(socket);
            else visits.leave(socket, visitId, what === 'leave the page' ? pageId : undefined);
            expected = expected.filter((one) => !isGone(one));
          }
        }

        for (const visitId of VISITS) {
          const members = new Set(expected.filter((one) => one.visitId === visitId).map(({ socket }) => socket));
          expect(new Set(visits.of(visitId))).toEqual(members);
          expect(visits.of(visitId)).toHaveLength(members.size);
          expect(visits.has(visitId)).toBe(members.size > 0);
          for (const pageId of PAGES) {
            const audience = expected.filter(
              (one) =>
                one.visitId === visitId &&
                (pageId === null ||
                  one.pageId === pageId ||
                  (one.pageId === null && one.socket?.data.identity.kind === 'frontend-server')),
            );
            expect(new Set(visits.audienceOf({ visitId, pageId }))).toEqual(
              new Set(audience.map(({ socket }) => socket)),
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('do not hold one that went while it was being let in', () => {
    const visits = new ConnectedVisits();

    visits.join(aSocket('browser', false), 'v-1', null);

    expect(visits.has('v-1')).toBe(false);
  });
});
