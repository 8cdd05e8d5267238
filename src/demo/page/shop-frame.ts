import { pageElement } from './page-element.js';
import { isShopNews } from './shop-news.js';

/** The window in which the newcomer plays the visitor. */
export class ShopFrame {
  private readonly frame = pageElement('shop', HTMLIFrameElement);
  private readonly secondTab = pageElement('second-tab', HTMLAnchorElement);
  private visit = new URLSearchParams(location.search).get('visitId') ?? newVisitId();

  /** @param onNewVisit told when another visitor has come */
  constructor(onNewVisit: () => void) {
    this.open();
    pageElement('new-visitor', HTMLButtonElement).addEventListener('click', () => {
      this.visit = newVisitId();
      this.open();
      onNewVisit();
    });
    addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || source !== this.frame.contentWindow || !isShopNews(data)) return;
      pageElement('shop-page', HTMLSpanElement).textContent = data.page;
      const connection = pageElement('connection', HTMLSpanElement);
      connection.dataset['state'] = data.connection;
      connection.title = data.connection;
    });
  }

  get visitId(): string {
    return this.visit;
  }

  /** On a small screen the shop may be out of sight when something happens in it. */
  bringIntoView(): void {
    const { top, bottom } = this.frame.getBoundingClientRect();
    if (top > innerHeight / 2 || bottom < innerHeight / 2) this.frame.scrollIntoView({ block: 'end' });
  }

  /** The visit is part of the page's address: a reload keeps it, and nothing is stored. */
  private open(): void {
    const query = `?visitId=${encodeURIComponent(this.visit)}`;
    history.replaceState(null, '', query);
    this.secondTab.href = `/demo/shop${query}`;
    this.frame.src = `/demo/shop${query}`;
  }
}

function newVisitId(): string {
  return `visit-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
}
