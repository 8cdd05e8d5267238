/** A call of the REST API as a command for a POSIX shell. */
export function curlCommand(url: string, body: object): string {
  return [
    `curl -X POST ${url}`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join(' \\\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
