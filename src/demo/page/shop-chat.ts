import { pageElement, textElement } from './page-element.js';

const GREETINGS: Readonly<Record<string, string>> = {
  chat: 'Hello! What are you looking for?',
  callback: 'Lovely. Which number may we call?',
};

/** The conversation that an accepted invitation opens: enough of one to see that it does. */
export class ShopChat {
  private readonly panel = pageElement('chat', HTMLElement);
  private readonly lines = pageElement('chat-lines', HTMLDivElement);
  private readonly text = pageElement('chat-text', HTMLInputElement);

  constructor() {
    pageElement('chat-close', HTMLButtonElement).addEventListener('click', () => {
      this.panel.hidden = true;
    });
    pageElement('chat-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.text.value === '') return;
      this.say('visitor', this.text.value);
      this.say('agent', 'Good choice. I will have a look.');
      this.text.value = '';
    });
  }

  open(channel: string): void {
    this.lines.replaceChildren();
    this.panel.hidden = false;
    this.say('agent', GREETINGS[channel] ?? 'Hello! Here I am.');
    this.text.focus();
  }

  private say(who: 'agent' | 'visitor', text: string): void {
    this.lines.append(textElement('p', who, text));
    this.lines.scrollTop = this.lines.scrollHeight;
  }
}
