import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../support/free-port.js';
import { PostgresServer } from '../support/postgres-server.js';
import { runToItsEnd, ServiceProcess } from '../support/process.js';
import { describe, expect, it, onTestFinished } from 'vitest';

describe('a node that starts while PostgreSQL is away', () => {
  it('waits for it, and says so', { timeout: 180_000 }, async () => {
    const server = await PostgresServer.start();
    onTestFinished(() => server.stop());
    const url = await server.database('late_test');
    await server.crash();
    // Hears that it is asked for, and answers nothing.
    const inItsPlace = createServer((socket) => socket.destroy()).listen(server.port, '127.0.0.1');
    await once(inItsPlace, 'listening');

    const starting = ServiceProcess.start({ DATABASE_URL: url, LOG_LEVEL: 'warn' });
    await once(inItsPlace, 'connection');
    inItsPlace.close();
    await once(inItsPlace, 'close');
    await server.comeBack();
    const node = await starting;
    onTestFinished(async () => void (await node.signal('SIGTERM')));

    expect(node.output).toContain('store.awaited');
    expect((await fetch(`${node.url}/health/ready`)).status).toBe(200);
  });

  it('gives up in time, with a status that is not that of a wrong setting', async () => {
    const url = `postgres://user:secret@127.0.0.1:${await freePort()}/nowhere_test`;

    const { code, stderr } = await runToItsEnd({ DATABASE_URL: url, DATABASE_WAIT_SECONDS: '1' });

    expect(code).toBe(69);
    expect(stderr).toMatch(/^DATABASE_URL: cannot open the PostgreSQL database \(.*ECONNREFUSED(?!.*secret).*\n$/);
  });

  it('does not wait for what will not come', async () => {
    const server = await PostgresServer.start();
    onTestFinished(() => server.stop());

    const { code, stderr } = await runToItsEnd({ DATABASE_URL: server.urlOf('no_such_test') });

    expect(code).toBe(78);
    expect(stderr).toContain('"no_such_test" does not exist');
  });
});
