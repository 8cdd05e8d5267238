import type { Delivery } from '../../engagement/index.js';

/** Where a page of deliveries ended: an outcome may have one for each of several endpoints. */
export type DeliveryPlace = Pick<Delivery, 'position' | 'endpoint'>;

export const DELIVERY_CURSOR = /^(\d{1,15})-(\w[\w.-]{0,63})$/;

export function cursorOf({ position, endpoint }: DeliveryPlace): string {
  return `${position}-${endpoint}`;
}

/** @param cursor of a form that has been checked */
export function deliveryAt(cursor: string): DeliveryPlace {
  const [, position, endpoint = ''] = DELIVERY_CURSOR.exec(cursor) ?? [];
  return { position: Number(position), endpoint };
}
