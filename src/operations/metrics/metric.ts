import type { Histogram } from '../../measures/index.js';

/** What Prometheus is told of: a name, what it means, and what its values are told apart by. */
export interface Metric<Label extends string = string> {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Said at `/metrics` and in docs/metrics.md. */
  readonly help: string;
  readonly labels: readonly Label[];
}

/** A value of a metric, and which of them it is. */
export type Reading<Label extends string = string> = readonly [
  labels: Readonly<Record<Label, string>>,
  value: number | Histogram,
];

/** A metric with its values at the moment. */
export interface Told {
  readonly metric: Metric;
  readonly readings: Iterable<Reading>;
}

export function told<Label extends string>(metric: Metric<Label>, readings: Iterable<Reading<Label>>): Told {
  return { metric, readings };
}

/** What grows only, until the node is started again. */
export function counter<const Label extends string = never>(
  name: `${string}_total`,
  help: string,
  labels: readonly Label[] = [],
): Metric<Label> {
  return { name, type: 'counter', help, labels };
}

/** What is so at the moment. */
export function gauge<const Label extends string = never>(
  name: string,
  help: string,
  labels: readonly Label[] = [],
): Metric<Label> {
  return { name, type: 'gauge', help, labels };
}

/** How often values fell into which range. */
export function histogram<const Label extends string = never>(
  name: string,
  help: string,
  labels: readonly Label[] = [],
): Metric<Label> {
  return { name, type: 'histogram', help, labels };
}
