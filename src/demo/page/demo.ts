import { AttemptWatch } from './attempt-watch.js';
import { ExchangeView } from './exchange-view.js';
import { GatewayApi, type Verb } from './gateway-api.js';
import { LifecycleView } from './lifecycle-view.js';
import { pageElement } from './page-element.js';
import { ShopFrame } from './shop-frame.js';
import { StrategyForm } from './strategy-form.js';

const api = await GatewayApi.find();
const form = new StrategyForm();
const shop = new ShopFrame(() => form.renewInteraction());
const exchange = new ExchangeView();
const lifecycle = new LifecycleView();
const watch = new AttemptWatch(api, (attempt) => lifecycle.show(attempt));

form.form.addEventListener('input', () => showRequest('engage'));
form.form.addEventListener('submit', (event) => {
  event.preventDefault();
  // An interaction has one attempt: once that has ended, the next is for a new one.
  if (watch.hasEnded(form.interactionId)) form.renewInteraction();
  shop.bringIntoView();
  void send('engage');
});
pageElement('noengage', HTMLButtonElement).addEventListener('click', () => void send('noengage'));
showRequest('engage');

function bodyOf(verb: Verb): object {
  return verb === 'engage' ? form.engageBody(shop.visitId) : form.noengageBody();
}

function showRequest(verb: Verb): void {
  exchange.showRequest(api.urlOf(verb), bodyOf(verb));
}

async function send(verb: Verb): Promise<void> {
  showRequest(verb);
  try {
    const reply = await api.send(verb, bodyOf(verb));
    exchange.showReply(reply);
    form.markFaults(reply.body.errors ?? []);
    if (reply.status === 200 && reply.body.attemptId) await watch.follow(reply.body.attemptId);
  } catch {
    exchange.showSilence();
  }
}
