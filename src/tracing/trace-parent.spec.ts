import { describe, expect, it } from 'vitest';
import { isSampled, spanContextIn, traceParentOf } from './trace-parent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it.each(['00', '01'])('is read and written alike, with flags %s', (flags) => {
    const text = `00-${TRACE}-${SPAN}-${flags}`;
    const context = spanContextIn(text);

    expect(context).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags: Number(flags), isRemote: true });
    expect(context && traceParentOf(context)).toBe(text);
  });

  it.each([
    ['00', false],
    ['01', true],
    ['02', false],
    ['03', true],
    ['ff', true],
  ])('says with flags %s whether it is collected: %s', (flags, isCollected) => {
    expect(isSampled(`00-${TRACE}-${SPAN}-${flags}`)).toBe(isCollected);
  });

  it('of a later version is read as far as it is known', () => {
    expect(spanContextIn(`01-${TRACE}-${SPAN}-01-what-comes-later`)).toMatchObject({ traceId: TRACE });
  });

  it.each([
    '',
    'garbage',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01x`,
    `00-${TRACE}-${SPAN}-01-`,
    `00-${TRACE}-${SPAN}-01-extra`,
    `00-${TRACE}-${SPAN}-01-\nextra`,
    `01-${TRACE}-${SPAN}-01.extra`,
    ` 00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
  ])('is none: %j', (text) => {
    expect(spanContextIn(text)).toBeUndefined();
  });
});
