import type { EngagementClient } from '../../client/index.js';
import { pageElement } from './page-element.js';
import { ShopChat } from './shop-chat.js';
import type { ShopNews } from './shop-news.js';

/** What the library's script tag leaves in the page. */
declare const Engagement: { readonly client: EngagementClient };

const PAGES = ['home', 'product', 'basket'] as const;

const { client } = Engagement;
const chat = new ShopChat();
// The library's script runs first, and may have connected by now.
let connection: ShopNews['connection'] = client.connected ? 'connected' : 'connecting';

client.on('connected', () => tell('connected'));
client.on('disconnected', () => tell('disconnected'));
client.on('accepted', ({ attempt }) => chat.open(attempt.channel));
addEventListener('hashchange', showPage);
pageElement('add', HTMLButtonElement).addEventListener('click', () => {
  pageElement('lamp-line', HTMLLIElement).hidden = false;
  pageElement('basket-count', HTMLSpanElement).textContent = '2';
  pageElement('total', HTMLElement).textContent = '€ 148';
  location.hash = 'basket';
});
showPage();

/** The shop is a single page that shows several: each has its page id. */
function showPage(): void {
  const page = currentPage();
  for (const section of document.querySelectorAll<HTMLElement>('[data-page]'))
    section.hidden = section.dataset['page'] !== page;
  for (const link of document.querySelectorAll('nav a')) setCurrent(link, link.getAttribute('href') === `#${page}`);
  scrollTo(0, 0);
  client.navigate(page);
  tell(connection);
}

function currentPage(): string {
  return PAGES.find((page) => location.hash === `#${page}`) ?? 'home';
}

function tell(now: ShopNews['connection']): void {
  connection = now;
  if (parent === window) return;
  const news: ShopNews = { from: 'shop', page: currentPage(), connection };
  parent.postMessage(news, location.origin);
}

function setCurrent(link: Element, isCurrent: boolean): void {
  if (isCurrent) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}
