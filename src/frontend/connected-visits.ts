import { Injectable } from '@nestjs/common';
import type { FrontendSocket } from './frontend-socket.js';

/**
 * Which sockets of this node have to do with which visit. A socket stands for pages of a visit, or, with `null`, for none
 * that has a name: a browser without a page id, or a Frontend Server that relays for every page.
 */
@Injectable()
export class ConnectedVisits {
  private readonly sockets = new Map<string, FrontendSocket[]>();

  join(socket: FrontendSocket, visitId: string, pageId: string | null): void {
    // It went while it was being let in.
    if (!socket.connected) return;
    const { visits } = socket.data;
    const pages = visits.get(visitId);
    if (pages === undefined) this.sockets.set(visitId, [...this.of(visitId), socket]);
    visits.set(visitId, (pages ?? new Set()).add(pageId));
  }

  /** @param pageId only this page of the visit; left out, all of it */
  leave(socket: FrontendSocket, visitId: string, pageId?: string | null): void {
    const { visits } = socket.data;
    const pages = visits.get(visitId);
    if (pages === undefined) return;
    if (pageId !== undefined) pages.delete(pageId);
    if (pageId !== undefined && pages.size > 0) return;
    visits.delete(visitId);
    const others = this.of(visitId).filter((other) => other !== socket);
    if (others.length > 0) this.sockets.set(visitId, others);
    else this.sockets.delete(visitId);
  }

  leaveAll(socket: FrontendSocket): void {
    for (const visitId of socket.data.visits.keys()) this.leave(socket, visitId);
  }

  /** How many visits there are. */
  get count(): number {
    return this.sockets.size;
  }

  has(visitId: string): boolean {
    return this.sockets.has(visitId);
  }

  /** Everyone who has to do with the visit. */
  of(visitId: string): readonly FrontendSocket[] {
    return this.sockets.get(visitId) ?? NOBODY;
  }

  /** Who shows the invitation of an attempt. */
  audienceOf(attempt: { readonly visitId: string; readonly pageId: string | null }): readonly FrontendSocket[] {
    const sockets = this.of(attempt.visitId);
    return attempt.pageId === null ? sockets : sockets.filter((socket) => isInAudience(socket, attempt));
  }
}

/** Whether a socket is among those who show an attempt's invitation. */
export function isInAudience(
  { data: { visits, identity } }: FrontendSocket,
  { visitId, pageId }: { readonly visitId: string; readonly pageId: string | null },
): boolean {
  const pages = visits.get(visitId);
  if (pages === undefined) return false;
  return pageId === null || pages.has(pageId) || (identity.kind === 'frontend-server' && pages.has(null));
}

const NOBODY: readonly FrontendSocket[] = [];
