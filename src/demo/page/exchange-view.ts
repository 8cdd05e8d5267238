import { curlCommand } from './curl-command.js';
import type { Reply } from './gateway-api.js';
import { jsonView } from './json-view.js';
import { pageElement } from './page-element.js';

const COPIED_FOR_MS = 1_500;

/** Shows a request as a command to copy, and what came back for it. */
export class ExchangeView {
  private readonly curl = pageElement('curl', HTMLPreElement);
  private readonly reply = pageElement('reply', HTMLPreElement);
  private readonly status = pageElement('reply-status', HTMLParagraphElement);
  private readonly copy = pageElement('copy', HTMLButtonElement);

  constructor() {
    this.copy.addEventListener('click', () => void this.copyCommand());
  }

  showRequest(url: string, body: object): void {
    const command = curlCommand(url, body);
    const start = command.indexOf('{');
    this.curl.replaceChildren(command.slice(0, start), ...jsonView(command.slice(start)));
  }

  showReply({ status, statusText, replayed, body }: Reply): void {
    this.status.textContent = `${status} ${statusText}${replayed ? ' · Idempotent-Replayed: true' : ''}`;
    this.status.dataset['state'] = status < 400 ? 'accepted' : 'failed';
    this.reply.replaceChildren(...jsonView(JSON.stringify(body, null, 2)));
  }

  showSilence(): void {
    this.status.textContent = 'the service does not answer';
    this.status.dataset['state'] = 'failed';
    this.reply.replaceChildren();
  }

  private async copyCommand(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.curl.textContent);
      this.copy.textContent = 'Copied';
      setTimeout(() => {
        this.copy.textContent = 'Copy';
      }, COPIED_FOR_MS);
    } catch {
      // Without access to the clipboard, what is selected can be copied by hand.
      getSelection()?.selectAllChildren(this.curl);
    }
  }
}
