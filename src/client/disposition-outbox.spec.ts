import { describe, expect, it } from 'vitest';
import type { Disposition, DispositionReply, Problem } from '../contract/index.js';
import { DispositionOutbox } from './disposition-outbox.js';

const OK: DispositionReply = { ok: true, state: 'shown' };

const aProblem = (status: number, code: string): Problem => ({ type: code, title: code, status, detail: code, code });

const aDisposition = (attemptId: string): Disposition => ({
  attemptId,
  disposition: 'shown',
  dispositionId: `report of ${attemptId}`,
});

/** A gateway that answers as the test says, one call after the other. */
class Gateway {
  readonly sent: Disposition[] = [];
  readonly waits: number[] = [];
  private readonly answers: (() => void)[] = [];
  private readonly release: (() => void)[] = [];

  readonly outbox = new DispositionOutbox({
    send: (disposition) => {
      this.sent.push(disposition);
      return new Promise((resolve, reject) => {
        this.answers.push(() => {
          const answer = this.script.shift() ?? OK;
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        });
      });
    },
    wait: (milliseconds) => {
      this.waits.push(milliseconds);
      return new Promise((resolve) => this.release.push(resolve));
    },
  });

  constructor(private readonly script: (DispositionReply | Error)[] = []) {}

  /** The gateway answers what it was sent last. */
  async answer(): Promise<void> {
    this.answers.shift()?.();
    await settled();
  }

  async waitIsOver(): Promise<void> {
    this.release.shift()?.();
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('the outbox of dispositions', () => {
  it('keeps what is reported without a connection, and sends it in order when there is one', async () => {
    const gateway = new Gateway();
    void gateway.outbox.report(aDisposition('a'));
    void gateway.outbox.report(aDisposition('b'));
    expect(gateway.sent).toEqual([]);

    gateway.outbox.setConnected(true);
    expect(gateway.sent).toEqual([aDisposition('a')]);
    await gateway.answer();

    expect(gateway.sent).toEqual([aDisposition('a'), aDisposition('b')]);
  });

  it('gives the gateway’s verdict to whoever reported', async () => {
    const gateway = new Gateway([{ ok: true, state: 'accepted' }]);
    gateway.outbox.setConnected(true);
    const verdict = gateway.outbox.report(aDisposition('a'));

    await gateway.answer();

    await expect(verdict).resolves.toEqual({ ok: true, state: 'accepted' });
  });

  it('sends the same again when the acknowledgement is lost, before anything that came later', async () => {
    const gateway = new Gateway([new Error('no acknowledgement')]);
    gateway.outbox.setConnected(true);
    void gateway.outbox.report(aDisposition('a'));
    void gateway.outbox.report(aDisposition('b'));

    await gateway.answer();
    await gateway.waitIsOver();
    await gateway.answer();

    expect(gateway.sent).toEqual([aDisposition('a'), aDisposition('a'), aDisposition('b')]);
  });

  it('sends again after a lost connection, without waiting longer than for the connection', async () => {
    const gateway = new Gateway([new Error('disconnected')]);
    gateway.outbox.setConnected(true);
    void gateway.outbox.report(aDisposition('a'));
    gateway.outbox.setConnected(false);
    await gateway.answer();
    await gateway.waitIsOver();
    expect(gateway.sent).toHaveLength(1);

    gateway.outbox.setConnected(true);

    expect(gateway.sent).toEqual([aDisposition('a'), aDisposition('a')]);
  });

  it.each([500, 503, 429])('backs off from a gateway that answers %i, further each time', async (status) => {
    const trouble: DispositionReply = { ok: false, problem: aProblem(status, 'trouble') };
    const gateway = new Gateway([trouble, trouble, trouble, trouble, trouble, trouble]);
    gateway.outbox.setConnected(true);
    const verdict = gateway.outbox.report(aDisposition('a'));

    for (let time = 0; time < 6; time++) {
      await gateway.answer();
      await gateway.waitIsOver();
    }
    await gateway.answer();

    expect(gateway.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    await expect(verdict).resolves.toEqual(OK);
  });

  it.each([400, 403, 404])('takes %i as the last word, and goes on to the next', async (status) => {
    const refusal: DispositionReply = { ok: false, problem: aProblem(status, 'refused') };
    const gateway = new Gateway([refusal]);
    gateway.outbox.setConnected(true);
    const verdict = gateway.outbox.report(aDisposition('a'));
    void gateway.outbox.report(aDisposition('b'));

    await gateway.answer();

    await expect(verdict).resolves.toEqual(refusal);
    expect(gateway.sent).toEqual([aDisposition('a'), aDisposition('b')]);
  });
});
