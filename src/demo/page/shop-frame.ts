import { pageElement } from './page-element.js';
import { scriptTag } from './script-tag.js';
import { isShopNews, type ShopNews } from './shop-news.js';

/** The window in which the newcomer plays the visitor. */
export class ShopFrame {
  private readonly section = pageElement('visitor', HTMLElement);
  private readonly window = pageElement('shop-window', HTMLDivElement);
  private readonly frame = pageElement('shop', HTMLIFrameElement);
  private readonly secondTab = pageElement('second-tab', HTMLAnchorElement);
  private visit = new URLSearchParams(location.search).get('visitId') || newVisitId();

  /** @param onNewVisit told when another visitor has come */
  constructor(onNewVisit: () => void) {
    this.open();
    pageElement('new-visitor', HTMLButtonElement).addEventListener('click', () => {
      this.visit = newVisitId();
      this.open();
      onNewVisit();
    });
    addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin === location.origin && source === this.frame.contentWindow && isShopNews(data)) this.tell(data);
    });
  }

  get visitId(): string {
    return this.visit;
  }

  /** Beside the form, the shop sticks to the screen; above it, it may be out of sight when something happens in it. */
  bringIntoView(): void {
    const sticks = getComputedStyle(this.section).position === 'sticky';
    if (!sticks) this.window.scrollIntoView({ block: 'start' });
  }

  /** The visit is part of the page's address: a reload keeps it, and nothing is stored. */
  private open(): void {
    const query = `?visitId=${encodeURIComponent(this.visit)}`;
    history.replaceState(null, '', query);
    this.secondTab.href = `/demo/shop${query}`;
    this.frame.src = `/demo/shop${query}`;
    this.tell({ from: 'shop', page: 'home', connection: 'connecting' });
  }

  private tell({ page, connection }: ShopNews): void {
    const light = pageElement('connection', HTMLSpanElement);
    light.dataset['state'] = connection;
    light.title = connection;
    pageElement('shop-page', HTMLSpanElement).textContent = page;
    pageElement('script-tag', HTMLPreElement).textContent = scriptTag(location.origin, this.visit, page);
  }
}

function newVisitId(): string {
  return `visit-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
}
