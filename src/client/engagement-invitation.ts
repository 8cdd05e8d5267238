import { directionOf } from './direction.js';
import { STYLE } from './engagement-invitation.css.js';
import type { InvitationTexts } from './texts.js';

export const INVITATION_ELEMENT = 'engagement-invitation';

/** What the visitor chose. */
export type Choice = { readonly answer: 'accepted' } | { readonly answer: 'declined'; readonly detail?: string };

/**
 * The default invitation: a card in the corner of the page that leaves the page usable. Its texts are text, never HTML.
 * It does not take the focus; it is announced once, can be reached by keyboard, and Escape in it declines.
 */
export class EngagementInvitation extends HTMLElement {
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly announcement = element('div', { className: 'announcement' });

  /** Fills the card. Called once, before it is put into the page. */
  present(texts: InvitationTexts, language: string | null, choose: (choice: Choice) => void): void {
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    const title = element('h2', { id: 'title', textContent: texts.title });
    const message = element('p', { id: 'message', textContent: texts.message });
    const close = this.button('close', '×', () => choose({ answer: 'declined', detail: 'closed' }));
    close.setAttribute('aria-label', texts.closeLabel);
    const accept = this.button('accept', texts.acceptLabel, () => choose({ answer: 'accepted' }));
    const decline = this.button('decline', texts.declineLabel, () => choose({ answer: 'declined' }));

    const head = element('div', { className: 'head' });
    head.append(title, close);
    const answers = element('div', { className: 'answers' });
    answers.append(accept, decline);
    const card = element('div', { className: 'card' });
    card.append(head, message, answers);
    card.setAttribute('role', 'dialog');
    card.setAttribute('aria-labelledby', 'title');
    card.setAttribute('aria-describedby', 'message');
    card.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') choose({ answer: 'declined', detail: 'closed' });
    });
    this.announcement.setAttribute('aria-live', 'polite');
    root.append(card, this.announcement);
    if (language === null) return;
    this.lang = language;
    this.dir = directionOf(language);
  }

  /** A live region is read out when its text changes, not when it is put into the page. */
  connectedCallback(): void {
    const spoken = [...(this.shadowRoot?.querySelectorAll('h2, p') ?? [])].map(({ textContent }) => textContent).join('. ');
    requestAnimationFrame(() => {
      this.announcement.textContent = spoken;
    });
  }

  /** While the answer is on its way there is no second one. */
  waitForVerdict(): void {
    for (const button of this.buttons) button.disabled = true;
  }

  private button(className: string, caption: string, press: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', className, textContent: caption });
    button.addEventListener('click', press);
    this.buttons.push(button);
    return button;
  }
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}

/** Makes a card. The element is registered at the first need, unless the page has loaded the library twice. */
export function createInvitation(): EngagementInvitation {
  if (customElements.get(INVITATION_ELEMENT) === undefined)
    customElements.define(INVITATION_ELEMENT, EngagementInvitation);
  const created = document.createElement(INVITATION_ELEMENT);
  if (created instanceof EngagementInvitation) return created;
  throw new Error(`another script has defined <${INVITATION_ELEMENT}>`);
}
