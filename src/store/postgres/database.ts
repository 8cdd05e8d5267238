import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { type ClientBase, DatabaseError, Pool, type PoolConfig, types } from 'pg';
import { type ServerReadings, StoreUnavailableError } from '../../engagement/model.js';
import { migrate } from '../migrations/index.js';
import type { Schema } from '../schema.js';
import { aHistogramOfSeconds } from '../store-measures.js';
import { OvertakenError } from './settled.js';

/** How long a statement may take before the caller is told to try again, in milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

/** How long a caller may wait for a connection, in milliseconds. */
const CONNECT_WITHIN_MS = 750;

/** A server that is there refuses sooner than this, or has answered somebody since, in milliseconds. */
const SILENT_AFTER_MS = 500;

/** How long a ping may take within the server, in milliseconds: what keeps it waiting there is heard of. */
const PINGED_WITHIN_MS = 700;

/** How long a node that has frozen may keep others from what it has locked, in milliseconds. */
const MOST_IDLE_IN_TRANSACTION_MS = 5_000;

/** How long connections may take to be closed, in milliseconds. */
const CLOSE_WITHIN_MS = 1_000;

/** How long the first connection of all may take, in milliseconds. */
const OPEN_WITHIN_MS = 5_000;

/** How long another node's migration may take. */
const MIGRATE_WITHIN_MS = 120_000;

/** Errors that are the database's trouble, by their class or code: the same call may succeed later. */
const UNAVAILABLE = /^(?:08|53|57|58|XX|25006|25P03)/;

/** Errors by which one that could be used is taken from the service: its login, its rights, or the database itself. */
const TAKEN_AWAY = /^(?:28|3D|42501|55000)/;

/** Transactions that got in each other's way: this one gave way, or has waited for as long as it would. */
const ENTANGLED = /^(?:40001|40P01|55P03)$/;

/** Changes nothing, and fails where nothing can be changed. */
const PING = 'update attempts set state = state where false';

/** Makes a statement, once or within a transaction. */
export interface Queries {
  all<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A PostgreSQL database through a few connections. */
export class Database implements Queries, ServerReadings {
  /** How long statements took, those that failed too. */
  readonly statementSeconds = aHistogramOfSeconds();

  /** Whether anything was heard of it when it was last asked, be it a refusal. */
  private isHeard = true;

  /** When it has answered a call last, by the clock of this process. */
  private heardAt = -Infinity;

  private constructor(
    private readonly pool: Pool,
    /** One connection, which no call keeps busy. */
    private readonly pings: Pool,
    /** Changes of the schema that it took. */
    readonly migrated: readonly string[],
  ) {}

  /**
   * Connects, and brings the schema up to date; of several nodes that start at once, one does.
   *
   * @throws StoreUnavailableError when it cannot be reached now
   */
  static async open(url: string, connections: number): Promise<Database> {
    const migrating = poolOf({
      ...settingsOf(url),
      max: 1,
      connectionTimeoutMillis: OPEN_WITHIN_MS,
      query_timeout: MIGRATE_WITHIN_MS,
    });
    // Closes the pool that it was given.
    const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: migrating }) });
    let migrated: readonly string[];
    try {
      migrated = await migrate(db);
    } catch (error) {
      throw told(error);
    } finally {
      await db.destroy();
    }
    const settings = {
      ...settingsOf(url),
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      // The database need not finish what nobody waits for.
      statement_timeout: ANSWER_WITHIN_MS,
      idle_in_transaction_session_timeout: MOST_IDLE_IN_TRANSACTION_MS,
    };
    const pings = poolOf({ ...settings, max: 1, statement_timeout: PINGED_WITHIN_MS });
    return new Database(poolOf({ ...settings, max: connections }), pings, migrated);
  }

  /** @throws StoreUnavailableError when it cannot be reached, or does not answer in time */
  async all<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    this.expectAnswer();
    return this.watched(async () => {
      const client = await this.pool.connect();
      try {
        const rows = await rowsOf<Row>(client, sql, values);
        client.release();
        return rows;
      } catch (error) {
        // Who gave way goes on with the same connection: nothing is left on it.
        client.release(!isEntangled(error));
        throw error;
      }
    });
  }

  /** @throws StoreUnavailableError when it takes no changes now, however many calls it is at */
  async ping(): Promise<void> {
    const asked = performance.now();
    try {
      await this.pings.query(PING);
      this.isHeard = true;
    } catch (error) {
      const now = performance.now();
      this.isHeard = error instanceof DatabaseError || now - Math.max(asked, this.heardAt) < SILENT_AFTER_MS;
      throw toldOfOpen(error);
    }
  }

  get connections(): ServerReadings['connections'] {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, awaited: waitingCount };
  }

  /** Runs the work in one transaction. When it throws, nothing of it is kept. */
  async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    this.expectAnswer();
    const client = await this.pool.connect().catch((error: unknown) => {
      throw this.heardIn(error);
    });
    try {
      const queries: Queries = { all: (sql, values = []) => this.watched(() => rowsOf(client, sql, values)) };
      await queries.all('begin');
      const result = await work(queries);
      await queries.all('commit');
      client.release();
      return result;
    } catch (error) {
      // Ends the transaction too. A connection that something went wrong on is not used again.
      client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    // A server that does not answer does not close either.
    const ended = Promise.all([this.pool.end(), this.pings.end()]);
    await Promise.race([ended, delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  /**
   * Connections that nobody waits for any more are in the way of the others when a server that stood still goes on: while
   * nothing is heard of it, only pings try.
   */
  private expectAnswer(): void {
    if (!this.isHeard) throw new StoreUnavailableError('the database does not answer');
  }

  /** Measures how long a statement takes, hears that the server is there, and tells its trouble. */
  private async watched<T>(statement: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      const result = await statement();
      this.heardAt = performance.now();
      return result;
    } catch (error) {
      throw this.heardIn(error);
    } finally {
      this.statementSeconds.observe((performance.now() - begun) / 1000);
    }
  }

  /** A refusal is an answer too. */
  private heardIn(error: unknown): unknown {
    if (error instanceof DatabaseError) this.heardAt = performance.now();
    return toldOfOpen(error);
  }
}

async function rowsOf<Row>(client: ClientBase, sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await client.query({ text: sql, values: [...values], name: nameOf(sql) });
  // The statement says what type its rows are.
  return rows as Row[];
}

/**
 * A pool whose connections may break at any time: who uses one is told by the failure of the statement, and one that nobody
 * uses is replaced when somebody needs it. The pool itself listens to connections only while it holds them.
 */
function poolOf(settings: PoolConfig): Pool {
  const pool = new Pool(settings);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** Statements are prepared once for each connection, by a name that stands for their text. */
function nameOf(sql: string): string {
  const known = NAMES.get(sql);
  if (known !== undefined) return known;
  const name = `s${NAMES.size}`;
  NAMES.set(sql, name);
  return name;
}

const NAMES = new Map<string, string>();

function settingsOf(url: string): PoolConfig {
  return {
    connectionString: url,
    application_name: 'engagement-gateway',
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
    },
  };
}

/** Trouble of the database, or on the way to it, as such; everything else as it is. */
function told(error: unknown): unknown {
  if (isEntangled(error)) return new OvertakenError();
  if (error instanceof DatabaseError && !UNAVAILABLE.test(error.code ?? '')) return error;
  return new StoreUnavailableError(error instanceof Error ? error.message : String(error));
}

/** The same of a database that could be used: what would be a mistake at the start is its trouble now. */
function toldOfOpen(error: unknown): unknown {
  const isTaken = error instanceof DatabaseError && TAKEN_AWAY.test(error.code ?? '');
  return isTaken ? new StoreUnavailableError(error.message) : told(error);
}

function isEntangled(error: unknown): boolean {
  return error instanceof DatabaseError && ENTANGLED.test(error.code ?? '');
}
