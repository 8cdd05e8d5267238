/** What an address may hold of an outcome. */
const PLACEHOLDERS = ['interactionId', 'visitId', 'attemptId', 'state'] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

/** An address that will not do, in words that go on from "it". */
export class UrlTemplateError extends Error {
  override readonly name = 'UrlTemplateError';
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** What no address holds: a backslash would be taken for a slash, once what stands before it is known. */
const STRANGE = /[{}\s\\]/;

/** A segment that stands for another place in the path. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** The address of an endpoint, with places for what tells one interaction from the other. */
export class UrlTemplate {
  private constructor(
    readonly text: string,
    /** Where it leads, whatever fills it. */
    readonly origin: URL,
    /** Whether each outcome, or each interaction, has an address of its own. */
    readonly hasPlaceholders: boolean,
  ) {}

  /** @throws UrlTemplateError for a text that is no such address */
  static of(text: string): UrlTemplate {
    const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
    const stranger = names.find((name) => !isPlaceholder(name));
    if (stranger !== undefined)
      throw new UrlTemplateError(
        `holds {${stranger}}; there are ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`,
      );
    const [one, other] = ['a', 'b'].map((letter) => text.replaceAll(PLACEHOLDER, letter));
    if (one === undefined || other === undefined || !URL.canParse(one) || STRANGE.test(one))
      throw new UrlTemplateError('is no address');
    const url = new URL(one);
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new UrlTemplateError('is no address of http or https');
    if (url.username !== '' || url.password !== '' || url.hash !== '')
      throw new UrlTemplateError('holds a name, a password or a fragment');
    if (!URL.canParse(other) || url.origin !== new URL(other).origin)
      throw new UrlTemplateError('holds a placeholder in front of its path');
    if (hasDotSegment(one)) throw new UrlTemplateError('has a path with dots for a segment');
    return new UrlTemplate(text, new URL(url.origin), names.length > 0);
  }

  /** @returns the address of one outcome; `undefined` when a value would lead elsewhere, or is no text that can be sent */
  filledWith(values: Readonly<Record<Placeholder, string>>): URL | undefined {
    if (!Object.values(values).every((value) => value.isWellFormed())) return undefined;
    const filled = this.text.replaceAll(PLACEHOLDER, (whole, name: string) =>
      isPlaceholder(name) ? encodeURIComponent(values[name]) : whole,
    );
    return hasDotSegment(filled) ? undefined : new URL(filled);
  }
}

function isPlaceholder(name: string): name is Placeholder {
  const names: readonly string[] = PLACEHOLDERS;
  return names.includes(name);
}

/** A value of dots alone would be taken for a way up. */
function hasDotSegment(address: string): boolean {
  const [path = ''] = address.split(/[?#]/);
  return path.split('/').some((segment) => DOT_SEGMENT.test(segment));
}
