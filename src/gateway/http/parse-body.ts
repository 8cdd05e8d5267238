import { parse } from 'node:querystring';
import { Fault } from '../../faults/index.js';
import { validationFailed } from '../../fields/index.js';

/** What the BasicHTTP event processor of SCXML puts beside the fields of a form. */
const SCXML_EVENT_NAME = '_scxmleventname';

/**
 * Reads the body of a call by its content type: `application/json`, or `application/x-www-form-urlencoded` with the
 * text of a JSON value in each field.
 *
 * @throws Fault `unsupported-content-type` for any other type
 * @throws Fault `validation-failed` for text that is not UTF-8 or not JSON
 */
export function parseBody(contentType: string | undefined, bytes: Buffer): unknown {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === undefined && bytes.length === 0) return {};
  if (mediaType === 'application/json' && isUtf8(contentType)) return parseJson(textOf(bytes), '');
  if (mediaType === 'application/x-www-form-urlencoded' && isUtf8(contentType)) return parseForm(textOf(bytes));
  throw new Fault('unsupported-content-type', 'Send application/json or application/x-www-form-urlencoded, in UTF-8.');
}

function parseForm(text: string): unknown {
  const { [SCXML_EVENT_NAME]: _, ...fields } = parse(text);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== 'string') throw validationFailed([{ pointer: `/${name}`, detail: 'must be sent once' }]);
      return [name, parseJson(value, `/${name}`)];
    }),
  );
}

function parseJson(text: string, pointer: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw validationFailed([{ pointer, detail: 'must be JSON text' }]);
  }
}

function textOf(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw validationFailed([{ pointer: '', detail: 'must be text in UTF-8' }]);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(contentType: string | undefined): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}
