import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { TraceCollector } from '../support/trace-collector.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { Cluster } from './support/cluster.js';
import { History } from './support/history.js';
import { Page } from './support/page.js';
import { Strategy } from './support/strategy.js';

const WITHIN = { timeout: 30_000, interval: 50 };

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

const NAMES = ['backend-1', 'frontend-1', 'frontend-2'];

describe('nodes that are traced', () => {
  it('tell an attempt’s whole story in one trace, each its part', { timeout: 180_000 }, async () => {
    const collector = await TraceCollector.start();
    const receiver = await WebhookReceiver.start();
    onTestFinished(() => receiver.stop());
    const cluster = await Cluster.start({
      backends: 1,
      environment: { ...receiver.settings(), ...collector.settings(), OTEL_BSP_SCHEDULE_DELAY: '100' },
      own: Object.fromEntries(NAMES.map((name) => [name, { OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${name}` }])),
    });
    onTestFinished(() => cluster.stop());
    const history = new History();
    const [first, second] = await Promise.all(
      cluster.frontends.map(({ url }, index) => Page.open(history, url, 'v-1', `page-${index}`)),
    );
    onTestFinished(() => [first, second].forEach((page) => page?.close()));
    const strategy = new Strategy(history, cluster.backends[0]?.url ?? '');

    const { body } = await strategy.engage({ visitId: 'v-1' }, { traceparent: `00-${TRACE}-${CALLER}-01` });
    const attemptId = body.attemptId ?? '';
    await vi.waitFor(
      () => expect([first, second].map((page) => page?.isShowing(attemptId))).toEqual([true, true]),
      WITHIN,
    );
    first?.accept(attemptId);

    const told = (): readonly string[] => [
      ...new Set(collector.spans.map(({ name, resource }) => `${name} by ${String(resource['service.instance.id'])}`)),
    ];
    await vi.waitFor(
      () =>
        expect(told()).toEqual(
          expect.arrayContaining([
            'engage by backend-1',
            'commit pending by backend-1',
            'push invitation by frontend-1',
            'push invitation by frontend-2',
            'commit accepted by frontend-1',
            'disposition accepted by frontend-1',
            'push invitation:closed by frontend-2',
            'webhook engagement.shown by backend-1',
            'webhook engagement.accepted by backend-1',
          ]),
        ),
      WITHIN,
    );
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const engage = collector.spans.find(({ name }) => name === 'engage');
    expect(engage?.parentSpanId).toBe(CALLER);
    for (const span of collector.spans.filter((one) => one !== engage))
      expect([span.name, span.parentSpanId]).toEqual([span.name, engage?.spanId]);
  });
});
