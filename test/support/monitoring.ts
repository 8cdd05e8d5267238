import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const DIRECTORY = fileURLToPath(new URL('../../deploy/monitoring/', import.meta.url));

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: object;
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly datasource: object }[];
}

export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly expr?: string }[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}

/** The path of a file of deploy/monitoring. */
export function monitoringFile(name: string): string {
  return DIRECTORY + name;
}

export function theDashboard(): Dashboard {
  return JSON.parse(readFileSync(monitoringFile('dashboard.json'), 'utf8'));
}

export function theAlerts(): readonly Alert[] {
  const { groups }: { groups: readonly { readonly rules: readonly Alert[] }[] } = parse(
    readFileSync(monitoringFile('alerts.yml'), 'utf8'),
  );
  return groups.flatMap(({ rules }) => rules);
}

/** Everything that Prometheus is asked, by who asks it. */
export function theQuestions(): readonly (readonly [who: string, expression: string])[] {
  const { panels, annotations, templating } = theDashboard();
  return [
    ...theAlerts().map(({ alert, expr }) => [alert, expr] as const),
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
    ...annotations.list.flatMap(({ expr }) => (expr === undefined ? [] : [['an annotation', expr] as const])),
    ...templating.list.flatMap(({ name, definition }) =>
      definition === undefined ? [] : [[`the variable ${name}`, definition] as const],
    ),
  ];
}

/** What a question asks of: metrics of ours, and the labels that each is chosen by. */
export function askedIn(expression: string): readonly (readonly [metric: string, labels: readonly string[]])[] {
  return Array.from(
    expression.matchAll(/\b((?:engagement|nodejs|process)_[a-z0-9_]+)(?:\{([^}]*)\})?/g),
    ([, name = '', braces = '']) => [
      name.replace(/_(?:bucket|sum|count)$/, ''),
      Array.from(braces.matchAll(/(\w+)\s*[=!]~?/g), ([, label = '']) => label),
    ],
  );
}
