/** What belongs to the form in `/ixnProfile/language`, `/ixnProfile/invitation/title` or `/ixnProfile/data/depth/…`. */
const FIELD = /^\/(?:ixnProfile|cancelData)(?:\/invitation)?\/([^/]+)/;

/** The name of the form's field that a fault's JSON pointer leads to. */
export function fieldOfPointer(pointer: string): string | undefined {
  return FIELD.exec(pointer)?.[1];
}
