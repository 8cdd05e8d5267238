import { AttemptView } from './attempts/attempt-view.js';
import { AttemptsView } from './attempts/attempts-view.js';
import { Deeds } from './deeds.js';
import { DeliveriesView } from './deliveries/deliveries-view.js';
import { Refusal } from './operations-api.js';
import { operatorKey } from './operator-key.js';
import { OverviewView } from './overview/overview-view.js';
import { element, pageElement } from './parts/element.js';
import { clockTime, TIME_ZONE } from './parts/figures.js';
import { Notices } from './parts/notices.js';
import { SchemeSwitch } from './parts/scheme.js';
import { addressOf, type Place, placeIn } from './place.js';
import { storeAwaySince } from './readiness.js';
import { Refreshing } from './refreshing.js';
import { SignIn } from './sign-in.js';
import { explained, explainedOver, mayPass, staleness } from './troubles.js';
import type { View } from './view.js';

const VIEWS = { overview: 'Overview', attempts: 'Attempts', deliveries: 'Deliveries' } as const;

/** The page: which view it shows, and who looks at it. */
class Console {
  private readonly main = pageElement('main', HTMLElement);
  private readonly freshness = pageElement('freshness', HTMLParagraphElement);
  private readonly notices = new Notices();
  private readonly deeds = new Deeds(this.notices, {
    changed: () => void this.refreshing?.now(),
    failed: (error) => (this.isSignedOutBy(error) ? undefined : explained(error)),
  });
  private view: View | undefined;
  private refreshing: Refreshing | undefined;
  private shownAt: Date | undefined;

  constructor(private readonly asksForKey: boolean) {
    this.freshness.title = `Times are those of ${TIME_ZONE}.`;
    new SchemeSwitch(() => this.view?.recolour?.()).offer();
    addEventListener('hashchange', () => this.open({ isFirst: false }));
    pageElement('refresh', HTMLButtonElement).addEventListener('click', () => void this.refreshing?.now());
    pageElement('sign-out', HTMLButtonElement).addEventListener('click', () => this.signOut('You are signed out.'));
    document.querySelector('.skip')?.addEventListener('click', (event) => {
      event.preventDefault();
      this.main.focus();
    });
  }

  /** Shows what the address says. */
  open({ isFirst }: { readonly isFirst: boolean }): void {
    if (this.asksForKey && operatorKey.value === null) return this.askForKey();
    const place = placeIn(location.hash);
    this.leave();
    const view = this.viewAt(place);
    this.view = view;
    showWhere(place, view.title);
    this.main.replaceChildren(view.element);
    pageElement('sign-out', HTMLButtonElement).hidden = !this.asksForKey;
    if (!isFirst) this.begin(view.element);
    this.refreshing = new Refreshing(view, {
      succeeded: () => this.succeeded(),
      failed: (error) => this.failed(error),
    });
  }

  private viewAt(place: Place): View {
    if (place.view === 'attempts' && place.item !== null) return new AttemptView(place.item, this.deeds);
    if (place.view === 'attempts') return new AttemptsView(place);
    if (place.view === 'deliveries') return new DeliveriesView(place, this.deeds);
    return new OverviewView(place);
  }

  /** Whoever reads by ear, or goes by the keyboard, is at the beginning of what has come. */
  private begin(view: HTMLElement): void {
    scrollTo(0, 0);
    view.querySelector('h1')?.focus({ preventScroll: true });
  }

  private leave(): void {
    this.refreshing?.end();
    this.refreshing = undefined;
    this.view = undefined;
    this.shownAt = undefined;
    this.notices.untroubled();
    this.freshness.textContent = '';
  }

  private async succeeded(): Promise<void> {
    const { view } = this;
    this.shownAt = new Date();
    const awaySince = await storeAwaySince();
    if (this.view !== view) return;
    if (awaySince !== undefined) return this.tellOfStore(awaySince);
    this.notices.untroubled();
    this.freshness.textContent = `${this.view?.pauseMs === null ? 'As of' : 'Live ·'} ${clockTime(this.shownAt)}`;
    this.freshness.dataset['live'] = String(this.view?.pauseMs !== null);
  }

  /** It can be read still, and what is shown is up to date: it only does not go on. */
  private tellOfStore(awaySince: Date): void {
    const since = clockTime(awaySince);
    this.freshness.dataset['live'] = 'false';
    this.freshness.textContent = `Not ready since ${since}`;
    this.notices.troubled(`The database has taken no changes since ${since}: nobody is invited until it does.`);
  }

  private failed(error: unknown): boolean {
    if (this.isSignedOutBy(error)) return false;
    this.freshness.dataset['live'] = 'false';
    this.freshness.textContent = staleness(error, this.shownAt);
    if (mayPass(error)) {
      this.notices.troubled(explainedOver(error, this.shownAt));
      return true;
    }
    if (!(error instanceof Refusal)) reportError(error);
    this.view?.element.querySelector('.failure')?.remove();
    this.view?.element.append(element('p', { class: 'empty failure', role: 'alert' }, explained(error)));
    return false;
  }

  private isSignedOutBy(error: unknown): boolean {
    if (!(error instanceof Refusal) || error.status !== 401) return false;
    this.signOut(explained(error));
    return true;
  }

  private signOut(why: string): void {
    operatorKey.forget();
    this.leave();
    this.notices.clear();
    this.askForKey(why);
  }

  private askForKey(why?: string): void {
    this.leave();
    const signIn = new SignIn(why, explained, () => this.open({ isFirst: false }));
    document.title = 'Sign in · Console';
    pageElement('views', HTMLElement).replaceChildren();
    pageElement('sign-out', HTMLButtonElement).hidden = true;
    this.main.replaceChildren(signIn.element);
    signIn.focus();
  }
}

function showWhere({ view }: Place, title: string): void {
  document.title = `${title} · Console`;
  const current = view in VIEWS ? view : 'overview';
  const links = Object.entries(VIEWS).map(([name, label]) =>
    element('a', { href: addressOf(name), ...(name === current && { 'aria-current': 'page' }) }, label),
  );
  pageElement('views', HTMLElement).replaceChildren(...links);
}

const settings: { readonly asksForKey: boolean } = await (await fetch('/console/settings.json')).json();
new Console(settings.asksForKey).open({ isFirst: true });
