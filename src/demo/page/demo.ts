import { AttemptWatch } from './attempt-watch.js';
import { ExchangeView } from './exchange-view.js';
import { FaultView } from './fault-view.js';
import { GatewayApi, type Verb } from './gateway-api.js';
import { hasEnded } from './lifecycle-steps.js';
import { LifecycleView } from './lifecycle-view.js';
import { pageElement } from './page-element.js';
import { ShopFrame } from './shop-frame.js';
import { StrategyForm } from './strategy-form.js';

const api = await GatewayApi.find();
const form = new StrategyForm();
const faults = new FaultView(form.controls);
const exchange = new ExchangeView();
const lifecycle = new LifecycleView();
const watch = new AttemptWatch(api, (attempt) => lifecycle.show(attempt));
const shop = new ShopFrame(() => {
  watch.stop();
  lifecycle.clear();
  form.showVisit(shop.visitId);
  form.renewInteraction();
});

form.showVisit(shop.visitId);
form.form.addEventListener('input', ({ target }) =>
  showRequest(target instanceof HTMLInputElement && target.name === 'reason' ? 'noengage' : 'engage'),
);
form.form.addEventListener('submit', (event) => {
  event.preventDefault();
  // An interaction has one attempt: once that has ended, the next is for a new one.
  if (watch.hasEnded(form.interactionId)) form.renewInteraction();
  void send('engage');
});
pageElement('noengage', HTMLButtonElement).addEventListener('click', () => void send('noengage'));
showRequest('engage');
void resume();

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
    if (reply.status !== 200) return faults.show(reply.body);
    faults.clear();
    shop.bringIntoView();
    if (reply.body.attemptId) await watch.follow(reply.body.attemptId);
  } catch {
    exchange.showSilence();
    faults.showSilence();
  }
}

/** After a reload, the visit's attempt is followed again, and can be taken back. */
async function resume(): Promise<void> {
  const attempt = await api.newestOf(shop.visitId).catch(() => undefined);
  if (attempt === undefined) return;
  if (!hasEnded(attempt.state)) form.takeInteraction(attempt.interactionId);
  await watch.follow(attempt.attemptId);
}
