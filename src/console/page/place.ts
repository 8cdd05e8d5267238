/** Where in the console one is: a view, and what it is about. It stands in the address, so that it can be linked and gone back to. */
export interface Place {
  /** `overview`, `attempts`, … */
  readonly view: string;
  /** What of it: the id of an attempt. */
  readonly item: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

export function placeIn(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', item = ''] = path.split('/');
  return {
    view: view === '' ? 'overview' : view,
    item: item === '' ? null : decoded(item),
    parameters: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The address of a place. Parameters that say nothing are left out. */
export function addressOf(
  view: string,
  parameters: Readonly<Record<string, string | null | undefined>> = {},
  item?: string,
): string {
  const said = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, value]],
  );
  const query = new URLSearchParams(said).toString();
  return `#/${view}${item === undefined ? '' : `/${encodeURIComponent(item)}`}${query === '' ? '' : `?${query}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
