/** What the shop tells the demo page around it. */
export interface ShopNews {
  readonly from: 'shop';
  readonly page: string;
  readonly connection: 'connecting' | 'connected' | 'disconnected';
}

export function isShopNews(data: unknown): data is ShopNews {
  return typeof data === 'object' && data !== null && 'from' in data && data.from === 'shop';
}
