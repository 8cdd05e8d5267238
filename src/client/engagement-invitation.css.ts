/** How the default invitation looks. A page sets the custom properties on `engagement-invitation` to make it its own. */
export const STYLE = `
:host {
  all: initial;
  --_accent: var(--engagement-accent, #2350d0);
  --_on-accent: var(--engagement-on-accent, #ffffff);
  --_surface: var(--engagement-surface, #ffffff);
  --_text: var(--engagement-text, #161c2b);
  --_muted: var(--engagement-muted, #4a5468);
  --_line: var(--engagement-line, #d9dee8);
  --_radius: var(--engagement-radius, 20px);
  --_font: var(--engagement-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  position: fixed;
  inset-block-end: 24px;
  inset-inline-end: 24px;
  z-index: var(--engagement-z-index, 2147483000);
  display: block;
  inline-size: min(368px, calc(100vw - 32px));
  font: 15px/1.5 var(--_font);
}
@media (prefers-color-scheme: dark) {
  :host {
    --_accent: var(--engagement-accent, #9db8ff);
    --_on-accent: var(--engagement-on-accent, #0d1730);
    --_surface: var(--engagement-surface, #1a2130);
    --_text: var(--engagement-text, #f2f5fb);
    --_muted: var(--engagement-muted, #bdc6d8);
    --_line: var(--engagement-line, #37425a);
  }
}
.card {
  box-sizing: border-box;
  position: relative;
  display: grid;
  grid-template-columns: auto 1fr auto;
  grid-template-rows: auto minmax(0, 1fr) auto;
  column-gap: 14px;
  padding: 20px;
  max-block-size: calc(100vh - 48px);
  overflow: hidden;
  overflow-wrap: anywhere;
  color: var(--_text);
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  box-shadow: 0 2px 6px rgb(12 20 40 / 0.08), 0 18px 48px rgb(12 20 40 / 0.22);
}
.badge {
  grid-row: span 2;
  display: grid;
  place-items: center;
  inline-size: 44px;
  block-size: 44px;
  border-radius: 14px;
  color: var(--_accent);
  background: color-mix(in srgb, var(--_accent) 14%, transparent);
}
svg {
  inline-size: 24px;
  block-size: 24px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.8;
  stroke-linecap: round;
  stroke-linejoin: round;
}
h2 {
  margin: 0;
  font-size: 17px;
  line-height: 1.35;
  font-weight: 650;
  letter-spacing: -0.01em;
}
p {
  grid-column: 2 / -1;
  margin: 4px 0 0;
  min-block-size: 3em;
  overflow-y: auto;
  color: var(--_muted);
  white-space: pre-line;
}
button {
  font: inherit;
  cursor: pointer;
  color: inherit;
  background: transparent;
  border: 1px solid transparent;
  border-radius: 12px;
  transition: background-color 120ms;
}
button:focus-visible {
  outline: 3px solid var(--_accent);
  outline-offset: 2px;
}
.answers {
  grid-column: 1 / -1;
  display: flex;
  flex-wrap: wrap;
  gap: 10px;
  margin-block-start: 14px;
}
.accept,
.decline {
  flex: 1 1 auto;
  min-block-size: 44px;
  padding: 8px 18px;
  font-weight: 600;
}
.accept {
  flex-grow: 2;
  color: var(--_on-accent);
  background: var(--_accent);
}
.accept:hover {
  background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
}
.decline {
  border-color: var(--_line);
}
.never {
  grid-column: 1 / -1;
  justify-self: center;
  min-block-size: 32px;
  margin-block: 8px -8px;
  padding: 4px 12px;
  font-size: 13px;
  color: var(--_muted);
  text-decoration: underline;
  text-underline-offset: 3px;
}
.decline:hover,
.never:hover,
.close:hover {
  background: color-mix(in srgb, var(--_text) 7%, transparent);
}
.close {
  inline-size: 36px;
  block-size: 36px;
  margin-block-start: -6px;
  margin-inline-end: -8px;
  padding: 0;
  font-size: 22px;
  line-height: 1;
  color: var(--_muted);
}
button[aria-disabled] {
  cursor: progress;
  opacity: 0.6;
}
.time-left {
  position: absolute;
  inset-inline: 0;
  inset-block-end: 0;
  block-size: 3px;
  background: var(--_accent);
  opacity: 0.55;
  transform-origin: left;
}
:host(:dir(rtl)) .time-left {
  transform-origin: right;
}
.announcer {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (max-width: 520px) {
  :host {
    inset-inline: 0;
    inset-block-end: 0;
    inline-size: 100%;
  }
  .card {
    max-block-size: 85vh;
    padding-block-end: calc(20px + env(safe-area-inset-bottom, 0px));
    border-inline: 0;
    border-block-end: 0;
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
}
@media (prefers-reduced-motion: reduce) {
  .time-left {
    display: none;
  }
}
@media (prefers-reduced-motion: no-preference) {
  .card {
    animation: rise 260ms cubic-bezier(0.2, 0.8, 0.2, 1);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(20px);
    }
  }
}
@media print {
  :host {
    display: none;
  }
}
`;
