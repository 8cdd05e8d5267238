import type { Moment } from '../engagement/index.js';

/** What a node says of itself. */
export interface NodeStanding {
  /** Its own, as long as it runs. */
  readonly node: string;
  /** The name of its machine. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly startedAt: Moment;
  /** Visits that have a page, or a Frontend Server, connected to it; `null` for a node that takes no browsers. */
  readonly visits: number | null;
  readonly browsers: number;
  readonly frontendServers: number;
}

export interface HeardNode extends NodeStanding {
  readonly heardAt: Moment;
}

/** A node that has said nothing for so long is not listed any more, in milliseconds. */
const FORGOTTEN_AFTER_MS = 120_000;

/** How many nodes are listed at most. */
const MOST_NODES = 1_000;

/** The form of what is said. A node does not listen to another form. */
const FORM = 1;

/** Which nodes there are, by what they said last. */
export class NodeRoster {
  private readonly nodes = new Map<string, HeardNode>();

  /** Takes in what a node says: how it fares, or that it goes. What says neither is nothing. */
  hear(text: string, at: Moment): void {
    const said = saidIn(text);
    if (said === undefined) return;
    if (said.isLeaving) this.nodes.delete(said.standing.node);
    else this.note(said.standing, at);
  }

  note(standing: NodeStanding, at: Moment): void {
    this.forget(at);
    if (this.nodes.has(standing.node) || this.nodes.size < MOST_NODES)
      this.nodes.set(standing.node, { ...standing, heardAt: at });
  }

  /** Those that have been heard of lately, by their names. */
  all(at: Moment): readonly HeardNode[] {
    this.forget(at);
    return [...this.nodes.values()].toSorted((one, other) => compared(one, other));
  }

  private forget(at: Moment): void {
    for (const { node, heardAt } of this.nodes.values()) if (heardAt < at - FORGOTTEN_AFTER_MS) this.nodes.delete(node);
  }
}

/** What a node says of itself, as text. */
export function standingText(standing: NodeStanding, isLeaving: boolean): string {
  return JSON.stringify({ form: FORM, isLeaving, standing });
}

function saidIn(text: string): { readonly isLeaving: boolean; readonly standing: NodeStanding } | undefined {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null || !('form' in said) || said.form !== FORM) return undefined;
    if (!('standing' in said) || !isStanding(said.standing)) return undefined;
    return { isLeaving: 'isLeaving' in said && said.isLeaving === true, standing: said.standing };
  } catch {
    return undefined;
  }
}

function isStanding(value: unknown): value is NodeStanding {
  const { node, name, roles, startedAt, visits, browsers, frontendServers } = Object(value) as Partial<NodeStanding>;
  return (
    typeof node === 'string' &&
    typeof name === 'string' &&
    Array.isArray(roles) &&
    (visits === null || typeof visits === 'number') &&
    [startedAt, browsers, frontendServers].every((count) => typeof count === 'number')
  );
}

function compared(one: HeardNode, other: HeardNode): number {
  return one.name === other.name ? one.startedAt - other.startedAt : one.name < other.name ? -1 : 1;
}
