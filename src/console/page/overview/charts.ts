import { type Column, dataTable } from '../parts/data-table.js';
import { element } from '../parts/element.js';
import { duration, figure, NOTHING, timeElement } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import { replace } from '../parts/replace.js';
import type { FunnelPoint, FunnelReport } from '../operations-api.js';
import { LineChart } from './line-chart.js';

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const moment = (at: Date): string => MOMENT.format(at);

/** How much there is to do. */
export class FunnelChart {
  private readonly chart = new LineChart(
    [
      { name: 'Started', colour: 'started', isFilled: true },
      { name: 'Shown', colour: 'shown' },
      { name: 'Accepted', colour: 'accepted' },
    ],
    { value: (value) => (value === null ? NOTHING : figure(value)), moment },
  );
  private readonly table = element('div');
  readonly element = panel('Throughput', element('div', {}, this.chart.element, asTable(this.table, 'throughput')));

  show({ series, total, grain }: FunnelReport): void {
    const over = thoseOver(series);
    const lines = [
      over.map(({ started }) => started),
      over.map(({ shown }) => shown),
      over.map(({ accepted }) => accepted),
    ];
    this.chart.show(
      { moments: momentsOf(over), lines },
      `Attempts for each ${grain}: ${figure(total.started)} started, ${figure(total.shown)} shown, ${figure(total.accepted)} accepted in all, at most ${figure(Math.max(0, ...(lines[0] ?? [])))} started in one ${grain}.`,
    );
    replace(
      this.table,
      pointsTable('Throughput', series, [
        { heading: 'Started', isFigure: true, cell: ({ started }) => figure(started) },
        { heading: 'Shown', isFigure: true, cell: ({ shown }) => figure(shown) },
        { heading: 'Accepted', isFigure: true, cell: ({ accepted }) => figure(accepted) },
      ]),
    );
  }

  recolour(): void {
    this.chart.recolour();
  }
}

/** How long visitors wait. */
export class LatencyChart {
  private readonly chart = new LineChart(
    [
      { name: '50 of 100', colour: 'p50' },
      { name: '95 of 100', colour: 'p95' },
      { name: '99 of 100', colour: 'p99' },
    ],
    { value: duration, moment },
  );
  private readonly table = element('div');
  readonly element = panel(
    'From engage to shown',
    element('div', {}, this.chart.element, asTable(this.table, 'latency')),
  );

  show({ series, toShown }: FunnelReport): void {
    const over = thoseOver(series);
    this.chart.show(
      {
        moments: momentsOf(over),
        lines: [
          over.map((point) => point.toShown.p50),
          over.map((point) => point.toShown.p95),
          over.map((point) => point.toShown.p99),
        ],
      },
      `From the engage until a page shows the invitation: half within ${duration(toShown.p50)}, 95 of 100 within ${duration(toShown.p95)}, 99 of 100 within ${duration(toShown.p99)}.`,
    );
    replace(
      this.table,
      pointsTable('Latency', series, [
        { heading: 'Shown', isFigure: true, cell: (point) => figure(point.toShown.count) },
        { heading: '50 of 100 within', isFigure: true, cell: (point) => duration(point.toShown.p50) },
        { heading: '95 of 100', isFigure: true, cell: (point) => duration(point.toShown.p95) },
        { heading: '99 of 100', isFigure: true, cell: (point) => duration(point.toShown.p99) },
      ]),
    );
  }

  recolour(): void {
    this.chart.recolour();
  }
}

/** The present minute, hour or day would look like a fall: it is in the table only. */
function thoseOver(series: readonly FunnelPoint[]): readonly FunnelPoint[] {
  return series.slice(0, -1);
}

function momentsOf(series: readonly FunnelPoint[]): readonly Date[] {
  return series.map(({ from }) => new Date(from));
}

function asTable(table: HTMLElement, name: string): HTMLElement {
  return element('details', {}, element('summary', { 'aria-label': `As a table: ${name}` }, 'As a table'), table);
}

/** The newest first. What nothing happened in is left out. */
function pointsTable(
  caption: string,
  series: readonly FunnelPoint[],
  columns: readonly Column<FunnelPoint>[],
): HTMLElement {
  const time: Column<FunnelPoint> = { heading: 'From', isHeading: true, cell: ({ from }) => timeElement(from) };
  const rows = series.filter(({ started, toShown }) => started > 0 || toShown.count > 0).toReversed();
  return dataTable(caption, [time, ...columns], rows, 'Nothing happened in this time.');
}
