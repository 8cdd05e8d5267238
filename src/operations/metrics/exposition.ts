import type { Histogram } from '../../measures/index.js';
import type { Told } from './metric.js';

/** A metric in Prometheus' text format, version 0.0.4. */
export function textOf({ metric: { name, type, help }, readings }: Told): string {
  const lines = [`# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`, `# TYPE ${name} ${type}`];
  for (const [labels, value] of readings) {
    if (typeof value === 'number') lines.push(line(name, labels, value));
    else lines.push(...linesOf(name, labels, value));
  }
  return `${lines.join('\n')}\n`;
}

type Labels = Readonly<Record<string, string>>;

function linesOf(name: string, labels: Labels, { buckets, sum, count }: Histogram): readonly string[] {
  return [
    ...buckets.map(([bound, below]) => line(`${name}_bucket`, { ...labels, le: String(bound) }, below)),
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
