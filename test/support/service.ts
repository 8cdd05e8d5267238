import { createApplication, leave, listen } from '#service/app.js';
import { readConfiguration } from '#service/config/index.js';
import type { IxnProfile } from '#service/engagement/index.js';
import { AttemptStore } from '#service/engagement/index.js';
import { NoTracing, type Tracing } from '#service/tracing/index.js';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { TestClock } from './builders.js';

export type Environment = Readonly<Record<string, string>>;
type Headers = Readonly<Record<string, string>>;

/** The built service in this process, on a free port, a database of its own and a clock that the test moves. */
export class TestService {
  private constructor(
    private readonly application: Awaited<ReturnType<typeof createApplication>>,
    readonly clock: TestClock,
    readonly url: string,
    /** Where it listens too. */
    readonly otherUrls: readonly string[],
    private readonly directory: string,
    private readonly environment: Environment,
    private readonly tracing: Tracing,
  ) {}

  static async start(
    environment: Environment = {},
    clock = new TestClock(),
    tracing: Tracing = new NoTracing(),
  ): Promise<TestService> {
    return TestService.startIn(await mkdtemp(join(tmpdir(), 'engagement-test-')), clock, environment, tracing);
  }

  private static async startIn(
    directory: string,
    clock: TestClock,
    environment: Environment,
    tracing: Tracing,
  ): Promise<TestService> {
    const configuration = readConfiguration({
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: `sqlite:${join(directory, 'test.db')}`,
      ...environment,
    });
    const application = await createApplication(configuration, { clock, tracing });
    const [url = '', ...otherUrls] = await listen(application, configuration);
    return new TestService(application, clock, url, otherUrls, directory, environment, tracing);
  }

  get databaseFile(): string {
    return join(this.directory, 'test.db');
  }

  get store(): AttemptStore {
    return this.part(AttemptStore);
  }

  /** A part of the application, by its class. */
  part<T>(type: abstract new (...dependencies: never[]) => T): T {
    return this.application.get<T>(type, { strict: false });
  }

  /** How many connections it holds, of every kind. */
  openConnections(): Promise<number> {
    const server: Server = this.application.getHttpServer();
    return new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  engage(ixnProfile: IxnProfile, headers: Headers = {}): Promise<Response> {
    return this.post('engage', { ixnProfile }, headers);
  }

  noengage(cancelData: object, headers: Headers = {}): Promise<Response> {
    return this.post('noengage', { cancelData }, headers);
  }

  async post(verb: string, body: object, headers: Headers = {}): Promise<Response> {
    return request(this.url).post(`/backend/data/gateway/${verb}`).set(headers).send(body);
  }

  async get(path: string, headers: Headers = {}): Promise<Response> {
    return request(this.url).get(`/backend/data/gateway/${path}`).set(headers);
  }

  /** Stops it, lets time pass while it is down, and starts it again on the same database. */
  async restart({ downFor = 0 } = {}): Promise<TestService> {
    await this.application.close();
    this.clock.advance(downFor);
    return TestService.startIn(this.directory, this.clock, this.environment, this.tracing);
  }

  /** Ends it as a signal does. */
  async leave(): Promise<void> {
    await leave(this.application, readConfiguration({ ...this.environment }));
  }

  async stop(): Promise<void> {
    await this.application.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
