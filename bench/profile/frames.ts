import { type CpuProfile, type ProfileNode, type ProfileSpan, timeByNode } from './cpu-profile.js';
import { ORIGIN_NAMES, type Origin, type Place, placeOf } from './origins.js';

/** A function of a file, as it was called from the frame above it. */
export interface Frame extends Place {
  readonly name: string;
  /** Time in which it was running itself, in milliseconds. */
  readonly selfMs: number;
  /** The same with all that it has called. */
  readonly totalMs: number;
  /** By their time, the longest first. */
  readonly children: readonly Frame[];
}

/** What one thread did. */
export interface Thread {
  readonly name: string;
  /** Share of the span in which it was at work. */
  readonly busy: number;
  /** All of its work. */
  readonly root: Frame;
}

const IDLE = '(idle)';

/** What one thread did within a span. Whatever is the same function of the same file, called alike, is one frame. */
export function threadOf(
  profile: CpuProfile,
  span: ProfileSpan,
  { name, isStoreThread }: { readonly name: string; readonly isStoreThread: boolean },
): Thread {
  const times = timeByNode(profile, span);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));

  const frameOf = (title: string, place: Place, merged: readonly ProfileNode[]): Frame => {
    const called = merged.flatMap(({ children = [] }) => children.flatMap((id) => nodes.get(id) ?? []));
    const children = groupsOf(called).flatMap((group) => {
      const [first] = group;
      if (first === undefined || first.callFrame.functionName === IDLE) return [];
      const { functionName, url } = first.callFrame;
      return [frameOf(functionName || '(anonymous)', placeOf(functionName, url, place, isStoreThread), group)];
    });
    const selfMs = merged.reduce((sum, { id }) => sum + (times.get(id) ?? 0), 0) / 1000;
    const totalMs = children.reduce((sum, child) => sum + child.totalMs, selfMs);
    const longestFirst = children.filter((child) => child.totalMs > 0).toSorted((a, b) => b.totalMs - a.totalMs);
    return { name: title, ...place, selfMs, totalMs, children: longestFirst };
  };

  const root = frameOf(name, { file: '', origin: 'node' }, profile.nodes.slice(0, 1));
  return { name, busy: (root.totalMs * 1000) / (span.to - span.from), root };
}

/** Nodes of the same function and file. */
function groupsOf(nodes: readonly ProfileNode[]): readonly (readonly ProfileNode[])[] {
  const groups = new Map<string, ProfileNode[]>();
  for (const node of nodes) {
    const key = `${node.callFrame.functionName}\n${node.callFrame.url}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}

/** A frame without what is too short within it, at any depth. */
export function withoutLeast(frame: Frame, leastMs: number): Frame {
  const children = frame.children.filter(({ totalMs }) => totalMs >= leastMs);
  return { ...frame, children: children.map((child) => withoutLeast(child, leastMs)) };
}

/** What share of its time each origin was running itself. */
export function sharesOf(root: Frame): Readonly<Record<Origin, number>> {
  const selfMs = new Map<Origin, number>();
  const add = (frame: Frame): void => {
    selfMs.set(frame.origin, (selfMs.get(frame.origin) ?? 0) + frame.selfMs);
    frame.children.forEach(add);
  };
  add(root);
  const shares = ORIGIN_NAMES.map((origin) => [origin, (selfMs.get(origin) ?? 0) / Math.max(root.totalMs, 1e-9)]);
  return Object.fromEntries(shares) as Record<Origin, number>;
}
