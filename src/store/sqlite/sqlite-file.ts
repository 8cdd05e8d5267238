import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import Database from 'libsql';
import { StoreUnavailableError } from '../../engagement/model.js';
import { whyOf } from '../../logging/index.js';
import { migrate } from '../migrations/index.js';
import type { Schema } from '../schema.js';

/** What the store uses of the driver: the interface that better-sqlite3 made common. */
interface Driver extends SqliteDatabase {
  prepare(sql: string): DriverStatement;
  exec(sql: string): unknown;
}

interface DriverStatement {
  readonly reader: boolean;
  /** Lets it give rows as lists of values: what they are called is the dearest part of a row. */
  raw(): DriverStatement;
  columns(): readonly { readonly name: string }[];
  get(parameters: readonly unknown[]): unknown;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/** A prepared statement whose rows are of one type. */
export interface Statement<Row> {
  one(...parameters: readonly unknown[]): Row | undefined;
  all(...parameters: readonly unknown[]): readonly Row[];
  /** @returns how many rows it changed */
  run(...parameters: readonly unknown[]): number;
}

/** How long somebody else may keep the file to themselves while it is opened, in milliseconds. */
const BUSY_MS_AT_FIRST = 5_000;

/** And while others wait for what is to be changed: less than a ping may take, which can tell of it then. */
const BUSY_MS = 1_500;

const BUSY_BRIEFLY_MS = 50;

/** With less room on its disk the file takes no changes, in bytes: an attempt with as much data as it may have needs less. */
const LEAST_ROOM = 256 * 1024;

/** An open SQLite database. A commit has reached the disk when it returns. */
export class SqliteFile {
  private changes = 0;
  private readonly inode: number;

  private constructor(
    private readonly driver: Driver,
    readonly path: string,
    /** Changes of the schema that it took. */
    readonly migrated: readonly string[],
  ) {
    this.inode = statSync(path).ino;
  }

  /** Opens the file, or makes it, and brings its schema up to date. */
  static async open(path: string): Promise<SqliteFile> {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) makeForOwner(path);
    const driver: Driver = new Database(path);
    driver.exec(`pragma busy_timeout = ${BUSY_MS_AT_FIRST}`);
    driver.exec('pragma journal_mode = wal');
    driver.exec('pragma synchronous = full');
    // What is deleted is overwritten.
    driver.exec('pragma secure_delete = on');
    const migrated = await migrate(new Kysely<Schema>({ dialect: new SqliteDialect({ database: driver }) }));
    driver.exec(`pragma busy_timeout = ${BUSY_MS}`);
    return new SqliteFile(driver, path, migrated);
  }

  /** The caller says what type the columns make. */
  prepare<Row>(sql: string): Statement<Row> {
    const statement = this.driver.prepare(sql);
    const run = (...parameters: readonly unknown[]): number => {
      const changes = Number(statement.run(parameters).changes);
      this.changes += changes;
      return changes;
    };
    if (!statement.reader) return { ...NO_ROWS, run };
    const names = statement.columns().map(({ name }) => name);
    const rows = statement.raw();
    const rowOf = (values: unknown): Row => named(names, values as readonly unknown[]) as Row;
    return {
      one: (...parameters) => {
        const values = rows.get(parameters);
        return values === undefined ? undefined : rowOf(values);
      },
      all: (...parameters) => rows.all(parameters).map(rowOf),
      run,
    };
  }

  /** How many rows have been changed through it so far, also those of transactions that came to nothing. */
  get changeCount(): number {
    return this.changes;
  }

  execute(sql: string): void {
    this.driver.exec(sql);
  }

  /**
   * Leaves nothing in the log of the file that is not in the file any more.
   *
   * @returns false when somebody else uses what is in it now: others must not wait until that is over
   */
  emptyLog(): boolean {
    this.driver.exec(`pragma busy_timeout = ${BUSY_BRIEFLY_MS}`);
    try {
      return this.prepare<{ readonly busy: number }>('pragma wal_checkpoint(truncate)').one()?.busy === 0;
    } finally {
      this.driver.exec(`pragma busy_timeout = ${BUSY_MS}`);
    }
  }

  /**
   * What is removed can still be written to, until it is closed.
   *
   * @throws StoreUnavailableError when nobody would find again what is written now
   */
  checkIsThere(): void {
    const inode = inodeAt(this.path);
    if (inode === undefined) throw new StoreUnavailableError('the database file is not there any more');
    if (inode !== this.inode) throw new StoreUnavailableError('the database file has been replaced by another');
  }

  /** @returns why it takes no changes; nothing where it does */
  fault(): string | undefined {
    try {
      accessSync(this.path, constants.W_OK);
      const { bavail, bsize } = statfsSync(this.path);
      return bavail * bsize < LEAST_ROOM ? 'the disk of the database file is full' : undefined;
    } catch (error) {
      return `the database file cannot be written to (${whyOf(error)})`;
    }
  }

  close(): void {
    this.driver.close();
  }
}

/**
 * It is about people: nobody else on the machine reads it. What SQLite makes beside a file has the mode of the file. Whoever
 * makes it at the same moment gives it the same.
 */
function makeForOwner(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

function inodeAt(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}

const NO_ROWS = { one: () => undefined, all: () => [] };

function named(names: readonly string[], values: readonly unknown[]): object {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) row[names[index] ?? ''] = values[index];
  return row;
}
