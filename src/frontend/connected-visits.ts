import type { FrontendSocket } from './frontend-socket.js';

/** Rooms by which sockets are reached. Ids are quoted, so that no id can spell the room of another. */

/** Everyone who has to do with the visit: told when an attempt ends, and invited when no page is named. */
export const visitRoom = (visitId: string): string => `visit:${JSON.stringify(visitId)}`;

/** Those who stand for one page of the visit. */
const pageRoom = (visitId: string, pageId: string): string => `page:${JSON.stringify([visitId, pageId])}`;

/** Those who stand for every page of the visit: Frontend Servers that relay for all of it. */
const everyPageRoom = (visitId: string): string => `pages:${JSON.stringify(visitId)}`;

/** Who shows the invitation of an attempt. */
export function audienceOf({ visitId, pageId }: { visitId: string; pageId: string | null }): string[] {
  return pageId === null ? [visitRoom(visitId)] : [pageRoom(visitId, pageId), everyPageRoom(visitId)];
}

/** @param pageId `null`: a browser that has no page id, or a Frontend Server that stands for every page */
export async function joinVisit(socket: FrontendSocket, visitId: string, pageId: string | null): Promise<void> {
  const pages = socket.data.visits.get(visitId) ?? new Set();
  socket.data.visits.set(visitId, pages.add(pageId));
  await socket.join([visitRoom(visitId), ...pageRoomsOf(socket, visitId, pageId)]);
}

/** @param pageId only this page of the visit; left out, all of it */
export async function leaveVisit(socket: FrontendSocket, visitId: string, pageId?: string | null): Promise<void> {
  const pages = socket.data.visits.get(visitId) ?? new Set();
  const left = pageId === undefined ? [...pages] : [pageId];
  for (const page of left) {
    pages.delete(page);
    for (const room of pageRoomsOf(socket, visitId, page)) await socket.leave(room);
  }
  if (pages.size > 0) return;
  socket.data.visits.delete(visitId);
  await socket.leave(visitRoom(visitId));
}

function pageRoomsOf(socket: FrontendSocket, visitId: string, pageId: string | null): string[] {
  if (pageId !== null) return [pageRoom(visitId, pageId)];
  return socket.data.identity.kind === 'frontend-server' ? [everyPageRoom(visitId)] : [];
}

/** Whether a socket is among those who show an attempt's invitation. */
export function isInAudience(socket: FrontendSocket, attempt: { visitId: string; pageId: string | null }): boolean {
  return audienceOf(attempt).some((room) => socket.rooms.has(room));
}
