import { describe, expect, it } from 'vitest';
import { aClaimedDelivery } from '../../../test/support/outcomes.js';
import { afterTry, type DeliveryTry, type EndpointStanding, type TryVerdict, WELL } from '../../engagement/index.js';
import { EndpointLog } from './endpoint-log.js';

const AT = Date.parse('2026-01-31T12:00:00Z');
const SECOND_MS = 1_000;
const DELIVERY = aClaimedDelivery({ endpoint: 'reports' });

/** What a node tells of an endpoint of which it learns so. */
class Endpoint {
  readonly told: unknown[] = [];
  standing: EndpointStanding = WELL;
  at = AT;
  private readonly log = new EndpointLog('reports', {
    tell: (event, facts) => void this.told.push({ event, ...facts }),
  });

  fails(verdict: Partial<Extract<TryVerdict, { kind: 'not-delivered' }>> = {}): void {
    const failure = { kind: 'not-delivered', againAt: this.at + 1, endpoint: 'fails', holdUntil: null } as const;
    this.isTried({ ...failure, ...verdict }, 'it was answered 500');
  }

  takesIt(): void {
    this.isTried({ kind: 'delivered' }, null);
  }

  isTried(verdict: TryVerdict, error: string | null): void {
    const { at, standing: before } = this;
    const isProbe = before.pausedUntil !== null && before.pausedUntil <= at;
    const tried: DeliveryTry = {
      endpoint: 'reports',
      position: 1,
      tries: 1,
      isProbe,
      at,
      answer: null,
      error,
      verdict,
    };
    this.standing = afterTry(before, tried);
    this.log.tried(tried, DELIVERY, { before, after: this.standing });
  }
}

const WHY = 'it was answered 500';
const FAILING = { event: 'endpoint.failing', endpoint: 'reports', why: WHY };
const BACK = { event: 'endpoint.back', endpoint: 'reports' };

describe('an endpoint that is well', () => {
  it('is nothing to tell of', () => {
    const endpoint = new Endpoint();

    for (let count = 0; count < 3; count++) endpoint.takesIt();

    expect(endpoint.told).toEqual([]);
  });
});

describe('an endpoint that fails', () => {
  it('is told of at the first failure, and when it takes outcomes again', () => {
    const endpoint = new Endpoint();

    for (let count = 0; count < 9; count++) endpoint.fails();
    for (let count = 0; count < 3; count++) endpoint.takesIt();

    expect(endpoint.told).toEqual([FAILING, BACK]);
  });

  it('is told of when it is paused, at each longer pause, and when it is back', () => {
    const endpoint = new Endpoint();
    const paused = { event: 'endpoint.paused', endpoint: 'reports', why: WHY };

    for (let count = 0; count < 10; count++) endpoint.fails();
    endpoint.at += 5 * SECOND_MS;
    endpoint.fails();
    endpoint.at += 10 * SECOND_MS;
    for (let count = 0; count < 3; count++) endpoint.takesIt();

    expect(endpoint.told).toEqual([
      FAILING,
      { ...paused, failures: 10, forMs: 5 * SECOND_MS },
      { ...paused, failures: 11, forMs: 10 * SECOND_MS },
      BACK,
    ]);
  });

  it('every now and then is told of once a minute', () => {
    const endpoint = new Endpoint();

    for (let second = 0; second < 120; second++) {
      endpoint.at = AT + second * SECOND_MS;
      endpoint.fails();
      endpoint.takesIt();
    }

    expect(endpoint.told).toEqual([FAILING, BACK, FAILING, BACK]);
  });

  it('and wants to be left alone is told of as paused only', () => {
    const endpoint = new Endpoint();

    endpoint.fails({ holdUntil: AT + 60 * SECOND_MS });

    expect(endpoint.told).toEqual([
      { event: 'endpoint.paused', endpoint: 'reports', failures: 1, forMs: 60 * SECOND_MS, why: WHY },
    ]);
  });

  it('and is gone is told of as disabled only', () => {
    const endpoint = new Endpoint();

    for (let count = 0; count < 3; count++) endpoint.fails({ endpoint: 'is-gone' });

    expect(endpoint.told).toEqual([{ event: 'endpoint.disabled', endpoint: 'reports', why: WHY }]);
  });
});

describe('an endpoint that another node heard take outcomes', () => {
  it('is told of as back by the node that told of its failure', () => {
    const endpoint = new Endpoint();

    endpoint.fails();
    endpoint.standing = WELL;
    endpoint.takesIt();
    endpoint.takesIt();

    expect(endpoint.told).toEqual([FAILING, BACK]);
  });
});

describe('an outcome that is given up', () => {
  it('is told of with the ids by which it is found, also where that says nothing of the endpoint', () => {
    const endpoint = new Endpoint();
    const { attempt, state } = DELIVERY.outcome;
    const { attemptId, interactionId } = attempt;

    endpoint.fails({ againAt: null, endpoint: 'has-no-part' });

    expect(endpoint.told).toEqual([
      { event: 'delivery.given-up', endpoint: 'reports', attemptId, interactionId, state, why: WHY },
    ]);
  });
});
