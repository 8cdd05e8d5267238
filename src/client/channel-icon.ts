const SVG = 'http://www.w3.org/2000/svg';

const SPEECH_BUBBLE =
  'M5 4h14a2.5 2.5 0 0 1 2.5 2.5v8A2.5 2.5 0 0 1 19 17h-6.6L8 20.8V17H5a2.5 2.5 0 0 1-2.5-2.5v-8A2.5 2.5 0 0 1 5 4Z M8 10.5h.01 M12 10.5h.01 M16 10.5h.01';

const RECEIVER =
  'M8.2 3.5 10 8l-2.3 1.8a13 13 0 0 0 6.5 6.5L16 14l4.5 1.8v3.4c0 .8-.7 1.4-1.5 1.3C10.6 19.7 4.3 13.4 3.5 5c-.1-.8.5-1.5 1.3-1.5h3.4Z';

/** A picture for what is offered. */
export function channelIcon(channel: string): SVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', channel === 'callback' ? RECEIVER : SPEECH_BUBBLE);
  icon.append(path);
  return icon;
}
