import { describe, expect, it } from 'vitest';
import { measure } from '../bench/support/run-bench.js';
import { faultOfXml } from '../bench/support/well-formed.js';

const WITHIN = { timeout: 180_000 };

const NOTHING_WRONG = { lost: 0, refused: 0, shownTwice: 0, astray: 0, answersRefused: 0 };

describe('npm run bench over databases of its own', () => {
  it('measures one node after the other', WITHIN, async () => {
    const run = await measure('nodes', '--nodes', '2', '--visitors', '30');

    expect(run.result('nodes').figures).toMatchObject({
      steps: [
        { nodes: 1, figures: NOTHING_WRONG },
        { nodes: 2, figures: NOTHING_WRONG },
      ],
    });
    expect(faultOfXml(run.picture('nodes'))).toBeUndefined();
  });

  it('fills a PostgreSQL, and measures it empty and full', WITHIN, async () => {
    const run = await measure('growth', '--store', 'postgres', '--visitors', '30', '--attempts', '500');

    expect(run.result('growth-postgres').figures).toMatchObject({
      attempts: [
        { count: 0, figures: NOTHING_WRONG },
        { count: 500, figures: NOTHING_WRONG },
      ],
    });
    expect(faultOfXml(run.picture('growth-postgres'))).toBeUndefined();
  });
});
