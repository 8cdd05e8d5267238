/** The line that makes a page one that can be invited, as it stands in the page's markup. */
export function scriptTag(origin: string, visitId: string, pageId: string): string {
  const attributes = [
    `src="${origin}/client/engagement.js"`,
    `data-visit-id="${escaped(visitId)}"`,
    `data-page-id="${escaped(pageId)}"`,
    'defer',
  ];
  return `<script ${attributes.join(' ')}></script>`;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
