import { bearer, OPERATOR_KEY } from './credentials.js';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: Sample[];
}

/** What a node tells Prometheus, at one moment. */
export class Metrics {
  private constructor(
    /** As it was told. */
    readonly text: string,
    /** By the names of metrics. */
    readonly families: ReadonlyMap<string, Family>,
  ) {}

  /** Asks with an operator's key, which a service without credentials does not mind. */
  static async of({ url }: { readonly url: string }): Promise<Metrics> {
    const reply = await fetch(`${url}/metrics`, { headers: bearer(OPERATOR_KEY) });
    if (!reply.ok) throw new Error(`${reply.status}: ${await reply.text()}`);
    return Metrics.in(await reply.text());
  }

  static in(text: string): Metrics {
    const families = new Map<string, Family>();
    let current: Family | undefined;
    for (const line of text.split('\n').filter((one) => one !== '')) {
      const [, what, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
      if (what === 'HELP') families.set(name, { type: '', help: rest, samples: [] });
      if (what === 'TYPE') families.set(name, (current = { help: '', ...families.get(name), type: rest, samples: [] }));
      if (what === undefined) current?.samples.push(sampleOf(line));
    }
    return new Metrics(text, families);
  }

  /** The value with these labels; 0 where nothing has been counted under them. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.matching(name, labels)[0]?.value ?? 0;
  }

  /** All that has been counted under these labels, whatever the others are. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.matching(name, labels).reduce((sum, { value }) => sum + value, 0);
  }

  /** How many values a histogram has had, and their sum. */
  histogram(name: string, labels: Readonly<Record<string, string>> = {}): { count: number; sum: number } {
    return { count: this.sum(`${name}_count`, labels), sum: this.sum(`${name}_sum`, labels) };
  }

  /** By what the values of a metric are told apart; the bounds of a histogram do not count. */
  labelsOf(name: string): readonly string[] {
    const names = this.families.get(name)?.samples.flatMap(({ labels }) => Object.keys(labels)) ?? [];
    return [...new Set(names)].filter((label) => label !== 'le').toSorted();
  }

  private matching(name: string, labels: Readonly<Record<string, string>>): readonly Sample[] {
    const family = this.families.get(name) ?? this.families.get(name.replace(/_(?:bucket|sum|count)$/, ''));
    return (family?.samples ?? []).filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
    );
  }
}

function sampleOf(line: string): Sample {
  const [, name = '', braces = '', value = ''] = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  const pairs = braces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
  const labels = Object.fromEntries(Array.from(pairs, ([, label = '', text = '']) => [label, unescaped(text)]));
  return { name, labels, value: Number(value) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
