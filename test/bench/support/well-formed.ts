const NAME = '[A-Za-z][\\w:-]*';
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<&]*")*)\\s*(/?)>`);
const TEXT = /^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+);)+/;

/** What is wrong with an XML document of elements, attributes and texts; `undefined` when nothing is. */
export function faultOfXml(document: string): string | undefined {
  const open: string[] = [];
  let rest = document.trim();
  let roots = 0;
  while (rest !== '') {
    const text = TEXT.exec(rest)?.[0];
    const [tag, closes, name, , closesItself] = TAG.exec(rest) ?? [];
    if (text !== undefined && open.length === 0) return `a text outside of the root: ${text.slice(0, 40)}`;
    if (text === undefined && tag === undefined) return `neither tag nor text: ${rest.slice(0, 40)}`;
    rest = rest.slice((text ?? tag ?? rest).length);
    if (name === undefined || text !== undefined) continue;
    if (closes === '/' && open.pop() !== name) return `a wrong end: ${name}`;
    if (closes === '' && open.length === 0) roots++;
    if (closes === '' && closesItself === '') open.push(name);
  }
  return roots === 1 && open.length === 0 ? undefined : `${roots} roots, open: ${open.join(' ')}`;
}
