import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceOf, visitRoom } from './visit-rooms.js';

/** Ids of the kind that would spell the room of another if rooms were put together carelessly. */
const anyId = fc.oneof(
  fc.constantFrom('v', 'v"', 'v","p', '["v","p"]', 'v:p', 'visit:v', 'null', '', ' ', '\\', '\\"'),
  fc.string({ unit: 'binary' }),
);
const anyPage = fc.option(anyId);

describe('the rooms of visits', () => {
  it('are never shared by two visits, whatever their ids and pages', () => {
    fc.assert(
      fc.property(anyId, anyPage, anyId, anyPage, (visitId, pageId, otherVisitId, otherPageId) => {
        fc.pre(visitId !== otherVisitId);
        const rooms = new Set([visitRoom(visitId), ...audienceOf({ visitId, pageId })]);
        const others = [visitRoom(otherVisitId), ...audienceOf({ visitId: otherVisitId, pageId: otherPageId })];
        expect(others.filter((room) => rooms.has(room))).toEqual([]);
      }),
      {
        numRuns: 500,
        examples: [
          ['v', 'p:x', 'v:p', 'x'],
          ['v', 'p","x', 'v","p', 'x'],
          ['v', 'p/x', 'v/p', 'x'],
          ['v,p', null, 'v', 'p'],
        ],
      },
    );
  });

  it('tell its pages apart, but for those who stand for every page', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (visitId, pageId, otherPageId) => {
        fc.pre(pageId !== otherPageId);
        const shared = audienceOf({ visitId, pageId }).filter((room) =>
          audienceOf({ visitId, pageId: otherPageId }).includes(room),
        );
        expect(shared).toHaveLength(1);
        expect(shared).not.toContain(visitRoom(visitId));
      }),
    );
  });

  it('hold everyone of the visit when no page is named', () => {
    expect(audienceOf({ visitId: 'v-1', pageId: null })).toEqual([visitRoom('v-1')]);
  });
});
