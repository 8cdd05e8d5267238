import { createServer } from 'node:http';
import express from 'express';
import { Server } from 'socket.io';

/**
 * What every figure is held against: Express and Socket.IO that check nothing and store nothing, and do the same for
 * the visitor. What a service of these parts costs at least. Listens on PORT of loopback.
 */

interface EngageBody {
  readonly ixnProfile: { readonly visitId: string };
}

const app = express();
const server = createServer(app);
const frontends = new Server(server, { serveClient: false }).of('/frontend');

frontends.on('connection', (socket) => {
  socket.on('disposition', (_disposition: unknown, acknowledge: (reply: object) => void) => acknowledge({ ok: true }));
  void socket.join(`visit:${socket.handshake.auth['visitId']}`);
});

app.disable('x-powered-by');
app.disable('etag');
app.get('/ready', (_request, response) => void response.json({ status: 'ok' }));
app.post('/engage', express.json(), (request, response) => {
  const { ixnProfile } = request.body as EngageBody;
  frontends.to(`visit:${ixnProfile.visitId}`).emit('invitation', ixnProfile);
  response.json({ status: 'ok' });
});

server.listen(Number(process.env['PORT']), '127.0.0.1');
