import { setTimeout as delay } from 'node:timers/promises';
import { cpuOfFamily, familyOf, memoryOf } from '../support/process-load.js';
import type { RunningSystem } from '../systems/system.js';
import { after, atRate } from './at-rate.js';
import { Crowd } from './crowd.js';
import { EngageRequests } from './engage-requests.js';
import { HttpConnections, NOT_ANSWERED } from './http-connections.js';
import { Ledger, type Outcome } from './ledger.js';
import { ANSWERS_ONLY, type Reports } from './visitor.js';

/** How long the last invitations of a phase may take to come and to be answered, in milliseconds. */
const SETTLE_WITHIN_MS = 5_000;

/** How long a server has to come to rest before its memory is read, in milliseconds. */
const REST_MS = 700;

/** What a load did to the system. */
export interface Phase extends Outcome {
  readonly seconds: number;
  /** CPU time of all nodes, in microseconds. */
  readonly nodesCpu: number;
  /** The same of the databases that were started for them. */
  readonly databasesCpu: number;
  /** Share of one core that the load generator took: near 1, it measured itself. */
  readonly generatorBusy: number;
}

/** One running system, its visitors, and the strategy that engages them. */
export class Trial {
  readonly ledger = new Ledger();
  readonly crowd: Crowd;
  private readonly requests = new EngageRequests();
  private readonly connections: readonly HttpConnections[];
  private engaged = 0;

  /** @param requesters how many engages may be under way on each node */
  constructor(
    private readonly running: RunningSystem,
    requesters: number,
    reports: readonly Reports[] = ANSWERS_ONLY,
  ) {
    const ports = running.nodes.map(({ port }) => port);
    this.crowd = new Crowd(ports, this.requests, this.ledger, reports);
    this.connections = ports.map((port) => new HttpConnections(port, requesters));
  }

  /** Engages one visitor after the other, so many at once, each as soon as one before has been answered. */
  saturate(requesters: number, seconds: number): Promise<Phase> {
    return this.measure(async () => {
      const isOver = after(seconds);
      const requester = async (): Promise<void> => {
        while (!isOver()) await this.engageNext();
      };
      await Promise.all(Array.from({ length: requesters }, requester));
    });
  }

  /** Engages so many visitors a second. */
  pace(perSecond: number, isOver: () => boolean): Promise<Phase> {
    return this.measure(() => atRate(perSecond, isOver, () => this.engageNext()));
  }

  async measure(load: () => Promise<void>): Promise<Phase> {
    const { nodes, databases } = this.running;
    const cpu = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuOfFamily(pid), 0);
    const read = (): { nodes: number; databases: number } => ({
      nodes: cpu(nodes.map(({ pid }) => pid)),
      databases: cpu(databases),
    });
    const from = this.ledger.count;
    const [before, own, begun] = [read(), process.cpuUsage(), performance.now()];
    await load();
    const [milliseconds, used] = [performance.now() - begun, process.cpuUsage(own)];
    await this.settle(from);
    const now = read();
    return {
      ...this.ledger.outcome(from),
      seconds: milliseconds / 1000,
      nodesCpu: now.nodes - before.nodes,
      databasesCpu: now.databases - before.databases,
      generatorBusy: (used.user + used.system) / 1000 / milliseconds,
    };
  }

  /** What the nodes hold together, at rest, in KiB. */
  async memory(): Promise<number> {
    await delay(REST_MS);
    return this.memoryNow();
  }

  memoryNow(): number {
    return this.running.nodes.flatMap(({ pid }) => familyOf(pid)).reduce((sum, pid) => sum + memoryOf(pid), 0);
  }

  close(): void {
    this.crowd.cutAll();
    for (const connections of this.connections) connections.close();
  }

  private async engageNext(): Promise<void> {
    const { number, visitId } = await this.crowd.nextToEngage();
    const status = await this.nextNode()?.post(this.running.engagePath, this.requests.bodyOf(number, visitId));
    this.ledger.reply(number, status ?? NOT_ANSWERED);
  }

  /** In turn, and one further at each round: visitors take turns too, and would always meet the same node. */
  private nextNode(): HttpConnections | undefined {
    const turn = this.engaged++;
    const { length } = this.connections;
    return this.connections[(turn + Math.floor(turn / length)) % length];
  }

  private async settle(from: number): Promise<void> {
    const until = performance.now() + SETTLE_WITHIN_MS;
    while (!this.ledger.isSettledSince(from) && performance.now() < until) await delay(20);
  }
}
