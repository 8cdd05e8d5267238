/** The gateway keeps no more of a detail, in characters. */
const LONGEST = 256;

/** The text as the gateway takes it for a disposition's detail; `undefined` when nothing is left of it. */
export function detailOf(text: string): string | undefined {
  const clean = text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
  return [...clean].slice(0, LONGEST).join('') || undefined;
}
