/**
 * What the BasicHTTP event processor of SCXML does with an event for an http address: it posts a form, with the event's name
 * and its parameters. What comes of it is an event again: `<name>.done` or `<name>.fault`.
 *
 * @param {import('./gateway.js').Gateway} gateway
 * @param {import('./session.js').SentEvent} event
 */
export async function post(gateway, { name, target = '', data }) {
  // The API key goes nowhere else.
  if (!target.startsWith(`${gateway.url}/`)) throw new Error(`${name} is for ${target}, which is not the gateway`);
  const form = new URLSearchParams({ _scxmleventname: name, ...data });
  const { ok, body } = await gateway.ask(target.slice(gateway.url.length), { method: 'POST', body: form });
  return { name: `${name}.${ok ? 'done' : 'fault'}`, data: body };
}
