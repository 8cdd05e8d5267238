import { describe, expect, it } from 'vitest';
import { Histogram } from '../../measures/index.js';
import { textOf } from './exposition.js';
import { counter, gauge, histogram, told } from './metric.js';

describe('a metric, as Prometheus reads it', () => {
  it('is a line for each value, after what it means and of which type it is', () => {
    const metric = counter('engagement_things_total', 'Things, by kind.', ['kind']);

    expect(
      textOf(
        told(metric, [
          [{ kind: 'round' }, 3],
          [{ kind: 'square' }, 0],
        ]),
      ),
    ).toBe(
      [
        '# HELP engagement_things_total Things, by kind.',
        '# TYPE engagement_things_total counter',
        'engagement_things_total{kind="round"} 3',
        'engagement_things_total{kind="square"} 0',
        '',
      ].join('\n'),
    );
  });

  it('has no braces without labels', () => {
    expect(textOf(told(gauge('engagement_up', 'Up.'), [[{}, 1]]))).toContain('\nengagement_up 1\n');
  });

  it('lets no text of others break its lines', () => {
    const metric = gauge('engagement_channels', 'One\nline with a \\.', ['channel']);

    expect(textOf(told(metric, [[{ channel: 'a"b\\c\nd' }, 1]]))).toBe(
      [
        '# HELP engagement_channels One\\nline with a \\\\.',
        '# TYPE engagement_channels gauge',
        'engagement_channels{channel="a\\"b\\\\c\\nd"} 1',
        '',
      ].join('\n'),
    );
  });

  it('that is a histogram tells how many values did not exceed each bound, their sum and their number', () => {
    const values = new Histogram([0.5, 1]);
    for (const value of [0.25, 0.75, 4]) values.observe(value);

    expect(textOf(told(histogram('engagement_wait_seconds', 'Waits.', ['at']), [[{ at: 'door' }, values]]))).toBe(
      [
        '# HELP engagement_wait_seconds Waits.',
        '# TYPE engagement_wait_seconds histogram',
        'engagement_wait_seconds_bucket{at="door",le="0.5"} 1',
        'engagement_wait_seconds_bucket{at="door",le="1"} 2',
        'engagement_wait_seconds_bucket{at="door",le="+Inf"} 3',
        'engagement_wait_seconds_sum{at="door"} 5',
        'engagement_wait_seconds_count{at="door"} 3',
        '',
      ].join('\n'),
    );
  });
});
