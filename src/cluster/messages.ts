import type { NewsFromElsewhere } from '../engagement/index.js';

/** The form of messages between nodes. A node does not listen to another form: its sweeps find out by themselves. */
const FORM = 1;

interface Message {
  readonly form: typeof FORM;
  /** The node that says it. */
  readonly from: string;
  readonly news: readonly NewsFromElsewhere[];
}

export function messageOf(from: string, news: readonly NewsFromElsewhere[]): string {
  const message: Message = { form: FORM, from, news };
  return JSON.stringify(message);
}

/** @returns what another node says; nothing for what this one said itself, or what is in another form */
export function newsIn(text: string, self: string): readonly NewsFromElsewhere[] {
  const message: unknown = JSON.parse(text);
  return isMessage(message) && message.from !== self ? message.news : [];
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === FORM;
}
