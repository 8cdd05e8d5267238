import { element } from '../parts/element.js';
import { replace } from '../parts/replace.js';
import { operations } from '../operations-api.js';
import { addressOf, type Place } from '../place.js';
import type { View } from '../view.js';
import { breakdowns } from './breakdowns.js';
import { FunnelChart, LatencyChart } from './charts.js';
import { funnelPanel } from './funnel-panel.js';
import { nodesPanel } from './nodes-panel.js';
import { tiles } from './tiles.js';

const WINDOWS = { hour: 'Hour', day: 'Day', week: 'Week', month: '30 days', year: 'Year' } as const;

const PAUSE_MS = 5_000;

/** Whether visitors are being invited, at a glance. */
export class OverviewView implements View {
  readonly title = 'Overview';
  readonly pauseMs = PAUSE_MS;
  readonly element: HTMLElement;
  private readonly window: string;
  private readonly figures = element('div', { class: 'stack' });
  private readonly names = element('div', { class: 'stack' });
  private readonly throughput = new FunnelChart();
  private readonly latency = new LatencyChart();

  constructor({ parameters }: Place) {
    const asked = parameters['window'] ?? '';
    this.window = asked in WINDOWS ? asked : 'hour';
    this.element = element(
      'div',
      { class: 'stack' },
      element('div', { class: 'heading' }, element('h1', { tabindex: '-1' }, this.title), this.windows()),
      this.figures,
      element('div', { class: 'pair' }, this.throughput.element, this.latency.element),
      this.names,
    );
  }

  async refresh(signal: AbortSignal): Promise<void> {
    const [report, nodes, endpoints] = await Promise.all([
      operations.funnel(this.window, signal),
      operations.nodes(signal),
      operations.endpoints(signal),
    ]);
    replace(this.figures, tiles(report, nodes, endpoints), funnelPanel(report, this.window));
    this.throughput.show(report);
    this.latency.show(report);
    replace(this.names, element('div', { class: 'pair' }, ...breakdowns(report)), nodesPanel(nodes));
  }

  recolour(): void {
    this.throughput.recolour();
    this.latency.recolour();
  }

  private windows(): HTMLElement {
    const links = Object.entries(WINDOWS).map(([window, label]) =>
      element(
        'a',
        { href: addressOf('overview', { window }), ...(window === this.window && { 'aria-current': 'true' }) },
        label,
      ),
    );
    return element('nav', { class: 'segments', 'aria-label': 'Window' }, ...links);
  }
}
