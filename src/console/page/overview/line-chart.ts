import uPlot from 'uplot';
import { element } from '../parts/element.js';

export interface Line {
  readonly name: string;
  /** The custom property that holds its colour. */
  readonly colour: string;
  readonly isFilled?: boolean;
}

/** What each line has at each moment; `null` where there is nothing. */
export interface Points {
  readonly moments: readonly Date[];
  readonly lines: readonly (readonly (number | null)[])[];
}

const HEIGHT = 220;

/**
 * Lines over time, with what they are at the moment that is pointed at. The same figures stand in a table for whoever does not
 * see them.
 */
export class LineChart {
  readonly element: HTMLElement;
  private readonly plotted = element('div', { class: 'plot', role: 'img' });
  private readonly readout = element('p', { class: 'readout' });
  private plot: uPlot | undefined;
  private points: Points = { moments: [], lines: [] };

  constructor(
    private readonly lines: readonly Line[],
    private readonly told: {
      readonly value: (value: number | null) => string;
      readonly moment: (moment: Date) => string;
    },
  ) {
    const legend = lines.map(({ name, colour }) =>
      element('li', {}, element('span', { class: 'swatch', 'data-colour': colour }), name),
    );
    this.element = element('div', {}, element('ul', { class: 'legend' }, ...legend), this.plotted, this.readout);
    new ResizeObserver(() => this.resize()).observe(this.plotted);
  }

  /** @param summary what it shows, in a sentence */
  show(points: Points, summary: string): void {
    this.points = points;
    this.plotted.setAttribute('aria-label', summary);
    this.tell(null);
    if (this.plot === undefined) this.draw();
    else this.plot.setData(this.data);
  }

  /** Draws it again in the colours of now. */
  recolour(): void {
    if (this.plot !== undefined) this.draw();
  }

  private get data(): uPlot.AlignedData {
    const moments = this.points.moments.map((moment) => moment.getTime() / 1_000);
    return [moments, ...this.points.lines.map((line) => [...line])];
  }

  private draw(): void {
    this.plot?.destroy();
    const width = this.plotted.clientWidth;
    if (width > 0) this.plot = new uPlot(this.optionsFor(width), this.data, this.plotted);
  }

  private resize(): void {
    const width = this.plotted.clientWidth;
    if (this.plot === undefined) return this.points.moments.length > 0 ? this.draw() : undefined;
    if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  private optionsFor(width: number): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const axis = {
      stroke: colour('soft'),
      font: '12px system-ui, sans-serif',
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line'), width: 1, size: 4 },
    };
    return {
      width,
      height: HEIGHT,
      padding: [12, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [
        { ...axis, grid: { show: false } },
        {
          ...axis,
          size: 64,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7],
          values: (_, values) => values.map((value) => this.told.value(value)),
        },
      ],
      series: [
        {},
        ...this.lines.map((line) => ({
          label: line.name,
          stroke: colour(line.colour),
          width: 2,
          points: { show: false },
          spanGaps: false,
          ...(line.isFilled === true && { fill: `color-mix(in srgb, ${colour(line.colour)} 14%, transparent)` }),
        })),
      ],
      hooks: { setCursor: [({ cursor }) => this.tell(cursor.idx ?? null)] },
    };
  }

  /** @param index of the moment that is pointed at; `null` for none */
  private tell(index: number | null): void {
    const moment = index === null ? undefined : this.points.moments[index];
    const values = this.lines.map(
      ({ name }, line) => `${this.told.value(this.points.lines[line]?.[index ?? -1] ?? null)} ${name.toLowerCase()}`,
    );
    this.readout.textContent =
      moment === undefined
        ? 'Point at the chart to read a moment.'
        : `${this.told.moment(moment)} · ${values.join(' · ')}`;
  }
}
