/** One event of a stream. */
export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>> & { readonly attemptId: string; readonly sequence: number };
  };
}

/** A client of Server-Sent Events, as far as this service sends them. */
export class EventStream {
  readonly events: StreamedEvent[] = [];
  /** The place that it comes back to. */
  lastId = '';
  /** Whether the other end has ended it. */
  ended = false;
  private readonly hangUp = new AbortController();

  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
    const stream = new EventStream();
    const reply = await fetch(url, { headers, signal: stream.hangUp.signal });
    if (reply.status !== 200 || reply.body === null) throw new Error(`${reply.status}: ${await reply.text()}`);
    if (!reply.headers.get('content-type')?.startsWith('text/event-stream')) throw new Error('it is no event stream');
    void stream.read(reply.body);
    return stream;
  }

  close(): void {
    this.hangUp.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // It was closed from here.
    }
    this.ended = true;
  }

  private take(block: string): void {
    const fields = Object.fromEntries(block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line)?.slice(1) ?? []));
    this.lastId = fields['id'] ?? this.lastId;
    if (fields['event'] === undefined) return;
    this.events.push({ id: this.lastId, event: fields['event'], data: JSON.parse(fields['data'] ?? 'null') });
  }
}
