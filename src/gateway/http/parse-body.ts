import { parse } from 'node:querystring';
import type { FieldFault } from '../../contract/index.js';
import { Fault } from '../../faults/index.js';
import { pointerToken, validationFailed } from '../../fields/index.js';
import { hasDuplicateMembers } from './duplicate-members.js';

/** What the BasicHTTP event processor of SCXML puts beside the fields of a form. */
const SCXML_EVENT_NAME = '_scxmleventname';

/**
 * Reads the body of a call by its content type: `application/json`, or `application/x-www-form-urlencoded` with the
 * text of a JSON value in each field.
 *
 * @throws Fault `unsupported-content-type` for any other type
 * @throws Fault `validation-failed` for text that is not UTF-8 or not JSON, with every field of a form that is not
 */
export function parseBody(contentType: string | undefined, bytes: Buffer): unknown {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === undefined && bytes.length === 0) return {};
  if (mediaType === 'application/json' && isUtf8(contentType)) return parseWhole(textOf(bytes));
  if (mediaType === 'application/x-www-form-urlencoded' && isUtf8(contentType)) return parseForm(textOf(bytes));
  throw new Fault('unsupported-content-type', 'Send application/json or application/x-www-form-urlencoded, in UTF-8.');
}

function parseWhole(text: string): unknown {
  const faults: FieldFault[] = [];
  const value = parseJson(text, '', faults);
  if (faults.length > 0) throw validationFailed(faults);
  return value;
}

function parseForm(text: string): unknown {
  if (!isPercentEncoded(text))
    throw validationFailed([{ pointer: '', detail: 'must be percent-encoded text in UTF-8' }]);
  const { [SCXML_EVENT_NAME]: _, ...fields } = parse(text);
  const faults: FieldFault[] = [];
  const members = Object.entries(fields).map(([name, value]) => {
    const pointer = `/${pointerToken(name)}`;
    if (typeof value === 'string') return [name, parseJson(value, pointer, faults)];
    faults.push({ pointer, detail: 'must be sent once' });
    return [name, value];
  });
  if (faults.length > 0) throw validationFailed(faults);
  return Object.fromEntries(members);
}

function parseJson(text: string, pointer: string, faults: FieldFault[]): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (hasDuplicateMembers(text, value)) faults.push({ pointer, detail: 'must name each member of an object once' });
    return value;
  } catch {
    faults.push({ pointer, detail: 'must be JSON text' });
    return undefined;
  }
}

/** The parser of forms puts up with percent signs that mean nothing, and with bytes that are not UTF-8. */
function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
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
