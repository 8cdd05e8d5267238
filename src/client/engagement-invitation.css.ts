/** How the default invitation looks. A page sets the custom properties on `engagement-invitation` to make it its own. */
export const STYLE = `
:host {
  --_accent: var(--engagement-accent, #2456d6);
  --_on-accent: var(--engagement-on-accent, #ffffff);
  --_surface: var(--engagement-surface, #ffffff);
  --_text: var(--engagement-text, #1b2333);
  --_muted: var(--engagement-muted, #4c566a);
  --_line: var(--engagement-line, #d5dae3);
  --_radius: var(--engagement-radius, 16px);
  position: fixed;
  inset-block-end: 24px;
  inset-inline-end: 24px;
  z-index: 2147483000;
  display: block;
  inline-size: min(360px, calc(100vw - 32px));
  font: 16px/1.5 var(--engagement-font, system-ui, sans-serif);
}
@media (prefers-color-scheme: dark) {
  :host {
    --_accent: var(--engagement-accent, #8fb0ff);
    --_on-accent: var(--engagement-on-accent, #0d1526);
    --_surface: var(--engagement-surface, #1c2433);
    --_text: var(--engagement-text, #f1f4fa);
    --_muted: var(--engagement-muted, #bcc5d6);
    --_line: var(--engagement-line, #3a455a);
  }
}
.card {
  box-sizing: border-box;
  padding: 20px;
  color: var(--_text);
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  box-shadow: 0 12px 40px rgb(10 20 40 / 0.22);
  max-block-size: calc(100vh - 48px);
  overflow: auto;
  overflow-wrap: anywhere;
}
.head {
  display: flex;
  gap: 12px;
  align-items: start;
  justify-content: space-between;
}
h2 {
  margin: 0;
  font-size: 18px;
  line-height: 1.35;
  font-weight: 650;
}
p {
  margin: 8px 0 18px;
  color: var(--_muted);
  white-space: pre-line;
}
.answers {
  display: flex;
  flex-wrap: wrap;
  gap: 10px;
}
button {
  font: inherit;
  cursor: pointer;
  color: inherit;
  background: transparent;
  border: 1px solid transparent;
  border-radius: 10px;
}
button:focus-visible {
  outline: 3px solid var(--_accent);
  outline-offset: 2px;
}
.accept,
.decline {
  flex: 1 1 auto;
  min-block-size: 44px;
  padding: 8px 16px;
  font-weight: 600;
}
.accept {
  color: var(--_on-accent);
  background: var(--_accent);
}
.accept:hover {
  filter: brightness(1.08);
}
.decline {
  border-color: var(--_line);
}
.decline:hover,
.close:hover {
  background: color-mix(in srgb, var(--_text) 8%, transparent);
}
.close {
  flex: none;
  inline-size: 36px;
  block-size: 36px;
  margin: -6px -8px 0 0;
  font-size: 22px;
  line-height: 1;
  color: var(--_muted);
}
button[disabled] {
  cursor: progress;
  opacity: 0.7;
}
.announcement {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (max-width: 480px) {
  :host {
    inset-inline: 0;
    inset-block-end: 0;
    inline-size: 100%;
  }
  .card {
    border-radius: var(--_radius) var(--_radius) 0 0;
    padding-block-end: calc(20px + env(safe-area-inset-bottom, 0px));
  }
}
@media (prefers-reduced-motion: no-preference) {
  .card {
    animation: rise 220ms ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(16px);
    }
  }
}
`;
