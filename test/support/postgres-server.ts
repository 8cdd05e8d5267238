import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';

/** A PostgreSQL server of the test's own, in a directory that goes with it: it can be stopped, frozen and filled. */
export class PostgresServer {
  private constructor(
    private readonly directory: string,
    readonly port: number,
    private server: ChildProcess,
  ) {}

  /** @param where a directory for everything that it writes; the system's own for temporary files when left out */
  static async start(where = tmpdir()): Promise<PostgresServer> {
    const directory = mkdtempSync(join(where, 'engagement-test-postgres-'));
    if (isRoot() && where !== tmpdir()) chmodSync(where, 0o755);
    if (isRoot()) chownSync(directory, numberOf('-u'), numberOf('-g'));
    const data = join(directory, 'data');
    const made = spawnSync(
      ...asPostgres([bin('initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--wal-segsize=1']),
    );
    if (made.status !== 0) throw new Error(String(made.stderr));
    const port = await freePort();
    const started = new PostgresServer(directory, port, run(directory, port));
    await started.answers();
    return started;
  }

  /** Makes an empty database. @returns its address */
  async database(name: string): Promise<string> {
    await this.query('postgres', `create database ${name}`);
    return this.urlOf(name);
  }

  urlOf(name: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${name}`;
  }

  async query<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.urlOf(database), connectionTimeoutMillis: 5_000 });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Stops it as a crash does. */
  async crash(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.signalAll('SIGQUIT');
    await ended;
  }

  /** Stops it as its administrator does. */
  async shutDown(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.kill('SIGINT');
    await ended;
  }

  async comeBack(): Promise<void> {
    this.server = run(this.directory, this.port);
    await this.answers();
  }

  get pid(): number {
    return this.server.pid ?? 0;
  }

  freeze(): void {
    this.signalAll('SIGSTOP');
  }

  thaw(): void {
    this.signalAll('SIGCONT');
  }

  async heal(): Promise<void> {
    this.thaw();
    if (!this.isRunning) await this.comeBack();
  }

  /** Or lets nobody use this database, and sends those away who do. */
  async letIn(database: string, whether: boolean): Promise<void> {
    await this.query('postgres', `alter database ${database} allow_connections ${whether}`);
    if (whether) return;
    await this.query(
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`,
    );
  }

  /** Or turns every change away, as a standby does, and as a managed server does whose disk is full. */
  async takeChanges(whether: boolean): Promise<void> {
    await this.query('postgres', `alter system set default_transaction_read_only = ${whether ? 'off' : 'on'}`);
    await this.query('postgres', 'select pg_reload_conf()');
  }

  private get isRunning(): boolean {
    return this.server.exitCode === null && this.server.signalCode === null;
  }

  async stop(): Promise<void> {
    this.thaw();
    if (this.isRunning) await this.crash();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** It is a process for each connection: all of them are of one group. */
  private signalAll(signal: NodeJS.Signals): void {
    const { pid } = this.server;
    if (pid === undefined) return;
    const children = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout.split('\n');
    for (const child of [pid, ...children.map(Number)].filter((id) => id > 0))
      if (signal !== 'SIGQUIT' || child === pid) trySignal(child, signal);
  }

  private async answers(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.query('postgres', 'select 1');
        return;
      } catch (error) {
        if (tries === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

function run(directory: string, port: number): ChildProcess {
  const settings = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-k',
    directory,
    '-c',
    'max_connections=200',
    '-c',
    'min_wal_size=16MB',
    '-c',
    'deadlock_timeout=200ms',
  ];
  const [program, args] = asPostgres([bin('postgres'), '-D', join(directory, 'data'), ...settings]);
  return spawn(program, [...args], { stdio: 'ignore' });
}

function bin(program: string): string {
  return join(process.env['POSTGRES_BIN'] ?? '/usr/lib/postgresql/15/bin', program);
}

/** It refuses to run as root. */
function asPostgres([program, ...args]: readonly [string, ...string[]]): [string, readonly string[]] {
  return isRoot()
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
    : [program, args];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function numberOf(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
