/** What a probe answers, as far as it matters here. */
interface Probed {
  readonly details?: { readonly store?: { readonly status?: unknown; readonly since?: unknown } };
}

/**
 * Since when the database takes no changes. Nothing where it does, and where the probe cannot be asked: not every way to the
 * console leads there.
 */
export async function storeAwaySince(): Promise<Date | undefined> {
  try {
    const { details }: Probed = await (await fetch('/health/ready')).json();
    const { status, since } = details?.store ?? {};
    return status === 'down' && typeof since === 'string' ? new Date(since) : undefined;
  } catch {
    return undefined;
  }
}
