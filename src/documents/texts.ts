import { stringify } from 'yaml';

/** A document as the text of a JSON file. */
export function asJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A document as the text of a YAML file: each part written out where it stands, without anchors. */
export function asYaml(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false });
}
