import { Injectable } from '@nestjs/common';
import { StoreUnavailableError } from '../../engagement/index.js';
import { textOf } from './exposition.js';
import type { Told } from './metric.js';
import { ProcessMetrics } from './process.metrics.js';

/** What this node tells Prometheus. Values are read when they are asked for: until then, parts only count. */
@Injectable()
export class Metrics {
  private readonly tellers: Teller[] = [];

  constructor(private readonly process: ProcessMetrics) {}

  get contentType(): string {
    return this.process.contentType;
  }

  /** @param tell is called for each reading; what cannot be told then is left out of it */
  add(tell: Teller): void {
    this.tellers.push(tell);
  }

  async text(): Promise<string> {
    const told = await Promise.all(this.tellers.map(toldBy));
    return told.flat().map(textOf).join('') + (await this.process.text());
  }
}

/** What is in the store may not be there to be told. */
type Teller = () => readonly Told[] | Promise<readonly Told[]>;

async function toldBy(tell: Teller): Promise<readonly Told[]> {
  try {
    return await tell();
  } catch (error) {
    if (error instanceof StoreUnavailableError) return [];
    throw error;
  }
}
