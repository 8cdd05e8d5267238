import { ATTEMPT_STATES } from '../../../contract/attempt-state.js';
import { element } from '../parts/element.js';
import { addressOf } from '../place.js';
import { localOf, momentOf } from './local-time.js';

/** What attempts are looked for by. */
export const FILTERS = ['id', 'visitId', 'interactionId', 'state', 'channel', 'ruleName', 'since', 'until'] as const;

type Parameters = Readonly<Record<string, string>>;

/** What is looked for stands in the address, so that it can be sent to somebody else. */
export function searchForm(parameters: Parameters): HTMLElement {
  const { id = parameters['visitId'] ?? parameters['interactionId'] ?? '' } = parameters;
  const form = element(
    'form',
    { class: 'panel search', role: 'search', 'aria-label': 'Attempts' },
    field(
      'id',
      'An id: of an attempt, an interaction or a visit',
      element('input', { name: 'id', value: id, maxlength: '128', autocomplete: 'off', spellcheck: 'false' }),
    ),
    field('state', 'State', states(parameters['state'] ?? '')),
    field('channel', 'Channel', text('channel', parameters)),
    field('ruleName', 'Rule', text('ruleName', parameters)),
    field('since', 'From', time('since', parameters)),
    field('until', 'Until', time('until', parameters)),
    element(
      'div',
      { class: 'actions' },
      element('button', { type: 'submit', class: 'strong' }, 'Search'),
      element('a', { href: addressOf('attempts'), class: 'quiet' }, 'Clear'),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    location.hash = addressOf('attempts', parametersIn(form, parameters));
  });
  return form;
}

function parametersIn(form: HTMLFormElement, before: Parameters): Readonly<Record<string, string | null>> {
  const data = new FormData(form);
  const said = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const id = said('id');
  // An id that a link has brought is looked for as what the link said that it is.
  const kind = (['visitId', 'interactionId'] as const).find((name) => before[name] === id) ?? 'id';
  return {
    [kind]: id,
    state: said('state'),
    channel: said('channel'),
    ruleName: said('ruleName'),
    since: momentOf(said('since')),
    until: momentOf(said('until')),
  };
}

function field(name: string, label: string, control: HTMLElement): HTMLElement {
  control.id = `search-${name}`;
  return element('div', { class: `field field-${name}` }, element('label', { for: control.id }, label), control);
}

function text(name: string, parameters: Parameters): HTMLElement {
  return element('input', { name, value: parameters[name] ?? '', maxlength: '128', autocomplete: 'off' });
}

function time(name: string, parameters: Parameters): HTMLElement {
  return element('input', { name, type: 'datetime-local', step: '1', value: localOf(parameters[name] ?? '') });
}

function states(chosen: string): HTMLElement {
  const options = ATTEMPT_STATES.map((state) => element('option', { value: state, selected: state === chosen }, state));
  return element('select', { name: 'state' }, element('option', { value: '' }, 'any'), ...options);
}
