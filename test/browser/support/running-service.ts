import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { API_KEY, bearer } from '../../support/credentials.js';
import { ServiceProcess } from '../../support/process.js';

type Environment = Readonly<Record<string, string>>;

interface AttemptView {
  readonly attemptId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly transitions: readonly { readonly state: string; readonly by: string; readonly reason: string | null }[];
}

const PATIENCE_MS = 10_000;

/** The built service with a database of its own, as a strategy sees it. */
export class RunningService {
  private constructor(
    private process: ServiceProcess,
    private readonly directory: string,
    private readonly environment: Environment,
  ) {}

  static async start(environment: Environment = {}): Promise<RunningService> {
    const directory = await mkdtemp(join(tmpdir(), 'engagement-browser-test-'));
    const settings = { HOST: '127.0.0.1', DATABASE_URL: `sqlite:${join(directory, 'test.db')}`, ...environment };
    return new RunningService(await ServiceProcess.start(settings), directory, settings);
  }

  get url(): string {
    return this.process.url;
  }

  /** What a strategy shows, where the service asks for a key. */
  private get credential(): Readonly<Record<string, string>> {
    return this.environment['API_KEYS'] === undefined ? {} : bearer(API_KEY);
  }

  /** Starts an attempt. @returns its id */
  async engage(visitId: string, ixnProfile: object = {}): Promise<string> {
    const { attemptId } = await this.post('engage', {
      ixnProfile: { interactionId: `interaction-${randomUUID()}`, visitId, ...ixnProfile },
    });
    return attemptId;
  }

  async noengage(visitId: string, reason: string): Promise<void> {
    await this.post('noengage', { cancelData: { visitId, reason } });
  }

  async attempt(attemptId: string): Promise<AttemptView> {
    const address = `${this.url}/backend/data/gateway/attempts/${attemptId}`;
    return (await fetch(address, { headers: this.credential })).json();
  }

  /** Waits until the attempt has got there. */
  async reaches(attemptId: string, state: string): Promise<AttemptView> {
    return vi.waitFor(
      async () => {
        const attempt = await this.attempt(attemptId);
        if (attempt.state !== state) throw new Error(`the attempt is ${attempt.state}, not ${state}`);
        return attempt;
      },
      { timeout: PATIENCE_MS },
    );
  }

  /** Pulls the plug. */
  async crash(): Promise<void> {
    await this.process.signal('SIGKILL');
  }

  /** Is there again, at the same address. */
  async comeBack(): Promise<void> {
    this.process = await ServiceProcess.start({ ...this.environment, PORT: new URL(this.url).port });
  }

  async stop(): Promise<void> {
    await this.process.signal('SIGTERM');
    await rm(this.directory, { recursive: true, force: true });
  }

  private async post(verb: string, body: object): Promise<AttemptView> {
    const response = await fetch(`${this.url}/backend/data/gateway/${verb}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...this.credential },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${verb} was answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
