// How news gets from node to node: latency, throughput, and what comes of it when Redis is killed or stands still.
//
//   npm run build && npm install --no-save @socket.io/redis-streams-adapter @socket.io/redis-adapter
//   node bench/fanout/trial.mjs            (all ways, or the named ones)
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';

const ROOMS = 50;
/** A message that took longer than this is stale: what it says may not hold any more. */
const STALE_MS = 2_000;

const ways = process.argv.length > 2 ? process.argv.slice(2) : ['streams', 'sharded', 'channel'];
for (const way of ways) {
  const port = await freePort();
  let redis = startRedis(port);
  await delay(500);
  const nodes = await Promise.all([startNode(way, port), startNode(way, port)]);
  const came = [];
  const sockets = await Promise.all(Array.from({ length: ROOMS }, (_, room) => browser(nodes[1].port, room, came)));
  await delay(1_000);

  const told = {};
  told.paced = summary(await round(came, nodes[0], { count: 5_000, perSecond: 1_000 }));
  const begun = Date.now();
  const burst = await round(came, nodes[0], { count: 5_000, perSecond: 0 });
  told.burst = { came: burst.length, ms: Math.max(...burst.map(({ at }) => at)) - begun };

  const killed = round(came, nodes[0], { count: 3_000, perSecond: 1_000, waitMs: 8_000 });
  await delay(100);
  redis.kill('SIGKILL');
  await delay(3_000);
  redis = startRedis(port);
  told.killed = stale(await killed);
  told.afterKill = (await round(came, nodes[0], { count: 200, perSecond: 200 })).length;

  const frozen = round(came, nodes[0], { count: 10_000, perSecond: 1_000, waitMs: 6_000 });
  await delay(100);
  redis.kill('SIGSTOP');
  await delay(10_000);
  redis.kill('SIGCONT');
  told.frozen = stale(await frozen);
  told.afterFreeze = (await round(came, nodes[0], { count: 200, perSecond: 200 })).length;
  told.sender = nodes[0].last;
  process.stdout.write(`${way}: ${JSON.stringify(told)}\n`);

  for (const socket of sockets) socket.close();
  for (const { child } of nodes) child.kill('SIGKILL');
  redis.kill('SIGKILL');
}
process.exit(0);

/** Has a node send, and waits until what it sent has come, or enough time has passed. */
async function round(came, node, { count, perSecond, waitMs = 2_000 }) {
  came.length = 0;
  node.child.send({ count, perSecond });
  node.last = (await Promise.race([once(node.child, 'message'), delay(30_000, [{ stuck: true }])]))[0];
  const until = Date.now() + waitMs;
  while (came.length < count && Date.now() < until) await delay(20);
  return came.map(({ sent, at }) => ({ at, ms: at - sent }));
}

function summary(messages) {
  const times = messages.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return { came: times.length, p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

function stale(messages) {
  const late = messages.filter(({ ms }) => ms > STALE_MS);
  return { came: messages.length, stale: late.length, latestMs: Math.max(0, ...late.map(({ ms }) => ms)) };
}

function startRedis(port) {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return spawn(process.env.REDIS_SERVER ?? 'redis-server', settings, { stdio: 'ignore' });
}

async function startNode(way, port) {
  const child = fork(fileURLToPath(new URL('node.mjs', import.meta.url)), [way, `redis://127.0.0.1:${port}`]);
  const [{ port: own }] = await once(child, 'message');
  return { child, port: own };
}

async function browser(port, room, came) {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], auth: { room }, forceNew: true });
  socket.on('news', ({ sent }) => came.push({ sent, at: Date.now() }));
  await once(socket, 'connect');
  return socket;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
