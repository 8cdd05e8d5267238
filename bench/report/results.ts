import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Cores } from '../machine/cores.js';
import type { Settings } from '../settings.js';
import type { Panel } from './panel.js';
import { pictureOf } from './picture.js';
import { type Table, textOf } from './table.js';

/** What a part has found out. */
export interface Report {
  readonly title: string;
  /** Sentences that stand below the table. */
  readonly remarks: readonly string[];
  readonly table: Table;
  /** Everything measured, for programs. */
  readonly figures: object;
  readonly panels: readonly Panel[];
}

/** Writes a report as JSON and as a picture. @returns where they are, and the table as text */
export function writeReport(name: string, report: Report, settings: Settings, cores: Cores): string {
  const { title, remarks, table, figures, panels } = report;
  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cores.all.length,
    pinned: cores.generator !== undefined,
    node: process.version,
  };
  const at = new Date().toISOString();
  mkdirSync(settings.out, { recursive: true });
  const place = join(settings.out, name);
  const { out: _out, ...told } = settings;
  writeFileSync(`${place}.json`, `${JSON.stringify({ part: name, at, machine, settings: told, figures }, null, 2)}\n`);
  const subtitle = `${machine.processor}, ${machine.cores} cores, Node.js ${machine.node}, ${at.slice(0, 10)}`;
  writeFileSync(`${place}.svg`, pictureOf(title, subtitle, panels));
  const lines = [title, '', textOf(table), ...remarks, `Written to ${place}.json and ${place}.svg`, ''];
  return `\n${lines.join('\n')}`;
}
