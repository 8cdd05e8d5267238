import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy, Optional } from '@nestjs/common';
import { type HeardNode, NodeLink, NodeRoster, type NodeStanding, standingText } from '../../cluster/index.js';
import { Configuration } from '../../config/index.js';
import { Clock, Periodic } from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';
import { ConnectedSockets, ConnectedVisits } from '../../frontend/index.js';

/** How often a node says how it fares, in milliseconds. */
const TELL_EVERY_MS = 2_000;

/** A node that has said nothing for so long is silent, in milliseconds. */
export const SILENT_AFTER_MS = 7_000;

/**
 * Which nodes can be heard: `alone`, where no Redis connects them; `all`; or `cut-off`, while Redis is away, and what is known
 * of the others is what they said before.
 */
export type Reach = 'alone' | 'all' | 'cut-off';

export interface Presence {
  readonly self: string;
  readonly reach: Reach;
  readonly nodes: readonly HeardNode[];
}

/** Says to the other nodes how this one fares, and keeps what they say. */
@Injectable()
export class NodePresence implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog(NodePresence.name);
  private readonly roster = new NodeRoster();
  private readonly self = randomUUID();
  private readonly startedAt = this.clock.now();
  private readonly telling = new Periodic('presence', TELL_EVERY_MS, () => this.tell(), this.log);

  constructor(
    private readonly clock: Clock,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'roles'>,
    @Optional() @Inject(NodeLink) private readonly link: NodeLink | undefined,
    @Optional() @Inject(ConnectedSockets) private readonly sockets: ConnectedSockets | undefined,
    @Optional() @Inject(ConnectedVisits) private readonly visits: ConnectedVisits | undefined,
  ) {}

  onApplicationBootstrap(): void {
    if (this.link === undefined) return;
    // Whoever asks, asks a backend.
    if (this.configuration.roles.includes('backend'))
      this.link.listenTo('nodes', (text) => this.roster.hear(text, this.clock.now()));
    void this.telling.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.telling.stop();
    if (this.link?.isOpen === true) await this.link.say('nodes', this.text(true)).catch(() => undefined);
  }

  /** The nodes as far as they are known; this one as it stands now. */
  now(): Presence {
    const at = this.clock.now();
    this.roster.note(this.standing(), at);
    return { self: this.self, reach: this.reach, nodes: this.roster.all(at) };
  }

  private get reach(): Reach {
    if (this.link === undefined) return 'alone';
    return this.link.isUp ? 'all' : 'cut-off';
  }

  /** What is not heard now is said again soon. */
  private async tell(): Promise<void> {
    if (this.link?.isOpen === true) await this.link.say('nodes', this.text(false)).catch(() => undefined);
  }

  private text(isLeaving: boolean): string {
    return standingText(this.standing(), isLeaving);
  }

  private standing(): NodeStanding {
    const connected = this.sockets?.read().byKind;
    return {
      node: this.self,
      name: hostname(),
      roles: this.configuration.roles,
      startedAt: this.startedAt,
      visits: this.visits?.count ?? null,
      browsers: connected?.browser ?? 0,
      frontendServers: connected?.['frontend-server'] ?? 0,
    };
  }
}
