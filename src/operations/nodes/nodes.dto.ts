import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HeardNode } from '../../cluster/index.js';
import { type Presence, type Reach, SILENT_AFTER_MS } from './node-presence.js';

@ApiSchema({ name: 'Node', description: 'A node, as it said of itself last.' })
export class NodeDto {
  /**
   * Its id, as long as it runs.
   * @example 'd7b0f6b4-4f0e-4a2e-8a43-5d0b9d0b8f55'
   */
  node!: string;

  /**
   * The name of its machine.
   * @example 'gateway-frontend-6f4c9'
   */
  name!: string;

  /** What it does. */
  @ApiProperty({ type: [String], example: ['backend', 'frontend'] })
  roles!: readonly string[];

  /**
   * Whether it is the node that answers.
   * @example true
   */
  isThis!: boolean;

  /**
   * Whether nothing has been heard of it for some seconds.
   * @example false
   */
  isSilent!: boolean;

  /**
   * Visits that have a page connected to it; `null` for a node that takes none.
   * @example 1840
   */
  visits!: number | null;

  /**
   * How many browsers’ pages are connected to it.
   * @example 2105
   */
  browsers!: number;

  /**
   * How many connections of Frontend Servers it holds; each may relay for many visits.
   * @example 2
   */
  frontendServers!: number;

  /**
   * When it was started; RFC 3339, UTC.
   * @example '2026-01-31T08:00:00.000Z'
   */
  startedAt!: string;

  /**
   * When it was heard last, by the clock of the node that answers; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  heardAt!: string;

  static of(heard: HeardNode, self: string, now: number): NodeDto {
    return {
      ...heard,
      isThis: heard.node === self,
      isSilent: heard.heardAt < now - SILENT_AFTER_MS,
      startedAt: new Date(heard.startedAt).toISOString(),
      heardAt: new Date(heard.heardAt).toISOString(),
    };
  }
}

@ApiSchema({ name: 'Nodes', description: 'The nodes, as far as they can be heard.' })
export class NodesDto {
  /**
   * `all`: every node says every two seconds how it fares. `alone`: no Redis connects nodes, and this one knows of itself only.
   * `cut-off`: Redis is away; others may be there, and what is told of them is what they said before.
   */
  @ApiProperty({ enum: ['alone', 'all', 'cut-off'], example: 'all' })
  reach!: Reach;

  /** By their names. One that ended without saying so is listed, as silent, for two minutes. */
  nodes!: NodeDto[];

  static of({ self, reach, nodes }: Presence, now: number): NodesDto {
    return { reach, nodes: nodes.map((node) => NodeDto.of(node, self, now)) };
  }
}
