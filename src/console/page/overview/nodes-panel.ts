import { type Column, dataTable } from '../parts/data-table.js';
import { element } from '../parts/element.js';
import { figure, NOTHING, timeElement } from '../parts/figures.js';
import { panel } from '../parts/panel.js';
import { pill } from '../parts/pill.js';
import type { Node as GatewayNode, Nodes } from '../operations-api.js';

const NOTES: Readonly<Record<Nodes['reach'], string | null>> = {
  all: null,
  alone: 'No Redis connects nodes: if there are others, they cannot be heard here.',
  'cut-off': 'Redis is away: what is told of other nodes is what they said before.',
};

const COLUMNS: readonly Column<GatewayNode>[] = [
  {
    heading: 'Node',
    isHeading: true,
    cell: ({ name, isThis, node }) =>
      element('span', { class: 'name', title: node }, isThis ? `${name} (this one)` : name),
  },
  { heading: 'Heard', cell: ({ isSilent }) => pill(isSilent ? 'silent' : 'connected') },
  { heading: 'Roles', isMinor: true, cell: ({ roles }) => roles.join(', ') },
  {
    heading: 'Visits',
    isFigure: true,
    cell: ({ visits }) => (visits === null ? NOTHING : figure(visits)),
  },
  { heading: 'Pages', isFigure: true, cell: ({ browsers }) => figure(browsers) },
  {
    heading: 'Frontend Servers',
    isFigure: true,
    isMinor: true,
    cell: ({ frontendServers }) => figure(frontendServers),
  },
  { heading: 'Since', isMinor: true, cell: ({ startedAt }) => timeElement(startedAt) },
];

/** Who is connected where. */
export function nodesPanel({ reach, nodes }: Nodes): HTMLElement {
  return panel('Connected visitors', dataTable('Nodes', COLUMNS, nodes, 'No node is heard.'), NOTES[reach]);
}
