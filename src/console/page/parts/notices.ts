import { button, element, pageElement } from './element.js';

/** For how long good news stands, in milliseconds. */
const GOOD_NEWS_MS = 8_000;

/** Tells what came of something. A failure stands until it is read, or over. */
export class Notices {
  private readonly place = pageElement('notices', HTMLDivElement);
  private trouble: HTMLElement | undefined;

  /** Something that was asked for is done. */
  done(text: string): void {
    const notice = this.add(text, 'good', 'status');
    setTimeout(() => notice.remove(), GOOD_NEWS_MS);
  }

  /** Something that was asked for was refused. */
  refused(text: string): void {
    this.add(text, 'bad', 'alert');
  }

  /** What is shown cannot be brought up to date now. */
  troubled(text: string): void {
    if (this.trouble?.isConnected === true && this.trouble.dataset['text'] === text) return;
    this.untroubled();
    this.trouble = this.add(text, 'warm', 'alert');
    this.trouble.dataset['text'] = text;
  }

  untroubled(): void {
    this.trouble?.remove();
  }

  clear(): void {
    this.place.replaceChildren();
  }

  private add(text: string, tone: string, role: 'status' | 'alert'): HTMLElement {
    const notice = element('div', { class: 'notice', 'data-tone': tone, role }, element('p', {}, text));
    const dismiss = button('Dismiss', 'quiet', () => notice.remove());
    notice.append(dismiss);
    this.place.append(notice);
    return notice;
  }
}
