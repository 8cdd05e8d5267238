// A node of the trial: Socket.IO whose rooms span nodes by one of the ways that are compared. Told what to do by messages.
import { createServer } from 'node:http';
import { Logger } from '@nestjs/common';
import { Server } from 'socket.io';
import { createClient } from '@redis/client';

Logger.overrideLogger(false);
const [way, url] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { serveClient: false, transports: ['websocket'] });
let failures = 0;
process.on('unhandledRejection', () => failures++);

const clientOf = async (options = {}) => {
  const client = createClient({ url, socket: { reconnectStrategy: () => 100 + Math.random() * 900 }, ...options });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Each way by its name: how a node emits to a room, wherever its sockets are. */
const WAYS = {
  streams: async () => {
    const { createAdapter } = await import('@socket.io/redis-streams-adapter');
    io.adapter(createAdapter(await clientOf()));
    return (room, message) => io.to(room).emit('news', message);
  },
  sharded: async () => {
    const { createShardedAdapter } = await import('@socket.io/redis-adapter');
    io.adapter(createShardedAdapter(await clientOf(), await clientOf()));
    return (room, message) => io.to(room).emit('news', message);
  },
  // The service's own: one channel, news in batches, nothing that waits for Redis.
  channel: async () => {
    const { NodeLink } = await import('../../dist/cluster/node-link.js');
    const { OutgoingNews } = await import('../../dist/cluster/outgoing-news.js');
    const link = new NodeLink(url);
    link.open((text) => {
      for (const { room, message } of JSON.parse(text)) io.local.to(room).emit('news', message);
    });
    const outgoing = new OutgoingNews((news) => link.say(JSON.stringify(news)));
    return (room, message) => {
      if (link.isOpen) outgoing.add({ room, message });
    };
  },
};

const emit = await WAYS[way]();
io.on('connection', (socket) => socket.join(String(socket.handshake.auth.room)));
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));

process.on('message', ({ count, perSecond }) => {
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = perSecond === 0 ? count : Math.min(count, Math.floor(((performance.now() - begun) / 1000) * perSecond));
    for (; sent < due; sent++) emit(String(sent % 50), { sent: Date.now(), text: 'x'.repeat(400) });
    if (sent < count) return;
    clearInterval(timer);
    process.send({ done: true, failures, rssMiB: Math.round(process.memoryUsage().rss / 1048576) });
  }, 5);
});
