import { announcer } from './announcer.js';
import { channelIcon } from './channel-icon.js';
import { directionOf } from './direction.js';
import { element } from './element.js';
import { STYLE } from './engagement-invitation.css.js';
import type { AnswerNote } from './outcome.js';
import type { InvitationTexts } from './texts.js';

const NAME = 'engagement-invitation';

/** What the visitor can do about an invitation. */
export interface InvitationAnswers {
  accept(): void;
  decline(note?: AnswerNote): void;
}

/** What the element shows. */
export interface InvitationView {
  readonly texts: InvitationTexts;
  readonly language: string | null;
  readonly channel: string;
  /** How long the visitor has to answer, in milliseconds. */
  readonly displayMs: number;
  readonly answers: InvitationAnswers;
}

/**
 * The default invitation: a card in the corner of the page that leaves the page usable. Its texts are text, never HTML.
 * It does not take the focus; it is announced once, can be reached by keyboard, and Escape in it declines.
 */
export class EngagementInvitation extends HTMLElement {
  private readonly buttons: HTMLButtonElement[] = [];
  private focusedBefore: EventTarget | null = null;

  /** Fills the card. Called once, before it is put into the page. */
  present({ texts, language, channel, displayMs, answers }: InvitationView): void {
    if (language !== null) {
      this.lang = language;
      this.dir = directionOf(language);
    }
    const close = (): void => answers.decline({ detail: 'closed' });
    const title = element('h2', { id: 'title', textContent: texts.title });
    const message = element('p', { id: 'message', textContent: texts.message });
    const timeLeft = element('div', { className: 'time-left' });
    const closeButton = this.button({ className: 'close', textContent: '×' }, close);
    closeButton.setAttribute('aria-label', texts.closeLabel);
    const card = element('div', { className: 'card' }, [
      element('div', { className: 'badge' }, [channelIcon(channel)]),
      title,
      closeButton,
      message,
      element('div', { className: 'answers' }, [
        this.button({ className: 'accept', textContent: texts.acceptLabel }, () => this.accept(answers)),
        this.button({ className: 'decline', textContent: texts.declineLabel }, () => answers.decline()),
      ]),
      this.button({ className: 'never', textContent: texts.dontAskAgainLabel }, () =>
        answers.decline({ dontAskAgain: true }),
      ),
      timeLeft,
    ]);
    card.setAttribute('role', 'dialog');
    card.setAttribute('aria-labelledby', title.id);
    card.setAttribute('aria-describedby', message.id);
    card.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    });
    card.addEventListener('focusin', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && card.contains(relatedTarget))) this.focusedBefore = relatedTarget;
    });

    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    root.append(card, announcer(asSentences(texts.title, texts.message)));
    timeLeft.animate({ transform: ['scaleX(1)', 'scaleX(0)'] }, { duration: displayMs, fill: 'forwards' });
  }

  /** Goes away. Where the focus was in it, it goes back to where it came from. */
  leave(): void {
    const hadFocus = this.shadowRoot?.activeElement !== null;
    this.remove();
    if (hadFocus && this.focusedBefore instanceof HTMLElement) this.focusedBefore.focus();
  }

  /** While the answer is on its way there is no second one. */
  private accept(answers: InvitationAnswers): void {
    for (const button of this.buttons) button.setAttribute('aria-disabled', 'true');
    answers.accept();
  }

  private button(properties: Partial<HTMLButtonElement>, press: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', ...properties });
    button.addEventListener('click', press);
    this.buttons.push(button);
    return button;
  }
}

/** Texts to be read out one after the other, with a stop after each. */
function asSentences(...texts: readonly string[]): string {
  return texts.map((text) => (/\p{Punctuation}\s*$/u.test(text) ? text : `${text}.`)).join(' ');
}

/** A style sheet made by script, which a page's Content Security Policy lets pass where it refuses inline styles. */
function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}

/** The element is registered at the first need, unless the page has loaded the library twice. */
export function createInvitation(): EngagementInvitation {
  if (customElements.get(NAME) === undefined) customElements.define(NAME, EngagementInvitation);
  const created = document.createElement(NAME);
  if (created instanceof EngagementInvitation) return created;
  throw new Error(`another script has defined <${NAME}>`);
}
